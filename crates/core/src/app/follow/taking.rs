//! Taking in the bytes of a stream.

use super::{Follow, Link};
use crate::clock::Moment;
use crate::engine::Engine;
use crate::feed::Wire;
use crate::remote::Ticket;

impl Follow {
    /// Bytes came in. Gives whether anything was read.
    pub fn bytes(&mut self, ticket: Ticket, bytes: &[u8], engine: Engine, now: Moment) -> bool {
        if !self.listens_to(ticket) {
            return false;
        }
        self.heard = now;
        if let Some(held) = &mut self.held {
            held.bytes.extend_from_slice(bytes);
            held.engine = Some(engine);
            return false;
        }
        self.read_bytes(bytes, engine)
    }

    pub(super) fn read_bytes(&mut self, bytes: &[u8], engine: Engine) -> bool {
        self.engine = Some(engine);
        let (lines, cursor) = (self.lines(), self.cursor);
        let wire = if self.has_caught_up { Wire::Stream } else { Wire::Lines };
        let reader = self.reader.get_or_insert_with(|| (engine.open)(wire));
        reader.take(bytes, &mut self.fold, self.double.as_deref_mut());
        self.note_cursor();
        match &mut self.link {
            Link::Live { tries, .. } => *tries = 0,
            // History that breaks off at the same place each time is no success.
            Link::Reading { tries, .. } if self.cursor > cursor => *tries = 0,
            Link::Reading { .. } | Link::Waiting { .. } | Link::Refused(_) => {}
        }
        lines != self.lines()
    }

    pub(super) fn note_cursor(&mut self) {
        self.cursor =
            self.reader.as_ref().and_then(|reader| reader.cursor()).max(Some(self.cursor)).unwrap_or_default();
    }

    /// Lines read so far, of whatever kind.
    fn lines(&self) -> u64 {
        let oddities = self.fold.oddities();
        oddities.events + oddities.duplicates + oddities.malformed
    }
}
