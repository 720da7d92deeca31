//! Reading as code that may come later: who follows a delivery needs it only once there are bytes to be read, and knows of
//! it no more than stands here.

use alloc::boxed::Box;

use super::{EventLines, Framing, Reader, Sink, Sse};
use crate::domain::event::Event;
use crate::domain::fold::Fold;
use crate::domain::id::Cursor;

/// Reads a stream's bytes into a fold.
pub trait Intake: Send + Sync {
    /// Takes the next bytes, as many as there are; a second fold is told of the same events.
    fn take(&mut self, bytes: &[u8], fold: &mut Fold, double: Option<&mut Fold>);

    /// The stream has ended; see [`Reader::finish`].
    fn end(&mut self, fold: &mut Fold);

    /// The position in the log of the last event read completely.
    fn cursor(&self) -> Option<Cursor>;
}

/// How the service writes its events. Less than [`Format`], so that who follows a delivery does not carry what reads
/// everybody else's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wire {
    /// One a line: what has happened so far.
    Lines,
    /// An event stream: what happens.
    Stream,
}

impl Reader {
    /// A reader at the start of a stream, with all that it calls.
    pub fn open(wire: Wire) -> Box<dyn Intake> {
        // Each by its type: to choose among all formats would bring every provider's along.
        let framing: Box<dyn Framing> = match wire {
            Wire::Lines => Box::new(EventLines::default()),
            Wire::Stream => Box::new(Sse::default()),
        };
        Box::new(Self { framing, cursor: None })
    }
}

impl Intake for Reader {
    fn take(&mut self, bytes: &[u8], fold: &mut Fold, double: Option<&mut Fold>) {
        match double {
            Some(double) => self.push(bytes, &mut Both(fold, double)),
            None => self.push(bytes, fold),
        }
    }

    fn end(&mut self, fold: &mut Fold) {
        self.finish(fold);
    }

    fn cursor(&self) -> Option<Cursor> {
        Self::cursor(self)
    }
}

/// Two folds that take in the same. What is no event is counted once.
struct Both<'a>(&'a mut Fold, &'a mut Fold);

impl Sink for Both<'_> {
    fn event(&mut self, event: &Event<'_>) {
        self.0.apply(event);
        self.1.apply(event);
    }

    fn malformed(&mut self, line: &[u8]) {
        self.0.reject(line);
    }
}
