//! The numbers of a delivery, counted from its messages' statuses. Counts all the way; division is for the screen.

use serde::{Deserialize, Serialize};

use super::facts::Flags;
use super::register::Class;
use super::status::{Detail, Standing, Status};

/// A share: how many of how many. `part <= whole`, so no rate can pass 100 %.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Rate {
    /// How many.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
}

/// Messages counted by what they are. All fields are numbers of messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    /// To deliver + excluded.
    pub targeted: u64,
    /// Messages that are not excluded.
    pub to_deliver: u64,
    /// Left out at preparation.
    pub excluded: u64,
    /// Relayed: R.
    pub sent: u64,
    /// Status sent: D.
    pub delivered: u64,
    /// Status failed: B.
    pub bounces_errors: u64,
    /// Relayed and pending: R - D - B. Always 0 with the feedback service off.
    pub pending: u64,
    /// Never to be relayed.
    pub cancelled: u64,
    /// Not relayed yet.
    pub queued: u64,
    /// Of the delivered, those opened.
    pub unique_opens: u64,
    /// Of the delivered, those clicked.
    pub unique_clicks: u64,
    /// Messages with a complaint, whatever their status.
    pub complaints: u64,
    /// Of the delivered, those whose delivery nobody reported.
    pub inferred: u64,
    /// Deferred, and still tried: failed with the feedback service on, sent with it off.
    pub retrying: u64,
    /// Of the pending, those without feedback within the validity period.
    pub overdue: u64,
    /// Failed by a hard bounce, with later evidence of delivery.
    pub conflicts: u64,
}

impl Counts {
    const fn adds_up(&self) -> bool {
        let outcomes = self.delivered.saturating_add(self.bounces_errors).saturating_add(self.pending);
        let everybody = self.sent.saturating_add(self.cancelled).saturating_add(self.queued);
        self.targeted == self.to_deliver.saturating_add(self.excluded)
            && self.sent == outcomes
            && self.to_deliver == everybody
            && self.unique_opens <= self.delivered
            && self.unique_clicks <= self.delivered
            && (self.retrying <= self.delivered || self.retrying <= self.bounces_errors)
    }

    fn add(&mut self, class: Class, standing: &Standing, count: u64) {
        let of = |mark: Flags| if class.has(mark) { count } else { 0 };
        self.targeted += count;
        self.complaints += of(Flags::COMPLAINED);
        if standing.is_conflict {
            self.conflicts += count;
        }
        if standing.status == Status::Excluded {
            self.excluded += count;
            return;
        }
        self.to_deliver += count;
        match standing.detail {
            Detail::Queued => self.queued += count,
            Detail::Inferred => self.inferred += count,
            Detail::Retrying => self.retrying += count,
            Detail::Overdue => self.overdue += count,
            Detail::Cancelled => self.cancelled += count,
            Detail::Awaiting
            | Detail::Confirmed
            | Detail::Relayed
            | Detail::Hard
            | Detail::Soft
            | Detail::Expired
            | Detail::Excluded => {}
        }
        if matches!(standing.detail, Detail::Queued | Detail::Cancelled) {
            return;
        }
        self.sent += count;
        match standing.status {
            Status::Sent => {
                self.delivered += count;
                self.unique_opens += of(Flags::OPENED);
                self.unique_clicks += of(Flags::CLICKED);
            }
            Status::Failed => self.bounces_errors += count,
            Status::Pending | Status::Cancelled | Status::Excluded => self.pending += count,
        }
    }
}

/// The counts of a delivery at an instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Every message.
    pub all: Counts,
    /// Every message but those of test profiles and traps: what the rates are made of.
    pub people: Counts,
}

impl Tally {
    /// Whether these can be the counts of some delivery: what came from elsewhere may be anything.
    pub const fn adds_up(&self) -> bool {
        self.all.adds_up()
            && self.people.adds_up()
            && self.people.sent <= self.all.sent
            && self.people.to_deliver <= self.all.to_deliver
    }

    pub(super) fn add(&mut self, class: Class, standing: &Standing, count: u64) {
        self.all.add(class, standing, count);
        if !class.has(Flags::PROBE) {
            self.people.add(class, standing, count);
        }
    }

    /// Messages of test profiles and traps.
    pub const fn probes(&self) -> u64 {
        self.all.to_deliver - self.people.to_deliver
    }

    /// Relayed of all to deliver. Counts every message: this is progress, not quality.
    pub const fn sent_rate(&self) -> Rate {
        Rate { part: self.all.sent, whole: self.all.to_deliver }
    }

    /// D / R.
    pub const fn delivered_rate(&self) -> Rate {
        Rate { part: self.people.delivered, whole: self.people.sent }
    }

    /// B / R.
    pub const fn bounce_rate(&self) -> Rate {
        Rate { part: self.people.bounces_errors, whole: self.people.sent }
    }

    /// Unique openers / D.
    pub const fn open_rate(&self) -> Rate {
        Rate { part: self.people.unique_opens, whole: self.people.delivered }
    }

    /// Unique clickers / D.
    pub const fn click_rate(&self) -> Rate {
        Rate { part: self.people.unique_clicks, whole: self.people.delivered }
    }
}
