//! What events spoke of is taken out of a list, and put in again where it belongs.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::Listing;
use crate::domain::fold::Fold;
use crate::domain::store::{Column, Row};

impl Listing {
    /// Looks again at what was touched, and at what is new.
    pub(super) fn amend(&mut self, fold: &Fold, length: u32) {
        let mut touched = core::mem::take(&mut self.touched);
        touched.extend(self.seen..length);
        for row in &touched {
            self.note_deadline(fold, *row);
        }
        self.seen = length;
        let rows = core::mem::take(&mut self.rows);
        let compare = |left: Row, right: Row| self.query.compare(fold, &self.reading, left, right);
        self.rows = self.amended(fold, rows, touched, compare);
        self.total = self.rows.len() as u64;
    }

    /// Takes the touched rows out, and those that are wanted in again, each in its place.
    pub(super) fn amended(
        &self,
        fold: &Fold,
        rows: Column<Row>,
        mut touched: Vec<Row>,
        compare: impl Fn(Row, Row) -> Ordering,
    ) -> Column<Row> {
        touched.sort_unstable();
        touched.dedup();
        let mut wanted: Vec<Row> = touched.clone();
        wanted.retain(|row| self.query.holds(fold, *row, &self.reading, &self.began));
        wanted.sort_unstable_by(|left, right| compare(*left, *right));
        let mut marks = Marks::new(self.length(fold));
        for row in touched {
            marks.set(row);
        }
        let mut merged = Column::default();
        let mut wanted = wanted.into_iter().peekable();
        for row in rows.into_iter().filter(|row| !marks.get(*row)) {
            while let Some(next) = wanted.next_if(|next| compare(*next, row) == Ordering::Less) {
                merged.push(next);
            }
            merged.push(row);
        }
        wanted.for_each(|row| merged.push(row));
        merged
    }
}

/// A bit for each row.
struct Marks(Vec<u64>);

impl Marks {
    fn new(rows: u32) -> Self {
        Self(alloc::vec![0; rows as usize / 64 + 1])
    }

    fn set(&mut self, row: Row) {
        self.0[row as usize / 64] |= 1 << (row % 64);
    }

    fn get(&self, row: Row) -> bool {
        self.0[row as usize / 64] & 1 << (row % 64) != 0
    }
}
