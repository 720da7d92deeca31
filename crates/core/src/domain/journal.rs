//! The delivery's own story: its `delivery.*` events in order, and the state that follows.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::event::{Declared, Milestone, Severity, Subject};
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
        let begun = self.entries.iter().position(|entry| matches!(entry.milestone, Milestone::Activated { .. }));
        let mut state = State::default();
        for (place, entry) in self.entries.iter().enumerate() {
            state = match next(state, &entry.milestone) {
                // What goes on with a recurring delivery is not a send.
                State::Sending if begun.is_some_and(|begun| begun < place) => State::Repeating,
                state => state,
            };
        }
        state
    }

    /// What has changed since the last preparation ended, the last first.
    pub fn outdated_by(&self) -> Option<Subject> {
        let since = self.entries.iter().rev().take_while(|entry| !matches!(entry.milestone, Milestone::Prepared(_)));
        let mut changes = since.filter_map(|entry| match entry.milestone {
            Milestone::Changed(subject) => Some(subject),
            _ => None,
        });
        changes.next()
    }

    /// About how many recipients the preparation under way will look at.
    pub fn about(&self) -> Option<u64> {
        self.entries.iter().rev().find_map(|entry| match entry.milestone {
            Milestone::PreparationStarted { about } => Some(about),
            _ => None,
        })?
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

    /// When the last preparation was done.
    pub fn prepared_at(&self) -> Option<Instant> {
        let current = self.preparation();
        let is_it = |milestone: &Milestone| matches!(milestone, Milestone::Prepared(_));
        self.entries
            .iter()
            .rev()
            .find(|entry| entry.preparation == current && is_it(&entry.milestone))
            .map(|entry| entry.time)
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

    /// Who last held the delivery, ended it or left it out.
    pub fn held_by(&self) -> Option<&str> {
        self.entries.iter().rev().find_map(|entry| match &entry.milestone {
            Milestone::Paused { by } | Milestone::Stopped { by } | Milestone::Skipped { by } => Some(by.as_deref()),
            _ => None,
        })?
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
        (S::Missed | S::Stopped | S::Failed | S::Finished, _) => state,
        (_, M::Logged { .. } | M::ExecutionChanged { .. }) => state,
        (_, M::Finished) => S::Finished,
        (_, M::Stopped { .. }) => S::Stopped,
        (_, M::Failed { .. }) => S::Failed,
        (_, M::Paused { .. }) => S::Paused,
        (_, M::Resumed { .. } | M::Started) => S::Sending,
        (_, M::Activated { .. }) => S::Repeating,
        (S::Sending | S::Repeating | S::Paused, _) => state,
        (_, M::Confirmed { .. }) => S::Waiting,
        (S::Waiting, M::ConfirmationRequested) => S::Prepared,
        (S::Waiting, _) | (_, M::ConfirmationRequested) => state,
        (_, M::Skipped { .. }) => S::Skipped,
        (_, M::Missed) => S::Missed,
        (_, M::PreparationStarted { .. }) => S::Preparing,
        (_, M::PreparationStopped) => S::Editing,
        (_, M::PreparationFailed { .. }) => S::PreparationFailed,
        (_, M::Prepared(_)) => S::Prepared,
        (S::Prepared, M::ApprovalRequested { .. }) => S::Approving,
        (S::Approving, M::ApprovalDeclined { .. }) => S::Prepared,
        (_, M::ApprovalRequested { .. } | M::ApprovalDeclined { .. }) => state,
        (S::Prepared | S::Outdated | S::Approving, M::Changed(_)) => S::Outdated,
        (S::Editing | S::Preparing | S::PreparationFailed | S::Skipped, M::Changed(_)) => state,
    }
}

impl Milestone<'_> {
    fn to_owned(&self) -> Milestone<'static> {
        let own = |text: &alloc::borrow::Cow<'_, str>| text.to_string().into();
        let name = |by: &Option<alloc::borrow::Cow<'_, str>>| by.as_ref().map(own);
        match self {
            Self::Changed(subject) => Milestone::Changed(*subject),
            Self::PreparationStarted { about } => Milestone::PreparationStarted { about: *about },
            Self::PreparationStopped => Milestone::PreparationStopped,
            Self::PreparationFailed { reason } => Milestone::PreparationFailed { reason: name(reason) },
            Self::Logged { severity, code, text } => {
                Milestone::Logged { severity: *severity, code: own(code), text: own(text) }
            }
            Self::Prepared(declared) => Milestone::Prepared(*declared),
            Self::ApprovalRequested { by } => Milestone::ApprovalRequested { by: name(by) },
            Self::ApprovalDeclined { by } => Milestone::ApprovalDeclined { by: name(by) },
            Self::ConfirmationRequested => Milestone::ConfirmationRequested,
            Self::Confirmed { by, start_at } => Milestone::Confirmed { by: name(by), start_at: *start_at },
            Self::Activated { by } => Milestone::Activated { by: name(by) },
            Self::ExecutionChanged { execution } => Milestone::ExecutionChanged { execution: own(execution) },
            Self::Skipped { by } => Milestone::Skipped { by: name(by) },
            Self::Missed => Milestone::Missed,
            Self::Started => Milestone::Started,
            Self::Paused { by } => Milestone::Paused { by: name(by) },
            Self::Resumed { by } => Milestone::Resumed { by: name(by) },
            Self::Stopped { by } => Milestone::Stopped { by: name(by) },
            Self::Finished => Milestone::Finished,
            Self::Failed { reason } => Milestone::Failed { reason: name(reason) },
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
        let prepare = || M::PreparationStarted { about: None };
        let changed = || M::Changed(Subject::Schedule);
        check(&[], State::Editing);
        check(&[prepare()], State::Preparing);
        check(&[prepare(), M::PreparationStopped], State::Editing);
        check(&[prepare(), M::PreparationFailed { reason: None }], State::PreparationFailed);
        check(&[prepare(), prepared()], State::Prepared);
        check(&[prepared(), changed()], State::Outdated);
        check(&[prepared(), changed(), prepare(), prepared()], State::Prepared);
        check(&[changed()], State::Editing);
        check(&[prepared(), M::ApprovalRequested { by: by() }], State::Approving);
        check(&[prepared(), M::ApprovalRequested { by: by() }, M::ApprovalDeclined { by: by() }], State::Prepared);
        check(&[prepared(), M::ApprovalRequested { by: by() }, changed()], State::Outdated);
        check(&[prepared(), M::ApprovalRequested { by: by() }, confirmed()], State::Waiting);
        check(&[M::ApprovalRequested { by: by() }], State::Editing);
        check(&[prepared(), confirmed()], State::Waiting);
        check(&[prepared(), confirmed(), changed()], State::Waiting);
        check(&[prepared(), confirmed(), M::ConfirmationRequested], State::Prepared);
        check(&[prepared(), confirmed(), M::Started, M::ConfirmationRequested], State::Sending);
        check(&[prepared(), confirmed(), M::Started], State::Sending);
        check(&[prepared(), confirmed(), M::Started, M::Paused { by: by() }], State::Paused);
        check(&[prepared(), confirmed(), M::Started, M::Paused { by: by() }, M::Resumed { by: by() }], State::Sending);
        check(&[prepared(), confirmed(), M::Started, M::Stopped { by: by() }, M::Started], State::Stopped);
        check(&[prepared(), confirmed(), M::Stopped { by: by() }], State::Stopped);
        check(&[prepared(), confirmed(), M::Started, M::Finished], State::Finished);
        check(&[M::Started, M::Failed { reason: None }], State::Failed);
        check(&[prepared(), M::Skipped { by: by() }], State::Skipped);
        check(&[prepared(), M::Skipped { by: by() }, changed()], State::Skipped);
        check(&[prepared(), M::Skipped { by: by() }, prepare(), prepared()], State::Prepared);
        check(&[prepared(), M::Missed], State::Missed);
        check(&[prepared(), M::Missed, confirmed(), M::Started], State::Missed);
        check(&[prepared(), confirmed(), M::Missed], State::Waiting);
        let activated = || M::Activated { by: by() };
        let execution = || M::ExecutionChanged { execution: "DM98-1".into() };
        check(&[execution()], State::Editing);
        check(&[activated(), execution(), changed()], State::Repeating);
        check(&[activated(), M::Paused { by: by() }], State::Paused);
        check(&[activated(), M::Paused { by: by() }, M::Resumed { by: by() }, execution()], State::Repeating);
        check(&[activated(), M::Stopped { by: by() }, M::Resumed { by: by() }], State::Stopped);
        check(&[activated(), execution(), M::Finished], State::Finished);
    }

    #[test]
    fn what_outdated_a_preparation_is_forgotten_with_the_next() {
        let mut journal = Journal::default();
        let mut note = |at: i64, milestone: Milestone<'static>| {
            journal.note(Instant::from_millis(at), None, &at.to_string(), 1, &milestone);
            journal.outdated_by()
        };
        assert_eq!(note(1, Milestone::Changed(Subject::Audience)), Some(Subject::Audience));
        assert_eq!(note(2, Milestone::Prepared(Declared::default())), None);
        assert_eq!(note(3, Milestone::Changed(Subject::Content)), Some(Subject::Content));
        assert_eq!(note(4, Milestone::Changed(Subject::Schedule)), Some(Subject::Schedule));
        assert_eq!(note(5, Milestone::Prepared(Declared::default())), None);
    }

    #[test]
    fn a_later_preparation_takes_back_what_an_earlier_one_declared() {
        let mut journal = Journal::default();
        let declared = Declared { targeted: 10, to_deliver: 9, excluded: 1, warnings: 0 };
        journal.note(Instant::from_millis(1), None, "a", 1, &Milestone::Prepared(declared));
        assert_eq!(journal.declared(), Some(declared));
        journal.note(Instant::from_millis(2), None, "b", 2, &Milestone::PreparationStarted { about: Some(12) });
        assert_eq!(journal.declared(), None);
        assert_eq!(journal.about(), Some(12));
    }
}
