//! Telling formats apart by their first bytes.

use alloc::vec::Vec;

use super::objects::{Objects, Part};
use super::{Format, cloudevents, providers};

/// Holds the start of a stream until its format is clear. Decides at line ends and at [`Sniffer::ENOUGH`] bytes only,
/// so that it does not matter how the stream is cut.
#[derive(Default)]
pub(super) struct Sniffer {
    bytes: Vec<u8>,
    /// Up to where lines have been looked at.
    seen: usize,
    /// How often the whole start was read, which costs more each time.
    attempts: usize,
}

impl Sniffer {
    /// With this many bytes and no decision, it guesses.
    const ENOUGH: usize = 64 * 1024;
    /// An object over several lines has few of them that end in a brace before its last one.
    const MOST_ATTEMPTS: usize = 200;

    /// Takes the next bytes; the format, once it is clear.
    pub fn push(&mut self, bytes: &[u8]) -> Option<Format> {
        self.bytes.extend_from_slice(bytes);
        let looked_at = self.bytes.len().min(Self::ENOUGH);
        while let Some(length) = memchr::memchr(b'\n', &self.bytes[self.seen..looked_at]) {
            let line = self.seen..self.seen + length;
            self.seen = line.end + 1;
            // One that begins there, too, was looked at as a line.
            let ends_object = {
                let line = self.bytes[line.clone()].trim_ascii();
                line.ends_with(b"}") && !line.starts_with(b"{")
            };
            let mut decided = of_line(&self.bytes[line]);
            if decided.is_none() && ends_object && self.attempts < Self::MOST_ATTEMPTS {
                self.attempts += 1;
                decided = of_start(&self.bytes[..self.seen]);
            }
            if decided.is_some() {
                return decided;
            }
        }
        (self.bytes.len() >= Self::ENOUGH).then(|| self.guess())
    }

    /// The best guess from what there is. What is like nothing is read as the contract's own, and found malformed.
    pub fn guess(&self) -> Format {
        self.likely().unwrap_or(Format::CloudEvents)
    }

    /// What it is likely to be, if it is like anything.
    pub fn likely(&self) -> Option<Format> {
        let looked_at = &self.bytes[..self.bytes.len().min(Self::ENOUGH)];
        let rest = &looked_at[self.seen.min(looked_at.len())..];
        of_line(rest).or_else(|| of_start(looked_at)).or_else(|| of_beginning(looked_at))
    }

    /// Whether the objects stand in lines of their own, as far as the first one tells; else they are in a list, or behind
    /// one another, or over many lines.
    pub fn is_in_lines(&self) -> bool {
        let first = plain_lines(&self.bytes).next().unwrap_or_default();
        !first.starts_with(b"[") && (!first.starts_with(b"{") || cloudevents::is_whole(first))
    }

    /// All it was given, to be read in earnest.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// What a file is, by its first bytes: 64 KiB are enough. `None` if it is like nothing that is read here.
pub fn recognise(start: &[u8]) -> Option<Format> {
    let mut sniffer = Sniffer::default();
    match sniffer.push(start) {
        // Decided at its last byte, or only guessed.
        Some(Format::CloudEvents) | None => sniffer.likely(),
        decided => decided,
    }
}

fn of_line(line: &[u8]) -> Option<Format> {
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    let is_sse = [&b":"[..], b"data:", b"id:", b"event:", b"retry:"].iter().any(|field| line.starts_with(field));
    if is_sse { Some(Format::Sse) } else { of_start(line) }
}

/// By the first object that tells, of those that begin at the start of these bytes.
fn of_start(bytes: &[u8]) -> Option<Format> {
    if !plain(bytes).starts_with(b"{") {
        return None;
    }
    let mut found = None;
    Objects::default().push(bytes, &mut |part| {
        if let Part::Object(object) = part
            && found.is_none()
        {
            found = of_object(object);
        }
    });
    found
}

fn of_object(object: &[u8]) -> Option<Format> {
    if cloudevents::is_likely(object) {
        return Some(Format::CloudEvents);
    }
    providers::of_object(object).map(Format::Of)
}

/// By the keys of an object whose end is not here.
fn of_beginning(bytes: &[u8]) -> Option<Format> {
    providers::of_beginning(plain(bytes)).map(Format::Of)
}

/// The lines that are not blank.
fn plain_lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty())
}

/// What stands before the first object of a list is passed over.
fn plain(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    bytes.strip_prefix(b"[").unwrap_or(bytes).trim_ascii_start()
}
