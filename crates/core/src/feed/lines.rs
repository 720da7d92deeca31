//! Lines out of chunks.

use alloc::vec::Vec;

/// Splits at line feeds. Blank lines, and a byte order mark at the very start, are nothing.
#[derive(Default)]
pub(super) struct Lines {
    rest: Vec<u8>,
    has_begun: bool,
}

/// The byte order mark of UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl Lines {
    pub fn push(&mut self, bytes: &[u8], line: &mut impl FnMut(&[u8])) {
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            let piece = &bytes[from..end];
            from = end + 1;
            if self.rest.is_empty() {
                self.hand_on(piece, line);
            } else {
                self.rest.extend_from_slice(piece);
                let whole = core::mem::take(&mut self.rest);
                self.hand_on(&whole, line);
                self.rest = whole;
                self.rest.clear();
            }
        }
        self.rest.extend_from_slice(&bytes[from..]);
    }

    /// What is left when the stream has ended.
    pub fn finish(&mut self, line: &mut impl FnMut(&[u8])) {
        let rest = core::mem::take(&mut self.rest);
        self.hand_on(&rest, line);
    }

    fn hand_on(&mut self, piece: &[u8], line: &mut impl FnMut(&[u8])) {
        let is_first = !core::mem::replace(&mut self.has_begun, true);
        let piece = if is_first { piece.strip_prefix(BYTE_ORDER_MARK).unwrap_or(piece) } else { piece };
        let piece = piece.trim_ascii();
        if !piece.is_empty() {
            line(piece);
        }
    }
}
