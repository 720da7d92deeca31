//! Lines that are as long as one before them, part by part: what most lines of a pattern are, since services pad their
//! numbers. Then nobody has to look for where a value ends, and a line is compared as a whole, many bytes at once.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use super::pattern::{Filled, Slot, is_stop};

/// Where everything stands in a line of one length.
struct Layout {
    /// What is fixed, and zero in the gaps.
    fixed: Box<[u8]>,
    /// All ones where something is fixed, zero in the gaps.
    mask: Box<[u8]>,
    /// The gaps somebody asks for.
    gaps: Box<[(Slot, Range<usize>)]>,
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
        self.known[line.len() % Self::COUNT] = Some(Layout::new(line, gaps));
    }
}

impl Layout {
    fn new(line: &str, gaps: &[(Slot, Range<usize>)]) -> Self {
        let (mut fixed, mut mask) = (Vec::from(line.as_bytes()), vec![u8::MAX; line.len()]);
        for (_, gap) in gaps {
            fixed[gap.clone()].fill(0);
            mask[gap.clone()].fill(0);
        }
        let asked: Vec<_> = gaps.iter().filter(|(slot, _)| *slot != Slot::Other).cloned().collect();
        Self { fixed: fixed.into(), mask: mask.into(), gaps: asked.into() }
    }

    /// Whether what is fixed is there, and each gap ends where it did. Without a way out in between: so the compiler can
    /// take sixteen bytes at a time.
    fn fits(&self, line: &[u8]) -> bool {
        let bytes = line.iter().zip(&self.fixed).zip(&self.mask);
        let wrong = bytes.fold(0, |wrong, ((byte, fixed), mask)| {
            let ends = if is_stop(*byte) { u8::MAX } else { 0 };
            wrong | (byte & mask) ^ fixed | ends & !mask
        });
        line.len() == self.fixed.len() && wrong == 0
    }
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
            let line = format!("{{\"id\":\"{first}\"}}");
            let mut layouts = Layouts::default();
            layouts.learn(&line, &[(Slot::Id, 7..7 + first.len())]);
            prop_assert_eq!(layouts.fill(&line).expect("its own").get(Slot::Id), Some(&*first));
            let other = format!("{{\"id\":\"{second}{end}");
            let fits = second.len() == first.len() && end == "\"}" && !second.bytes().any(is_stop);
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
