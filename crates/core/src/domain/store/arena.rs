//! All text of a store.

use alloc::vec::Vec;

/// Texts one behind the other, each after its length, in pages that never move: growing copies nothing and leaves no
/// room unused but the end of a page. Nothing is ever taken out.
#[derive(Clone, Default)]
pub(in crate::domain) struct Arena {
    pages: Vec<Vec<u8>>,
}

impl Arena {
    /// A page's size, as a power of two. A longer text has a page of its own.
    const PAGE_BITS: u32 = 18;

    /// Keeps a text, and says where: the page, and the place on it. The length comes first, seven bits a byte, the last
    /// one below 128.
    pub fn add(&mut self, text: &str) -> usize {
        let mut head = [0; 10];
        let mut digits = 0;
        let mut length = text.len();
        while length >= 0x80 {
            head[digits] = 0x80 | (length & 0x7f) as u8;
            length >>= 7;
            digits += 1;
        }
        head[digits] = length as u8;
        let head = &head[..=digits];
        let needed = head.len() + text.len();
        let has_room = self.pages.last().is_some_and(|page| page.len() + needed <= 1 << Self::PAGE_BITS);
        if !has_room {
            self.pages.push(Vec::with_capacity(needed.max(1 << Self::PAGE_BITS)));
        }
        let number = self.pages.len() - 1;
        let page = &mut self.pages[number];
        let at = page.len();
        page.extend_from_slice(head);
        page.extend_from_slice(text.as_bytes());
        number << Self::PAGE_BITS | at
    }

    /// The text as bytes: enough to compare and to hash.
    pub fn get(&self, at: usize) -> &[u8] {
        let (start, end) = self.span(at);
        &self.pages[at >> Self::PAGE_BITS][start..end]
    }

    /// Where the text behind this one stands, if it is on the same page.
    pub fn next(&self, at: usize) -> usize {
        at >> Self::PAGE_BITS << Self::PAGE_BITS | self.span(at).1
    }

    /// Where a text begins and ends on its page.
    fn span(&self, at: usize) -> (usize, usize) {
        let page = &self.pages[at >> Self::PAGE_BITS];
        let (mut start, mut length, mut shift) = (at & ((1 << Self::PAGE_BITS) - 1), 0, 0);
        loop {
            let byte = usize::from(page[start]);
            start += 1;
            length |= (byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return (start, start + length);
            }
        }
    }

    pub fn read(&self, at: usize) -> &str {
        // Only whole texts are ever kept, so this is one.
        core::str::from_utf8(self.get(at)).unwrap_or_default()
    }

    pub fn bytes(&self) -> usize {
        self.pages.iter().map(Vec::capacity).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_of_any_length_and_script_come_back(texts in prop::collection::vec(prop_oneof![20 => ".{0,300}".boxed(), 1 => Just("long".repeat(100_000)).boxed()], 1..20)) {
            let mut arena = Arena::default();
            let places: Vec<_> = texts.iter().map(|text| arena.add(text)).collect();
            for (text, at) in texts.iter().zip(places) {
                prop_assert_eq!(arena.read(at), text);
            }
            for pair in texts.windows(2) {
                let (first, second) = (arena.add(&pair[0]), arena.add(&pair[1]));
                if second == arena.next(first) {
                    prop_assert_eq!(arena.read(arena.next(first)), &pair[1]);
                }
            }
        }
    }
}
