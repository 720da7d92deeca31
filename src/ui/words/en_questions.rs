//! English: what is asked first, and what became of it.

use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::wire::Channel;

use super::en::people;
use super::{English, Questions};

impl Questions for English {
    fn question_title(&self, command: Command, is_waiting: bool, is_scheduled: bool) -> &'static str {
        match (command, is_waiting) {
            (Command::Stop, true) => "Call off this send?",
            (Command::Stop, false) => "Stop sending?",
            _ if is_scheduled => "Confirm scheduled send",
            _ => "Confirm send",
        }
    }

    fn will_receive(&self, channel: Channel, count: u64, subject: &str) -> String {
        let what = match channel {
            Channel::Email | Channel::Push => format!("“{subject}”"),
            Channel::Sms => format!("the text “{subject}”"),
            Channel::DirectMail => format!("the letter “{subject}”"),
        };
        format!("{} will receive {what}", people(count))
    }

    fn of_them_probes(&self, count: u64, shown: &str) -> String {
        if count == 1 {
            "1 of them is a test profile or trap.".to_string()
        } else {
            format!("{shown} of them are test profiles and traps.")
        }
    }

    fn will_not_receive(&self, count: u64) -> &'static str {
        if count == 1 { "person will not receive it" } else { "people will not receive it" }
    }

    fn ok_send(&self, count: u64, shown: &str) -> String {
        format!("OK, send to {shown} {}", people(count))
    }

    fn ok_send_at(&self, count: u64, shown: &str) -> String {
        format!("OK, schedule for {shown} {}", people(count))
    }

    fn ok_stop(&self, is_waiting: bool) -> &'static str {
        if is_waiting { "OK, call it off" } else { "OK, stop for good" }
    }

    fn left_out(&self, total: &str, causes: &str) -> String {
        if causes.is_empty() { total.to_string() } else { format!("{total}: {causes}") }
    }

    fn one_execution(&self, occurrence: &str) -> String {
        format!("This confirms the execution of {occurrence} only. Later executions ask again.")
    }

    fn at_date(&self, date: &str, viewer: Option<&str>) -> String {
        match viewer {
            Some(viewer) => format!("{date} · your time: {viewer}"),
            None => date.to_string(),
        }
    }

    fn date_is_past(&self, date: &str) -> String {
        format!("Immediately: the scheduled date, {date}, is past")
    }

    fn last_send(&self, count: &str, date: &str, difference: i64, shown: &str) -> String {
        match difference {
            0 => format!("{count} on {date} · as many this time"),
            1.. => format!("{count} on {date} · {shown} more this time"),
            _ => format!("{count} on {date} · {shown} fewer this time"),
        }
    }

    fn changed_count(&self, before: &str, now: &str) -> String {
        format!("You read {before} recipients; now there are {now}.")
    }

    fn changed_confirmed(&self, by: &str, at: &str) -> String {
        format!("It was confirmed by {by} at {at}.")
    }

    fn changed_state(&self, state: State) -> String {
        format!("The delivery is now {}.", state.adjective())
    }

    fn done(&self, command: Command, count: u64, shown: &str) -> String {
        match command {
            Command::Stop => "Stopped for good. What had been handed over still arrives.".to_string(),
            _ => format!("Confirmed: the send to {shown} {}.", people(count)),
        }
    }

    fn by_at(&self, by: &str, at: &str) -> String {
        format!("{by}, {at}")
    }

    fn not_reached(&self, command: Command) -> &'static str {
        match command {
            Command::Stop => "Your stop never reached the service. Nothing was stopped.",
            _ => "Your confirmation never reached the service. Nothing was sent.",
        }
    }
}
