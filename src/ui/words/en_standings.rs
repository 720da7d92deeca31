//! English: how a delivery stands.

use delivery_core::domain::channel::Channel;
use delivery_core::domain::event::Subject;

use super::{English, Names, Standings};

impl Standings for English {
    fn can_prepare(&self, channel: Channel) -> String {
        format!("{} configuration entered, you can now prepare to send the messages.", self.channel(channel))
    }

    fn nothing_leaves(&self) -> &'static str {
        "Nothing is sent until somebody confirms."
    }

    fn preparation_failed(&self, reason: Option<&str>) -> String {
        let reason = reason.unwrap_or("A rule found an error.");
        format!("{reason} Nothing was sent. Put it right, then prepare again.")
    }

    fn confirm_to_start(&self) -> &'static str {
        "Confirm to start sending."
    }

    fn confirm_to_start_at(&self, date: &str) -> String {
        format!("Confirm to start sending on the scheduled date, {date}.")
    }

    fn waits_for_confirmation(&self) -> &'static str {
        "Waiting for somebody who may confirm it."
    }

    fn changed(&self, subject: Subject) -> &'static str {
        match subject {
            Subject::Audience => {
                "The sending cannot be confirmed because the audience has changed. Please restart the preparation."
            }
            Subject::Content => {
                "The sending cannot be confirmed because the content has changed. Please restart the preparation."
            }
            Subject::Schedule => {
                "The sending cannot be confirmed because the scheduled date has changed. Please restart the preparation."
            }
        }
    }

    fn can_start(&self) -> &'static str {
        "Nothing is sent until it is started. Set its dates in the Schedule block."
    }

    fn confirm_before(&self, date: &str) -> String {
        format!("Confirm before {date}, or this execution is not sent.")
    }

    fn waits_for_approval(&self, by: &str, is_own: bool, before: Option<&str>) -> String {
        let before = before.map(|date| format!(" before {date}, or it is not sent")).unwrap_or_default();
        match is_own {
            true => format!("You have confirmed. Somebody else has to approve it{before}."),
            false => format!("{by} has confirmed. A second person has to approve it{before}."),
        }
    }

    fn repeats(&self, next: Option<&str>) -> String {
        match next {
            Some(date) => format!("The next execution is due on {date}."),
            None => "No execution is to come.".to_string(),
        }
    }

    fn repeats_no_more(&self) -> &'static str {
        "Paused: no execution is made. Dates that pass meanwhile are left out."
    }

    fn skipped(&self, by: Option<&str>, until: Option<&str>) -> String {
        let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
        match until {
            Some(date) => format!("Left out{by}. To send it after all, prepare it again before {date}."),
            None => format!("Left out{by}. Nothing was sent."),
        }
    }

    fn missed(&self, date: Option<&str>) -> String {
        match date {
            Some(date) => format!("Nobody confirmed it before {date}. Nothing was sent."),
            None => "Nobody confirmed it in time. Nothing was sent.".to_string(),
        }
    }

    fn paused_after(&self, sent: &str, queued: &str, by: Option<&str>) -> String {
        let by = by.map(|by| format!(" Paused by {by}.")).unwrap_or_default();
        format!("{sent} handed over; {queued} wait until somebody resumes.{by}")
    }

    fn starts_in(&self, span: &str) -> String {
        format!("in {span}")
    }

    fn starts_at(&self, date: &str) -> String {
        format!("Confirmed. Sending starts on {date}.")
    }

    fn starting(&self) -> &'static str {
        "Starting…"
    }

    fn starts_soon(&self) -> &'static str {
        "Confirmed. The first messages leave any moment."
    }

    fn relayed(&self, sent: &str, to_deliver: &str) -> String {
        format!("{sent} of {to_deliver} handed over")
    }

    fn stopped_after(&self, sent: &str, cancelled: &str, by: Option<&str>) -> String {
        let by = by.map(|by| format!(" Stopped by {by}.")).unwrap_or_default();
        format!("{sent} handed over, {cancelled} will never be sent.{by}")
    }

    fn send_failed(&self, reason: Option<&str>) -> String {
        reason.unwrap_or("The service gave no reason. Ask whoever runs it.").to_string()
    }

    fn all_processed(&self) -> &'static str {
        "All messages have been processed."
    }

    fn outstanding(&self, count: u64, open: &str, final_by: Option<&str>) -> String {
        let until = final_by.map(|date| format!("; final by {date}")).unwrap_or_default();
        match count {
            // Whether they may is not known before the log is read.
            0 if final_by.is_none() => "All messages were handed over.".to_string(),
            0 => format!("All messages were handed over. Bounces may still come back{until}."),
            1 => format!("All messages were handed over. 1 outcome is still open{until}."),
            _ => format!("All messages were handed over. {open} outcomes are still open{until}."),
        }
    }

    fn prepared_so_far(&self, done: &str) -> String {
        format!("{done} recipients so far")
    }
}
