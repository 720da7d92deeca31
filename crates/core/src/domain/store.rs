//! Where messages are kept: a small record each, and one arena for all text. Laid for a million messages: nothing is
//! allocated for an event, only for a message, and that in large pieces; and what is needed together stands together.

mod arena;
mod clock;
mod column;
mod known;
mod numbered;
mod record;
mod shards;

use core::hash::BuildHasher;

use foldhash::quality::FixedState;
use hashbrown::{HashMap, hash_table::Entry};

pub(super) use arena::Arena;
pub(super) use clock::Times;
use clock::{Clock, Near};
pub(super) use column::Column;
use numbered::Numbered;
use record::{Record, Which, place};
pub(super) use shards::Shards;

use super::event::Fact;
use super::facts::{Flags, Trouble};
use super::instant::Instant;
use super::terms::{Term, Terms};
use super::tracks::Tracks;

/// The number of a message in the store, in order of arrival.
pub(super) type Row = u32;

/// Every message that any event spoke of.
#[derive(Clone, Default)]
pub(super) struct Store {
    numbered: Numbered,
    /// Of ids without a number, and of those whose numbers are far apart.
    index: Shards<Row>,
    records: Column<Record>,
    clock: Clock,
    trouble: HashMap<Row, Trouble, FixedState>,
    /// Why messages were left out.
    causes: HashMap<Row, Term, FixedState>,
    /// Addresses that do not stand right behind their message's id.
    elsewhere: HashMap<Row, usize, FixedState>,
    text: Arena,
    terms: Terms,
    tracks: Tracks,
    /// The number of the preparation that counts; see [`Store::renew`].
    current: u8,
    /// The first relay of any message.
    began: Option<Instant>,
}

impl Store {
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// The row of a message, made if there is none.
    pub fn row(&mut self, id: &str) -> Row {
        let place = self.numbered.place(id.as_bytes());
        if let Some(row) = place.and_then(|place| self.numbered.get(place)) {
            return row;
        }
        let row = self.len() as Row;
        let (records, text) = (&self.records, &self.text);
        let stored = |row: &Row| text.get(records.get(*row as usize).id);
        match self.index.entry(hash(id.as_bytes()), |row| stored(row) == id.as_bytes(), |row| hash(stored(row))) {
            Entry::Occupied(known) => return *known.get(),
            Entry::Vacant(free) => {
                if !place.is_some_and(|place| self.numbered.put(place, row)) {
                    free.insert(row);
                }
            }
        }
        let flags = Flags::default().of_generation(self.current);
        self.records.push(Record::new(flags, self.text.add(id)));
        row
    }

    /// The row of a message, if any event spoke of it.
    pub fn find(&self, id: &str) -> Option<Row> {
        if let Some(row) = self.numbered.find(id.as_bytes()).and_then(|place| self.numbered.get(place)) {
            return Some(row);
        }
        let is_it = |row: &Row| self.text.get(self.records.get(*row as usize).id) == id.as_bytes();
        self.index.find(hash(id.as_bytes()), is_it).copied()
    }

    fn flags(&self, row: Row) -> Flags {
        self.records.get(row as usize).flags
    }

    fn set_flags(&mut self, row: Row, flags: Flags) {
        self.records.get_mut(row as usize).flags = flags;
    }

    /// The first relay of any message.
    pub const fn began(&self) -> Option<Instant> {
        self.began
    }

    /// A later preparation was heard of: what earlier ones said of messages no longer counts (rule 0).
    pub fn renew(&mut self) {
        if self.current == u8::MAX {
            // The numbers are used up: what is out of date is taken back for good, and counting begins anew.
            for row in 0..self.len() as Row {
                let flags = self.renewed(row).of_generation(0);
                self.set_flags(row, flags);
            }
            self.current = 0;
        }
        self.current += 1;
    }

    /// The flags, without what an earlier preparation said.
    fn renewed(&mut self, row: Row) -> Flags {
        let record = self.records.get_mut(row as usize);
        let flags = record.flags;
        if flags.generation() == self.current {
            return flags;
        }
        self.causes.remove(&row);
        if !flags.has_any(Flags::RELAYED) {
            record.handed = Near::NOTHING;
        }
        let forgotten = if flags.has_any(Flags::FED_ADDRESS) {
            Flags::OF_PREPARATION
        } else {
            Flags::OF_PREPARATION.with(Flags::ADDRESSED)
        };
        flags.without(forgotten).of_generation(self.current)
    }

    /// Adds what a preparation that counts says of a message.
    pub fn prepare(&mut self, row: Row, fact: &Fact<'_>, address: Option<&str>, time: Instant) {
        let flags = self.renewed(row).with(Flags::of(fact));
        let record = self.records.get_mut(row as usize);
        record.flags = flags;
        if !flags.has_any(Flags::RELAYED) {
            let tick = self.clock.tick(time);
            self.clock.lower(&mut record.handed, place(row, Which::Handed), tick);
        }
        if let Fact::Excluded { cause, .. } = fact {
            let cause = self.terms.term(cause, &mut self.text);
            let known = self.causes.entry(row).or_insert(cause);
            if self.terms.read(cause, &self.text) < self.terms.read(*known, &self.text) {
                *known = cause;
            }
        }
        if let Some(address) = address
            && !flags.has_any(Flags::FED_ADDRESS)
        {
            self.name(row, address);
        }
    }

    /// Adds what happened to a message, whatever was prepared.
    pub fn note(&mut self, row: Row, fact: &Fact<'_>, time: Instant) {
        let record = self.records.get_mut(row as usize);
        let (known, added) = (record.flags, Flags::of(fact));
        record.flags = known.with(added);
        let tick = self.clock.tick(time);
        if added.has_any(Flags::RELAYED) {
            // What stood there was of the preparation.
            if !known.has_any(Flags::RELAYED) {
                record.handed = Near::NOTHING;
            }
            self.clock.lower(&mut record.handed, place(row, Which::Handed), tick);
            // What has no time is before everything; that is not when the delivery began.
            if time != Instant::default() {
                self.began = Some(self.began.map_or(time, |began| began.min(time)));
            }
        }
        if added.has_any(Flags::EVIDENCE) {
            self.clock.lower(&mut record.delivered, place(row, Which::Delivered), tick);
            self.clock.raise(&mut record.evidence, place(row, Which::Evidence), tick);
        }
        if let Fact::Tracked(track) = fact {
            self.tracks.note(row, track, time, &mut self.terms, &mut self.text);
        }
        if let Fact::Deferred(reason) | Fact::Bounced(_, reason) | Fact::Expired(reason) = fact {
            let why = self.terms.reason(reason, &mut self.text);
            let (terms, text) = (&self.terms, &self.text);
            let is_later = |one: Term, other: Term| terms.read(one, text) > terms.read(other, text);
            self.trouble.entry(row).or_default().note(fact, time, why, is_later);
        }
    }

    /// Adds an address that came with an event of the provider's.
    pub fn feed_address(&mut self, row: Row, address: &str) {
        let flags = self.flags(row);
        if !flags.has_any(Flags::FED_ADDRESS) {
            self.set_flags(row, flags.without(Flags::ADDRESSED).with(Flags::FED_ADDRESS));
        }
        self.name(row, address);
    }

    /// Of several addresses for one message the first in byte order is kept: any rule would do that does not depend on
    /// who came first. Mostly it comes with the message's first event: then it stands right behind the id, and where it
    /// stands need not be kept.
    fn name(&mut self, row: Row, address: &str) {
        if self.place(row).is_some_and(|known| address.as_bytes() >= self.text.get(known)) {
            return;
        }
        let Record { flags, id, .. } = self.records.get(row as usize);
        let follower = self.text.next(id);
        // A later preparation mostly says the same again.
        let is_there = flags.has_any(Flags::HAS_FOLLOWER) && self.text.get(follower) == address.as_bytes();
        let mark = if is_there {
            Flags::ADDRESS_FOLLOWS
        } else {
            let place = self.text.add(address);
            if place == follower {
                Flags::ADDRESS_FOLLOWS.with(Flags::HAS_FOLLOWER)
            } else {
                self.elsewhere.insert(row, place);
                Flags::ADDRESS_ELSEWHERE
            }
        };
        self.set_flags(row, flags.without(Flags::ADDRESSED).with(mark));
    }

    /// Where the address stands.
    fn place(&self, row: Row) -> Option<usize> {
        let Record { flags, id, .. } = self.records.get(row as usize);
        if flags.has_any(Flags::ADDRESS_FOLLOWS) {
            Some(self.text.next(id))
        } else if flags.has_any(Flags::ADDRESS_ELSEWHERE) {
            self.elsewhere.get(&row).copied()
        } else {
            None
        }
    }

    /// The message's id.
    pub fn id(&self, row: Row) -> &str {
        self.text.read(self.records.get(row as usize).id)
    }

    /// The recipient's address, if an event that counts gave one.
    pub fn address(&self, row: Row) -> Option<&str> {
        self.place_that_counts(row).map(|place| self.text.read(place))
    }

    /// The same as bytes: enough to compare and to search.
    pub fn address_bytes(&self, row: Row) -> &[u8] {
        self.place_that_counts(row).map_or(&[], |place| self.text.get(place))
    }

    fn place_that_counts(&self, row: Row) -> Option<usize> {
        let flags = self.flags(row);
        let counts = flags.generation() == self.current || flags.has_any(Flags::FED_ADDRESS);
        if counts { self.place(row) } else { None }
    }

    /// Why it was left out, if it was.
    pub fn cause(&self, row: Row) -> Option<Term> {
        self.causes.get(&row).copied()
    }

    /// The words that come up again and again.
    pub fn term(&self, term: Term) -> &str {
        self.terms.read(term, &self.text)
    }

    /// What recipients did.
    pub fn tracks(&self) -> &Tracks {
        &self.tracks
    }

    /// Bytes held, spare room included.
    pub fn bytes(&self) -> usize {
        self.numbered.bytes()
            + self.index.bytes()
            + self.records.bytes()
            + self.clock.bytes()
            + self.trouble.allocation_size()
            + self.causes.allocation_size()
            + self.elsewhere.allocation_size()
            + self.tracks.bytes()
            + self.text.bytes()
    }
}

fn hash(id: &[u8]) -> u64 {
    FixedState::default().hash_one(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn one_id_is_one_row_however_long() {
        let mut store = Store::default();
        let ids = ["", "m1", "收件人", &"long".repeat(100_000)];
        for _ in 0..2 {
            for (row, id) in ids.iter().enumerate() {
                assert_eq!(store.row(id), row as Row);
                assert_eq!(store.id(row as Row).to_string(), **id);
            }
        }
        assert_eq!(store.len(), ids.len());
    }
}
