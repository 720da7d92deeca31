//! English.

use delivery_app::Failure;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::refusal::Refusal;

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

    fn refusal(&self, refusal: Refusal) -> String {
        match refusal {
            Refusal::Role(command) => format!("This needs the role {}.", command.roles()[0]),
            Refusal::State(_) | Refusal::OwnRequest | Refusal::OfRecurring => refusal.to_string(),
        }
    }

    fn failure(&self, failure: &Failure) -> String {
        en_labels::failure(failure)
    }

    fn failure_title(&self, failure: &Failure) -> &'static str {
        en_labels::failure_title(failure)
    }

    fn page_title(&self, label: &str, id: &str, state: State) -> String {
        format!("{} · {label} ({id})", self.state(state))
    }
}
