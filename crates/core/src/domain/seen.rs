//! Recognising repeats, of any age, in little room.
//!
//! Services number their events, so most ids differ from another one in their last character only. Such ids share one
//! entry: a hash of all that comes before, and a bit for each last character. An id that shares with nobody is a single
//! hash of 64 bits; among ten million of those, two are the same with a probability of 3 in a million.

use core::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;
use hashbrown::hash_table::Entry;

use super::store::Shards;

/// The set of events seen so far.
#[derive(Clone, Default)]
pub(super) struct Seen {
    /// A family with one member: the family's hash, its lowest bits replaced by the member.
    singles: Shards<u64>,
    families: Shards<Family>,
}

#[derive(Clone, Copy)]
struct Family {
    name: u64,
    members: u64,
}

/// How many of the lowest bits tell the members of a family apart.
const MEMBER: u64 = 0x3f;

impl Seen {
    /// Notes an event; whether it was new.
    pub fn insert(&mut self, source: &str, id: &str) -> bool {
        let (name, member) = split(source, id);
        if let Some(family) = self.families.find_mut(spread(name), |family| family.name == name) {
            let is_new = family.members & (1 << member) == 0;
            family.members |= 1 << member;
            return is_new;
        }
        match self.singles.entry(spread(name), |single| single & !MEMBER == name, |single| spread(single & !MEMBER)) {
            Entry::Occupied(known) if known.get() & MEMBER == member => false,
            Entry::Occupied(known) => {
                let (other, _) = known.remove();
                let members = 1 << (other & MEMBER) | 1 << member;
                let family = Family { name, members };
                self.families.entry(spread(name), |_| false, |family| spread(family.name)).insert(family);
                true
            }
            Entry::Vacant(free) => {
                free.insert(name | member);
                true
            }
        }
    }

    /// Bytes held, spare room included.
    pub fn bytes(&self) -> usize {
        self.singles.bytes() + self.families.bytes()
    }
}

/// What a table finds a family by: bits that are all zero would put many in one place.
const fn spread(name: u64) -> u64 {
    name.rotate_right(MEMBER.count_ones())
}

/// The family an id belongs to, lowest bits zero, and which member of it the id is.
fn split(source: &str, id: &str) -> (u64, u64) {
    let (rest, member) = match id.as_bytes().split_last() {
        Some((digit @ b'0'..=b'9', rest)) => (rest, digit - b'0'),
        Some((letter @ b'a'..=b'z', rest)) => (rest, letter - b'a' + 10),
        Some((letter @ b'A'..=b'Z', rest)) => (rest, letter - b'A' + 36),
        Some((b'-', rest)) => (rest, 62),
        // A family of its own, which no other id can be in: one of any other ending is hashed without it.
        _ => (id.as_bytes(), 63),
    };
    let mut hasher = FixedState::default().build_hasher();
    hasher.write_usize(source.len());
    hasher.write(source.as_bytes());
    hasher.write(rest);
    hasher.write_u8(u8::from(member == 63));
    (hasher.finish() & !MEMBER, u64::from(member))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use alloc::format;
    use alloc::string::String;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_a_set_of_pairs(pairs in prop::collection::vec(("[ab/]{0,2}", "[ab9Z_é-]{0,3}"), 0..200)) {
            let (mut seen, mut plain) = (Seen::default(), BTreeSet::<(String, String)>::new());
            for (source, id) in pairs {
                prop_assert_eq!(seen.insert(&source, &id), plain.insert((source, id)));
            }
        }
    }

    #[test]
    fn numbered_ids_take_little_room() {
        let mut seen = Seen::default();
        for number in 0..100_000 {
            assert!(seen.insert("/deliveries/DM95", &format!("e{number:012}")));
        }
        for number in (0..100_000).rev() {
            assert!(!seen.insert("/deliveries/DM95", &format!("e{number:012}")));
        }
        assert!(seen.bytes() < 100_000 * 4, "{} bytes", seen.bytes());
    }
}
