//! What the log window needs of the stream beside the numbers: to know what changed, to have it held for a moment, to have
//! it read twice.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::Follow;
use crate::domain::fold::Fold;
use crate::domain::listing::Touched;
use crate::engine::Engine;

/// What came while the events were held, and what will read it.
#[derive(Default)]
pub(super) struct Held {
    pub bytes: Vec<u8>,
    pub engine: Option<Engine>,
}

impl Follow {
    /// Holds what comes from now on, or reads what came while it was held. Gives whether anything was read.
    pub fn hold(&mut self, is_held: bool) -> bool {
        match (is_held, self.held.take()) {
            (true, held) => {
                self.held = Some(held.unwrap_or_default());
                false
            }
            (false, Some(Held { bytes, engine: Some(engine) })) => self.read_bytes(&bytes, engine),
            (false, Some(Held { engine: None, .. }) | None) => false,
        }
    }

    /// Whether what comes is held.
    pub const fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// The stream broke off. What was held comes again: it was never read, so the next one begins before it.
    pub(super) fn forget_held(&mut self) {
        if let Some(held) = &mut self.held {
            held.bytes.clear();
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
