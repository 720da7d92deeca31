//! A command that asks first: confirm the send, or stop it. The dialog is a small machine of its own.
//!
//! What is accepted is what was read: the order carries the record's version and the preparation's fingerprint, so that
//! the service refuses it if either has changed. One key from OK to the end: a lost answer is resolved by asking how the
//! delivery stands, and if it stands where it stood, by posting the same order again, which the service carries out once;
//! but only for a while after OK: later, nothing happened, and the page says so.

use alloc::boxed::Box;
use alloc::string::String;

use super::ask::{Ask, Order, Particulars};
use super::desk::Desk;
use super::effect::{Effect, Timer};
use super::http::{Failure, Reply};
use super::intent::Intent;
use super::outcome::{is_done, is_open, is_too_late};
use super::record::Record;
use super::remote::Ticket;
use crate::domain::id::IdempotencyKey;
use crate::domain::lifecycle::Command;
use crate::wire::{ConfirmRequest, Delivery, ProblemType};

/// The first wait before asking what became of a lost answer, doubled each time up to the last.
const FIRST_WAIT_MS: i64 = 1_000;
const LONGEST_WAIT_MS: i64 = 15_000;

/// What is asked about.
#[derive(Clone, PartialEq, Debug)]
pub struct Subject {
    /// What would be done.
    pub command: Command,
    /// The record that is shown, and that OK is bound to.
    pub record: Record,
}

impl Subject {
    /// Whether what was typed is what it takes.
    pub fn accepts(&self, typed: Option<u64>) -> bool {
        let delivery = &self.record.delivery;
        let prepared = delivery.preparation.as_ref().map_or(0, |preparation| preparation.to_deliver);
        self.command != Command::Confirm || delivery.safeguards.accepts(prepared, typed)
    }

    fn particulars(&self, typed: Option<u64>) -> Particulars {
        match &self.record.delivery.preparation {
            Some(preparation) if self.command.names_preparation() => {
                Particulars::Prepared(ConfirmRequest { fingerprint: preparation.fingerprint.clone(), typed })
            }
            _ => Particulars::None,
        }
    }
}

/// The dialog.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Question {
    /// Not open.
    #[default]
    Closed,
    /// Open: what would happen, Cancel and OK.
    Reading(Box<Subject>),
    /// OK was pressed; the answer is out. Escape hides the dialog, and a line on the page says that it goes on.
    Sending {
        /// What was read.
        subject: Box<Subject>,
        /// What was ordered.
        intent: Box<Intent>,
        /// The request.
        ticket: Ticket,
        /// Whether it goes on behind a closed dialog.
        is_hidden: bool,
        /// Answers lost before.
        tries: u32,
    },
    /// The answer was lost. The service is being asked how the delivery stands.
    Unknown {
        /// What was read.
        subject: Box<Subject>,
        /// What was ordered; it is never given another key.
        intent: Box<Intent>,
        /// What is awaited.
        step: Step,
        /// Whether it goes on behind a closed dialog.
        is_hidden: bool,
        /// Answers lost so far.
        tries: u32,
    },
    /// Something has changed since it was read. Nothing was done.
    Changed {
        /// What was read.
        subject: Box<Subject>,
        /// How it is now, once that is known.
        now: Option<Box<Delivery>>,
    },
    /// The service said no. Nothing was done.
    Refused {
        /// What was read.
        subject: Box<Subject>,
        /// Why.
        failure: Failure,
    },
    /// Done: the dialog is closed, and a line on the page says so.
    Confirmed {
        /// What was read.
        subject: Box<Subject>,
    },
}

/// What an unknown outcome waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// A moment to pass.
    Waiting(Ticket),
    /// The record.
    Asking(Ticket),
}

impl Question {
    /// Opens the dialog on a record, if none is open and nothing is out.
    pub fn open(&mut self, command: Command, record: &Record) {
        if self.is_out() {
            // Whoever asks again sees how the first time stands.
            self.set_hidden(false);
        } else {
            *self = Self::Reading(Box::new(Subject { command, record: record.clone() }));
        }
    }

    /// OK was pressed, with the number if it had to be typed. Once: only what is being read can be accepted, and nothing
    /// goes without the number that an administrator asks for.
    pub fn accept(&mut self, key: IdempotencyKey, typed: Option<u64>, login: String, desk: &mut Desk<'_>) {
        let Self::Reading(subject) = self else { return };
        if !subject.accepts(typed) {
            return;
        }
        let order = Order {
            id: subject.record.delivery.id.clone(),
            command: subject.command,
            key,
            version: subject.record.version.clone(),
            particulars: subject.particulars(typed),
        };
        let intent = Box::new(Intent::new(order, login, desk.now));
        desk.out.push(Effect::KeepIntent(intent.to_text()));
        let subject = subject.clone();
        *self = Self::post(subject, intent, false, 0, desk);
    }

    /// Takes up an intent that was out when the page was reloaded. Gives what was ordered if that was too old to be
    /// repeated and had not been carried out: then nothing happened, and the page says so.
    pub fn take_up(&mut self, intent: Intent, record: &Record, desk: &mut Desk<'_>) -> Option<Command> {
        let subject = Box::new(Subject { command: intent.command(), record: record.clone() });
        self.settle(subject, Box::new(intent), false, 0, record, desk)
    }

    /// The record tells what became of an order, or that it may be posted once more.
    fn settle(
        &mut self,
        subject: Box<Subject>,
        intent: Box<Intent>,
        is_hidden: bool,
        tries: u32,
        record: &Record,
        desk: &mut Desk<'_>,
    ) -> Option<Command> {
        let (command, delivery) = (intent.command(), &record.delivery);
        let mut missed = None;
        *self = if is_done(command, delivery) {
            Self::Confirmed { subject }
        } else if is_too_late(command, delivery.state) {
            Self::Changed { subject, now: Some(Box::new(delivery.clone())) }
        } else if intent.is_fresh(desk.now) {
            *self = Self::post(subject, intent, is_hidden, tries, desk);
            return None;
        } else {
            missed = Some(command);
            Self::Closed
        };
        desk.out.push(Effect::DropIntent);
        missed
    }

    /// Cancel, Escape or Close: closes what can be closed, hides what is out.
    pub fn close(&mut self) {
        if self.is_out() {
            self.set_hidden(true);
        } else {
            *self = Self::Closed;
        }
    }

    /// The order was answered, or not. Gives whether the answer was this dialog's; then the record is worth asking for.
    pub fn answered(&mut self, ticket: Ticket, reply: Reply, desk: &mut Desk<'_>) -> bool {
        let Self::Sending { subject, intent, ticket: at, is_hidden, tries } = self else { return false };
        if *at != ticket {
            return false;
        }
        let subject = subject.clone();
        *self = match reply.success() {
            Ok(_) => Self::Confirmed { subject },
            Err(failure) if is_open(&failure) => {
                let (intent, is_hidden, tries) = (intent.clone(), *is_hidden, *tries + 1);
                let step = Step::Waiting(desk.wait(Timer::Settle, wait(tries)));
                *self = Self::Unknown { subject, intent, step, is_hidden, tries };
                return false;
            }
            Err(failure) => match failure.kind() {
                Some(ProblemType::Changed | ProblemType::State) => Self::Changed { subject, now: None },
                _ => Self::Refused { subject, failure },
            },
        };
        desk.out.push(Effect::DropIntent);
        true
    }

    /// The wait before asking is over. Gives whether the record has to be asked for.
    pub fn rang(&mut self, timer: Ticket, desk: &mut Desk<'_>) -> bool {
        let Self::Unknown { intent, step, .. } = self else { return false };
        if *step != Step::Waiting(timer) {
            return false;
        }
        *step = Step::Asking(desk.ask(Ask::Record(intent.id().clone())));
        true
    }

    /// The record was asked for by this dialog, and could not be had.
    pub fn missed(&mut self, ticket: Ticket, desk: &mut Desk<'_>) {
        if let Self::Unknown { step, tries, .. } = self
            && *step == Step::Asking(ticket)
        {
            *tries += 1;
            *step = Step::Waiting(desk.wait(Timer::Settle, wait(*tries)));
        }
    }

    /// The record is here, whoever asked for it. Gives what was ordered if it is now known that it was not carried out and
    /// will not be.
    pub fn seen(&mut self, ticket: Ticket, record: &Record, desk: &mut Desk<'_>) -> Option<Command> {
        match self {
            Self::Reading(subject) if subject.record.version != record.version => {
                let now = Some(Box::new(record.delivery.clone()));
                *self = Self::Changed { subject: subject.clone(), now };
            }
            Self::Changed { now, .. } => *now = Some(Box::new(record.delivery.clone())),
            Self::Unknown { subject, intent, step, is_hidden, tries } if *step == Step::Asking(ticket) => {
                let (subject, intent, is_hidden, tries) = (subject.clone(), intent.clone(), *is_hidden, *tries);
                return self.settle(subject, intent, is_hidden, tries, record, desk);
            }
            Self::Closed
            | Self::Reading(_)
            | Self::Sending { .. }
            | Self::Unknown { .. }
            | Self::Refused { .. }
            | Self::Confirmed { .. } => {}
        }
        None
    }

    /// The order that is out, if its end is not known.
    pub fn intent(&self) -> Option<Intent> {
        match self {
            Self::Sending { intent, .. } | Self::Unknown { intent, .. } => Some((**intent).clone()),
            Self::Closed | Self::Reading(_) | Self::Changed { .. } | Self::Refused { .. } | Self::Confirmed { .. } => {
                None
            }
        }
    }

    /// Whether an order is out whose end is not known.
    pub const fn is_out(&self) -> bool {
        matches!(self, Self::Sending { .. } | Self::Unknown { .. })
    }

    /// Whether the dialog is to be seen.
    pub const fn is_shown(&self) -> bool {
        match self {
            Self::Closed | Self::Confirmed { .. } => false,
            Self::Reading(_) | Self::Changed { .. } | Self::Refused { .. } => true,
            Self::Sending { is_hidden, .. } | Self::Unknown { is_hidden, .. } => !*is_hidden,
        }
    }

    /// What is asked about.
    pub const fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Closed => None,
            Self::Reading(subject)
            | Self::Sending { subject, .. }
            | Self::Unknown { subject, .. }
            | Self::Changed { subject, .. }
            | Self::Refused { subject, .. }
            | Self::Confirmed { subject } => Some(subject),
        }
    }

    fn set_hidden(&mut self, hidden: bool) {
        if let Self::Sending { is_hidden, .. } | Self::Unknown { is_hidden, .. } = self {
            *is_hidden = hidden;
        }
    }

    fn post(subject: Box<Subject>, intent: Box<Intent>, is_hidden: bool, tries: u32, desk: &mut Desk<'_>) -> Self {
        let ticket = desk.ask(Ask::Order(intent.order()));
        Self::Sending { subject, intent, ticket, is_hidden, tries }
    }
}

fn wait(tries: u32) -> i64 {
    (FIRST_WAIT_MS << tries.saturating_sub(1).min(6)).min(LONGEST_WAIT_MS)
}
