//! Where messages are kept: columns of small values, and one arena for all text. Laid for a million messages: nothing
//! is allocated for an event, only for a message, and that in large pieces.

use alloc::vec::Vec;
use core::hash::BuildHasher;

use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashTable, hash_table::Entry};

use super::event::Fact;
use super::facts::{Facts, Flags, Trouble};
use super::instant::Instant;

/// The number of a message in the store, in order of arrival.
pub(super) type Row = u32;

/// Every message that any event spoke of.
#[derive(Clone, Default)]
pub(super) struct Store {
    index: HashTable<Row>,
    flags: Vec<Flags>,
    /// Which preparation a message's prepared and excluded flags are of; see [`Store::renew`].
    generation: Vec<u32>,
    relayed: Times,
    delivered: Times,
    evidence: Times,
    trouble: HashMap<Row, Trouble, FixedState>,
    ids: Vec<usize>,
    addresses: Vec<usize>,
    text: Arena,
    current: u32,
}

impl Store {
    pub fn len(&self) -> usize {
        self.flags.len()
    }

    /// The row of a message, made if there is none.
    pub fn row(&mut self, id: &str) -> Row {
        let hasher = FixedState::default();
        let (ids, text) = (&self.ids, &self.text);
        let is_same = |row: &Row| text.get(ids[*row as usize]) == id.as_bytes();
        let rehash = |row: &Row| hasher.hash_one(text.get(ids[*row as usize]));
        match self.index.entry(hasher.hash_one(id.as_bytes()), is_same, rehash) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                let row = self.flags.len() as Row;
                free.insert(row);
                self.flags.push(Flags::default());
                self.generation.push(self.current);
                self.relayed.push();
                self.delivered.push();
                self.evidence.push();
                self.ids.push(self.text.add(id));
                self.addresses.push(Arena::NOTHING);
                row
            }
        }
    }

    /// A later preparation was heard of: what earlier ones said of messages no longer counts (rule 0).
    pub fn renew(&mut self) {
        self.current += 1;
    }

    /// Adds what a preparation that counts says of a message.
    pub fn prepare(&mut self, row: Row, fact: &Fact<'_>, address: Option<&str>) {
        let at = row as usize;
        if self.generation[at] != self.current {
            self.generation[at] = self.current;
            self.flags[at] = self.flags[at].without(Flags::OF_PREPARATION);
            if !self.flags[at].has_any(Flags::FED_ADDRESS) {
                self.addresses[at] = Arena::NOTHING;
            }
        }
        self.flags[at] = self.flags[at].with(Flags::of(fact));
        if let Some(address) = address
            && !self.flags[at].has_any(Flags::FED_ADDRESS)
        {
            self.name(at, address);
        }
    }

    /// Adds what happened to a message, whatever was prepared.
    pub fn note(&mut self, row: Row, fact: &Fact<'_>, time: Instant) {
        let at = row as usize;
        let added = Flags::of(fact);
        self.flags[at] = self.flags[at].with(added);
        if added.has_any(Flags::RELAYED) {
            self.relayed.lower(at, time);
        }
        if added.has_any(Flags::EVIDENCE) {
            self.delivered.lower(at, time);
            self.evidence.raise(at, time);
        }
        if added.has_any(Flags::TROUBLE) {
            self.trouble.entry(row).or_default().note(fact, time);
        }
    }

    /// Adds an address that came with an event of the provider's.
    pub fn feed_address(&mut self, row: Row, address: &str) {
        let at = row as usize;
        if !self.flags[at].has_any(Flags::FED_ADDRESS) {
            self.flags[at] = self.flags[at].with(Flags::FED_ADDRESS);
            self.addresses[at] = Arena::NOTHING;
        }
        self.name(at, address);
    }

    /// Of several addresses for one message the first in byte order is kept: any rule would do that does not depend on
    /// who came first.
    fn name(&mut self, at: usize, address: &str) {
        let known = self.addresses[at];
        if known == Arena::NOTHING || address.as_bytes() < self.text.get(known) {
            self.addresses[at] = self.text.add(address);
        }
    }

    /// The message's id.
    pub fn id(&self, row: Row) -> &str {
        self.text.read(self.ids[row as usize])
    }

    /// The recipient's address, if an event that counts gave one.
    pub fn address(&self, row: Row) -> Option<&str> {
        let at = row as usize;
        let counts = self.generation[at] == self.current || self.flags[at].has_any(Flags::FED_ADDRESS);
        (counts && self.addresses[at] != Arena::NOTHING).then(|| self.text.read(self.addresses[at]))
    }

    /// What the rules look at.
    pub fn facts(&self, row: Row) -> Facts {
        let at = row as usize;
        let all = self.flags[at];
        let flags = if self.generation[at] == self.current { all } else { all.without(Flags::OF_PREPARATION) };
        Facts {
            flags,
            relayed: self.relayed.get(at),
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
            + self.flags.capacity() * size_of::<Flags>()
            + self.generation.capacity() * size_of::<u32>()
            + (self.ids.capacity() + self.addresses.capacity()) * size_of::<usize>()
            + self.relayed.bytes()
            + self.delivered.bytes()
            + self.evidence.bytes()
            + self.text.bytes()
    }
}

/// Texts one behind the other, each after its length, in pages that never move: growing copies nothing and leaves no
/// room unused but the end of a page. Nothing is ever taken out.
#[derive(Clone, Default)]
struct Arena {
    pages: Vec<Vec<u8>>,
}

impl Arena {
    /// The position of no text.
    const NOTHING: usize = usize::MAX;
    /// A page's size, as a power of two. A longer text has a page of its own.
    const PAGE_BITS: u32 = 18;

    /// Keeps a text, and says where: the page, and the place on it. The length comes first, seven bits a byte, the last
    /// one below 128.
    fn add(&mut self, text: &str) -> usize {
        let mut head = [0; 10];
        let mut digits = 0;
        let mut length = text.len();
        while length >= 0x80 {
            head[digits] = 0x80 | (length & 0x7f) as u8;
            length >>= 7;
            digits += 1;
        }
        head[digits] = length as u8;
        let head = &head[..=digits];
        let needed = head.len() + text.len();
        let has_room = self.pages.last().is_some_and(|page| page.len() + needed <= 1 << Self::PAGE_BITS);
        if !has_room {
            self.pages.push(Vec::with_capacity(needed.max(1 << Self::PAGE_BITS)));
        }
        let number = self.pages.len() - 1;
        let page = &mut self.pages[number];
        let at = page.len();
        page.extend_from_slice(head);
        page.extend_from_slice(text.as_bytes());
        number << Self::PAGE_BITS | at
    }

    /// The text as bytes: enough to compare and to hash.
    fn get(&self, at: usize) -> &[u8] {
        let page = &self.pages[at >> Self::PAGE_BITS];
        let (mut start, mut length, mut shift) = (at & ((1 << Self::PAGE_BITS) - 1), 0, 0);
        loop {
            let byte = usize::from(page[start]);
            start += 1;
            length |= (byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return &page[start..start + length];
            }
        }
    }

    fn read(&self, at: usize) -> &str {
        // Only whole texts are ever kept, so this is one.
        core::str::from_utf8(self.get(at)).unwrap_or_default()
    }

    fn bytes(&self) -> usize {
        self.pages.iter().map(Vec::capacity).sum()
    }
}

/// A column of optional instants, four bytes each: milliseconds from the first one noted, give or take 24 days. The few
/// that do not fit, or are finer than a millisecond, stand aside in full.
#[derive(Clone, Default)]
struct Times {
    origin: Option<i64>,
    near: Vec<u32>,
    far: HashMap<u32, Instant, FixedState>,
}

impl Times {
    const NOTHING: u32 = u32::MAX;
    const FAR: u32 = u32::MAX - 1;

    fn push(&mut self) {
        self.near.push(Self::NOTHING);
    }

    fn get(&self, at: usize) -> Option<Instant> {
        match self.near[at] {
            Self::NOTHING => None,
            Self::FAR => self.far.get(&(at as u32)).copied(),
            offset => Some(Instant::from_millis(self.origin.unwrap_or_default() + i64::from(offset))),
        }
    }

    fn set(&mut self, at: usize, time: Instant) {
        let origin = *self.origin.get_or_insert(time.millis().saturating_sub(1 << 31));
        let offset = u32::try_from(time.millis().saturating_sub(origin)).unwrap_or(Self::FAR);
        if offset < Self::FAR && Instant::from_millis(time.millis()) == time {
            self.near[at] = offset;
        } else {
            self.near[at] = Self::FAR;
            self.far.insert(at as u32, time);
        }
    }

    /// Keeps the earlier one.
    fn lower(&mut self, at: usize, time: Instant) {
        if self.get(at).is_none_or(|known| time < known) {
            self.set(at, time);
        }
    }

    /// Keeps the later one.
    fn raise(&mut self, at: usize, time: Instant) {
        if self.get(at) < Some(time) {
            self.set(at, time);
        }
    }

    fn bytes(&self) -> usize {
        self.near.capacity() * size_of::<u32>() + self.far.allocation_size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_of_any_length_and_script_come_back(texts in prop::collection::vec(prop_oneof![20 => ".{0,300}".boxed(), 1 => Just("long".repeat(100_000)).boxed()], 1..20)) {
            let mut arena = Arena::default();
            let places: Vec<_> = texts.iter().map(|text| arena.add(text)).collect();
            for (text, at) in texts.iter().zip(places) {
                prop_assert_eq!(arena.read(at), text);
            }
        }

        #[test]
        fn times_near_and_far_come_back(micros in prop::collection::vec(prop_oneof![
            any::<i64>().prop_map(|any| any / 4),
            (0_i64..5_000_000_000).prop_map(|millis| millis * 1000),
            0_i64..5_000_000,
        ], 1..30)) {
            let mut times = Times::default();
            for (at, micros) in micros.iter().enumerate() {
                times.push();
                times.set(at, Instant::from_micros(*micros));
            }
            for (at, micros) in micros.iter().enumerate() {
                prop_assert_eq!(times.get(at), Some(Instant::from_micros(*micros)));
            }
        }
    }

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
