//! What was odd about a stream. The fold cannot fail: it goes on, counts, and keeps examples for people to look at.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Counts and examples of what was not plain.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Oddities {
    /// Distinct well-formed events.
    pub events: u64,
    /// Events that had been seen before.
    pub duplicates: u64,
    /// Of the events, those of a type nobody here knows.
    pub unrecognised: u64,
    /// How many of each unknown type, for the first [`Self::TYPES_KEPT`] types.
    pub unrecognised_types: BTreeMap<String, u64>,
    /// Lines that are not events.
    pub malformed: u64,
    /// The first [`Self::LINES_KEPT`] of them, cut to [`Self::LINE_KEPT`] bytes.
    pub malformed_lines: Vec<String>,
}

impl Oddities {
    /// How many unreadable lines are kept for show.
    pub const LINES_KEPT: usize = 50;
    /// How much of each, in bytes.
    pub const LINE_KEPT: usize = 400;
    /// How many unknown types are told apart.
    pub const TYPES_KEPT: usize = 50;

    pub(super) fn unrecognised(&mut self, kind: &str) {
        self.unrecognised += 1;
        if let Some(count) = self.unrecognised_types.get_mut(kind) {
            *count += 1;
        } else if self.unrecognised_types.len() < Self::TYPES_KEPT {
            self.unrecognised_types.insert(kind.to_string(), 1);
        }
    }

    pub(super) fn malformed(&mut self, line: &[u8]) {
        self.malformed += 1;
        if self.malformed_lines.len() < Self::LINES_KEPT {
            let kept = &line[..line.len().min(Self::LINE_KEPT)];
            let mut text = String::from_utf8_lossy(kept).into_owned();
            if kept.len() < line.len() {
                text.push('…');
            }
            self.malformed_lines.push(text);
        }
    }
}
