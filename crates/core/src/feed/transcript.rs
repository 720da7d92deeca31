//! A file of any format, written down as the service writes its log: an event of the contract a line. What the page reads
//! then is the same whoever the events are from.

use alloc::vec::Vec;

use super::objects::{Objects, Part};
use super::providers::{Feed, Others};
use super::sniff::Sniffer;
use super::sse::Sse;
use super::{Format, Framing, Sink, cloudevents, write};
use crate::domain::event::{Body, Event};
use crate::domain::id::Cursor;

/// What is no event is written down up to here: so much of it is shown.
const LONGEST_GARBAGE: usize = 4096;

/// Writes one file down.
pub struct Transcript {
    feed: Kind,
    /// The place of the next line in the log.
    next: u64,
}

enum Kind {
    Undecided(Sniffer),
    CloudEvents(Objects),
    Sse(Sse),
    Provider(Feed),
}

impl Transcript {
    /// A file whose first event is to stand at this place of the log, counted from 1.
    pub fn new(first: u64) -> Self {
        Self { feed: Kind::Undecided(Sniffer::default()), next: first }
    }

    /// The place behind its last line.
    pub const fn next(&self) -> u64 {
        self.next
    }

    /// Takes the next bytes and appends what they say.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        match &mut self.feed {
            Kind::Undecided(sniffer) => {
                if let Some(format) = sniffer.push(bytes) {
                    self.settle(format, out);
                }
            }
            Kind::CloudEvents(objects) => objects.push(bytes, &mut |part| copied(part, &mut self.next, out)),
            Kind::Sse(sse) => sse.push(bytes, &mut |message| copy(message.data, &mut self.next, out)),
            Kind::Provider(feed) => feed.push(bytes, &mut None, &mut Page { next: &mut self.next, out }),
        }
    }

    /// The file has ended. What is cut off at its end is left out, as a [`Reader`](super::Reader) leaves it.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        if let Kind::Undecided(sniffer) = &self.feed {
            let format = sniffer.guess();
            self.settle(format, out);
        }
        match &mut self.feed {
            Kind::CloudEvents(objects) => objects.finish(&mut |part| copied(part, &mut self.next, out)),
            Kind::Provider(feed) => feed.finish(&mut None, &mut Page { next: &mut self.next, out }),
            Kind::Undecided(_) | Kind::Sse(_) => {}
        }
    }

    fn settle(&mut self, format: Format, out: &mut Vec<u8>) {
        let feed = match format {
            Format::Of(provider) => Kind::Provider(Feed::new(provider, Others::Read)),
            Format::Sse => Kind::Sse(Sse::default()),
            Format::Auto | Format::CloudEvents => Kind::CloudEvents(Objects::default()),
        };
        if let Kind::Undecided(sniffer) = core::mem::replace(&mut self.feed, feed) {
            self.push(&sniffer.into_bytes(), out);
        }
    }
}

/// Whether a line of a transcript speaks of this message.
pub fn speaks_of(line: &[u8], message: &str) -> bool {
    let read = cloudevents::parse(line);
    read.is_some_and(|event| matches!(&event.body, Body::Message { message: of, .. } if of == message))
}

fn copied(part: Part<'_>, next: &mut u64, out: &mut Vec<u8>) {
    match part {
        Part::Object(bytes) => copy(bytes, next, out),
        Part::Garbage(bytes) => garbage(bytes, out),
    }
}

/// An event of the contract stays as it is, on a line of its own. One that has no place in a log gets one: what a delivery
/// says of itself is in force once the log is known to go so far.
fn copy(event: &[u8], next: &mut u64, out: &mut Vec<u8>) {
    let event = event.trim_ascii();
    let Some(open) = event.strip_suffix(b"}") else { return garbage(event, out) };
    let has_place = memchr::memmem::find(event, br#""sequence""#).is_some();
    let is_event = memchr::memmem::find(event, br#""specversion""#).is_some();
    on_one_line(if has_place || !is_event { event } else { open }, out);
    if is_event && !has_place {
        out.extend_from_slice(alloc::format!(r#","sequence":"{}"}}"#, Cursor(*next)).as_bytes());
    }
    out.push(b'\n');
    *next += 1;
}

/// Between the texts of an object, a line break is as good as a blank; in a text there is none, or it is no object.
fn on_one_line(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend(bytes.iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte }));
}

fn garbage(bytes: &[u8], out: &mut Vec<u8>) {
    on_one_line(&bytes[..bytes.len().min(LONGEST_GARBAGE)], out);
    out.push(b'\n');
}

/// What a provider's feed says, written down.
struct Page<'a> {
    next: &'a mut u64,
    out: &'a mut Vec<u8>,
}

impl Sink for Page<'_> {
    fn event(&mut self, event: &Event<'_>) {
        write::line(event, Cursor(*self.next), self.out);
        *self.next += 1;
    }

    fn malformed(&mut self, line: &[u8]) {
        garbage(line, self.out);
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;
    use crate::feed::providers::Provider;
    use crate::feed::recognise;

    fn written(file: &str) -> String {
        let (mut transcript, mut out) = (Transcript::new(7), Vec::new());
        transcript.push(file.as_bytes(), &mut out);
        transcript.finish(&mut out);
        String::from_utf8(out).expect("text")
    }

    const EVENT: &str = r#"{"specversion":"1.0","id":"1","source":"/d","type":"message.relayed","time":"2026-11-23T09:00:00Z","subject":"m1","odd":[1,{"a":"}"}]}"#;

    #[test]
    fn an_event_of_the_contract_stays_as_it_is_and_gets_a_place() {
        let at = |place: u64| {
            let open = EVENT.strip_suffix('}').expect("an object");
            alloc::format!("{open},\"sequence\":\"{}\"}}\n", Cursor(place))
        };
        let both = at(7) + &at(8);
        for file in [
            alloc::format!("{EVENT}\n{EVENT}"),
            alloc::format!("[{EVENT},\n{EVENT}]"),
            alloc::format!("{EVENT}{EVENT}\n"),
            alloc::format!("\u{feff}{EVENT}\r\n\r\n{EVENT}\n"),
            alloc::format!("data: {EVENT}\n\nid: x\ndata: {EVENT}\n\n"),
        ] {
            assert_eq!(written(&file), both, "{file}");
        }
        // What has a place keeps it; what is cut off is not there yet; what is none is seen.
        let has_place = EVENT.replace(r#""odd""#, r#""sequence":"3","odd""#);
        assert_eq!(
            written(&(has_place.clone() + "\noops {\"a\":\n1}\n" + &EVENT[..40])),
            has_place + "\noops\n{\"a\": 1}\n"
        );
    }

    #[test]
    fn an_event_over_many_lines_is_one_line() {
        let spread = EVENT.replace(',', ",\n  ");
        assert_eq!(written(&spread).lines().count(), 1);
    }

    #[test]
    fn a_file_is_recognised_by_its_first_bytes_or_is_like_nothing() {
        let ses = r#"{"eventType":"Send","mail":{"messageId":"1","timestamp":"2026-11-23T09:00:00Z","destination":["a@x.example"]},"send":{}}"#;
        for (file, expected) in [
            (EVENT, Some(Format::CloudEvents)),
            (ses, Some(Format::Of(Provider::Ses))),
            (&alloc::format!("[\n {ses}"), Some(Format::Of(Provider::Ses))),
            (&alloc::format!("id: 1\ndata: {EVENT}\n\n"), Some(Format::Sse)),
            ("", None),
            ("name,address\nAda,ada@x.example\n", None),
            (r#"{"hello":"world"}"#, None),
            ("%PDF-1.7\n", None),
        ] {
            assert_eq!(recognise(file.as_bytes()), expected, "{file}");
        }
    }
}
