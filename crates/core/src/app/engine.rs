//! What reads events and makes numbers of them, as a value: its code comes while the page shows what the service has
//! counted, and whoever follows a delivery knows of it no more than stands here.

use alloc::boxed::Box;

use super::reckoning::{Reckoning, Round};
use crate::domain::fold::Fold;
use crate::feed::{Intake, Reader, Wire};

/// The code.
#[derive(Clone, Copy, Debug)]
pub struct Engine {
    /// Opens a reader.
    pub(super) open: fn(Wire) -> Box<dyn Intake>,
    /// Reads the numbers off the fold.
    pub(super) reckon: fn(&mut Reckoning, &mut Fold, &Round<'_>),
    /// Goes on with what takes longer than a moment.
    pub(super) work: fn(&mut Reckoning, &Fold),
}

impl Engine {
    /// All of it. Named only where it is loaded.
    pub fn new() -> Self {
        Self { open: Reader::open, reckon: Reckoning::read, work: Reckoning::work }
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

/// There is but one.
impl PartialEq for Engine {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::fn_addr_eq(self.open, other.open)
    }
}
