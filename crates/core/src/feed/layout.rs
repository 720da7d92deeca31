//! Lines that are as long as one before them, part by part: what most lines of a pattern are, since services pad their
//! numbers. Then nobody has to look for where a value ends, and a line is compared as a whole, many bytes at once.

use alloc::boxed::Box;
use alloc::vec;
use core::ops::Range;

use wide::u8x16;

use super::slot::{Filled, Slot};

/// Bytes compared at a time.
const BLOCK: usize = 16;

/// Where everything stands in a line of one length.
struct Layout {
    length: usize,
    /// The line block by block. The last bytes are a block of their own, some of which are in the one before.
    blocks: Box<[Block]>,
    /// The gaps somebody asks for.
    gaps: Box<[(Slot, Range<usize>)]>,
}

/// A few bytes of a line.
struct Block {
    /// What is fixed, and zero in the gaps.
    fixed: u8x16,
    /// All ones where something is fixed, zero in the gaps.
    mask: u8x16,
}

/// The layouts of a pattern, one of a length at most.
#[derive(Default)]
pub(super) struct Layouts {
    /// By length, as far as it goes.
    known: [Option<Layout>; Layouts::COUNT],
    hits: u32,
    made: u32,
}

impl Layouts {
    const COUNT: usize = 32;
    /// Where hardly any two lines are laid out alike, nothing more is kept after so many.
    const PATIENCE: u32 = 2 * Self::COUNT as u32;
    /// Unless it pays: one in so many.
    const WORTH: u32 = 16;

    /// What fills the gaps, if a line is laid out like one before.
    pub fn fill<'a>(&mut self, line: &'a str) -> Option<Filled<'a>> {
        let layout = self.known[line.len() % Self::COUNT].as_ref()?;
        if !layout.fits(line.as_bytes()) {
            return None;
        }
        let mut filled = Filled::default();
        for (slot, gap) in &layout.gaps {
            filled.set(*slot, line.get(gap.clone()));
        }
        self.hits = self.hits.saturating_add(1);
        Some(filled)
    }

    /// Keeps the layout of a line, given its gaps, none of which holds a number.
    pub fn learn(&mut self, line: &str, gaps: &[(Slot, Range<usize>)]) {
        if self.made > Self::PATIENCE + self.hits / Self::WORTH {
            return;
        }
        self.made += 1;
        self.known[line.len() % Self::COUNT] = Layout::new(line, gaps);
    }
}

impl Layout {
    /// `None` of a line shorter than a block.
    fn new(line: &str, gaps: &[(Slot, Range<usize>)]) -> Option<Self> {
        let mut mask = vec![u8::MAX; line.len()];
        for (_, gap) in gaps {
            mask[gap.clone()].fill(0);
        }
        let blocks = blocks(line.as_bytes())?.zip(blocks(&mask)?);
        let blocks = blocks.map(|(bytes, mask)| Block { fixed: bytes & mask, mask }).collect();
        let gaps = gaps.iter().filter(|(slot, _)| *slot != Slot::Other).cloned().collect();
        Some(Self { length: line.len(), blocks, gaps })
    }

    /// Whether what is fixed is there, and each gap ends where it did.
    fn fits(&self, line: &[u8]) -> bool {
        let Some(bytes) = blocks(line).filter(|_| line.len() == self.length) else { return false };
        let wrong = bytes.zip(&self.blocks).fold(u8x16::ZERO, |wrong, (bytes, Block { fixed, mask })| {
            wrong | (bytes & *mask) ^ *fixed | stops(bytes) & !*mask
        });
        wrong == u8x16::ZERO
    }
}

/// The bytes block by block. `None` if there are not enough for one.
fn blocks(bytes: &[u8]) -> Option<impl Iterator<Item = u8x16>> {
    let end = bytes.last_chunk::<BLOCK>()?;
    Some(bytes.as_chunks::<BLOCK>().0.iter().chain([end]).map(|block| u8x16::new(*block)))
}

/// All ones where a text without escapes ends, or is odd: see [`super::pattern::text_length`].
fn stops(bytes: u8x16) -> u8x16 {
    bytes.simd_eq(u8x16::splat(b'"')) | bytes.simd_eq(u8x16::splat(b'\\')) | bytes.simd_lt(u8x16::splat(b' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_line_fits_if_it_has_the_same_frame_and_texts_as_long(
            first in "[a-zé]{0,5}", second in "[ -~é\n\"\\\\]{0,5}", end in prop_oneof![9 => Just("\"}"), 1 => Just("\"]")],
        ) {
            let line = format!("{{\"specversion\":\"1.0\",\"id\":\"{first}\"}}");
            let mut layouts = Layouts::default();
            layouts.learn(&line, &[(Slot::Id, 27..27 + first.len())]);
            prop_assert_eq!(layouts.fill(&line).expect("its own").get(Slot::Id), Some(&*first));
            let other = format!("{{\"specversion\":\"1.0\",\"id\":\"{second}{end}");
            let fits = second.len() == first.len() && end == "\"}" && !second.bytes().any(|byte| matches!(byte, b'"' | b'\\' | 0..b' '));
            let is = layouts.fill(&other).map(|filled| filled.get(Slot::Id) == Some(&*second));
            prop_assert_eq!(is, fits.then_some(true));
        }
    }

    #[test]
    fn where_no_two_lines_are_laid_out_alike_nothing_is_kept_for_ever() {
        let mut layouts = Layouts::default();
        for length in 0..1_000 {
            let line = "x".repeat(length);
            assert!(layouts.fill(&line).is_none());
            layouts.learn(&line, &[]);
        }
        assert_eq!(layouts.made, Layouts::PATIENCE + 1);
    }
}
