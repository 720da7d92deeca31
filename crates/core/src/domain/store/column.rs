//! Columns: a value of one kind for each message.

use alloc::vec::Vec;

use foldhash::quality::FixedState;
use hashbrown::HashMap;

use crate::domain::instant::Instant;

/// Values in pages that never move: growing copies nothing, and leaves no room unused but the end of a page.
#[derive(Clone)]
pub(in crate::domain) struct Column<T> {
    pages: Vec<Vec<T>>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { pages: Vec::new() }
    }
}

impl<T: Copy> Column<T> {
    /// How many values stand on a page, as a power of two.
    const PAGE_BITS: u32 = 12;
    pub const PAGE: usize = 1 << Self::PAGE_BITS;

    pub fn push(&mut self, value: T) {
        match self.pages.last_mut() {
            Some(page) if page.len() < Self::PAGE => page.push(value),
            _ => {
                let mut page = Vec::with_capacity(Self::PAGE);
                page.push(value);
                self.pages.push(page);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.pages.last().map_or(0, |last| (self.pages.len() - 1) * Self::PAGE + last.len())
    }

    pub fn get(&self, at: usize) -> T {
        self.pages[at >> Self::PAGE_BITS][at & (Self::PAGE - 1)]
    }

    pub fn set(&mut self, at: usize, value: T) {
        self.pages[at >> Self::PAGE_BITS][at & (Self::PAGE - 1)] = value;
    }

    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.pages.iter().flatten().copied()
    }

    /// Its values, a page at a time, each but the last one full.
    pub fn pages_mut(&mut self) -> &mut [Vec<T>] {
        &mut self.pages
    }

    pub fn bytes(&self) -> usize {
        self.pages.len() * Self::PAGE * size_of::<T>()
    }
}

/// Gives back each page when its values were taken.
impl<T> IntoIterator for Column<T> {
    type Item = T;
    type IntoIter = core::iter::Flatten<alloc::vec::IntoIter<Vec<T>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.pages.into_iter().flatten()
    }
}

impl<T: Copy> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut column = Self::default();
        values.into_iter().for_each(|value| column.push(value));
        column
    }
}

/// A column of optional instants, four bytes each: milliseconds from the first one noted, give or take 24 days. The few
/// that do not fit, or are finer than a millisecond, stand aside in full.
#[derive(Clone, Default)]
pub(in crate::domain) struct Times {
    origin: Option<i64>,
    near: Column<u32>,
    far: HashMap<u32, Instant, FixedState>,
}

impl Times {
    const NOTHING: u32 = u32::MAX;
    const FAR: u32 = u32::MAX - 1;

    pub fn push(&mut self) {
        self.near.push(Self::NOTHING);
    }

    pub fn get(&self, at: usize) -> Option<Instant> {
        match self.near.get(at) {
            Self::NOTHING => None,
            Self::FAR => self.far.get(&(at as u32)).copied(),
            offset => Some(Instant::from_millis(self.origin.unwrap_or_default() + i64::from(offset))),
        }
    }

    pub fn set(&mut self, at: usize, time: Instant) {
        let origin = *self.origin.get_or_insert(time.millis().saturating_sub(1 << 31));
        let offset = u32::try_from(time.millis().saturating_sub(origin)).unwrap_or(Self::FAR);
        if offset < Self::FAR && Instant::from_millis(time.millis()) == time {
            self.near.set(at, offset);
        } else {
            self.near.set(at, Self::FAR);
            self.far.insert(at as u32, time);
        }
    }

    /// Forgets it.
    pub fn clear(&mut self, at: usize) {
        self.near.set(at, Self::NOTHING);
    }

    /// Keeps the earlier one.
    pub fn lower(&mut self, at: usize, time: Instant) {
        if self.get(at).is_none_or(|known| time < known) {
            self.set(at, time);
        }
    }

    /// Keeps the later one.
    pub fn raise(&mut self, at: usize, time: Instant) {
        if self.get(at) < Some(time) {
            self.set(at, time);
        }
    }

    pub fn bytes(&self) -> usize {
        self.near.bytes() + self.far.allocation_size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
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
    fn a_column_holds_what_was_put_in_over_any_number_of_pages() {
        let mut column = Column::default();
        for value in 0..10_000_u32 {
            assert_eq!(column.len(), value as usize);
            column.push(value);
        }
        column.set(5_000, 7);
        assert_eq!([0, 4_095, 4_096, 5_000, 9_999].map(|at| column.get(at)), [0, 4_095, 4_096, 7, 9_999]);
        assert!(column.iter().eq(column.clone()) && column.iter().count() == 10_000);
        assert!(column.iter().collect::<Column<u32>>().iter().eq(column.iter()));
    }
}
