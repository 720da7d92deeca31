//! Cards of deliveries: all of them, or the executions of one.

use alloc::vec::Vec;

use super::ask::Ask;
use super::clock::Moment;
use super::desk::Desk;
use super::http::Reply;
use super::remote::{Remote, Ticket};
use crate::wire::DeliveryCard;

/// How often the list is asked for again while it is looked at.
const EVERY_MS: i64 = 5_000;

/// A list of deliveries.
#[derive(Debug)]
pub struct List {
    /// What is asked for.
    which: Ask,
    cards: Remote<Vec<DeliveryCard>>,
    asked: Moment,
}

impl Default for List {
    fn default() -> Self {
        Self::new(Ask::Deliveries)
    }
}

impl List {
    /// A list that nobody asked for yet.
    pub const fn new(which: Ask) -> Self {
        Self { which, cards: Remote::Unasked, asked: Moment(0) }
    }

    /// The deliveries, newest first.
    pub const fn cards(&self) -> &Remote<Vec<DeliveryCard>> {
        &self.cards
    }

    /// Asks for it, unless that is under way.
    pub fn refresh(&mut self, desk: &mut Desk<'_>) {
        if !self.cards.is_out() {
            self.asked = desk.now;
            self.cards.ask(desk.ask(self.which.clone()));
        }
    }

    /// Asks for it again once in a while.
    pub fn tick(&mut self, desk: &mut Desk<'_>) {
        if desk.now.ms_since(self.asked) >= EVERY_MS {
            self.refresh(desk);
        }
    }

    /// It came, or did not.
    pub fn answered(&mut self, ticket: Ticket, reply: Reply) {
        self.cards.settle(ticket, reply.read());
    }

    /// Somebody else looks at it now.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}
