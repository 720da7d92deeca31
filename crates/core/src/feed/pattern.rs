//! Lines that are like one before them. Services write their events by a few patterns: between two lines of one pattern
//! only some values differ. So a line that was read thoroughly leaves its pattern, and the next one of that pattern is
//! read by comparing what is fixed and taking what is not.
//!
//! It gives what [`super::cloudevents::parse`] would give, or nothing, whatever JSON allows: what stands in a gap is a
//! value of the same kind as in the line the pattern is of, so that the two lines differ in these values alone. Each
//! pattern is tried on its own line before it is used.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::json::count;
use super::layout::Layouts;
use super::slot::{Filled, Slot};
use crate::domain::event::{Body, Event, Fact, Reason, Track};
use crate::domain::id::Cursor;
use crate::domain::instant::Instant;

/// What stands in a gap.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A text without escapes; its quotes are fixed.
    Text,
    /// A whole number.
    Number,
}

struct Gap {
    /// What stands before it.
    before: Box<[u8]>,
    kind: Kind,
    slot: Slot,
}

struct Pattern {
    gaps: Box<[Gap]>,
    end: Box<[u8]>,
    /// Where the last bytes of the type are mostly to be found, and what they are: most patterns differ in them.
    mark: (usize, u64),
    hits: u64,
    layouts: Layouts,
    source: String,
    preparation: u64,
    /// Without texts.
    fact: Fact<'static>,
}

/// The patterns of a stream.
#[derive(Default)]
pub(super) struct Patterns {
    known: Vec<Pattern>,
    hits: u64,
    learned: u64,
}

impl Patterns {
    /// With more, looking for the right one takes longer than it saves.
    const MOST: usize = 32;
    /// Where hardly any two lines are alike, learning is given up after so many.
    const PATIENCE: u64 = 500;
    /// Unless it pays: one in so many.
    const WORTH: u64 = 16;

    /// The event on a line, if the line is like one before.
    pub fn read<'a>(&'a mut self, line: &'a str) -> Option<Event<'a>> {
        let mut filled = None;
        let mut find = |is_marked: bool| {
            self.known.iter_mut().position(|known| {
                filled = if known.marks(line) == is_marked { known.fill(line) } else { None };
                filled.is_some()
            })
        };
        let at = find(true).or_else(|| find(false))?;
        let filled = filled?;
        self.hits += 1;
        self.known[at].hits += 1;
        // What comes often is looked at first.
        let place = at.saturating_sub(1);
        let at = if self.known[place].hits < self.known[at].hits {
            self.known.swap(place, at);
            place
        } else {
            at
        };
        self.known[at].event(&filled)
    }

    /// Keeps the pattern of a line that was read thoroughly as this event. `slots` are the texts and numbers in the line
    /// that the event is made of; `fixed` are those that have to stay what they are.
    pub fn learn(&mut self, line: &str, event: &Event<'_>, slots: &[(Slot, Option<&str>)], fixed: &[Option<&str>]) {
        if self.learned > Self::PATIENCE + self.hits / Self::WORTH {
            return;
        }
        self.learned += 1;
        let Some(pattern) = Pattern::new(line, event, slots, fixed) else { return };
        if self.known.len() == Self::MOST {
            self.known.clear();
        }
        self.known.push(pattern);
    }
}

impl Pattern {
    fn new(line: &str, event: &Event<'_>, slots: &[(Slot, Option<&str>)], fixed: &[Option<&str>]) -> Option<Self> {
        let Body::Message { fact, address: None, .. } = &event.body else { return None };
        let (mut gaps, mut from) = (Vec::new(), 0);
        for (value, kind) in values(line.as_bytes())? {
            let is_it = |raw: &Option<&str>| raw.is_some_and(|raw| place(line, raw) == Some(value.clone()));
            if fixed.iter().any(is_it) {
                continue;
            }
            let slot = slots.iter().find(|(_, raw)| is_it(raw)).map_or(Slot::Other, |(slot, _)| *slot);
            gaps.push(Gap { before: line.as_bytes()[from..value.start].into(), kind, slot });
            from = value.end;
        }
        let kind = fixed.first().copied().flatten()?;
        let mark = place(line, kind)?.end.checked_sub(8)?;
        let mut pattern = Self {
            gaps: gaps.into(),
            end: line.as_bytes()[from..].into(),
            mark: (mark, word(&line.as_bytes()[mark..])?),
            hits: 0,
            layouts: Layouts::default(),
            source: event.source.to_string(),
            preparation: event.preparation,
            fact: with(fact, &Filled::default()),
        };
        let filled = pattern.fill(line)?;
        (pattern.event(&filled).as_ref() == Some(event)).then_some(pattern)
    }

    /// Whether the line is likely to be of this pattern.
    fn marks(&self, line: &str) -> bool {
        let (at, bytes) = self.mark;
        line.as_bytes().get(at..).and_then(word) == Some(bytes)
    }

    /// What stands in the gaps. `None` if the line is of another pattern.
    fn fill<'a>(&mut self, line: &'a str) -> Option<Filled<'a>> {
        self.layouts.fill(line).or_else(|| self.measure(line))
    }

    /// The same for a line whose gaps may be of any length.
    fn measure<'a>(&mut self, line: &'a str) -> Option<Filled<'a>> {
        let bytes = line.as_bytes();
        let (mut places, mut at) = (Vec::with_capacity(self.gaps.len()), 0);
        for gap in &self.gaps {
            let rest = after(bytes.get(at..)?, &gap.before)?;
            at += gap.before.len();
            let length = match gap.kind {
                Kind::Text => text_length(rest),
                Kind::Number => number_length(rest)?,
            };
            places.push((gap.slot, at..at + length));
            at += length;
        }
        if bytes.get(at..) != Some(&*self.end) {
            return None;
        }
        let mut filled = Filled::default();
        for (slot, place) in places.iter().filter(|(slot, _)| *slot != Slot::Other) {
            filled.set(*slot, line.get(place.clone()));
        }
        if self.gaps.iter().all(|gap| gap.kind == Kind::Text) {
            self.layouts.learn(line, &places);
        }
        Some(filled)
    }

    fn event<'a>(&'a self, filled: &Filled<'a>) -> Option<Event<'a>> {
        Some(Event {
            id: filled.get(Slot::Id)?.into(),
            source: self.source.as_str().into(),
            time: Instant::parse(filled.get(Slot::Time)?)?,
            sequence: filled.get(Slot::Sequence).and_then(Cursor::parse),
            preparation: filled.get(Slot::Preparation).map_or(self.preparation, |digits| count(Some(digits))),
            body: Body::Message {
                message: filled.get(Slot::Message)?.into(),
                address: None,
                fact: with(&self.fact, filled),
            },
        })
    }
}

/// A fact of the same kind with these texts, and no others.
fn with<'a>(fact: &Fact<'_>, filled: &Filled<'a>) -> Fact<'a> {
    let address = || filled.get(Slot::Address).map(Into::into);
    let text = |slot: Slot| filled.text(slot).into();
    let reason = || Reason {
        code: text(Slot::Code),
        smtp: text(Slot::Smtp),
        enhanced: text(Slot::Enhanced),
        ..Reason::default()
    };
    match fact {
        Fact::Prepared { recipient, .. } => Fact::Prepared { address: address(), recipient: *recipient },
        Fact::Excluded { .. } => Fact::Excluded { address: address(), cause: text(Slot::Cause) },
        Fact::Suppressed => Fact::Suppressed,
        Fact::Relayed => Fact::Relayed,
        Fact::Delivered => Fact::Delivered,
        Fact::Deferred(_) => Fact::Deferred(reason()),
        Fact::Bounced(nature, _) => Fact::Bounced(*nature, reason()),
        Fact::Expired(_) => Fact::Expired(reason()),
        Fact::Cancelled => Fact::Cancelled,
        Fact::AutoReplied => Fact::AutoReplied,
        Fact::Tracked(Track { action, is_machine, .. }) => Fact::Tracked(Track {
            action: *action,
            url: text(Slot::Url),
            label: text(Slot::Label),
            is_machine: *is_machine,
        }),
        Fact::Complained => Fact::Complained,
    }
}

/// Where a part of a line stands in it: of a text, what is between its quotes.
fn place(line: &str, part: &str) -> Option<Range<usize>> {
    let from = part.as_ptr().addr().checked_sub(line.as_ptr().addr())?;
    let quotes = usize::from(part.starts_with('"'));
    Some(from + quotes..from + part.len() - quotes)
}

/// The values of a line of valid JSON that another line of its pattern may have others for: texts, without their quotes,
/// and whole numbers. `None` if there are escapes in one.
fn values(line: &[u8]) -> Option<Vec<(Range<usize>, Kind)>> {
    let (mut values, mut at) = (Vec::new(), 0);
    while let Some(&byte) = line.get(at) {
        match byte {
            b'"' => {
                let from = at + 1;
                at = from + text_length(&line[from..]);
                if line.get(at) != Some(&b'"') {
                    return None;
                }
                let text = from..at;
                at += 1;
                let is_key = line[at..].trim_ascii_start().first() == Some(&b':');
                if !is_key {
                    values.push((text, Kind::Text));
                }
            }
            b'-' | b'0'..=b'9' => {
                let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
                let length = line[at..].iter().take_while(|byte| is_part(byte)).count();
                if number_length(&line[at..]) == Some(length) {
                    values.push((at..at + length, Kind::Number));
                }
                at += length;
            }
            _ => at += 1,
        }
    }
    Some(values)
}

/// The first eight bytes.
fn word(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().map(|word| u64::from_le_bytes(*word))
}

/// What comes behind a beginning. Word by word, since it is short and the same most times.
fn after<'a>(bytes: &'a [u8], beginning: &[u8]) -> Option<&'a [u8]> {
    let (start, rest) = bytes.split_at_checked(beginning.len())?;
    let (ours, theirs) = (start.as_chunks::<8>(), beginning.as_chunks::<8>());
    let is_same =
        ours.0.iter().zip(theirs.0).all(|(our, their)| u64::from_le_bytes(*our) == u64::from_le_bytes(*their))
            && ours.1.iter().zip(theirs.1).all(|(our, their)| our == their);
    is_same.then_some(rest)
}

/// How many digits there are; none if they are no number in JSON.
fn number_length(bytes: &[u8]) -> Option<usize> {
    let length = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (length == 1 || length > 1 && bytes[0] != b'0').then_some(length)
}

/// Where a text ends, or is odd: at a quote, a backslash, or what must not stand in one.
fn text_length(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (words, rest) = bytes.as_chunks();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let (quotes, slashes) = (word ^ (ONES * u64::from(b'"')), word ^ (ONES * u64::from(b'\\')));
        let zeros = quotes.wrapping_sub(ONES) & !quotes | slashes.wrapping_sub(ONES) & !slashes;
        // The lowest bit set is the highest one of the first such byte. Bits above it mean nothing.
        let stops = (zeros | word.wrapping_sub(ONES * u64::from(b' ')) & !word) & HIGH;
        if stops != 0 {
            return at * 8 + (stops.trailing_zeros() / 8) as usize;
        }
    }
    let is_stop = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
    bytes.len() - rest.len() + rest.iter().position(is_stop).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::cloudevents::{parse, parse_like};
    use alloc::format;
    use alloc::vec;
    use proptest::prelude::*;

    /// A value in JSON, or nearly so: what services write, and whatever else comes to mind.
    fn value() -> impl Strategy<Value = String> {
        let odd = [
            r#""""#,
            r#""a\"b""#,
            r#""\\""#,
            r#""\u0041""#,
            r#""é""#,
            r#""a b""#,
            r#""550""#,
            r#""hard""#,
            r#""soft""#,
            "0",
            "7",
            "01",
            "-3",
            "1.5",
            "2e3",
            "18446744073709551616",
            "true",
            "false",
            "null",
            "[]",
            "[1,\"x\"]",
            r#"{"address":"in"}"#,
            "{}",
            "\"tab\there\"",
            "\"open",
            "",
            "nul",
            r#""2026-11-23T09:00:00Z""#,
            "\"\u{7f}\"",
        ];
        prop_oneof![
            5 => "\"[a-z0-9]{1,20}\"",
            3 => "[1-9][0-9]{0,5}",
            2 => prop::sample::select(odd.to_vec()).prop_map(String::from),
        ]
    }

    /// A member of an object, with blanks here and there.
    fn member(keys: &'static [&'static str]) -> impl Strategy<Value = String> {
        (prop::sample::select(keys), value(), "( | \t)?", "(|\r| )?")
            .prop_map(|(key, value, left, right)| format!("\"{key}\":{left}{value}{right}"))
    }

    fn content() -> impl Strategy<Value = String> {
        const KEYS: &[&str] = &[
            "preparation",
            "address",
            "test_profile",
            "trap",
            "cause",
            "nature",
            "reason",
            "smtp",
            "enhanced",
            "url",
            "label",
            "machine",
            "mx",
            "attempt",
            "addr\\u0065ss",
        ];
        let nature = prop::sample::select(vec![r#""nature":"hard""#, r#""nature":"soft""#]).prop_map(String::from);
        let object = prop::collection::vec(prop_oneof![4 => member(KEYS).boxed(), 1 => nature.boxed()], 0..4)
            .prop_map(|members| format!("{{{}}}", members.join(",")));
        prop_oneof![9 => object, 1 => value()]
    }

    /// Mostly an event: every line of a stream has one of two orders of keys, and most values are of the right kind.
    fn line() -> impl Strategy<Value = String> {
        let kind = prop::sample::select(vec![
            "prepared",
            "excluded",
            "relayed",
            "delivered",
            "deferred",
            "bounced",
            "expired",
            "opened",
            "clicked",
            "complained",
            "new",
        ]);
        let right = |strategy: &'static str| prop_oneof![30 => strategy.boxed(), 1 => value().boxed()];
        let second = prop_oneof![9 => "5[0-9]", 1 => "6[0-9]"];
        let parts = (
            kind,
            right("\"e[0-9]{1,3}\""),
            right("\"/d\""),
            right("\"m[0-9]{1,2}\""),
            right("\"0{0,14}[0-9]{1,3}\""),
            second,
        );
        let more = prop::option::weighted(0.1, member(&["id", "subject", "data", "sequence", "type", "time", "extra"]));
        (parts, content(), any::<bool>(), more).prop_map(
            |((kind, id, source, subject, sequence, second), content, is_usual, more)| {
                let mut members = vec![
                    r#""specversion":"1.0""#.to_string(),
                    format!("\"id\":{id}"),
                    format!("\"source\":{source}"),
                    format!("\"type\":\"message.{kind}\""),
                    format!("\"time\":\"2026-11-23T09:00:{second}.123Z\""),
                    format!("\"subject\":{subject}"),
                    format!("\"sequence\":{sequence}"),
                    format!("\"data\":{content}"),
                ];
                members.extend(more);
                if !is_usual {
                    members.reverse();
                }
                format!("{{{}}}", members.join(","))
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn a_line_is_read_as_if_it_were_the_first(lines in prop::collection::vec(line(), 1..40)) {
            let mut patterns = Patterns::default();
            // Twice, so that there are patterns for all of them.
            for line in lines.iter().chain(&lines) {
                let expected = parse(line.as_bytes());
                let mut calls = 0;
                parse_like(&mut patterns, line.as_bytes(), |event| {
                    calls += 1;
                    assert_eq!(event, expected.as_ref(), "{line}");
                });
                prop_assert_eq!(calls, 1);
            }
        }
    }

    #[test]
    fn lines_that_differ_in_their_values_are_of_one_pattern() {
        let mut patterns = Patterns::default();
        let line = |id: u32, address: &str, attempt: u32| {
            format!(
                r#"{{"specversion":"1.0","id":"{id}","source":"/d","type":"message.prepared","time":"2026-11-23T09:00:00Z","subject":"m{id}","data":{{"address":"{address}","attempt":{attempt}}}}}"#
            )
        };
        for (id, address, attempt) in [(1, "ada@example.com", 1), (22, "gràce@example.com", 23), (333, "", 0)] {
            parse_like(&mut patterns, line(id, address, attempt).as_bytes(), |event| assert!(event.is_some()));
        }
        parse_like(&mut patterns, line(4, "a\\u0040b", 1).as_bytes(), |event| assert!(event.is_some()));
        assert_eq!((patterns.known.len(), patterns.hits), (1, 2), "what has escapes in it is read thoroughly");
    }

    #[test]
    fn what_did_not_fit_leaves_nothing_behind() {
        let mut patterns = Patterns::default();
        let line = |id: u32, content: &str, end: &str| {
            format!(
                r#"{{"specversion":"1.0","id":"{id}","source":"/d","type":"message.prepared","time":"2026-11-23T09:00:00Z","subject":"m{id}","data":{{{content}}}{end}}}"#
            )
        };
        let lines = [
            line(1, r#""address":"ada","preparation":7"#, r#","x":true"#),
            line(2, r#""mx":"ada","preparation":7"#, ""),
        ];
        let other = line(3, r#""mx":"ada","attempt":7"#, r#","x":true"#);
        for line in lines.iter().chain([&other, &lines[0], &lines[1], &other]) {
            let expected = parse(line.as_bytes());
            parse_like(&mut patterns, line.as_bytes(), |event| assert_eq!(event, expected.as_ref(), "{line}"));
        }
    }

    #[test]
    fn where_no_two_lines_are_alike_nothing_is_learned_for_ever() {
        let mut patterns = Patterns::default();
        for number in 0..2_000 {
            let line = format!(
                r#"{{"specversion":"1.0","id":"1","source":"/{number}","type":"message.relayed","time":"2026-11-23T09:00:00Z","subject":"m"}}"#
            );
            parse_like(&mut patterns, line.as_bytes(), |event| assert!(event.is_some()));
        }
        assert_eq!(patterns.learned, Patterns::PATIENCE + 1);
        assert!(patterns.known.len() <= Patterns::MOST);
    }

    proptest! {
        #[test]
        fn a_text_ends_at_the_first_byte_that_stops(bytes in prop::collection::vec(prop_oneof![
            1 => prop::sample::select(b"\"\\\n\0\x1f".to_vec()), 9 => any::<u8>(), 9 => prop::sample::select(b" !#[]~\x7f\x80\xff".to_vec()),
        ], 0..40)) {
            let stop = bytes.iter().position(|byte| *byte == b'"' || *byte == b'\\' || *byte < b' ');
            prop_assert_eq!(text_length(&bytes), stop.unwrap_or(bytes.len()));
        }
    }
}
