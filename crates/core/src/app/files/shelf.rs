//! The files that were chosen, and how they are to be counted.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::TimeDelta;

use super::comparison::Share;
use crate::domain::fold::Settings;
use crate::domain::id::DeliveryId;
use crate::domain::status::Feedback;
use crate::feed::{Format, recognise};

/// How long the first line of a strange file is shown, in characters.
const LONGEST_LINE: usize = 120;

/// A file on the shelf.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// What it is known by here; never used twice.
    pub key: u32,
    /// Its name, or its address.
    pub name: String,
    /// How long it is, in bytes as it is kept. `None` while it is on its way.
    pub size: Option<u64>,
    /// What was found in it.
    pub found: Found,
}

/// What was found in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// Its first bytes are on their way.
    Coming,
    /// Events.
    Events(Format),
    /// Nothing that could be read.
    Nothing(Trouble),
}

/// Why a file cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// There is nothing in it.
    Empty,
    /// It is like nothing that is read here.
    Unknown {
        /// Its first line, as far as it can be shown.
        first_line: String,
    },
    /// It could not be had: gone, or kept from us by the browser.
    Unreadable,
    /// The address answered with this status.
    Refused(u16),
    /// The address did not answer, or may not be read from this page.
    Unreachable,
    /// What was written is no address.
    NoAddress,
}

/// How the events are to be counted: what no file says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    /// Whether whoever sent it reports deliveries.
    pub feedback: Feedback,
    /// How long an open outcome stays open, in hours.
    pub validity_hours: u32,
}

impl Terms {
    /// The longest validity there is: three and a half days (design.md section 4).
    pub const LONGEST_HOURS: u32 = 84;

    /// The same for counting.
    pub fn settings(self) -> Settings {
        Settings { feedback: self.feedback, validity: TimeDelta::hours(i64::from(self.validity_hours)) }
    }
}

impl Default for Terms {
    fn default() -> Self {
        Self { feedback: Feedback::On, validity_hours: Self::LONGEST_HOURS }
    }
}

/// How far the files have been read, in bytes as they are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Read so far.
    pub done: u64,
    /// Of so many.
    pub total: u64,
}

/// Everything that was chosen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Shelf {
    /// The files, in the order they came.
    pub files: Vec<File>,
    /// How they are counted.
    pub terms: Terms,
    /// What each of several origins has in it, once that was counted.
    pub shares: Vec<Share>,
    last: u32,
    edition: u32,
}

impl Shelf {
    /// Puts a file there; gives its key. One of the same name and length is not put there twice, and has none.
    pub fn add(&mut self, name: &str, size: Option<u64>) -> Option<u32> {
        let is_there = self.files.iter().any(|file| file.name == name && (size.is_none() || file.size == size));
        if is_there {
            return None;
        }
        self.last += 1;
        self.files.push(File { key: self.last, name: name.to_string(), size, found: Found::Coming });
        Some(self.last)
    }

    /// A file's first bytes, unpacked, are here.
    pub fn came(&mut self, key: u32, size: u64, start: &[u8]) {
        let found = match recognise(start) {
            Some(format) => Found::Events(format),
            None if start.iter().all(u8::is_ascii_whitespace) => Found::Nothing(Trouble::Empty),
            None => Found::Nothing(Trouble::Unknown { first_line: first_line(start) }),
        };
        self.settle(key, Some(size), found);
    }

    /// A file cannot be had.
    pub fn missed(&mut self, key: u32, trouble: Trouble) {
        self.settle(key, None, Found::Nothing(trouble));
    }

    fn settle(&mut self, key: u32, size: Option<u64>, found: Found) {
        if let Some(file) = self.files.iter_mut().find(|file| file.key == key) {
            file.size = size.or(file.size);
            file.found = found;
            self.renew();
        }
    }

    /// Takes a file away.
    pub fn remove(&mut self, key: u32) {
        self.files.retain(|file| file.key != key);
        self.renew();
    }

    /// What is on it now makes another delivery.
    fn renew(&mut self) {
        self.edition += 1;
        self.shares.clear();
    }

    /// The files that hold events, in their order.
    pub fn readable(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| matches!(file.found, Found::Events(_)))
    }

    /// Whether one of them is still on its way.
    pub fn is_coming(&self) -> bool {
        self.files.iter().any(|file| file.found == Found::Coming)
    }

    /// The delivery that they make. Other files make another one.
    pub fn delivery(&self) -> DeliveryId {
        DeliveryId::new(format!("files-{}", self.edition))
    }
}

/// The first line that is not blank, without what no screen shows.
fn first_line(start: &[u8]) -> String {
    let text = String::from_utf8_lossy(start);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let shown = |sign: char| if sign.is_control() { char::REPLACEMENT_CHARACTER } else { sign };
    let mut shown: String = line.chars().map(shown).take(LONGEST_LINE).collect();
    if line.chars().nth(LONGEST_LINE).is_some() {
        shown.push('…');
    }
    shown
}
