//! One request and what is shown of it.

use super::http::Failure;

/// The number of a request. Its answer carries it, so that an answer nobody waits for any more changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Ticket(pub u32);

/// Something the service knows, as far as the page has it.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Remote<T> {
    /// Nobody asked yet: nothing is shown.
    #[default]
    Unasked,
    /// Asked for the first time: a skeleton.
    Loading(Ticket),
    /// Not had: a sentence and a retry, also while it is asked for again.
    Failed(Failure, Option<Ticket>),
    /// Had: shown.
    Loaded(T),
    /// Asked again: what was had stays.
    Refreshing(T, Ticket),
    /// Asked again in vain: what was had stays, and the page says so until a fresh answer is there.
    Stale(T, Failure, Option<Ticket>),
}

impl<T> Remote<T> {
    /// What there is to show.
    pub const fn shown(&self) -> Option<&T> {
        match self {
            Self::Loaded(value) | Self::Refreshing(value, _) | Self::Stale(value, ..) => Some(value),
            Self::Unasked | Self::Loading(_) | Self::Failed(..) => None,
        }
    }

    /// Why the last request failed.
    pub const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed(failure, _) | Self::Stale(_, failure, _) => Some(failure),
            Self::Unasked | Self::Loading(_) | Self::Loaded(_) | Self::Refreshing(..) => None,
        }
    }

    /// Whether an answer is awaited.
    pub const fn is_out(&self) -> bool {
        self.awaited().is_some()
    }

    /// Whether asking again may help, and nobody does.
    pub fn is_worth_asking(&self) -> bool {
        !self.is_out() && self.failure().is_some_and(Failure::may_pass)
    }

    const fn awaited(&self) -> Option<Ticket> {
        match self {
            Self::Loading(ticket) | Self::Refreshing(_, ticket) => Some(*ticket),
            Self::Failed(_, ticket) | Self::Stale(_, _, ticket) => *ticket,
            Self::Unasked | Self::Loaded(_) => None,
        }
    }

    /// A request went out; what was shown stays, and so does the warning that it may be old.
    pub fn ask(&mut self, ticket: Ticket) {
        *self = match core::mem::take(self) {
            Self::Loaded(value) | Self::Refreshing(value, _) => Self::Refreshing(value, ticket),
            Self::Stale(value, failure, _) => Self::Stale(value, failure, Some(ticket)),
            Self::Failed(failure, _) => Self::Failed(failure, Some(ticket)),
            Self::Unasked | Self::Loading(_) => Self::Loading(ticket),
        };
    }

    /// An answer came. Gives false, and changes nothing, if another one is awaited.
    pub fn settle(&mut self, ticket: Ticket, answer: Result<T, Failure>) -> bool {
        if self.awaited() != Some(ticket) {
            return false;
        }
        *self = match (core::mem::take(self), answer) {
            (_, Ok(value)) => Self::Loaded(value),
            (Self::Refreshing(value, _) | Self::Stale(value, ..), Err(failure)) => Self::Stale(value, failure, None),
            (_, Err(failure)) => Self::Failed(failure, None),
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_answer_changes_nothing() {
        let mut remote = Remote::Unasked;
        remote.ask(Ticket(1));
        remote.ask(Ticket(2));
        assert!(!remote.settle(Ticket(1), Ok("old")));
        assert_eq!(remote, Remote::Loading(Ticket(2)));
        assert!(remote.settle(Ticket(2), Ok("new")));
        assert!(!remote.settle(Ticket(2), Ok("again")));
        assert_eq!(remote, Remote::Loaded("new"));
    }

    #[test]
    fn what_was_had_stays_while_asking_again_and_after_a_failure() {
        let mut remote = Remote::Loaded(7);
        remote.ask(Ticket(3));
        assert_eq!(remote.shown(), Some(&7));
        remote.settle(Ticket(3), Err(Failure::Unreachable));
        assert_eq!(remote, Remote::Stale(7, Failure::Unreachable, None));
    }

    #[test]
    fn a_failure_stays_until_a_fresh_answer_is_there() {
        for mut remote in [Remote::Stale(7, Failure::Unreachable, None), Remote::Failed(Failure::Unreachable, None)] {
            let shown = remote.shown().copied();
            assert!(remote.is_worth_asking());
            remote.ask(Ticket(4));
            assert!(remote.is_out() && !remote.is_worth_asking());
            assert_eq!((remote.shown().copied(), remote.failure()), (shown, Some(&Failure::Unreachable)));
            assert!(!remote.settle(Ticket(3), Ok(8)));
            remote.settle(Ticket(4), Err(Failure::Unreadable));
            assert_eq!((remote.shown().copied(), remote.failure()), (shown, Some(&Failure::Unreadable)));
            remote.ask(Ticket(5));
            remote.settle(Ticket(5), Ok(9));
            assert_eq!(remote, Remote::Loaded(9));
        }
    }
}
