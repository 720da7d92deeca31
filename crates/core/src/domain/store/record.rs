//! What is kept of each message, side by side.

use core::hash::BuildHasher;

use foldhash::quality::FixedState;

use super::Row;
use super::clock::Near;
use crate::domain::facts::Flags;

/// What most messages have.
#[derive(Clone, Copy)]
pub struct Record {
    /// What happened to it.
    pub flags: Flags,
    /// When it was handed over; before that, when the preparation that counts spoke of it.
    pub handed: Near,
    /// The first evidence of delivery.
    pub delivered: Near,
    /// The latest evidence of delivery.
    pub evidence: Near,
    /// Where its id stands.
    pub id: usize,
}

impl Record {
    /// Of a message that nothing happened to yet.
    pub fn new(flags: Flags, id: usize) -> Self {
        Self { flags, handed: Near::NOTHING, delivered: Near::NOTHING, evidence: Near::NOTHING, id }
    }
}

/// The times of a record have places of their own on the clock.
pub const fn place(row: Row, which: Which) -> u64 {
    (row as u64) << 2 | which as u64
}

/// Which of its times.
pub enum Which {
    Handed,
    Delivered,
    Evidence,
}

/// A hash by which a hundred ids that differ in their last two digits stand side by side. Services number their
/// messages, and what happens to one happens to its neighbours a moment later: then their places are in the processor's
/// caches already, which makes folding half as long again as fast.
pub fn hash(id: &[u8]) -> u64 {
    let (rest, member) = match id {
        [rest @ .., tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => (rest, u64::from((tens - b'0') * 10 + (ones - b'0'))),
        _ => (id, 0),
    };
    // The lowest bits are the place; the highest seven, of a word of either size, are what tells entries there apart.
    FixedState::default().hash_one(rest).wrapping_add(member) ^ (member << 25 | member << 57)
}
