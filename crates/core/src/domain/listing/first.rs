//! The first rows of a long list, picked out before the list is in order.

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::domain::store::Row;

/// How many of the first rows are there before all are in order.
const FIRST: usize = 512;

/// The first rows of an order, among all that pass by.
#[derive(Default)]
pub struct First {
    /// Up to twice as many as are wanted; beyond that the half that cannot be among them goes.
    rows: Vec<Row>,
    /// The last of those that were kept, once there were too many.
    last: Option<Row>,
}

/// How many rows of a long list are looked at before all others.
const SAMPLE: usize = 2_048;

/// Places all over a long list; of a short one it is not worth it.
pub fn sample(length: usize) -> impl Iterator<Item = usize> {
    let length = if length < 16 * SAMPLE { 0 } else { length };
    (0..length).step_by(length.div_ceil(SAMPLE).max(1))
}

impl First {
    /// What comes after the ninth of a sample is surely not wanted: thousands come before it. Without that, rows that come
    /// in just the other order would each be better than all before.
    pub fn limit(&mut self, mut sample: Vec<Row>, compare: impl Fn(Row, Row) -> Ordering) {
        sample.sort_unstable_by(|left, right| compare(*left, *right));
        self.last = sample.get(8).copied();
    }

    pub fn push(&mut self, row: Row, compare: impl Fn(Row, Row) -> Ordering) {
        if self.is_beyond(row, &compare) {
            return;
        }
        self.rows.push(row);
        if self.rows.len() == 2 * FIRST {
            let (_, last, _) = self.rows.select_nth_unstable_by(FIRST - 1, |left, right| compare(*left, *right));
            self.last = Some(*last);
            self.rows.truncate(FIRST);
        }
    }

    /// Whether a row surely is none of them.
    pub fn is_beyond(&self, row: Row, compare: impl Fn(Row, Row) -> Ordering) -> bool {
        self.last.is_some_and(|last| compare(last, row) == Ordering::Less)
    }

    pub fn finish(mut self, compare: impl Fn(Row, Row) -> Ordering) -> Vec<Row> {
        self.rows.sort_unstable_by(|left, right| compare(*left, *right));
        self.rows.truncate(FIRST);
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rows_are_the_first_in_whatever_order_they_come_and_few_are_compared_twice() {
        let many = 100_000_u32;
        let orders: [fn(u32) -> u32; 3] = [|row| row, |row| u32::MAX - row, |row| row.wrapping_mul(2_654_435_761)];
        for key in orders {
            let compared = core::cell::Cell::new(0_u32);
            let compare = |left: Row, right: Row| {
                compared.set(compared.get() + 1);
                key(left).cmp(&key(right))
            };
            let mut first = First::default();
            first.limit(sample(many as usize).map(|row| row as Row).collect(), compare);
            for row in 0..many {
                first.push(row, compare);
            }
            let found = first.finish(compare);
            let mut all: Vec<Row> = (0..many).collect();
            all.sort_unstable_by_key(|row| key(*row));
            assert!(found.len() >= 64, "{} rows", found.len());
            assert_eq!(found, all[..found.len()]);
            assert!(compared.get() < 2 * many, "{} comparisons", compared.get());
        }
    }

    #[test]
    fn a_short_list_is_not_sampled() {
        assert_eq!(sample(1_000).count(), 0);
        assert_eq!(sample(0).count(), 0);
        assert!((SAMPLE / 2..=SAMPLE).contains(&sample(1_000_000).count()));
    }
}
