//! Sorting a long list a little at a time, so that nothing else has to wait for it.

use core::cmp::Ordering;

use super::store::{Column, Row};

/// A merge sort that can be left and taken up again: runs first, then pairs of them, each twice as long as before. Only
/// the first run of a pair stands aside while they are merged, so it needs half as much room again.
pub(super) struct Sorter {
    rows: Column<Row>,
    /// How long the runs are that are in order; 0 while the first are being made.
    width: usize,
    /// Where the next run to be made, or the next pair to be merged, begins.
    base: usize,
    aside: Column<Row>,
    merge: Option<Merge>,
}

/// How far two runs are merged.
struct Merge {
    /// Rows taken of those that stand aside.
    left: usize,
    /// The next row of the other run.
    right: usize,
    /// Where that run ends.
    end: usize,
    /// Where the next row goes.
    to: usize,
}

/// How long the first runs are: a page is sorted at a time, in a few milliseconds.
const RUN: usize = Column::<Row>::PAGE;

impl Sorter {
    pub fn new(rows: Column<Row>) -> Self {
        Self { rows, width: 0, base: 0, aside: Column::default(), merge: None }
    }

    /// Goes on for about as many comparisons. Gives the rows once they are in order.
    pub fn step(&mut self, budget: usize, compare: impl Fn(Row, Row) -> Ordering) -> Option<Column<Row>> {
        let (length, mut left) = (self.rows.len(), budget);
        while self.width == 0 && left > 0 {
            if let Some(page) = self.rows.pages_mut().get_mut(self.base / RUN) {
                page.sort_unstable_by(|one, other| compare(*one, *other));
            }
            let end = (self.base + RUN).min(length);
            self.base = end;
            left = left.saturating_sub(RUN * 8);
            if end == length {
                (self.width, self.base) = (RUN, 0);
            }
        }
        while self.width > 0 && self.width < length && left > 0 {
            left = self.merge(left, &compare);
        }
        (self.width > 0 && self.width >= length).then(|| core::mem::take(&mut self.rows))
    }

    /// Merges until the budget is used up, or the pair is merged. Gives what is left of the budget.
    fn merge(&mut self, mut budget: usize, compare: &impl Fn(Row, Row) -> Ordering) -> usize {
        let length = self.rows.len();
        let middle = (self.base + self.width).min(length);
        let end = (middle + self.width).min(length);
        let Some(merge) = &mut self.merge else {
            let is_in_order =
                middle == end || compare(self.rows.get(middle - 1), self.rows.get(middle)) != Ordering::Greater;
            if is_in_order {
                self.merged(end);
            } else {
                self.aside = (self.base..middle).map(|at| self.rows.get(at)).collect();
                self.merge = Some(Merge { left: 0, right: middle, end, to: self.base });
            }
            return budget - 1;
        };
        while budget > 0 && merge.left < self.aside.len() && merge.right < merge.end {
            let (one, other) = (self.aside.get(merge.left), self.rows.get(merge.right));
            if compare(one, other) == Ordering::Greater {
                self.rows.set(merge.to, other);
                merge.right += 1;
            } else {
                self.rows.set(merge.to, one);
                merge.left += 1;
            }
            merge.to += 1;
            budget -= 1;
        }
        if merge.left < self.aside.len() && merge.right < merge.end {
            return 0;
        }
        // What is left of the other run is in its place.
        for (to, left) in (merge.to..).zip(merge.left..self.aside.len()) {
            self.rows.set(to, self.aside.get(left));
        }
        self.merged(end);
        budget
    }

    fn merged(&mut self, end: usize) {
        self.merge = None;
        self.base = end;
        if end == self.rows.len() {
            self.base = 0;
            self.width *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_rows_come_out_in_order_whatever_is_done_at_a_time(
            keys in prop::collection::vec(any::<u16>(), 0..9_000), budget in 1..40_000_usize,
        ) {
            let order = |left: Row, right: Row| keys[left as usize].cmp(&keys[right as usize]).then(left.cmp(&right));
            let mut expected: Vec<Row> = (0..keys.len() as Row).collect();
            let mut sorter = Sorter::new(expected.iter().copied().collect());
            let sorted = loop {
                if let Some(sorted) = sorter.step(budget.max(keys.len() / 50), order) {
                    break sorted;
                }
            };
            expected.sort_by(|left, right| order(*left, *right));
            prop_assert!(sorted.iter().eq(expected));
        }
    }
}
