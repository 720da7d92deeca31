//! Telling formats apart by their first bytes.

use alloc::vec::Vec;

use super::{Format, cloudevents, ses};

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
            let ends_object = self.bytes[line.clone()].trim_ascii_end().ends_with(b"}");
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

    /// The best guess from what there is.
    pub fn guess(&self) -> Format {
        let looked_at = &self.bytes[..self.bytes.len().min(Self::ENOUGH)];
        let rest = &looked_at[self.seen.min(looked_at.len())..];
        of_line(rest).or_else(|| of_start(looked_at)).unwrap_or(Format::CloudEvents)
    }

    /// All it was given, to be read in earnest.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

fn of_line(line: &[u8]) -> Option<Format> {
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    let is_sse = [&b":"[..], b"data:", b"id:", b"event:", b"retry:"].iter().any(|field| line.starts_with(field));
    if is_sse { Some(Format::Sse) } else { of_start(line) }
}

/// By the first object at the start of these bytes, which may go on behind it.
fn of_start(bytes: &[u8]) -> Option<Format> {
    let mut bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    bytes = bytes.strip_prefix(b"[").unwrap_or(bytes).trim_ascii_start();
    if bytes.first() != Some(&b'{') {
        return None;
    }
    if cloudevents::is_likely(bytes) {
        return Some(Format::CloudEvents);
    }
    ses::is_likely(bytes).then_some(Format::Ses)
}
