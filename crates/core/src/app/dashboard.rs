//! One delivery: its record, its events, and what is being done to it.
//!
//! The record says what is about to go out and carries the version that commands are bound to; the events say where the
//! delivery stands and make every number. Where the two tell a different state, the one read last is right.

mod counted;
mod orders;

use alloc::vec::Vec;

use super::ask::Ask;
use super::clock::Moment;
use super::desk::Desk;
use super::effect::Timer;
use super::engine::Engine;
use super::errand::Errand;
use super::follow::{Follow, Link};
use super::http::{Failure, Reply};
use super::intent::Intent;
use super::list::List;
use super::outcome::is_told_in;
use super::question::Question;
use super::record::Record;
use super::remote::{Remote, Ticket};
use crate::domain::id::{Cursor, DeliveryId};
use crate::domain::instant::Instant;
use crate::domain::lifecycle::{Command, Kind, State};
use crate::domain::refusal::Standing;
use crate::wire::Numbers;

/// Something to be read once and put away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notice {
    /// An order never reached the service, and is too old to be repeated: nothing was done.
    NotReached(Command),
}

/// One delivery, open.
pub struct Dashboard {
    id: DeliveryId,
    record: Remote<Record>,
    /// Whether the record has changed again since it was last asked for.
    is_outdated: bool,
    follow: Follow,
    /// What the service has counted, until all is read here.
    counted: Remote<Numbers>,
    /// How many milestones the journal had when the record was last asked for.
    milestones: usize,
    errand: Errand,
    question: Question,
    /// Of a recurring delivery.
    executions: Option<List>,
    /// Whether the schedule is being edited.
    is_editing: bool,
    notices: Vec<Notice>,
    /// The state that what is to be read speaks of.
    told_in: Option<State>,
    /// When the figures were last kept, and after how many events.
    kept: Option<(Moment, u64)>,
}

impl Dashboard {
    /// Opens a delivery: record, numbers and events are asked for at once.
    pub fn open(id: DeliveryId, desk: &mut Desk<'_>) -> Self {
        let (mut record, mut counted) = (Remote::Unasked, Remote::Unasked);
        record.ask(desk.ask(Ask::Record(id.clone())));
        counted.ask(desk.ask(Ask::Numbers(id.clone())));
        let follow = Follow::new(id.clone(), desk);
        Self {
            id,
            record,
            is_outdated: false,
            follow,
            counted,
            milestones: 0,
            errand: Errand::Idle,
            question: Question::Closed,
            executions: None,
            is_editing: false,
            notices: Vec::new(),
            told_in: None,
            kept: None,
        }
    }

    /// Which delivery.
    pub const fn id(&self) -> &DeliveryId {
        &self.id
    }

    /// The record.
    pub const fn record(&self) -> &Remote<Record> {
        &self.record
    }

    /// The events.
    pub const fn follow(&self) -> &Follow {
        &self.follow
    }

    /// The events to be read, and the record they are read by.
    pub const fn reading(&mut self) -> (&mut Follow, Option<&Record>) {
        (&mut self.follow, self.record.shown())
    }

    /// The command under way.
    pub const fn errand(&self) -> &Errand {
        &self.errand
    }

    /// The dialog.
    pub const fn question(&self) -> &Question {
        &self.question
    }

    /// The executions of a recurring delivery. `None` of any other.
    pub const fn executions(&self) -> Option<&List> {
        self.executions.as_ref()
    }

    /// What is to be read.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Where the delivery stands. `None` until it is known.
    pub fn state(&self) -> Option<State> {
        let record = self.record.shown()?;
        let journal = self.follow.fold().journal();
        let has_newer_events = self.follow.has_caught_up() && self.follow.cursor() > record.cursor;
        Some(if has_newer_events && !journal.is_empty() { journal.state() } else { record.delivery.state })
    }

    /// What commands depend on. `None` until it is known.
    pub fn standing(&self) -> Option<Standing<'_>> {
        let delivery = &self.record.shown()?.delivery;
        let asked_by = delivery.approval.as_ref().map(|approval| approval.login.as_str());
        Some(Standing { kind: delivery.kind(), state: self.state()?, asked_by })
    }

    /// Leaves the delivery. Gives the order that is out.
    pub fn leave(&mut self, desk: &mut Desk<'_>) -> Option<Intent> {
        self.follow.close(desk);
        self.question.intent()
    }

    /// Reads the numbers off the events, as of an instant of the service.
    pub fn reckon(&mut self, as_of: Instant, now: Moment) {
        if let Some(record) = self.record.shown() {
            self.follow.read(&record.settings(), as_of, now);
            if self.follow.has_caught_up() {
                self.counted = Remote::Unasked;
            }
        }
    }

    /// Goes on with what takes longer than a moment.
    pub fn work(&mut self) {
        self.follow.work();
    }

    /// Asks for the record again.
    pub fn refresh(&mut self, desk: &mut Desk<'_>) {
        if self.record.is_out() {
            self.is_outdated = true;
        } else {
            self.is_outdated = false;
            self.milestones = self.follow.fold().journal().len();
            self.record.ask(desk.ask(Ask::Record(self.id.clone())));
        }
        if let Some(executions) = &mut self.executions {
            executions.refresh(desk);
        }
    }

    /// Asks for the executions again once in a while: their numbers grow without a word in this delivery's log.
    pub fn tick(&mut self, desk: &mut Desk<'_>) {
        if let Some(executions) = &mut self.executions {
            executions.tick(desk);
        }
    }

    /// The executions came, or did not.
    pub fn executions_answered(&mut self, ticket: Ticket, reply: Reply) {
        if let Some(executions) = &mut self.executions {
            executions.answered(ticket, reply);
        }
    }

    /// "Try again".
    pub fn retry(&mut self, desk: &mut Desk<'_>) {
        self.refresh(desk);
        if matches!(self.follow.link(), Link::Refused(_)) {
            self.follow = Follow::new(self.id.clone(), desk);
        } else {
            self.follow.woke(desk);
        }
    }

    /// The record came, or did not.
    pub fn record_answered(&mut self, ticket: Ticket, reply: Reply, desk: &mut Desk<'_>) {
        match Record::read(reply) {
            Ok(record) => {
                if !self.record.settle(ticket, Ok(record.clone())) {
                    // Asked for by the dialog. It is as good for the page, unless the page has asked again since.
                    if !self.record.is_out() {
                        self.record = Remote::Loaded(record.clone());
                    }
                }
                if record.delivery.recurrence.kind() == Kind::Recurring && self.executions.is_none() {
                    let executions = self.executions.insert(List::new(Ask::Executions(self.id.clone())));
                    executions.refresh(desk);
                }
                // First what was known before is put away, then what is known now is told.
                self.forget_the_past();
                let missed = self.question.seen(ticket, &record, desk);
                self.notices.extend(missed.map(Notice::NotReached));
            }
            Err(failure) => {
                self.question.missed(ticket, desk);
                self.record.settle(ticket, Err(failure));
            }
        }
        if self.is_outdated && !self.record.is_out() {
            self.refresh(desk);
        }
    }

    /// The stream is open.
    pub fn stream_opened(&mut self, ticket: Ticket, before: Option<Cursor>, desk: &mut Desk<'_>) {
        self.follow.opened(ticket, before, desk);
        // The service is back for the events, so it may be for the record.
        if self.record.is_worth_asking() {
            self.refresh(desk);
        }
    }

    /// Bytes came in. Gives whether there is anything to reckon anew.
    pub fn bytes_arrived(&mut self, ticket: Ticket, bytes: &[u8], engine: Engine, desk: &mut Desk<'_>) -> bool {
        let has_news = self.follow.bytes(ticket, bytes, engine, desk.now);
        if has_news && self.follow.has_caught_up() {
            self.refresh_if_outdated(desk);
        }
        has_news
    }

    /// The stream ended.
    pub fn stream_ended(&mut self, ticket: Ticket, whole: bool, desk: &mut Desk<'_>) {
        self.follow.ended(ticket, whole, desk);
        if self.follow.has_caught_up()
            && self.follow.cursor() > self.record.shown().map_or(Cursor::default(), |record| record.cursor)
        {
            self.refresh_if_outdated(desk);
        }
    }

    /// The stream cannot be opened.
    pub fn stream_refused(&mut self, ticket: Ticket, failure: Failure, desk: &mut Desk<'_>) {
        self.follow.refused(ticket, failure, desk);
    }

    /// What is to be read is put away when the delivery has moved on from the state it speaks of.
    pub fn forget_the_past(&mut self) {
        let Some(state) = self.state() else { return };
        if self.told_in.replace(state).is_none_or(|told_in| told_in == state) {
            return;
        }
        self.notices.clear();
        if matches!(self.errand, Errand::Failed { .. }) {
            self.errand = Errand::Idle;
        }
        if let Question::Confirmed { subject } = &self.question
            && !is_told_in(subject.command, state)
        {
            self.question = Question::Closed;
        }
    }

    /// A timer rang.
    pub fn rang(&mut self, timer: Timer, desk: &mut Desk<'_>) {
        match timer {
            Timer::Watch(_) | Timer::Reopen(_) => self.follow.rang(timer, desk),
            Timer::Settle(ticket) => {
                self.question.rang(ticket, desk);
            }
            Timer::Renew(_) => {}
        }
    }

    /// The page is visible again, or the network is back.
    pub fn woke(&mut self, desk: &mut Desk<'_>) {
        self.follow.woke(desk);
        if self.record.is_worth_asking() {
            self.refresh(desk);
        }
    }

    /// The record changes with the delivery's milestones, not with its messages' events.
    fn refresh_if_outdated(&mut self, desk: &mut Desk<'_>) {
        let journal = self.follow.fold().journal();
        let Some(record) = self.record.shown() else { return };
        if journal.len() != self.milestones && self.follow.cursor() > record.cursor {
            self.refresh(desk);
        }
    }
}
