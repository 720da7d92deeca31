//! English: what is asked first, and what became of it.

use delivery_core::domain::channel::Channel;
use delivery_core::domain::lifecycle::{Command, State};

use super::en::people;
use super::{English, Questions};

impl Questions for English {
    fn question_title(&self, command: Command, is_waiting: bool, is_scheduled: bool) -> &'static str {
        match (command, is_waiting) {
            (Command::Stop, true) => "Call off this send?",
            (Command::Stop, false) => "Stop sending?",
            (Command::Start, _) => "Start repeating?",
            (Command::Approve, _) => "Approve send",
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

    fn ok_ask(&self) -> &'static str {
        "OK, ask a second person"
    }

    fn ok_approve(&self, count: u64, shown: &str) -> String {
        format!("Approve, send to {shown} {}", people(count))
    }

    fn ok_start(&self) -> &'static str {
        "OK, start"
    }

    fn type_number(&self, number: &str) -> String {
        format!("Type {number} to confirm")
    }

    fn asked_by(&self, by: &str, at: &str) -> String {
        format!("{by} confirmed this at {at}. Your approval lets it go.")
    }

    fn by_zone(&self, wall: &str, first: &str, last: &str, past: Option<(u64, &str)>) -> String {
        let past = match past {
            None => String::new(),
            Some((1, _)) => " For 1 person that is past: they get it at once.".to_string(),
            Some((_, shown)) => format!(" For {shown} people that is past: they get it at once."),
        };
        format!("{wall} in each recipient’s own time zone: first {first}, last {last}.{past}")
    }

    fn will_repeat(&self, asks_each_time: bool) -> &'static str {
        if asks_each_time {
            "Each execution is prepared up to a day ahead and asks for confirmation. One that nobody confirms before its \
             date is not sent."
        } else {
            "Each execution is prepared up to a day ahead and goes out at its date by itself. Nobody is asked."
        }
    }

    fn already_sent(&self, count: u64, shown: &str) -> String {
        format!("{shown} {} have it already, or will get it.", people(count))
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

    fn changed_confirmed(&self, by: Option<&str>, at: &str) -> String {
        match by {
            Some(by) => format!("It was confirmed by {by} at {at}."),
            None => format!("It was let go by its schedule at {at}."),
        }
    }

    fn changed_excluded(&self, cause: &str, before: &str, now: &str) -> String {
        format!("Left out, {cause}: {before}, now {now}.")
    }

    fn changed_recipients(&self) -> &'static str {
        "As many recipients, but not the same ones."
    }

    fn changed_audience(&self, now: &str) -> String {
        format!("The audience is now: {now}.")
    }

    fn changed_text(&self, now: &str) -> String {
        format!("It now says “{now}”.")
    }

    fn changed_from(&self, now: &str) -> String {
        format!("It is now from {now}.")
    }

    fn changed_schedule(&self, date: Option<&str>) -> String {
        match date {
            Some(date) => format!("It is now scheduled for {date}."),
            None => "It now goes out as soon as it is confirmed.".to_string(),
        }
    }

    fn changed_state(&self, state: State) -> String {
        format!("The delivery is now {}.", state.adjective())
    }

    fn done(&self, command: Command, count: u64, shown: &str) -> String {
        match command {
            Command::Stop => "Stopped for good. What had been handed over still arrives.".to_string(),
            Command::Start => "Started. Its executions are made as their dates come.".to_string(),
            Command::Approve => format!("Approved: the send to {shown} {}.", people(count)),
            _ => format!("Confirmed: the send to {shown} {}.", people(count)),
        }
    }

    fn by_at(&self, by: Option<&str>, at: &str, asked_by: Option<&str>) -> String {
        match (by, asked_by) {
            (Some(by), Some(first)) => format!("{first}, approved by {by}, {at}"),
            (Some(by), None) => format!("{by}, {at}"),
            (None, _) => format!("By itself, {at}"),
        }
    }

    fn not_reached(&self, command: Command) -> &'static str {
        match command {
            Command::Stop => "Your stop never reached the service. Nothing was stopped.",
            Command::Start => "Your start never reached the service. Nothing was started.",
            Command::Approve => "Your approval never reached the service. Nothing was sent.",
            _ => "Your confirmation never reached the service. Nothing was sent.",
        }
    }
}
