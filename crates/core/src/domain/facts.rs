//! What is known of one message, and the rules that make a status of it (design.md section 4, rules 1 to 8).
//!
//! Facts form a join semilattice: flags are only ever set, first times only fall, last times only rise. So the order in
//! which events arrive, and how often, cannot matter.

use chrono::TimeDelta;

use super::event::{Action, Fact, Nature, Recipient};
use super::instant::Instant;
use super::outcome::Outcome;
use super::status::{Detail, Feedback, Standing};
use super::terms::Term;

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

/// The cause of those who get nothing so that they can be compared with those who do.
const CONTROL_GROUP: &str = "control_group";

/// A set of things that happened, and the number of the preparation that those of it are of which one takes back.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Flags(u32);

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
    /// Of the probes, those that are traps.
    pub const TRAP: Self = Self(1 << 16);
    pub const OPTED_OUT: Self = Self(1 << 17);
    /// Somebody opened it, not only a machine.
    pub const SEEN_BY_PERSON: Self = Self(1 << 18);
    /// The address that counts stands right behind the id; see [`super::store`].
    pub const ADDRESS_FOLLOWS: Self = Self(1 << 19);
    /// The address that counts stands elsewhere.
    pub const ADDRESS_ELSEWHERE: Self = Self(1 << 20);
    /// What stands right behind the id is an address, whether or not it counts.
    pub const HAS_FOLLOWER: Self = Self(1 << 21);
    /// Of the excluded, those of the control group.
    pub const CONTROL_GROUP: Self = Self(1 << 22);

    /// What a preparation says, and a later one takes back (rule 0).
    pub const OF_PREPARATION: Self =
        Self::PREPARED.with(Self::EXCLUDED).with(Self::PROBE).with(Self::TRAP).with(Self::CONTROL_GROUP);
    /// Where the address stands, if there is one.
    pub const ADDRESSED: Self = Self::ADDRESS_FOLLOWS.with(Self::ADDRESS_ELSEWHERE);
    /// What nobody did or said.
    const OF_THE_STORE: Self = Self::FED_ADDRESS.with(Self::ADDRESSED).with(Self::HAS_FOLLOWER);
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

    /// Whether nothing happened.
    pub const fn is_empty(self) -> bool {
        self.0 & Self::ALL & !Self::OF_THE_STORE.0 == 0
    }

    /// Bits that are flags; the others are a number.
    const ALL: u32 = (1 << Self::GENERATION) - 1;
    /// From which bit on the number stands.
    const GENERATION: u32 = 24;

    /// The number of the preparation, as the store counts them.
    pub const fn generation(self) -> u8 {
        (self.0 >> Self::GENERATION) as u8
    }

    /// The same flags with another number.
    pub const fn of_generation(self, number: u8) -> Self {
        Self(self.0 & Self::ALL | (number as u32) << Self::GENERATION)
    }

    /// What a fact adds. A click, a mirror page and an opt-out imply an open.
    pub fn of(fact: &Fact<'_>) -> Self {
        match fact {
            Fact::Prepared { recipient: Recipient::Person, .. } => Self::PREPARED,
            Fact::Prepared { recipient: Recipient::TestProfile, .. } => Self::PREPARED.with(Self::PROBE),
            Fact::Prepared { recipient: Recipient::Trap, .. } => Self::PREPARED.with(Self::PROBE).with(Self::TRAP),
            Fact::Excluded { cause, .. } if cause == CONTROL_GROUP => Self::EXCLUDED.with(Self::CONTROL_GROUP),
            Fact::Excluded { .. } => Self::EXCLUDED,
            Fact::Suppressed => Self::SUPPRESSED,
            Fact::Relayed => Self::RELAYED,
            Fact::Delivered => Self::DELIVERED,
            Fact::Deferred(_) => Self::DEFERRED,
            Fact::Bounced(Nature::Hard, _) => Self::HARD,
            Fact::Bounced(Nature::Soft, _) => Self::SOFT,
            Fact::Expired(_) => Self::EXPIRED,
            Fact::Cancelled => Self::CANCELLED,
            Fact::AutoReplied => Self::AUTO_REPLIED,
            Fact::Tracked(track) => {
                let done = match track.action {
                    Action::Open | Action::MirrorPage => Self::OPENED,
                    Action::Click => Self::OPENED.with(Self::CLICKED),
                    Action::OptOut => Self::OPENED.with(Self::OPTED_OUT),
                };
                if track.is_machine { done } else { done.with(Self::SEEN_BY_PERSON) }
            }
            Fact::Complained => Self::COMPLAINED,
        }
    }
}

/// When things went wrong for a message, and why the last time. Few messages have any.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Trouble {
    /// The first deferral.
    pub deferred: Option<Instant>,
    /// The last deferral.
    pub put_off: Option<Instant>,
    /// The last hard bounce.
    pub hard: Option<Instant>,
    /// The last final soft bounce.
    pub soft: Option<Instant>,
    /// The last expiry.
    pub expired: Option<Instant>,
    /// Why, in the order of the four above.
    pub why: [Term; 4],
}

impl Trouble {
    /// Notes what went wrong. Of two at the same instant the reason that comes later in the alphabet is kept: any rule
    /// would do that does not depend on who came first.
    pub fn note(&mut self, fact: &Fact<'_>, at: Instant, why: Term, is_later: impl Fn(Term, Term) -> bool) {
        let (last, place) = match fact {
            Fact::Deferred(_) => {
                self.deferred = Some(self.deferred.map_or(at, |known| known.min(at)));
                (&mut self.put_off, 0)
            }
            Fact::Bounced(Nature::Hard, _) => (&mut self.hard, 1),
            Fact::Bounced(Nature::Soft, _) => (&mut self.soft, 2),
            Fact::Expired(_) => (&mut self.expired, 3),
            _ => return,
        };
        if *last < Some(at) || *last == Some(at) && is_later(why, self.why[place]) {
            *last = Some(at);
            self.why[place] = why;
        }
    }

    /// Why a message stands as it does.
    pub const fn why(&self, detail: Detail) -> Option<Term> {
        match detail {
            Detail::Hard => Some(self.why[1]),
            Detail::Soft => Some(self.why[2]),
            // One that nobody reported has the reason of what went before.
            Detail::Expired if self.expired.is_some() => Some(self.why[3]),
            Detail::Retrying | Detail::Expired => Some(self.why[0]),
            Detail::Queued
            | Detail::Awaiting
            | Detail::Overdue
            | Detail::Confirmed
            | Detail::Inferred
            | Detail::Relayed
            | Detail::Cancelled
            | Detail::Excluded => None,
        }
    }
}

/// All that the rules look at, for one message, after rule 0.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Facts {
    pub flags: Flags,
    /// When it was prepared or excluded, of what was not relayed.
    pub prepared: Option<Instant>,
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

    /// What the rules make of it before settings and time have their say.
    pub fn outcome(&self) -> Outcome {
        let flags = self.flags;
        if flags.is_empty() {
            return Outcome::Nothing;
        }
        if self.is_suppressed() {
            return Outcome::Suppressed;
        }
        let is_replied = flags.has_any(Flags::AUTO_REPLIED);
        if flags.has_any(Flags::EXCLUDED) && flags.without(Flags::EXCLUDED.with(Flags::AUTO_REPLIED)).is_empty() {
            return Outcome::Excluded { is_replied };
        }
        if !self.is_relayed() {
            return match flags.has_any(Flags::CANCELLED) {
                true => Outcome::Cancelled,
                false => Outcome::Queued { is_replied },
            };
        }
        if flags.has_any(Flags::HARD) {
            return Outcome::Hard { is_conflict: self.evidence > self.trouble.hard };
        }
        // In a tie the failure wins, and among failures the expiry. No evidence is earlier than any.
        let given_up = self.trouble.soft.max(self.trouble.expired);
        if given_up.is_some() && self.evidence <= given_up {
            return if self.trouble.expired >= self.trouble.soft { Outcome::Expired } else { Outcome::Soft };
        }
        if flags.has_any(Flags::EVIDENCE) {
            return if flags.has_any(Flags::DELIVERED) { Outcome::Confirmed } else { Outcome::Inferred };
        }
        if flags.has_any(Flags::DEFERRED) { Outcome::Deferred } else { Outcome::Relayed }
    }

    /// The status at `as_of`; `None` if nothing is known, and so there is no row.
    pub fn standing(&self, settings: &Settings, as_of: Instant) -> Option<Standing> {
        let outcome = self.outcome();
        let is_over = outcome.is_open() && self.deadline(settings).is_some_and(|deadline| as_of >= deadline);
        outcome.standing(settings.feedback, is_over)
    }

    /// Until when it is tried.
    pub fn deadline(&self, settings: &Settings) -> Option<Instant> {
        self.tried_from().map(|from| from + settings.patience())
    }

    /// From when on it is tried.
    pub fn tried_from(&self) -> Option<Instant> {
        self.relayed.or(self.trouble.deferred)
    }

    /// A provider that took the message and never tried it: left out, unless anything shows that it did try.
    fn is_suppressed(&self) -> bool {
        self.flags.has_any(Flags::SUPPRESSED) && !self.flags.has_any(Flags::EVIDENCE.with(Flags::TROUBLE))
    }
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
