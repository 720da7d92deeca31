//! What is known of a message, read off its record.

use super::record::{Record, Which, place};
use super::{Row, Store};
use crate::domain::facts::{Facts, Flags, Trouble};
use crate::domain::instant::Instant;
use crate::domain::register::Place;

impl Store {
    /// What happened to a message; of its preparation, what counts.
    fn flags_that_count(&self, all: Flags) -> Flags {
        if all.generation() == self.current { all } else { all.without(Flags::OF_PREPARATION) }
    }

    /// What the rules look at.
    pub fn facts(&self, row: Row) -> Facts {
        let record = self.records.get(row as usize);
        let flags = self.flags_that_count(record.flags);
        let is_current = record.flags.generation() == self.current;
        let handed = self.clock.read(record.handed, place(row, Which::Handed));
        let is_relayed = flags.has_any(Flags::RELAYED);
        Facts {
            flags,
            prepared: handed.filter(|_| is_current && !is_relayed),
            relayed: handed.filter(|_| is_relayed),
            delivered: self.clock.read(record.delivered, place(row, Which::Delivered)),
            evidence: self.clock.read(record.evidence, place(row, Which::Evidence)),
            trouble: match flags.has_any(Flags::TROUBLE) {
                true => self.trouble.get(&row).copied().unwrap_or_default(),
                false => Trouble::default(),
            },
        }
    }

    /// When a message was handed over: of its facts, the one that lists are sorted by.
    pub fn relayed(&self, row: Row) -> Option<Instant> {
        let Record { flags, handed, .. } = self.records.get(row as usize);
        if flags.has_any(Flags::RELAYED) { self.clock.read(handed, place(row, Which::Handed)) } else { None }
    }

    /// Where a message is counted.
    pub fn place_in_register(&self, row: Row) -> Place {
        let record = self.records.get(row as usize);
        let flags = self.flags_that_count(record.flags);
        if flags.has_any(Flags::TROUBLE) {
            return Place::of(&self.facts(row));
        }
        // Without trouble the times say nothing, but for when what is open was handed over.
        let is_open = flags.has_any(Flags::RELAYED) && !flags.has_any(Flags::EVIDENCE);
        let relayed = if is_open { self.clock.read(record.handed, place(row, Which::Handed)) } else { None };
        Place::of(&Facts { flags, relayed, ..Facts::default() })
    }

    /// Where those are counted that time may still change.
    pub fn open_places(&self) -> impl Iterator<Item = Place> {
        const OPEN: Flags = Flags::RELAYED.with(Flags::DEFERRED);
        const SETTLED: Flags = Flags::EVIDENCE.with(Flags::HARD).with(Flags::SOFT).with(Flags::EXPIRED);
        let may_be_open = |row: &Row| self.flags(*row).has_any(OPEN) && !self.flags(*row).has_any(SETTLED);
        (0..self.len() as Row).filter(may_be_open).map(|row| self.place_in_register(row))
    }
}
