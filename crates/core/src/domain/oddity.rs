//! What was odd about a stream. The fold cannot fail: it goes on, counts, and keeps examples for people to look at.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::TimeDelta;

use super::event::{Body, Event};
use super::instant::Instant;

/// Counts and examples of what was not plain.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Oddities {
    /// Distinct well-formed events.
    pub events: u64,
    /// Events that had been seen before.
    pub duplicates: u64,
    /// The first [`Self::LINES_KEPT`] of them.
    pub duplicate_events: Vec<Odd>,
    /// Events told more than [`Self::LATE_AFTER`] after later ones were known. They count like any other.
    pub late: u64,
    /// The first [`Self::LINES_KEPT`] of them.
    pub late_events: Vec<Odd>,
    /// The latest time of any event so far.
    latest: Option<Instant>,
    /// Of the events, those of a type nobody here knows.
    pub unrecognised: u64,
    /// How many of each unknown type, for the first [`Self::TYPES_KEPT`] types.
    pub unrecognised_types: BTreeMap<String, u64>,
    /// Lines that are not events.
    pub malformed: u64,
    /// The first [`Self::LINES_KEPT`] of them, cut to [`Self::LINE_KEPT`] bytes.
    pub malformed_lines: Vec<String>,
}

/// An event that was odd.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Odd {
    /// Its id.
    pub id: String,
    /// What it says, in a word.
    pub kind: String,
    /// The message it speaks of.
    pub message: Option<String>,
    /// When it happened.
    pub time: Instant,
    /// How many seconds before the latest event known when it was told; 0 if that is not what is odd.
    pub late_by_s: u64,
}

impl Oddities {
    /// An event is late if it happened so long before the latest one known.
    pub const LATE_AFTER: TimeDelta = TimeDelta::hours(1);
    /// How many unreadable lines are kept for show.
    pub const LINES_KEPT: usize = 50;
    /// How much of each, in bytes.
    pub const LINE_KEPT: usize = 400;
    /// How many unknown types are told apart.
    pub const TYPES_KEPT: usize = 50;

    pub(super) fn duplicate(&mut self, event: &Event<'_>) {
        self.duplicates += 1;
        if self.duplicate_events.len() < Self::LINES_KEPT {
            self.duplicate_events.push(Odd::of(event, TimeDelta::zero()));
        }
    }

    pub(super) fn event(&mut self, event: &Event<'_>) {
        self.events += 1;
        match self.latest {
            Some(latest) if event.time <= latest => {
                let late_by = latest.since(event.time);
                if late_by > Self::LATE_AFTER {
                    self.late += 1;
                    if self.late_events.len() < Self::LINES_KEPT {
                        self.late_events.push(Odd::of(event, late_by));
                    }
                }
            }
            Some(_) | None => self.latest = Some(event.time),
        }
    }

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

impl Odd {
    fn of(event: &Event<'_>, late_by: TimeDelta) -> Self {
        let (kind, message) = match &event.body {
            Body::Message { message, fact, .. } => (fact.name(), Some(message.to_string())),
            Body::Delivery(_) => ("delivery", None),
            Body::Unrecognised(kind) => (&**kind, None),
        };
        Self {
            id: event.id.to_string(),
            kind: kind.to_string(),
            message,
            time: event.time,
            late_by_s: late_by.num_seconds().unsigned_abs(),
        }
    }
}
