//! What is known of one message, and the rules that make a status of it (design.md section 4, rules 1 to 8).
//!
//! Facts form a join semilattice: flags are only ever set, first times only fall, last times only rise. So the order in
//! which events arrive, and how often, cannot matter.

use chrono::TimeDelta;

use super::event::{Fact, Nature};
use super::instant::Instant;
use super::status::{Detail, Feedback, Standing, Status};

/// What the meaning of a delivery's events depends on besides the events.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Whether deliveries are reported.
    pub feedback: Feedback,
    /// How long a message is tried, from its relay. Read through [`Settings::patience`].
    pub validity: TimeDelta,
}

impl Settings {
    /// No message is tried for longer than this, whatever the delivery says: 3.5 days.
    pub const LONGEST_VALIDITY: TimeDelta = TimeDelta::hours(84);

    /// The validity that is in force: what the delivery says, at most 3.5 days.
    pub fn patience(&self) -> TimeDelta {
        self.validity.clamp(TimeDelta::zero(), Self::LONGEST_VALIDITY)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self { feedback: Feedback::On, validity: Self::LONGEST_VALIDITY }
    }
}

/// A set of things that happened.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Flags(u16);

impl Flags {
    pub const PREPARED: Self = Self(1);
    pub const EXCLUDED: Self = Self(1 << 1);
    pub const PROBE: Self = Self(1 << 2);
    pub const SUPPRESSED: Self = Self(1 << 3);
    pub const RELAYED: Self = Self(1 << 4);
    pub const DELIVERED: Self = Self(1 << 5);
    pub const OPENED: Self = Self(1 << 6);
    pub const CLICKED: Self = Self(1 << 7);
    pub const COMPLAINED: Self = Self(1 << 8);
    pub const DEFERRED: Self = Self(1 << 9);
    pub const HARD: Self = Self(1 << 10);
    pub const SOFT: Self = Self(1 << 11);
    pub const EXPIRED: Self = Self(1 << 12);
    pub const CANCELLED: Self = Self(1 << 13);
    pub const AUTO_REPLIED: Self = Self(1 << 14);
    /// The address came with an event other than prepared or excluded, and outlives any preparation.
    pub const FED_ADDRESS: Self = Self(1 << 15);

    /// What a preparation says, and a later one takes back (rule 0).
    pub const OF_PREPARATION: Self = Self::PREPARED.with(Self::EXCLUDED).with(Self::PROBE);
    /// What proves that the message arrived.
    pub const EVIDENCE: Self = Self::DELIVERED.with(Self::OPENED).with(Self::COMPLAINED);
    /// What is told in [`Trouble`].
    pub const TROUBLE: Self = Self::DEFERRED.with(Self::HARD).with(Self::SOFT).with(Self::EXPIRED);

    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What a fact adds. A click, a mirror page and an opt-out imply an open.
    pub const fn of(fact: &Fact<'_>) -> Self {
        match fact {
            Fact::Prepared { recipient: super::event::Recipient::Person, .. } => Self::PREPARED,
            Fact::Prepared { recipient: super::event::Recipient::Probe, .. } => Self::PREPARED.with(Self::PROBE),
            Fact::Excluded { .. } => Self::EXCLUDED,
            Fact::Suppressed => Self::SUPPRESSED,
            Fact::Relayed => Self::RELAYED,
            Fact::Delivered => Self::DELIVERED,
            Fact::Deferred => Self::DEFERRED,
            Fact::Bounced(Nature::Hard) => Self::HARD,
            Fact::Bounced(Nature::Soft) => Self::SOFT,
            Fact::Expired => Self::EXPIRED,
            Fact::Cancelled => Self::CANCELLED,
            Fact::AutoReplied => Self::AUTO_REPLIED,
            Fact::Opened => Self::OPENED,
            Fact::Clicked => Self::CLICKED.with(Self::OPENED),
            Fact::Complained => Self::COMPLAINED,
        }
    }
}

/// When things went wrong for a message. Few messages have any.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Trouble {
    /// The first deferral.
    pub deferred: Option<Instant>,
    /// The last hard bounce.
    pub hard: Option<Instant>,
    /// The last final soft bounce.
    pub soft: Option<Instant>,
    /// The last expiry.
    pub expired: Option<Instant>,
}

impl Trouble {
    pub fn note(&mut self, fact: &Fact<'_>, at: Instant) {
        match fact {
            Fact::Deferred => self.deferred = Some(self.deferred.map_or(at, |known| known.min(at))),
            Fact::Bounced(Nature::Hard) => self.hard = self.hard.max(Some(at)),
            Fact::Bounced(Nature::Soft) => self.soft = self.soft.max(Some(at)),
            Fact::Expired => self.expired = self.expired.max(Some(at)),
            _ => {}
        }
    }
}

/// All that the rules look at, for one message, after rule 0.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Facts {
    pub flags: Flags,
    /// The first relay.
    pub relayed: Option<Instant>,
    /// The first evidence of delivery.
    pub delivered: Option<Instant>,
    /// The latest evidence of delivery.
    pub evidence: Option<Instant>,
    pub trouble: Trouble,
}

impl Facts {
    /// Whether it counts as relayed: everything but rules 0, 1, 2 and 8.
    pub fn is_relayed(&self) -> bool {
        self.flags.has_any(Flags::RELAYED.with(Flags::EVIDENCE).with(Flags::TROUBLE))
    }

    /// The status at `as_of`; `None` if nothing is known, and so there is no row.
    pub fn standing(&self, settings: &Settings, as_of: Instant) -> Option<Standing> {
        let flags = self.flags.without(Flags::FED_ADDRESS);
        if flags.is_empty() {
            return None;
        }
        let settled = |status, detail| Some(Standing { status, detail, is_conflict: false });
        if flags.without(Flags::AUTO_REPLIED) == Flags::EXCLUDED || self.is_suppressed() {
            return settled(Status::Excluded, Detail::Excluded);
        }
        if !self.is_relayed() {
            return match flags.has_any(Flags::CANCELLED) {
                true => settled(Status::Cancelled, Detail::Cancelled),
                false => settled(Status::Pending, Detail::Queued),
            };
        }
        if flags.has_any(Flags::HARD) {
            let is_conflict = self.evidence > self.trouble.hard;
            return Some(Standing { status: Status::Failed, detail: Detail::Hard, is_conflict });
        }
        // In a tie the failure wins, and among failures the expiry. No evidence is earlier than any.
        let given_up = self.trouble.soft.max(self.trouble.expired);
        if given_up.is_some() && self.evidence <= given_up {
            let expired = self.trouble.expired >= self.trouble.soft;
            return settled(Status::Failed, if expired { Detail::Expired } else { Detail::Soft });
        }
        if flags.has_any(Flags::EVIDENCE) {
            let confirmed = flags.has_any(Flags::DELIVERED);
            return settled(Status::Sent, if confirmed { Detail::Confirmed } else { Detail::Inferred });
        }
        let is_over = self.relayed.or(self.trouble.deferred).is_some_and(|from| as_of >= from + settings.patience());
        match (flags.has_any(Flags::DEFERRED), settings.feedback, is_over) {
            (true, _, true) => settled(Status::Failed, Detail::Expired),
            (true, Feedback::On, false) => settled(Status::Failed, Detail::Retrying),
            (true, Feedback::Off, false) => settled(Status::Sent, Detail::Retrying),
            (false, Feedback::Off, _) => settled(Status::Sent, Detail::Relayed),
            (false, Feedback::On, false) => settled(Status::Pending, Detail::Awaiting),
            (false, Feedback::On, true) => settled(Status::Pending, Detail::Overdue),
        }
    }

    /// A provider that took the message and never tried it: left out, unless anything shows that it did try.
    fn is_suppressed(&self) -> bool {
        self.flags.has_any(Flags::SUPPRESSED) && !self.flags.has_any(Flags::EVIDENCE.with(Flags::TROUBLE))
    }
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
