//! Sorting a long list a little at a time, so that nothing else has to wait for it.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::store::Row;

/// A merge sort that can be left and taken up again: runs first, then pairs of them, each twice as long as before.
pub(super) struct Sorter {
    from: Vec<Row>,
    to: Vec<Row>,
    /// How long the runs are that are in order; 0 while the first are being made.
    width: usize,
    /// Where the pair of runs begins, and how much of either is taken.
    base: usize,
    left: usize,
    right: usize,
}

/// How long the first runs are: one is sorted at a time, in a few milliseconds at most.
const RUN: usize = 2_048;

impl Sorter {
    pub fn new(rows: Vec<Row>) -> Self {
        Self { from: rows, to: Vec::new(), width: 0, base: 0, left: 0, right: 0 }
    }

    /// Goes on for about as many comparisons. Gives the rows once they are in order.
    pub fn step(&mut self, budget: usize, compare: impl Fn(Row, Row) -> Ordering) -> Option<Vec<Row>> {
        let mut left = budget;
        while self.width == 0 && left > 0 {
            let end = (self.base + RUN).min(self.from.len());
            self.from[self.base..end].sort_unstable_by(|one, other| compare(*one, *other));
            self.base = end;
            left = left.saturating_sub(RUN * 8);
            if end == self.from.len() {
                (self.width, self.base) = (RUN, 0);
                self.to.reserve_exact(if self.from.len() > RUN { self.from.len() } else { 0 });
            }
        }
        while self.width > 0 && self.width < self.from.len() && left > 0 {
            left = self.merge(left, &compare);
        }
        (self.width > 0 && self.width >= self.from.len()).then(|| core::mem::take(&mut self.from))
    }

    /// Merges until the budget is used up, or the pass is over. Gives what is left of the budget.
    fn merge(&mut self, mut budget: usize, compare: &impl Fn(Row, Row) -> Ordering) -> usize {
        let length = self.from.len();
        while budget > 0 {
            let middle = (self.base + self.width).min(length);
            let end = (middle + self.width).min(length);
            let (left, right) = (self.base + self.left, middle + self.right);
            let takes_left = match (left < middle, right < end) {
                (true, true) => compare(self.from[left], self.from[right]) != Ordering::Greater,
                (true, false) => true,
                (false, true) => false,
                (false, false) => {
                    (self.base, self.left, self.right) = (end, 0, 0);
                    if end == length {
                        core::mem::swap(&mut self.from, &mut self.to);
                        self.to.clear();
                        self.base = 0;
                        self.width *= 2;
                        return budget;
                    }
                    continue;
                }
            };
            let next = if takes_left { &mut self.left } else { &mut self.right };
            *next += 1;
            self.to.push(self.from[if takes_left { left } else { right }]);
            budget -= 1;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_rows_come_out_in_order_whatever_is_done_at_a_time(
            keys in prop::collection::vec(any::<u16>(), 0..9_000), budget in 1..40_000_usize,
        ) {
            let order = |left: Row, right: Row| keys[left as usize].cmp(&keys[right as usize]).then(left.cmp(&right));
            let mut expected: Vec<Row> = (0..keys.len() as Row).collect();
            let mut sorter = Sorter::new(expected.clone());
            let sorted = loop {
                if let Some(sorted) = sorter.step(budget.max(keys.len() / 50), order) {
                    break sorted;
                }
            };
            expected.sort_by(|left, right| order(*left, *right));
            prop_assert_eq!(sorted, expected);
        }
    }
}
