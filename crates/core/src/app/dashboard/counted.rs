//! The figures before all is read here, and after: whose they are, and when they are worth keeping for the next time.

use super::Dashboard;
use crate::clock::Moment;
use crate::domain::id::Cursor;
use crate::domain::kpi::Tally;
use crate::follow::Link;
use crate::http::{Failure, Reply};
use crate::remote::Ticket;
use crate::wire::Numbers;

/// While it is looked at, what is seen is kept this often.
const KEPT_EVERY_MS: i64 = 5_000;

impl Dashboard {
    /// What the service has counted: it stands in for the numbers until all that happened is read here.
    pub const fn counted(&self) -> Option<&Numbers> {
        self.counted.shown()
    }

    /// The numbers to be shown.
    pub fn tally(&self) -> &Tally {
        self.counted().map_or(self.follow.tally(), |counted| &counted.tally)
    }

    /// Whether there is as much to show as is had at once: the record, and numbers if there are any.
    pub fn is_here(&self) -> bool {
        let has_numbers = self.follow.has_caught_up() || self.follow.cursor() != Cursor::default();
        let is_waiting = matches!(self.follow.link(), Link::Waiting { .. } | Link::Refused(_));
        !self.record.is_out() && (has_numbers || is_waiting || !self.counted.is_out())
    }

    /// What the service has counted came, or did not. Numbers that cannot be are none.
    pub fn numbers_answered(&mut self, ticket: Ticket, reply: Reply) {
        let numbers = reply.read::<Numbers>();
        self.counted.settle(
            ticket,
            numbers.and_then(|numbers| numbers.tally.adds_up().then_some(numbers).ok_or(Failure::Unreadable)),
        );
    }

    /// Whether the figures are others than those that were kept, and of everything that happened.
    pub fn is_worth_keeping(&mut self, now: Moment, is_left: bool) -> bool {
        let events = self.follow.fold().oddities().events;
        let is_kept = |(at, kept): (Moment, u64)| kept == events || !is_left && now.ms_since(at) < KEPT_EVERY_MS;
        if self.counted.shown().is_some() || !self.follow.has_caught_up() || self.kept.is_some_and(is_kept) {
            return false;
        }
        self.kept = Some((now, events));
        true
    }
}
