//! What the log window needs of the stream beside the numbers: to know what changed, to have it held for a moment, to have
//! it read twice.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::Follow;
use crate::domain::event::Event;
use crate::domain::fold::Fold;
use crate::domain::listing::Touched;
use crate::feed::Sink;

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

impl Follow {
    /// Bytes to events.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        match &mut self.double {
            Some(double) => self.reader.push(bytes, &mut Both(&mut self.fold, double)),
            None => self.reader.push(bytes, &mut self.fold),
        }
    }

    /// Holds what comes from now on, or reads what came while it was held. Gives whether anything was read.
    pub fn hold(&mut self, is_held: bool) -> bool {
        match (is_held, self.held.take()) {
            (true, held) => {
                self.held = Some(held.unwrap_or_default());
                false
            }
            (false, Some(held)) => self.read_bytes(&held),
            (false, None) => false,
        }
    }

    /// Whether what comes is held.
    pub const fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// The stream broke off. What was held comes again: it was never read, so the next one begins before it.
    pub(super) fn forget_held(&mut self) {
        if let Some(held) = &mut self.held {
            held.clear();
        }
    }

    /// A second fold that takes in whatever this one does from now on; `None` when it is not wanted any more. It is gone,
    /// too, when all is read anew.
    pub fn set_double(&mut self, double: Option<Box<Fold>>) {
        self.double = double;
    }

    /// The second fold.
    pub fn double(&mut self) -> Option<&mut Fold> {
        self.double.as_deref_mut()
    }

    /// Messages that events spoke of since this was last asked; see [`Fold::touched`].
    pub fn touched(&mut self) -> Option<Vec<Touched>> {
        self.fold.touched()
    }

    /// Nobody asks any more.
    pub fn leave_touched(&mut self) {
        self.fold.leave_touched();
    }
}
