//! JSON objects one behind the other: with line breaks between them, in an array, over many lines, or, as Firehose
//! writes them, with nothing between.

use alloc::vec::Vec;

/// The byte order mark of UTF-8, which stands before the first object if anywhere.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A piece of the stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part<'a> {
    /// From an opening brace to its closing one. Not yet parsed.
    Object(&'a [u8]),
    /// Something else.
    Garbage(&'a [u8]),
}

/// Splits a stream into objects by counting braces. A broken object costs no more than its line: one with a line break
/// inside a text, or whose first line break is followed by another object, ends there.
#[derive(Default)]
pub(super) struct Objects {
    part: Vec<u8>,
    place: Place,
    depth: usize,
    lines: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    #[default]
    Between,
    Garbage,
    Object,
    Text,
    Escape,
}

impl Place {
    /// Within an object, where a byte leads.
    const fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::Text, b'\\') => Self::Escape,
            (Self::Text, b'"') => Self::Object,
            (Self::Object, b'"') => Self::Text,
            (Self::Escape, _) => Self::Text,
            (place, _) => place,
        }
    }
}

impl Objects {
    pub fn push(&mut self, bytes: &[u8], hand_on: &mut impl FnMut(Part<'_>)) {
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            // Most of an object stands in its texts, where three bytes mean something.
            let plain = match self.place {
                Place::Text => memchr::memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len()),
                Place::Between | Place::Garbage | Place::Object | Place::Escape => 0,
            };
            if plain > 0 {
                self.part.extend_from_slice(&rest[..plain]);
                rest = &rest[plain..];
            } else {
                self.step(byte, hand_on);
                rest = after;
            }
        }
    }

    /// An object that is not closed may still be being written; anything else is handed on.
    pub fn finish(&mut self, hand_on: &mut impl FnMut(Part<'_>)) {
        if self.place == Place::Garbage {
            self.end(hand_on);
        }
        *self = Self::default();
    }

    /// The same, where nothing more can come: an object that is not closed is broken.
    pub fn close(&mut self, hand_on: &mut impl FnMut(Part<'_>)) {
        if self.place != Place::Between {
            self.place = Place::Garbage;
        }
        self.finish(hand_on);
    }

    fn step(&mut self, byte: u8, hand_on: &mut impl FnMut(Part<'_>)) {
        match (self.place, byte) {
            (Place::Between, b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']') => {}
            (Place::Between, b'{') => self.open(),
            (Place::Between, _) => {
                self.place = Place::Garbage;
                self.part.push(byte);
            }
            (Place::Garbage, b'\n') => self.end(hand_on),
            (Place::Garbage, b'{') => {
                self.end(hand_on);
                self.open();
            }
            (Place::Garbage, _) => self.part.push(byte),
            (Place::Text | Place::Escape, b'\n') => {
                self.place = Place::Garbage;
                self.end(hand_on);
            }
            (Place::Object, b'{')
                if self.lines == 1 && self.part.last() == Some(&b'\n') && !awaits_value(&self.part) =>
            {
                self.place = Place::Garbage;
                self.end(hand_on);
                self.open();
            }
            (place, byte) => {
                self.part.push(byte);
                self.place = place.after(byte);
                if place == Place::Object {
                    self.count(byte, hand_on);
                }
            }
        }
    }

    fn count(&mut self, byte: u8, hand_on: &mut impl FnMut(Part<'_>)) {
        match byte {
            b'\n' => self.lines += 1,
            b'{' => self.depth += 1,
            b'}' => {
                self.depth -= 1;
                if self.depth == 0 {
                    self.end(hand_on);
                }
            }
            _ => {}
        }
    }

    fn open(&mut self) {
        self.place = Place::Object;
        self.depth = 1;
        self.lines = 0;
        self.part.push(b'{');
    }

    fn end(&mut self, hand_on: &mut impl FnMut(Part<'_>)) {
        let part = self.part.trim_ascii();
        let part = part.strip_prefix(BYTE_ORDER_MARK).unwrap_or(part);
        match self.place {
            Place::Object => hand_on(Part::Object(part)),
            _ if part.is_empty() => {}
            _ => hand_on(Part::Garbage(part)),
        }
        self.part.clear();
        self.place = Place::Between;
    }
}

/// Whether a value may follow on what is there of an object: a member of a list, or what belongs to a key.
fn awaits_value(part: &[u8]) -> bool {
    let (mut opened, mut last, mut place) = (Vec::new(), b' ', Place::Object);
    for &byte in part {
        place = place.after(byte);
        match byte {
            _ if place != Place::Object => {}
            b'{' | b'[' => opened.push(byte),
            b'}' | b']' => drop(opened.pop()),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
    }
    last == b':' || last == b'[' || last == b',' && opened.last() == Some(&b'[')
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec;

    fn check(stream: &str, expected: &[&str]) {
        for cut in 0..=stream.len() {
            let (mut objects, mut seen) = (Objects::default(), vec![]);
            let mut hand_on = |part: Part<'_>| {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                seen.push(match part {
                    Part::Object(bytes) => text(bytes),
                    Part::Garbage(bytes) => alloc::format!("! {}", text(bytes)),
                });
            };
            objects.push(&stream.as_bytes()[..cut], &mut hand_on);
            objects.push(&stream.as_bytes()[cut..], &mut hand_on);
            objects.finish(&mut hand_on);
            assert_eq!(seen, expected, "{stream:?} cut at {cut}");
        }
    }

    #[test]
    fn finds_objects_however_they_are_separated() {
        check("{}{}", &["{}", "{}"]);
        check("{\"a\":{\"b\":1}}\n{\"c\":2}\r\n", &["{\"a\":{\"b\":1}}", "{\"c\":2}"]);
        check("[{\"a\":1},\n {\"b\":2}]", &["{\"a\":1}", "{\"b\":2}"]);
        check("{\n  \"a\": {\n    \"b\": 1\n  }\n}{}", &["{\n  \"a\": {\n    \"b\": 1\n  }\n}", "{}"]);
        check(r#"{"a":"}{\"\\"}{}"#, &[r#"{"a":"}{\"\\"}"#, "{}"]);
    }

    #[test]
    fn a_page_may_have_its_members_on_lines_of_their_own() {
        let whole = |page: &str| check(page, &[page]);
        whole("{\"items\":[\n{\"a\":1},\n{\"b\":\"]\"}\n]}");
        whole("{\"items\":[{\"a\":1},\n{\"b\":2}]}");
        whole("{\"a\":\n{\"b\":2}}");
    }

    #[test]
    fn a_broken_piece_costs_its_line_only() {
        check("oops\n{}", &["! oops", "{}"]);
        check("oops{}", &["! oops", "{}"]);
        check("{\"a\":\"cut\n{}", &["! {\"a\":\"cut", "{}"]);
        check("{\"a\":{\"b\":1,\n{\"c\":2}", &["! {\"a\":{\"b\":1,", "{\"c\":2}"]);
        check("{}{\"a\":", &["{}"]);
        check("{} trailing", &["{}", "! trailing"]);
        check("\u{feff}{}", &["{}"]);
    }
}
