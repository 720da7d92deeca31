//! How many messages stand how, kept true with each event: reading the numbers costs the same whatever the delivery's size.
//!
//! What the facts alone make of a message changes with its events only, so each event takes its message out of one class
//! and puts it into another. Time changes what is open: of those, the ones whose time began before the horizon are counted
//! apart. The horizon follows the instant that is asked for, and only where it passes over somebody is everybody looked at.

use super::facts::{Facts, Flags, Settings};
use super::instant::Instant;
use super::kpi::Tally;
use super::outcome::Outcome;
use super::store::Store;

/// What messages are counted by: the outcome, and what else the numbers look at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Class(u8);

/// Where a message is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    class: Class,
    /// From when on it is tried, of what is open.
    since: Option<Instant>,
}

impl Class {
    const COUNT: usize = Outcome::ALL.len() << Self::MARKS.len();

    /// What the numbers look at besides the outcome.
    const MARKS: [Flags; 4] = [Flags::OPENED, Flags::CLICKED, Flags::COMPLAINED, Flags::PROBE];

    fn new(outcome: Outcome, flags: Flags) -> Self {
        let marks = Self::MARKS.iter().enumerate().map(|(bit, mark)| usize::from(flags.has_any(*mark)) << bit);
        Self((outcome.place() << Self::MARKS.len() | marks.sum::<usize>()) as u8)
    }

    pub const fn outcome(self) -> Outcome {
        Outcome::ALL[self.0 as usize >> Self::MARKS.len()]
    }

    /// Whether its messages have this mark.
    pub fn has(self, mark: Flags) -> bool {
        Self::MARKS.iter().enumerate().any(|(bit, known)| *known == mark && self.0 & 1 << bit != 0)
    }

    /// The same without what a preparation said.
    fn renewed(self) -> Self {
        let marks =
            Self::MARKS.iter().filter(|mark| self.has(**mark)).fold(Flags::default(), |all, mark| all.with(*mark));
        Self::new(self.outcome().renewed(), marks.without(Flags::OF_PREPARATION))
    }
}

impl Place {
    /// Where a message with these facts is counted.
    pub fn of(facts: &Facts) -> Self {
        let outcome = facts.outcome();
        let since = if outcome.is_open() { facts.tried_from() } else { None };
        Self { class: Class::new(outcome, facts.flags), since }
    }
}

/// The counts.
#[derive(Clone, Debug)]
pub(super) struct Register {
    counts: [u64; Class::COUNT],
    /// Of them, those whose time began at the horizon or before.
    over: [u64; Class::COUNT],
    /// `None` is before everything.
    horizon: Option<Instant>,
    /// Nobody's time began between the horizon and this. `None` if nobody's time began after the horizon.
    next: Option<Instant>,
}

impl Default for Register {
    fn default() -> Self {
        Self { counts: [0; Class::COUNT], over: [0; Class::COUNT], horizon: None, next: None }
    }
}

impl Register {
    /// A message is another one now, or new.
    pub fn moved(&mut self, from: Option<Place>, to: Place) {
        if from == Some(to) {
            return;
        }
        if let Some(Place { class, since }) = from {
            self.counts[class.0 as usize] -= 1;
            self.over[class.0 as usize] -= u64::from(self.is_over(since));
        }
        let Place { class, since } = to;
        self.counts[class.0 as usize] += 1;
        self.over[class.0 as usize] += u64::from(self.is_over(since));
        if let Some(since) = since
            && !self.is_over(Some(since))
        {
            self.next = Some(self.next.map_or(since, |next| next.min(since)));
        }
    }

    /// Nothing that was prepared counts any more.
    pub fn renew(&mut self) {
        for counts in [&mut self.counts, &mut self.over] {
            let old = core::mem::replace(counts, [0; Class::COUNT]);
            for (class, count) in (0..).zip(old) {
                counts[Class(class).renewed().0 as usize] += count;
            }
        }
    }

    fn is_over(&self, since: Option<Instant>) -> bool {
        since.is_some() && since <= self.horizon
    }

    /// Moves the horizon to where it is at an instant.
    pub fn look(&mut self, store: &Store, settings: &Settings, as_of: Instant) {
        let horizon = as_of - settings.patience();
        if self.horizon > Some(horizon) || self.next.is_some_and(|next| next <= horizon) {
            (self.over, self.next) = ([0; Class::COUNT], None);
            for Place { class, since } in store.open_places() {
                match since {
                    Some(since) if since <= horizon => self.over[class.0 as usize] += 1,
                    Some(since) => self.next = Some(self.next.map_or(since, |next| next.min(since))),
                    None => {}
                }
            }
        }
        self.horizon = Some(horizon);
    }

    /// The numbers at the instant that was looked at.
    pub fn tally(&self, settings: &Settings) -> Tally {
        let mut tally = Tally::default();
        for (class, (count, over)) in (0..).map(Class).zip(self.counts.iter().zip(&self.over)) {
            for (count, is_over) in [(count - over, false), (*over, true)] {
                if count > 0
                    && let Some(standing) = class.outcome().standing(settings.feedback, is_over)
                {
                    tally.add(class, &standing, count);
                }
            }
        }
        tally
    }

    /// From when on time alone makes the numbers others, at the earliest.
    pub fn holds_until(&self, settings: &Settings) -> Option<Instant> {
        self.next.map(|next| next + settings.patience())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_what_it_is_made_of() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::ALL[outcome.place()], outcome);
            for mark in Class::MARKS {
                let class = Class::new(outcome, mark);
                assert_eq!(class.outcome(), outcome);
                assert_eq!(Class::MARKS.map(|other| class.has(other)), Class::MARKS.map(|other| other == mark));
            }
        }
    }
}
