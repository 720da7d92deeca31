//! The deliveries.

use alloc::vec::Vec;

use super::ask::Ask;
use super::clock::Moment;
use super::desk::Desk;
use super::http::Reply;
use super::remote::{Remote, Ticket};
use crate::wire::DeliveryCard;

/// How often the list is asked for again while it is looked at.
const EVERY_MS: i64 = 5_000;

/// The list of deliveries.
#[derive(Debug, Default)]
pub struct List {
    cards: Remote<Vec<DeliveryCard>>,
    asked: Moment,
}

impl List {
    /// The deliveries, newest first.
    pub const fn cards(&self) -> &Remote<Vec<DeliveryCard>> {
        &self.cards
    }

    /// Asks for it, unless that is under way.
    pub fn refresh(&mut self, desk: &mut Desk<'_>) {
        if !self.cards.is_out() {
            self.asked = desk.now;
            self.cards.ask(desk.ask(Ask::Deliveries));
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
