//! The dialog: what would happen, to whom, when, and how far it has come.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::super::http::Failure;
use super::super::model::Model;
use super::super::question::{Question, Subject};
use super::change::{Change, changes};
use crate::domain::civil::{Wall, Zone};
use crate::domain::instant::Instant;
use crate::domain::lifecycle::{Command, State};
use crate::domain::schedule::{Plan, SendTime};
use crate::wire::{Delivery, Recurrence};

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
    /// Whether the number has to be typed.
    pub needs_number: bool,
    /// Whether a second person has to approve.
    pub needs_second_person: bool,
    /// Messages that are handed over already.
    pub sent: u64,
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
        zone: Zone,
    },
    /// At once, as the date is past.
    Past {
        /// The date.
        at: Instant,
        /// The delivery's zone.
        zone: Zone,
    },
    /// At this time of each recipient's own zone.
    ByZone {
        /// What their walls show then.
        wall: Wall,
        /// The zone of those who have none.
        zone: Zone,
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
    let count = if *command == Command::Stop { dashboard.tally().all.queued } else { prepared };
    let safeguards = record.delivery.safeguards;
    Some(QuestionView {
        command: *command,
        stage,
        count,
        probes: dashboard.tally().probes(),
        when: when(&record.delivery, model.service_now()),
        is_waiting: record.delivery.state == State::Waiting,
        needs_number: *command == Command::Confirm && safeguards.needs_number(prepared),
        needs_second_person: *command == Command::Confirm && safeguards.needs_second_person(prepared),
        sent: dashboard.tally().all.sent,
        delivery: Box::new(record.delivery.clone()),
    })
}

fn when(delivery: &Delivery, now: Option<Instant>) -> When {
    let (at, zone) = match (&delivery.recurrence, &delivery.schedule.plan) {
        (_, Plan::At { wall, zone, send_time: SendTime::RecipientZone, .. }) => {
            return When::ByZone { wall: *wall, zone: zone.clone() };
        }
        (Recurrence::Execution(occasion), _) => (Some(occasion.at), &occasion.zone),
        (_, Plan::At { zone, .. }) => (delivery.schedule.at, zone),
        (_, Plan::OnceConfirmed | Plan::Recurring { .. }) => return When::Immediately,
    };
    match at {
        None => When::Immediately,
        Some(at) if now.is_some_and(|now| at <= now) => When::Past { at, zone: zone.clone() },
        Some(at) => When::At { at, zone: zone.clone() },
    }
}
