//! The dialog: what would happen, to whom, when, and how far it has come.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::http::Failure;
use super::super::model::Model;
use super::super::question::{Question, Subject, is_too_late};
use crate::domain::instant::Instant;
use crate::domain::lifecycle::{Command, State};
use crate::wire::{Delivery, Schedule};

/// The dialog as it is seen.
#[derive(Clone, PartialEq, Debug)]
pub struct QuestionView {
    /// What is asked about.
    pub command: Command,
    /// How far it has come.
    pub stage: Stage,
    /// The record that was read.
    pub delivery: Box<Delivery>,
    /// The largest thing: people who will receive it, or will not any more.
    pub count: u64,
    /// Of them, test profiles and traps.
    pub probes: u64,
    /// When messages would leave.
    pub when: When,
    /// Whether the delivery waits for its date.
    pub is_waiting: bool,
}

/// How far the question has come.
#[derive(Clone, PartialEq, Debug)]
pub enum Stage {
    /// To be read.
    Reading,
    /// The answer is out.
    Sending,
    /// The answer was lost, and is being found out.
    Unknown,
    /// Something has changed; nothing was done. What, once it is known.
    Changed(Vec<Change>),
    /// Refused; nothing was done.
    Refused(Failure),
}

/// What has changed since it was read.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// The number.
    Count {
        /// As read.
        before: u64,
        /// As it is.
        now: u64,
    },
    /// Somebody else has confirmed.
    Confirmed {
        /// Who.
        by: String,
        /// When.
        at: Instant,
    },
    /// Another state.
    State(State),
}

/// When messages would leave.
#[derive(Clone, PartialEq, Debug)]
pub enum When {
    /// At once.
    Immediately,
    /// Then.
    At {
        /// The instant.
        at: Instant,
        /// The delivery's zone.
        zone: String,
    },
    /// At once, as the date is past.
    Past {
        /// The date.
        at: Instant,
        /// The delivery's zone.
        zone: String,
    },
}

/// The dialog, if it is to be seen.
pub fn question(model: &Model) -> Option<QuestionView> {
    let dashboard = model.dashboard()?;
    let question = dashboard.question();
    if !question.is_shown() {
        return None;
    }
    let Subject { command, record } = question.subject()?;
    let stage = match question {
        Question::Closed | Question::Confirmed { .. } => return None,
        Question::Reading(_) => Stage::Reading,
        Question::Sending { tries: 0, .. } => Stage::Sending,
        Question::Sending { .. } | Question::Unknown { .. } => Stage::Unknown,
        Question::Changed { now, .. } => {
            Stage::Changed(now.as_ref().map(|now| changes(*command, &record.delivery, now)).unwrap_or_default())
        }
        Question::Refused { failure, .. } => Stage::Refused(failure.clone()),
    };
    let prepared = record.delivery.preparation.as_ref().map_or(0, |preparation| preparation.to_deliver);
    let count = match command {
        Command::Stop => dashboard.follow().tally().all.queued,
        Command::Prepare | Command::StopPreparation | Command::Confirm | Command::Pause | Command::Resume => prepared,
    };
    Some(QuestionView {
        command: *command,
        stage,
        delivery: Box::new(record.delivery.clone()),
        count,
        probes: dashboard.follow().tally().probes(),
        when: when(&record.delivery.schedule, model.service_now()),
        is_waiting: record.delivery.state == State::Waiting,
    })
}

fn when(schedule: &Schedule, now: Option<Instant>) -> When {
    match schedule {
        Schedule::OnceConfirmed => When::Immediately,
        Schedule::At { at, zone, .. } if now.is_some_and(|now| *at <= now) => {
            When::Past { at: *at, zone: zone.clone() }
        }
        Schedule::At { at, zone, .. } => When::At { at: *at, zone: zone.clone() },
    }
}

fn changes(command: Command, before: &Delivery, now: &Delivery) -> Vec<Change> {
    let mut changes = Vec::new();
    let count = |delivery: &Delivery| delivery.preparation.as_ref().map_or(0, |preparation| preparation.to_deliver);
    if count(before) != count(now) {
        changes.push(Change::Count { before: count(before), now: count(now) });
    }
    if let (Command::Confirm, Some(confirmation)) = (command, &now.confirmation) {
        changes.push(Change::Confirmed { by: confirmation.by.clone(), at: confirmation.at });
    }
    if before.state != now.state || is_too_late(command, now.state) {
        changes.push(Change::State(now.state));
    }
    changes
}
