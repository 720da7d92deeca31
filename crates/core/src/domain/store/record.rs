//! What is kept of each message, side by side.

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
