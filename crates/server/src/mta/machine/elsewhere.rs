//! A delivery that others send: nothing is asked of them, and what becomes of its messages is heard.

use delivery_core::domain::instant::Instant;
use delivery_core::wire::{Delivery, SentBy};

use super::{Course, Machine, row};
use crate::mta::happening::Happening;
use crate::mta::port::{Carrier, Engine};

impl Machine {
    /// One that is being sent from `now` on, since nobody here knows better, and what is told of that.
    pub fn sent_elsewhere(record: Delivery, now: Instant) -> (Self, Vec<Happening>) {
        let engine = Engine::Outside { carrier: Carrier::Elsewhere, body: String::new() };
        let record = Delivery { sent_by: SentBy::Elsewhere, ..record };
        let mut machine = Self::new(record, Course::new(engine, Vec::new()));
        let mut told = Vec::new();
        machine.started(now, None, &mut told);
        let text = "Delivery sent elsewhere: what becomes of its messages is counted as it is told.";
        told.push(row("elsewhere", "elsewhere", now, text));
        (machine, told)
    }
}
