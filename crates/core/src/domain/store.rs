//! Where messages are kept: columns of small values, and one arena for all text. Laid for a million messages: nothing
//! is allocated for an event, only for a message, and that in large pieces.

mod arena;
mod column;

use core::hash::BuildHasher;

use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashTable, hash_table::Entry};

pub(super) use arena::Arena;
pub(super) use column::{Column, Times};

use super::event::Fact;
use super::facts::{Facts, Flags, Trouble};
use super::instant::Instant;
use super::terms::{Term, Terms};
use super::tracks::Tracks;

/// The number of a message in the store, in order of arrival.
pub(super) type Row = u32;

/// Every message that any event spoke of.
#[derive(Clone, Default)]
pub(super) struct Store {
    index: HashTable<Row>,
    flags: Column<Flags>,
    /// When a message was handed over; before that, when the preparation that counts spoke of it.
    handed: Times,
    delivered: Times,
    evidence: Times,
    trouble: HashMap<Row, Trouble, FixedState>,
    /// Why messages were left out.
    causes: HashMap<Row, Term, FixedState>,
    ids: Column<usize>,
    /// Addresses that do not stand right behind their message's id.
    elsewhere: HashMap<Row, usize, FixedState>,
    text: Arena,
    terms: Terms,
    tracks: Tracks,
    /// The number of the preparation that counts; see [`Store::renew`].
    current: u8,
}

impl Store {
    pub fn len(&self) -> usize {
        self.flags.len()
    }

    /// The row of a message, made if there is none.
    pub fn row(&mut self, id: &str) -> Row {
        let hasher = FixedState::default();
        let (ids, text) = (&self.ids, &self.text);
        let is_same = |row: &Row| text.get(ids.get(*row as usize)) == id.as_bytes();
        let rehash = |row: &Row| hasher.hash_one(text.get(ids.get(*row as usize)));
        match self.index.entry(hasher.hash_one(id.as_bytes()), is_same, rehash) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                let row = self.flags.len() as Row;
                free.insert(row);
                self.flags.push(Flags::default().of_generation(self.current));
                self.handed.push();
                self.delivered.push();
                self.evidence.push();
                self.ids.push(self.text.add(id));
                row
            }
        }
    }

    /// The row of a message, if any event spoke of it.
    pub fn find(&self, id: &str) -> Option<Row> {
        let is_same = |row: &Row| self.text.get(self.ids.get(*row as usize)) == id.as_bytes();
        self.index.find(FixedState::default().hash_one(id.as_bytes()), is_same).copied()
    }

    /// A later preparation was heard of: what earlier ones said of messages no longer counts (rule 0).
    pub fn renew(&mut self) {
        if self.current == u8::MAX {
            // The numbers are used up: what is out of date is taken back for good, and counting begins anew.
            for at in 0..self.len() {
                let flags = self.renewed(at).of_generation(0);
                self.flags.set(at, flags);
            }
            self.current = 0;
        }
        self.current += 1;
    }

    /// The flags, without what an earlier preparation said.
    fn renewed(&mut self, at: usize) -> Flags {
        let flags = self.flags.get(at);
        if flags.generation() == self.current {
            return flags;
        }
        self.causes.remove(&(at as Row));
        if !flags.has_any(Flags::RELAYED) {
            self.handed.clear(at);
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
        let at = row as usize;
        let flags = self.renewed(at).with(Flags::of(fact));
        self.flags.set(at, flags);
        if !flags.has_any(Flags::RELAYED) {
            self.handed.lower(at, time);
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
        let at = row as usize;
        let (known, added) = (self.flags.get(at), Flags::of(fact));
        self.flags.set(at, known.with(added));
        if added.has_any(Flags::RELAYED) {
            if known.has_any(Flags::RELAYED) {
                self.handed.lower(at, time);
            } else {
                self.handed.set(at, time);
            }
        }
        if added.has_any(Flags::EVIDENCE) {
            self.delivered.lower(at, time);
            self.evidence.raise(at, time);
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
        let flags = self.flags.get(row as usize);
        if !flags.has_any(Flags::FED_ADDRESS) {
            self.flags.set(row as usize, flags.without(Flags::ADDRESSED).with(Flags::FED_ADDRESS));
        }
        self.name(row, address);
    }

    /// Of several addresses for one message the first in byte order is kept: any rule would do that does not depend on
    /// who came first. Mostly it comes with the message's first event: then it stands right behind the id, and where it
    /// stands need not be kept.
    fn name(&mut self, row: Row, address: &str) {
        let at = row as usize;
        if self.place(at).is_some_and(|known| address.as_bytes() >= self.text.get(known)) {
            return;
        }
        let (flags, follower) = (self.flags.get(at), self.text.next(self.ids.get(at)));
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
        self.flags.set(at, flags.without(Flags::ADDRESSED).with(mark));
    }

    /// Where the address stands.
    fn place(&self, at: usize) -> Option<usize> {
        let flags = self.flags.get(at);
        if flags.has_any(Flags::ADDRESS_FOLLOWS) {
            Some(self.text.next(self.ids.get(at)))
        } else if flags.has_any(Flags::ADDRESS_ELSEWHERE) {
            self.elsewhere.get(&(at as Row)).copied()
        } else {
            None
        }
    }

    /// The message's id.
    pub fn id(&self, row: Row) -> &str {
        self.text.read(self.ids.get(row as usize))
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
        let flags = self.flags.get(row as usize);
        let counts = flags.generation() == self.current || flags.has_any(Flags::FED_ADDRESS);
        if counts { self.place(row as usize) } else { None }
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

    /// What the rules look at.
    pub fn facts(&self, row: Row) -> Facts {
        let at = row as usize;
        let all = self.flags.get(at);
        let is_current = all.generation() == self.current;
        let flags = if is_current { all } else { all.without(Flags::OF_PREPARATION) };
        let handed = self.handed.get(at);
        let is_relayed = flags.has_any(Flags::RELAYED);
        Facts {
            flags,
            prepared: handed.filter(|_| is_current && !is_relayed),
            relayed: handed.filter(|_| is_relayed),
            delivered: self.delivered.get(at),
            evidence: self.evidence.get(at),
            trouble: match flags.has_any(Flags::TROUBLE) {
                true => self.trouble.get(&row).copied().unwrap_or_default(),
                false => Trouble::default(),
            },
        }
    }

    /// Bytes held, spare room included.
    pub fn bytes(&self) -> usize {
        self.index.allocation_size()
            + self.trouble.allocation_size()
            + self.causes.allocation_size()
            + self.elsewhere.allocation_size()
            + self.flags.bytes()
            + self.ids.bytes()
            + self.handed.bytes()
            + self.delivered.bytes()
            + self.evidence.bytes()
            + self.tracks.bytes()
            + self.text.bytes()
    }
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
