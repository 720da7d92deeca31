//! Rows by number. Services number their messages, so most ids are a few letters and digits of a fixed width. The row of
//! such an id stands at its number in a table: nothing is hashed, nothing compared, and what happens to its neighbours a
//! moment later finds its place in the processor's caches.

use alloc::boxed::Box;
use alloc::vec::Vec;

use foldhash::quality::FixedState;
use hashbrown::HashMap;

use super::Row;
use crate::domain::digits::eight;

/// Rows of numbered ids: of those that stand so close together that it takes little room.
#[derive(Clone, Default)]
pub(super) struct Numbered {
    /// What stands before the number, each with the number's width.
    families: Vec<(Box<[u8]>, usize)>,
    pages: HashMap<u32, Box<[Row; PAGE]>, FixedState>,
    count: usize,
}

/// Where an id's row would stand. No other id's would.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    page: u32,
    at: usize,
}

/// Rows on a page.
const PAGE: usize = 256;
const NOBODY: Row = Row::MAX;
/// Digits of a number at most. What stands before them belongs to the family.
const WIDEST: usize = 8;
/// More families are no families.
const FAMILIES: usize = 16;
/// A page more is worth it while at least one place in so many is taken, the first few aside.
const SPARSEST: usize = 4;
const FIRST_PAGES: usize = 16;

impl Numbered {
    /// Where an id would stand. `None` if it has no number, or its family is not known and cannot be.
    pub fn place(&mut self, id: &[u8]) -> Option<Place> {
        let (family, number) = split(id)?;
        let known = self.family(family, id.len() - family.len());
        let known = known.or_else(|| {
            (self.families.len() < FAMILIES).then(|| {
                self.families.push((family.into(), id.len() - family.len()));
                self.families.len() - 1
            })
        })?;
        Some(Place::new(known, number))
    }

    /// The same, without making its family known.
    pub fn find(&self, id: &[u8]) -> Option<Place> {
        let (family, number) = split(id)?;
        Some(Place::new(self.family(family, id.len() - family.len())?, number))
    }

    fn family(&self, family: &[u8], width: usize) -> Option<usize> {
        self.families.iter().position(|(known, its)| *its == width && **known == *family)
    }

    /// The row that stands there.
    pub fn get(&self, place: Place) -> Option<Row> {
        self.pages.get(&place.page).map(|page| page[place.at]).filter(|row| *row != NOBODY)
    }

    /// Puts a row there; whether there is room for it.
    pub fn put(&mut self, place: Place, row: Row) -> bool {
        let has_room = (self.pages.len() + 1) * PAGE <= FIRST_PAGES * PAGE + SPARSEST * self.count;
        let page = match self.pages.get_mut(&place.page) {
            Some(page) => page,
            None if has_room => self.pages.entry(place.page).or_insert_with(|| Box::new([NOBODY; PAGE])),
            None => return false,
        };
        page[place.at] = row;
        self.count += 1;
        true
    }

    /// Bytes held, spare room included.
    pub fn bytes(&self) -> usize {
        self.pages.allocation_size() + self.pages.len() * size_of::<[Row; PAGE]>()
    }
}

impl Place {
    fn new(family: usize, number: u32) -> Self {
        // Eight digits are less than 2^27, and a page takes eight bits of them.
        Self { page: (family as u32) << 24 | number >> PAGE.trailing_zeros(), at: number as usize % PAGE }
    }
}

/// An id as what stands before its number, and the number: as many of its last digits as there are, up to the widest.
fn split(id: &[u8]) -> Option<(&[u8], u32)> {
    if let Some((family, digits)) = id.split_last_chunk::<WIDEST>()
        && let Some(number) = eight(*digits)
    {
        return Some((family, number));
    }
    let width = id.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (family, digits) = id.split_at(id.len() - width);
    let number = digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    (width > 0).then_some((family, number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use alloc::format;
    use alloc::string::String;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_two_ids_have_one_place(ids in prop::collection::btree_set("[mx0]{0,2}[0-9]{0,10}", 0..60)) {
            let (mut numbered, mut rows) = (Numbered::default(), BTreeMap::<String, Row>::new());
            for (row, id) in (0..).zip(&ids) {
                if let Some(place) = numbered.place(id.as_bytes()) {
                    prop_assert_eq!(numbered.get(place), None, "{}", id);
                    if numbered.put(place, row) {
                        rows.insert(id.clone(), row);
                    }
                }
            }
            for (id, row) in rows {
                let place = numbered.find(id.as_bytes());
                prop_assert_eq!(place, numbered.place(id.as_bytes()));
                prop_assert_eq!(place.and_then(|place| numbered.get(place)), Some(row));
            }
        }
    }

    #[test]
    fn numbers_that_are_far_apart_take_no_room() {
        let mut numbered = Numbered::default();
        let taken = (0..100_000_u32).filter(|row| {
            let place = numbered.place(format!("m{:08}", row.wrapping_mul(2_654_435_761) % 100_000_000).as_bytes());
            place.is_some_and(|place| numbered.get(place).is_none() && numbered.put(place, *row))
        });
        assert!(taken.count() < 1_000);
        assert!(numbered.bytes() < 100_000, "{} bytes", numbered.bytes());
    }

    #[test]
    fn numbers_that_are_close_together_take_little() {
        let mut numbered = Numbered::default();
        for row in 0..100_000 {
            let place = numbered.place(format!("m{row:09}").as_bytes()).expect("a number");
            assert!(numbered.put(place, row));
        }
        assert!(numbered.bytes() < 100_000 * 5, "{} bytes", numbered.bytes());
    }
}
