//! English.

use delivery_core::app::Failure;
use delivery_core::domain::channel::Channel;
use delivery_core::domain::event::Subject;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::domain::refusal::Refusal;
use delivery_core::domain::status::Feedback;

use super::{Names, Words, en_labels};

/// English, with the dates and figures of Britain.
pub struct English;

/// Keeps what belongs together on one line.
const NBSP: char = '\u{a0}';
/// A dot between two facts. A line breaks after it, never before.
const TIED_DOT: &str = "\u{a0}· ";

pub(super) const fn people(count: u64) -> &'static str {
    if count == 1 { "person" } else { "people" }
}

impl Words for English {
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

    fn log_summary(&self, total: &str, warnings: u64, errors: u64) -> String {
        let of = |count: u64, one: &str, more: &str| match count {
            0 => String::new(),
            1 => format!("{TIED_DOT}1{NBSP}{one}"),
            _ => format!("{TIED_DOT}{count}{NBSP}{more}"),
        };
        format!("Log ({total}){}{}", of(errors, "error", "errors"), of(warnings, "warning", "warnings"))
    }

    fn copied_from(&self, id: &str) -> String {
        format!("Copied from {id}. Its schedule was not copied: this one goes out as soon as it is confirmed.")
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
            0 => format!("All messages were handed over. Bounces may still come back{until}."),
            1 => format!("All messages were handed over. 1 outcome is still open{until}."),
            _ => format!("All messages were handed over. {open} outcomes are still open{until}."),
        }
    }

    fn prepared_so_far(&self, done: &str) -> String {
        format!("{done} recipients so far")
    }

    fn pace(&self, left: &str, per_second: &str) -> String {
        format!("about {left} left · {per_second} a second")
    }

    fn slow_pace(&self, left: &str, per_minute: &str) -> String {
        format!("about {left} left · {per_minute} a minute")
    }

    fn feedback_note(&self, feedback: Feedback, final_by: Option<&str>) -> String {
        match (feedback, final_by) {
            (Feedback::On, None) => "Feedback service on: Delivered rises from 0% as servers confirm.".into(),
            (Feedback::On, Some(date)) => {
                format!("Feedback service on: Delivered rises from 0% as servers confirm; final by {date}.")
            }
            (Feedback::Off, None) => "Feedback service off: Delivered starts at 100% and falls as bounces come back; \
                provisional until 3½ days after the last message at most."
                .into(),
            (Feedback::Off, Some(date)) => format!(
                "Feedback service off: Delivered starts at 100% and falls as bounces come back; provisional until {date}."
            ),
        }
    }

    fn final_since(&self, feedback: Feedback, date: &str) -> String {
        let service = match feedback {
            Feedback::On => "on",
            Feedback::Off => "off",
        };
        format!("Feedback service {service}. All outcomes are final since {date}.")
    }

    fn without_probes(&self, count: u64, shown: &str) -> String {
        if count == 1 {
            "Rates leave out 1 test profile or trap.".to_string()
        } else {
            format!("Rates leave out {shown} test profiles and traps.")
        }
    }

    fn cause(&self, name: &str) -> String {
        match name {
            "address_empty" => "no address".to_string(),
            "denylist" => "on denylist".to_string(),
            name => name.replace('_', " "),
        }
    }

    fn audience_basis(&self, to_deliver: &str, excluded: Option<&str>, probes: Option<(u64, &str)>) -> String {
        let excluded = excluded.map(|excluded| format!("{TIED_DOT}{excluded}{NBSP}excluded")).unwrap_or_default();
        let probes = match probes {
            None => String::new(),
            Some((1, _)) => format!("{TIED_DOT}incl.{NBSP}1{NBSP}for tests"),
            Some((_, shown)) => format!("{TIED_DOT}incl.{NBSP}{shown}{NBSP}for tests"),
        };
        format!("{to_deliver}{excluded}{probes}")
    }

    fn population_basis(&self, targeted: &str) -> String {
        format!("{targeted} recipients")
    }

    fn of_to_deliver(&self, part: &str, whole: &str) -> String {
        format!("{part} of {whole}")
    }

    fn of_sent(&self, part: &str, whole: &str) -> String {
        format!("{part} of {whole} sent")
    }

    fn of_sent_retrying(&self, part: &str, whole: &str, retrying: &str) -> String {
        format!("{part} of {whole} sent{TIED_DOT}{retrying}{NBSP}retrying")
    }

    fn people_of_delivered(&self, count: u64, part: &str, whole: &str) -> String {
        format!("{part} {} of {whole} delivered", people(count))
    }

    fn connecting(&self) -> &'static str {
        "connecting…"
    }

    fn catching_up(&self) -> &'static str {
        "catching up…"
    }

    fn live(&self) -> &'static str {
        "live"
    }

    fn as_of(&self, time: &str) -> String {
        format!("as{NBSP}of{NBSP}{time}")
    }

    fn reconnecting(&self, silent: &str, as_of: Option<&str>) -> String {
        let as_of = as_of.map(|time| format!("{} · ", self.as_of(time))).unwrap_or_default();
        format!("{as_of}reconnecting, last heard {silent} ago")
    }

    fn demo_clock(&self, speed: &str) -> String {
        format!("Demo clock ×{speed}")
    }

    fn bar_summary(&self, parts: &str) -> String {
        format!("Every recipient: {parts}")
    }

    fn chart_summary(&self, from: &str, until: &str, sent: &str, delivered: &str, failed: &str) -> String {
        format!("From {from} to {until}: {sent} handed over, {delivered} delivered, {failed} failed.")
    }

    fn chart_title(&self) -> &'static str {
        "Messages over time"
    }

    fn refusal(&self, refusal: Refusal) -> String {
        match refusal {
            Refusal::Role(command) => format!("This needs the role {}.", command.roles()[0]),
            Refusal::State(_) | Refusal::OwnRequest | Refusal::OfRecurring => refusal.to_string(),
        }
    }

    fn may_not_confirm(&self) -> &'static str {
        "Your permissions do not allow you to confirm a delivery. Somebody with the role Start deliveries can."
    }

    fn failure(&self, failure: &Failure) -> String {
        en_labels::failure(failure)
    }

    fn failure_title(&self, failure: &Failure) -> &'static str {
        en_labels::failure_title(failure)
    }

    fn command_failed(&self, command: Command, failure: &Failure) -> String {
        let what = self.command(command, false);
        match failure {
            Failure::Unreachable => format!(
                "{what}: no answer came, so it may or may not have been carried out. The status below tells, as soon as the \
                 service answers again."
            ),
            Failure::Unreadable | Failure::Problem(_) => {
                format!("{what} was not carried out. {}", self.failure(failure))
            }
        }
    }

    fn stale(&self, failure: &Failure) -> String {
        format!("What you see may be out of date. {}", self.failure(failure))
    }

    fn unreadable_lines(&self, count: u64, shown: &str) -> String {
        if count == 1 { "1 line could not be read".to_string() } else { format!("{shown} lines could not be read") }
    }

    fn unrecognised_events(&self, count: u64, shown: &str) -> String {
        if count == 1 { "1 event of an unknown type".to_string() } else { format!("{shown} events of unknown types") }
    }

    fn first_shown(&self, shown: &str) -> String {
        format!("The first {shown} are shown.")
    }

    fn announce_state(&self, state: State) -> String {
        format!("{}.", self.headline(state))
    }

    fn announce_progress(&self, percent: &str) -> String {
        format!("{percent} sent.")
    }

    fn page_title(&self, label: &str, id: &str, state: State) -> String {
        format!("{} · {label} ({id})", self.state(state))
    }
}
