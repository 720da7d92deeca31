//! What every room needs to act: the calls, the moment, and where effects are put down.

use alloc::vec::Vec;

use super::access::Access;
use super::ask::{Ask, Listen};
use super::clock::Moment;
use super::effect::{Effect, Timer};
use super::remote::Ticket;

/// Handed down through one update.
pub struct Desk<'a> {
    /// The token and the calls under way.
    pub access: &'a mut Access,
    /// When the message came.
    pub now: Moment,
    /// The effects so far.
    pub out: &'a mut Vec<Effect>,
}

impl Desk<'_> {
    /// Asks the service.
    pub fn ask(&mut self, ask: Ask) -> Ticket {
        self.access.ask(ask, self.out)
    }

    /// Opens a stream.
    pub fn listen(&mut self, listen: Listen) -> Ticket {
        self.access.listen(listen, self.out)
    }

    /// Closes a stream.
    pub fn hush(&mut self, ticket: Ticket) {
        self.access.hush(ticket, self.out);
    }

    /// Sets a timer of a fresh number.
    pub fn wait(&mut self, timer: fn(Ticket) -> Timer, ms: i64) -> Ticket {
        let ticket = self.access.ticket();
        self.wait_again(timer(ticket), ms);
        ticket
    }

    /// Sets a timer.
    pub fn wait_again(&mut self, timer: Timer, ms: i64) {
        self.out.push(Effect::Wait { timer, ms: u32::try_from(ms).unwrap_or(0) });
    }
}
