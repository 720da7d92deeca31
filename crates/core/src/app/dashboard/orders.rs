//! What is ordered of a delivery: each command is checked by the table, bound to the record that was read, and given once.

use alloc::string::String;

use super::Dashboard;
use crate::ask::{Order, Particulars, ScheduleBody};
use crate::dashboard::Notice;
use crate::desk::Desk;
use crate::domain::id::{DeliveryId, IdempotencyKey};
use crate::domain::lifecycle::Command;
use crate::domain::refusal::{Person, check};
use crate::errand::{Errand, Heard};
use crate::http::Reply;
use crate::intent::Intent;
use crate::question::Question;
use crate::remote::{Remote, Ticket};
use crate::wire::Delivery;

impl Dashboard {
    /// Takes up what was out when the page was reloaded, or this delivery was left, once the record tells how it stands.
    pub fn take_up(&mut self, intent: &mut Option<Intent>, desk: &mut Desk<'_>) {
        if let Remote::Loaded(record) = &self.record
            && let Some(intent) = intent.take_if(|intent| *intent.id() == self.id)
        {
            let missed = self.question.take_up(intent, record, desk);
            self.notices.extend(missed.map(Notice::NotReached));
        }
    }

    /// An order was answered, or not. Gives the copy that was made, to be opened.
    pub fn order_answered(&mut self, ticket: Ticket, reply: Reply, desk: &mut Desk<'_>) -> Option<DeliveryId> {
        let heard = self.errand.answered(ticket, reply.clone());
        if heard != Heard::NotMine || self.question.answered(ticket, reply, desk) {
            self.refresh(desk);
        }
        match heard {
            Heard::Done(Command::Schedule, _) => {
                self.is_editing = false;
                None
            }
            Heard::Done(Command::Duplicate, answer) => crate::lean::read(&answer.body).map(|copy: Delivery| copy.id),
            Heard::Done(..) | Heard::Failed | Heard::NotMine => None,
        }
    }

    /// A command was given that asks nothing first.
    pub fn give(&mut self, command: Command, key: IdempotencyKey, person: Person<'_>, desk: &mut Desk<'_>) {
        self.order(command, Particulars::None, key, person, desk);
    }

    /// Another schedule was chosen.
    pub fn reschedule(&mut self, body: ScheduleBody, key: IdempotencyKey, person: Person<'_>, desk: &mut Desk<'_>) {
        self.order(Command::Schedule, Particulars::Schedule(body), key, person, desk);
    }

    fn order(
        &mut self,
        command: Command,
        particulars: Particulars,
        key: IdempotencyKey,
        person: Person<'_>,
        desk: &mut Desk<'_>,
    ) {
        if let (Some(record), Some(standing)) = (self.record.shown(), self.standing())
            && check(standing, command, person).is_ok()
            && !self.question.is_out()
        {
            let version = record.version.clone();
            let order = Order { id: self.id.clone(), command, key, version, particulars };
            self.errand.give(order, desk);
        }
    }

    /// A command was pressed that asks first.
    pub fn ask_first(&mut self, command: Command, person: Person<'_>) {
        if let (Some(record), Some(standing)) = (self.record.shown(), self.standing())
            && check(standing, command, person).is_ok()
        {
            self.question.open(command, record);
        }
    }

    /// OK.
    pub fn accept(&mut self, key: IdempotencyKey, typed: Option<u64>, login: String, desk: &mut Desk<'_>) {
        self.question.accept(key, typed, login, desk);
    }

    /// Whether the schedule's editor is open.
    pub const fn is_editing(&self) -> bool {
        self.is_editing
    }

    /// Opens or closes the schedule's editor. What an earlier attempt left is put away.
    pub fn edit(&mut self, is_editing: bool) {
        self.is_editing = is_editing;
        if matches!(self.errand, Errand::Failed { command: Command::Schedule, .. }) {
            self.errand = Errand::Idle;
        }
    }

    /// Cancel, Escape or Close.
    pub fn close_question(&mut self) {
        self.question.close();
    }

    /// Puts a notice away: those of the list first, then what the command under way left.
    pub fn dismiss(&mut self, place: usize) {
        if place < self.notices.len() {
            self.notices.remove(place);
        } else {
            if matches!(self.errand, Errand::Failed { .. }) {
                self.errand = Errand::Idle;
            }
            if matches!(self.question, Question::Confirmed { .. }) {
                self.question = Question::Closed;
            }
        }
    }
}
