//! What a delivery is, and what its numbers mean.
//!
//! Pure: no browser, no clock, no random source, no input or output. Instants and ids are arguments, so that every
//! behaviour can be replayed. The page, the service, the `fold` command and the tests all stand on this one crate.
//!
//! Imports look down only: `app`, a package of its own, -> [`sheet`] -> [`wire`], [`feed`] -> [`domain`].

extern crate alloc;

pub mod domain;
pub mod feed;
pub mod sheet;
pub mod wire;
