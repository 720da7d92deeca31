//! A part of a delivery's dashboard whose code is loaded later, with a state of its own. What stands here is all that the
//! first load knows of it; the one there is, is the log window ([`logs`](super::logs)).

use alloc::boxed::Box;
use core::any::Any;

use super::desk::Desk;
use super::follow::Follow;
use super::http::{Failure, Reply};
use super::logs::Wish;
use super::record::Record;
use super::remote::Ticket;
use crate::domain::instant::Instant;
use crate::domain::lifecycle::State;
use crate::domain::role::Role;

/// A machine beside the dashboard's own. It reads the events and never changes what they say.
pub trait Annex: Any + Send + Sync {
    /// Takes in what happened.
    fn take(&mut self, news: News<'_>, site: &mut Site<'_>, desk: &mut Desk<'_>);

    /// Where in it one is, as the address keeps it.
    fn place(&self) -> &str;

    /// Itself, for who shows it.
    fn as_any(&self) -> &dyn Any;
}

/// What it is told.
pub enum News<'a> {
    /// The address names this place in it.
    Moved(&'a str),
    /// Somebody wants something.
    Wished(Wish),
    /// Events came, or time passed.
    Changed,
    /// There is time to work; one small step is taken.
    Work,
    /// A request of its own was answered.
    Answered(Ticket, Reply),
    /// Bytes of a stream; of its own, if it knows the number.
    Bytes(Ticket, &'a [u8]),
    /// A stream came to its end; whether the service ended it.
    Ended(Ticket, bool),
    /// A stream cannot be opened.
    Refused(Ticket, Failure),
    /// It is left.
    Left,
}

/// What it finds around it.
pub struct Site<'a> {
    /// The events.
    pub follow: &'a mut Follow,
    /// The record, once it is here.
    pub record: Option<&'a Record>,
    /// The delivery's state, once it is known.
    pub state: Option<State>,
    /// The instant the numbers are of.
    pub as_of: Option<Instant>,
    /// What whoever is signed in may do.
    pub roles: &'a [Role],
}

/// Makes one. It comes with the code.
#[derive(Clone, Copy, Debug)]
pub struct Maker(pub fn() -> Box<dyn Annex>);

impl PartialEq for Maker {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::fn_addr_eq(self.0, other.0)
    }
}
