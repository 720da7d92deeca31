//! Columns: a value of one kind for each message.

use alloc::vec::Vec;

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

    pub fn get_mut(&mut self, at: usize) -> &mut T {
        &mut self.pages[at >> Self::PAGE_BITS][at & (Self::PAGE - 1)]
    }

    pub fn set(&mut self, at: usize, value: T) {
        *self.get_mut(at) = value;
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

#[cfg(test)]
mod tests {
    use super::*;

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
