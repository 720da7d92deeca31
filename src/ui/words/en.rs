//! English.

use delivery_core::app::Failure;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::domain::refusal::Refusal;
use delivery_core::domain::status::Feedback;

use super::{Names, Words, en_labels};

/// English, with the dates and figures of Britain.
pub struct English;

/// Keeps what belongs together on one line.
pub(super) const NBSP: char = '\u{a0}';
/// A dot between two facts. A line breaks after it, never before.
pub(super) const TIED_DOT: &str = "\u{a0}· ";

pub(super) const fn people(count: u64) -> &'static str {
    if count == 1 { "person" } else { "people" }
}

impl Words for English {
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

    fn counted(&self, time: &str) -> String {
        format!("counted by the service {}, reading the log…", self.as_of(time))
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
