//! Bytes in, events out. Formats stay here; further in, an event is already valid.
//!
//! A [`Reader`] takes a stream in chunks cut at any byte and gives the same events as for the whole at once. What
//! cannot be read is handed on as such: a stream is never refused.

mod cloudevents;
mod intake;
mod json;
mod layout;
mod lines;
mod objects;
mod pattern;
mod phrases;
pub mod providers;
mod reason;
mod slot;
mod sniff;
mod sse;
mod transcript;
mod write;

use alloc::boxed::Box;
use core::fmt;
use core::str::FromStr;

use crate::domain::event::Event;
use crate::domain::fold::Fold;
use crate::domain::id::Cursor;
use crate::domain::names;

pub use intake::{Intake, Wire};
use lines::Lines;
use objects::{Objects, Part};
use pattern::Patterns;
use providers::{Feed, Others, Provider};
use sniff::Sniffer;
pub use sniff::recognise;
use sse::Sse;
pub use transcript::{Transcript, speaks_of};

/// Where what was read goes.
pub trait Sink {
    /// A well-formed event.
    fn event(&mut self, event: &Event<'_>);
    /// A line, or whatever stood in its place, that is no event.
    fn malformed(&mut self, line: &[u8]);
    /// An object of a provider's feed, or of what was posted, as it stands there: what comes next, until another does, was read
    /// from it. Whoever counts events needs no object; whoever files them looks there for what the sender wrote on the mail.
    fn object(&mut self, _text: &str) {}
}

impl Sink for Fold {
    fn event(&mut self, event: &Event<'_>) {
        self.apply(event);
    }

    fn malformed(&mut self, line: &[u8]) {
        self.reject(line);
    }
}

/// What the bytes are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// To be told from the first bytes.
    #[default]
    Auto,
    /// CloudEvents, one JSON object a line.
    CloudEvents,
    /// CloudEvents in `text/event-stream`.
    Sse,
    /// A provider's own feed.
    Of(Provider),
}

impl Format {
    /// Every format, with the name the command takes.
    pub const NAMES: [(Self, &'static str); 3 + Provider::ALL.len()] = {
        let mut names = [(Self::Auto, "auto"); 3 + Provider::ALL.len()];
        names[1] = (Self::CloudEvents, "cloudevents");
        names[2] = (Self::Sse, "sse");
        let mut at = 0;
        while at < Provider::ALL.len() {
            let provider = Provider::ALL[at];
            names[3 + at] = (Self::Of(provider), provider.name());
            at += 1;
        }
        names
    };
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(names::name(&Self::NAMES, self))
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        names::named(&Self::NAMES, name).ok_or(UnknownFormat)
    }
}

/// A name that is none of [`Format::NAMES`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnknownFormat;

/// Reads a stream of one format.
pub struct Reader {
    framing: Box<dyn Framing>,
    cursor: Option<Cursor>,
}

/// How a stream is cut into events. Behind a pointer, so that a program that reads one format does not carry the others.
trait Framing: Send + Sync {
    fn push(&mut self, bytes: &[u8], cursor: &mut Option<Cursor>, sink: &mut dyn Sink);

    fn finish(&mut self, cursor: &mut Option<Cursor>, sink: &mut dyn Sink);
}

impl Reader {
    /// A reader at the start of a stream.
    #[inline]
    pub fn new(format: Format) -> Self {
        Self { framing: framing(format), cursor: None }
    }

    /// Takes the next bytes, as many as there are.
    pub fn push(&mut self, bytes: &[u8], sink: &mut dyn Sink) {
        self.framing.push(bytes, &mut self.cursor, sink);
    }

    /// The stream has ended. A last line that is whole is read, whether or not its end was marked; one that is cut off
    /// is left, as it may still be being written.
    pub fn finish(&mut self, sink: &mut dyn Sink) {
        self.framing.finish(&mut self.cursor, sink);
    }

    /// The position in the log of the last event read completely, to go on from.
    pub fn cursor(&self) -> Option<Cursor> {
        self.cursor
    }
}

/// Reads CloudEvents as they are posted: one object over any lines, one a line, or a list of them. It is whole: what is cut
/// off is malformed.
pub fn read_posted(body: &[u8], sink: &mut dyn Sink) {
    let mut tell = |part: Part<'_>| match part {
        Part::Object(bytes) => {
            if let Ok(text) = core::str::from_utf8(bytes) {
                sink.object(text);
            }
            match cloudevents::parse(bytes) {
                Some(event) => sink.event(&event),
                None => sink.malformed(bytes),
            }
        }
        Part::Garbage(bytes) => sink.malformed(bytes),
    };
    let mut objects = Objects::default();
    objects.push(body, &mut tell);
    objects.close(&mut tell);
}

#[inline]
fn framing(format: Format) -> Box<dyn Framing> {
    match format {
        Format::Auto => Box::new(Undecided::default()),
        Format::CloudEvents => Box::new(EventLines::default()),
        Format::Sse => Box::new(Sse::default()),
        Format::Of(provider) => Box::new(Feed::new(provider, Others::Refused)),
    }
}

/// A stream whose format its first bytes will tell.
#[derive(Default)]
struct Undecided {
    sniffer: Sniffer,
    decided: Option<Box<dyn Framing>>,
}

impl Undecided {
    fn settle(&mut self, format: Format, cursor: &mut Option<Cursor>, sink: &mut dyn Sink) {
        let decided = self.decided.insert(match format {
            Format::Of(provider) => Box::new(Feed::new(provider, Others::Read)),
            Format::CloudEvents if !self.sniffer.is_in_lines() => Box::new(EventObjects::default()),
            Format::Auto | Format::CloudEvents | Format::Sse => framing(format),
        });
        decided.push(&core::mem::take(&mut self.sniffer).into_bytes(), cursor, sink);
    }
}

impl Framing for Undecided {
    fn push(&mut self, bytes: &[u8], cursor: &mut Option<Cursor>, sink: &mut dyn Sink) {
        if let Some(decided) = &mut self.decided {
            decided.push(bytes, cursor, sink);
        } else if let Some(format) = self.sniffer.push(bytes) {
            self.settle(format, cursor, sink);
        }
    }

    fn finish(&mut self, cursor: &mut Option<Cursor>, sink: &mut dyn Sink) {
        if self.decided.is_none() {
            self.settle(self.sniffer.guess(), cursor, sink);
        }
        if let Some(decided) = &mut self.decided {
            decided.finish(cursor, sink);
        }
    }
}

/// CloudEvents, one a line.
#[derive(Default)]
struct EventLines {
    lines: Lines,
    patterns: Patterns,
}

impl Framing for EventLines {
    fn push(&mut self, bytes: &[u8], cursor: &mut Option<Cursor>, sink: &mut dyn Sink) {
        let Self { lines, patterns } = self;
        lines.push(bytes, &mut |line| read_line(patterns, line, cursor, sink));
    }

    fn finish(&mut self, cursor: &mut Option<Cursor>, sink: &mut dyn Sink) {
        let Self { lines, patterns } = self;
        lines.finish(&mut |line| {
            if !json::is_cut_off(line) {
                read_line(patterns, line, cursor, sink);
            }
        });
    }
}

/// CloudEvents in a list, one behind the other, or over many lines: what people keep in files.
#[derive(Default)]
struct EventObjects {
    objects: Objects,
    patterns: Patterns,
}

impl Framing for EventObjects {
    fn push(&mut self, bytes: &[u8], cursor: &mut Option<Cursor>, sink: &mut dyn Sink) {
        let Self { objects, patterns } = self;
        objects
            .push(bytes, &mut |(Part::Object(event) | Part::Garbage(event))| read_line(patterns, event, cursor, sink));
    }

    fn finish(&mut self, cursor: &mut Option<Cursor>, sink: &mut dyn Sink) {
        let Self { objects, patterns } = self;
        objects.finish(&mut |(Part::Object(event) | Part::Garbage(event))| read_line(patterns, event, cursor, sink));
    }
}

impl Framing for Sse {
    fn push(&mut self, bytes: &[u8], cursor: &mut Option<Cursor>, sink: &mut dyn Sink) {
        Self::push(self, bytes, &mut |message| read_message(message, cursor, sink));
    }

    fn finish(&mut self, _: &mut Option<Cursor>, _: &mut dyn Sink) {}
}

fn read_line(patterns: &mut Patterns, line: &[u8], cursor: &mut Option<Cursor>, sink: &mut dyn Sink) {
    cloudevents::parse_like(patterns, line, |event| match event {
        Some(event) => {
            *cursor = (*cursor).max(event.sequence);
            sink.event(event);
        }
        None => sink.malformed(line),
    });
}

fn read_message(message: sse::Message<'_>, cursor: &mut Option<Cursor>, sink: &mut dyn Sink) {
    match cloudevents::parse(message.data) {
        Some(event) => {
            *cursor = (*cursor).max(event.sequence);
            sink.event(&event);
        }
        // A hub hands on what was told at once as one, a line each, under a number of its own.
        None if message.data.contains(&b'\n') => {
            for data in message.data.split(|byte| *byte == b'\n') {
                read_message(sse::Message { data, ..message }, cursor, sink);
            }
        }
        None if message.data.is_empty() => {}
        None => sink.malformed(message.data),
    }
    *cursor = core::str::from_utf8(message.id).ok().and_then(Cursor::parse).or(*cursor);
}

#[cfg(test)]
mod tests;
