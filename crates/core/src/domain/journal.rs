//! The delivery's own story: its `delivery.*` events in order, and the state that follows.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::event::{Declared, Milestone, Severity};
use super::id::Cursor;
use super::instant::Instant;
use super::lifecycle::State;

/// The milestones of a delivery, sorted by time, then place in the log, then id: an order that does not depend on
/// arrival.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Journal {
    entries: Vec<Entry>,
}

#[derive(Clone, PartialEq, Debug)]
struct Entry {
    time: Instant,
    sequence: Option<Cursor>,
    id: String,
    preparation: u64,
    milestone: Milestone<'static>,
}

impl Entry {
    fn order(&self) -> (Instant, Option<Cursor>, &str) {
        (self.time, self.sequence, &self.id)
    }
}

/// One row of the log, for people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LogRow<'a> {
    /// When.
    pub time: Instant,
    /// How bad.
    pub severity: Severity,
    /// Its stable code.
    pub code: &'a str,
    /// Its words.
    pub text: &'a str,
}

/// Who confirmed, when, and from when messages leave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Confirmed<'a> {
    /// Who, if the event says.
    pub by: Option<&'a str>,
    /// When.
    pub at: Instant,
    /// From when messages leave, if the event says.
    pub start_at: Option<Instant>,
}

impl Journal {
    pub(super) fn note(
        &mut self,
        time: Instant,
        sequence: Option<Cursor>,
        id: &str,
        preparation: u64,
        milestone: &Milestone<'_>,
    ) {
        let entry = Entry { time, sequence, id: id.to_string(), preparation, milestone: milestone.to_owned() };
        let at = self.entries.partition_point(|known| known.order() < entry.order());
        self.entries.insert(at, entry);
    }

    /// Where the delivery stands.
    pub fn state(&self) -> State {
        self.entries.iter().fold(State::default(), |state, entry| next(state, &entry.milestone))
    }

    /// The highest preparation number among the milestones; 0 if there is none.
    pub fn preparation(&self) -> u64 {
        self.entries.iter().map(|entry| entry.preparation).max().unwrap_or_default()
    }

    /// What the last finished preparation says of itself, unless a later one has begun.
    pub fn declared(&self) -> Option<Declared> {
        let current = self.preparation();
        self.entries.iter().rev().find_map(|entry| match &entry.milestone {
            Milestone::Prepared(declared) if entry.preparation == current => Some(*declared),
            _ => None,
        })
    }

    /// The last confirmation.
    pub fn confirmed(&self) -> Option<Confirmed<'_>> {
        self.entries.iter().rev().find_map(|entry| match &entry.milestone {
            Milestone::Confirmed { by, start_at } => {
                Some(Confirmed { by: by.as_deref(), at: entry.time, start_at: *start_at })
            }
            _ => None,
        })
    }

    /// When messages began to leave.
    pub fn started_at(&self) -> Option<Instant> {
        self.entries.iter().find(|entry| entry.milestone == Milestone::Started).map(|entry| entry.time)
    }

    /// When the delivery ended, in whichever way.
    pub fn ended_at(&self) -> Option<Instant> {
        self.entries
            .iter()
            .rev()
            .find(|entry| {
                matches!(entry.milestone, Milestone::Finished | Milestone::Stopped { .. } | Milestone::Failed { .. })
            })
            .map(|entry| entry.time)
    }

    /// Why the last preparation, or the delivery, failed.
    pub fn failure(&self) -> Option<&str> {
        self.entries.iter().rev().find_map(|entry| match &entry.milestone {
            Milestone::PreparationFailed { reason } | Milestone::Failed { reason } => reason.as_deref(),
            _ => None,
        })
    }

    /// The rows of the log, oldest first.
    pub fn log(&self) -> impl DoubleEndedIterator<Item = LogRow<'_>> {
        self.entries.iter().filter_map(|entry| match &entry.milestone {
            Milestone::Logged { severity, code, text } => {
                Some(LogRow { time: entry.time, severity: *severity, code, text })
            }
            _ => None,
        })
    }

    /// How many milestones there are; grows whenever something may have changed.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// The state after a milestone. What makes no sense in a state changes nothing: an end is an end, and what was sent
/// cannot be unprepared.
fn next(state: State, milestone: &Milestone<'_>) -> State {
    use Milestone as M;
    use State as S;
    match (state, milestone) {
        (S::Stopped | S::Failed | S::Finished, _) | (_, M::Logged { .. }) => state,
        (_, M::Finished) => S::Finished,
        (_, M::Stopped { .. }) => S::Stopped,
        (_, M::Failed { .. }) => S::Failed,
        (_, M::Paused { .. }) => S::Paused,
        (_, M::Resumed { .. } | M::Started) => S::Sending,
        (S::Sending | S::Paused, _) => state,
        (_, M::Confirmed { .. }) => S::Waiting,
        (S::Waiting, _) => state,
        (_, M::PreparationStarted) => S::Preparing,
        (_, M::PreparationStopped) => S::Editing,
        (_, M::PreparationFailed { .. }) => S::PreparationFailed,
        (_, M::Prepared(_)) => S::Prepared,
        (S::Prepared | S::Outdated, M::ScheduleChanged) => S::Outdated,
        (S::Editing | S::Preparing | S::PreparationFailed, M::ScheduleChanged) => state,
    }
}

impl Milestone<'_> {
    fn to_owned(&self) -> Milestone<'static> {
        let own = |text: &alloc::borrow::Cow<'_, str>| text.to_string().into();
        match self {
            Self::ScheduleChanged => Milestone::ScheduleChanged,
            Self::PreparationStarted => Milestone::PreparationStarted,
            Self::PreparationStopped => Milestone::PreparationStopped,
            Self::PreparationFailed { reason } => Milestone::PreparationFailed { reason: reason.as_ref().map(own) },
            Self::Logged { severity, code, text } => {
                Milestone::Logged { severity: *severity, code: own(code), text: own(text) }
            }
            Self::Prepared(declared) => Milestone::Prepared(*declared),
            Self::Confirmed { by, start_at } => Milestone::Confirmed { by: by.as_ref().map(own), start_at: *start_at },
            Self::Started => Milestone::Started,
            Self::Paused { by } => Milestone::Paused { by: by.as_ref().map(own) },
            Self::Resumed { by } => Milestone::Resumed { by: by.as_ref().map(own) },
            Self::Stopped { by } => Milestone::Stopped { by: by.as_ref().map(own) },
            Self::Finished => Milestone::Finished,
            Self::Failed { reason } => Milestone::Failed { reason: reason.as_ref().map(own) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal(milestones: &[Milestone<'static>], order: impl Iterator<Item = usize>) -> Journal {
        let mut journal = Journal::default();
        for at in order {
            journal.note(
                Instant::from_millis(at as i64 * 1000),
                Some(Cursor(at as u64)),
                &at.to_string(),
                1,
                &milestones[at],
            );
        }
        journal
    }

    #[test]
    fn the_state_follows_the_milestones_in_any_order_of_arrival() {
        use Milestone as M;
        let by = || Some("Ada".into());
        let check = |milestones: &[Milestone<'static>], expected: State| {
            assert_eq!(journal(milestones, 0..milestones.len()).state(), expected, "{milestones:?}");
            assert_eq!(journal(milestones, (0..milestones.len()).rev()).state(), expected, "{milestones:?} backwards");
        };
        let prepared = || M::Prepared(Declared::default());
        let confirmed = || M::Confirmed { by: by(), start_at: None };
        check(&[], State::Editing);
        check(&[M::PreparationStarted], State::Preparing);
        check(&[M::PreparationStarted, M::PreparationStopped], State::Editing);
        check(&[M::PreparationStarted, M::PreparationFailed { reason: None }], State::PreparationFailed);
        check(&[M::PreparationStarted, prepared()], State::Prepared);
        check(&[prepared(), M::ScheduleChanged], State::Outdated);
        check(&[prepared(), M::ScheduleChanged, M::PreparationStarted, prepared()], State::Prepared);
        check(&[M::ScheduleChanged], State::Editing);
        check(&[prepared(), confirmed()], State::Waiting);
        check(&[prepared(), confirmed(), M::Started], State::Sending);
        check(&[prepared(), confirmed(), M::Started, M::Paused { by: by() }], State::Paused);
        check(&[prepared(), confirmed(), M::Started, M::Paused { by: by() }, M::Resumed { by: by() }], State::Sending);
        check(&[prepared(), confirmed(), M::Started, M::Stopped { by: by() }, M::Started], State::Stopped);
        check(&[prepared(), confirmed(), M::Stopped { by: by() }], State::Stopped);
        check(&[prepared(), confirmed(), M::Started, M::Finished], State::Finished);
        check(&[M::Started, M::Failed { reason: None }], State::Failed);
    }

    #[test]
    fn a_later_preparation_takes_back_what_an_earlier_one_declared() {
        let mut journal = Journal::default();
        let declared = Declared { targeted: 10, to_deliver: 9, excluded: 1, warnings: 0 };
        journal.note(Instant::from_millis(1), None, "a", 1, &Milestone::Prepared(declared));
        assert_eq!(journal.declared(), Some(declared));
        journal.note(Instant::from_millis(2), None, "b", 2, &Milestone::PreparationStarted);
        assert_eq!(journal.declared(), None);
    }
}
