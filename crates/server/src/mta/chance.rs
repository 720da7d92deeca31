//! Chance that can be repeated: every draw follows from the seed and from what it is drawn for, never from when or how
//! often the service was started.

/// A sequence of draws (splitmix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

/// What draws are for. Different purposes never share a sequence.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// Who a recipient is.
    Recipient,
    /// Whether and why a recipient is left out.
    Exclusion,
    /// What becomes of a message.
    Fate,
    /// Where a recipient lives.
    Zone,
    /// Which of the people that all deliveries share are its recipients.
    People,
}

impl Chance {
    /// The sequence for one recipient of one delivery.
    pub fn of(seed: u64, purpose: Purpose, index: u32) -> Self {
        Self(mix(mix(seed ^ (purpose as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)) ^ u64::from(index)))
    }

    /// A sequence of its own, for what is no recipient: a test's course of events.
    pub fn seeded(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// The next draw.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number from 0 to `end`, `end` excluded. 0 if `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.draw()) * u128::from(end);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `from` to `end`, `end` excluded.
    pub fn between(&mut self, from: i64, end: i64) -> i64 {
        let span = u64::try_from(end - from).unwrap_or(0);
        from + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True `of_ten_thousand` times in ten thousand.
    pub fn happens(&mut self, of_ten_thousand: u64) -> bool {
        self.below(10_000) < of_ten_thousand
    }

    /// One of these.
    ///
    /// # Panics
    /// If there are none.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap_or(0)]
    }
}

/// The seed of one delivery, so that two deliveries of one service differ.
pub fn seed_of(seed: u64, delivery: &str) -> u64 {
    delivery.bytes().fold(mix(seed ^ 0x5eed), |sum, byte| mix(sum ^ u64::from(byte)))
}

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
