//! Recurring deliveries and their executions. The rules, once:
//!
//! * An execution is made when the one before it is due, a day ahead of its date at most, and prepared by itself.
//! * With *Request confirmation*, it waits for somebody. At its date, whatever was not confirmed is missed: it is not
//!   sent, then or later.
//! * Without, it is confirmed by itself once prepared, and leaves on its date.
//! * Switching *Request confirmation* on holds at once for every execution that nobody has confirmed and that has not
//!   begun. Switching it off holds for executions made from then on: one that asks, or is being prepared, goes on asking.
//! * An execution whose date is no longer in the schedule is skipped unless it has begun; so is each that has not begun
//!   when the recurring delivery is stopped. Dates that pass while it is paused are left out.

use chrono::TimeDelta;
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Kind, State};
use delivery_core::domain::recurrence::{Occurrence, Recurrence as Dates};
use delivery_core::domain::schedule::{ConfirmationPolicy, Plan};
use delivery_core::wire::{Delivery, Occasion, Recurrence, Schedule};
use serde_json::{Value, json};

use super::{Course, Machine, Who, Work, row};
use crate::mta::happening::Happening;
use crate::zones::BundledZones;

/// How long before its date an execution is made at most.
const LEAD: TimeDelta = TimeDelta::hours(24);

impl Machine {
    fn dates(&self) -> Option<&Dates> {
        match &self.record.schedule.plan {
            Plan::Recurring { recurrence, .. } => Some(recurrence),
            Plan::OnceConfirmed | Plan::At { .. } => None,
        }
    }

    pub(super) fn activate(&mut self, who: Who<'_>, now: Instant, told: &mut Vec<Happening>) {
        told.push(Happening::of_delivery("delivery.activated", "activated".to_owned(), now, json!({ "by": who.name })));
        let text = format!("Started by user '{}' ({})", who.name, who.login);
        told.push(row("activated", "activated", now, &text));
        self.record.state = State::Repeating;
        self.course.work = Work::Repeating { after: now, made: Vec::new() };
    }

    pub(super) fn go_on_repeating(&mut self, now: Instant, told: &mut Vec<Happening>) {
        self.record.state = State::Repeating;
        self.course.work = Work::Repeating { after: now, made: Vec::new() };
        self.record.schedule.at = super::commands::next_instant(&self.record.schedule.plan, now);
        let id = format!("resumed.{}", self.number());
        told.push(row(&id, "resumed", now, "Dates that passed while it was paused are left out"));
    }

    /// After a change of schedule: dates from now on, but none that has an execution already.
    pub(super) fn look_again(&mut self, now: Instant) {
        if let Work::Repeating { after, made } = &mut self.course.work {
            made.push(*after);
            made.retain(|made| *made > now);
            *after = now;
        }
    }

    /// The next occurrence that has no execution, and when that is to be made.
    fn next_birth(&self) -> Option<(Occurrence, Instant)> {
        let Work::Repeating { after, made } = &self.course.work else { return None };
        let mut next = self.dates()?.occurrences_after(*after, &BundledZones);
        let next = next.find(|occurrence| !made.contains(&occurrence.at()))?;
        Some((next, (next.at() - LEAD).max(*after)))
    }

    pub(super) fn repeating_due(&self) -> Option<Instant> {
        let birth = self.next_birth().map(|(_, due)| due);
        match (birth, self.record.schedule.at) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    pub(super) fn repeat(&mut self, now: Instant, told: &mut Vec<Happening>) {
        // First what is shown as the next date moves on.
        if self.record.schedule.at.is_some_and(|at| at <= now) {
            self.record.schedule.at = super::commands::next_instant(&self.record.schedule.plan, now);
            return;
        }
        let Some((occurrence, due)) = self.next_birth() else { return };
        if let Work::Repeating { after, .. } = &mut self.course.work {
            *after = occurrence.at();
        }
        // A date that passed while the service was away is left out: its execution could only be missed.
        if occurrence.at() > now {
            self.course.executions += 1;
            self.births.push(occurrence);
        } else {
            let id = format!("passed.{}", occurrence.at().micros());
            told.push(row(&id, "passed", due, &format!("The date {} passed without an execution", occurrence.wall)));
        }
    }

    /// Whether executions are to be made.
    pub const fn has_births(&self) -> bool {
        !self.births.is_empty()
    }

    /// The executions that were due since this was last asked.
    pub fn take_births(&mut self) -> Vec<(Delivery, Course)> {
        let first = self.course.executions + 1 - self.births.len() as u64;
        let births = core::mem::take(&mut self.births);
        (first..).zip(births).map(|(number, occurrence)| self.execution(number, occurrence)).collect()
    }

    fn execution(&self, number: u64, occurrence: Occurrence) -> (Delivery, Course) {
        let parent = &self.record;
        let (zone, confirmation, send_time) = match &parent.schedule.plan {
            Plan::Recurring { recurrence, confirmation, send_time, .. } => {
                (recurrence.zone.clone(), *confirmation, *send_time)
            }
            // Only recurring deliveries have executions.
            Plan::OnceConfirmed | Plan::At { .. } => unreachable!("an execution of a delivery that does not repeat"),
        };
        let at = occurrence.at();
        let occasion = Occasion {
            parent: parent.id.clone(),
            parent_label: parent.label.clone(),
            number: occurrence.number,
            wall: occurrence.wall,
            zone: zone.clone(),
            at,
        };
        let plan = Plan::At { wall: occurrence.wall, zone, confirmation, send_time };
        let record = Delivery {
            id: DeliveryId::new(format!("{}-{number}", parent.id)),
            label: format!("[{}] {}", &occurrence.wall.to_string()[..10], parent.label),
            recurrence: Recurrence::Execution(occasion),
            state: State::Editing,
            schedule: Schedule { plan, at: Some(at) },
            preparation: None,
            approval: None,
            confirmation: None,
            contact_date: Some(at),
            ..parent.clone()
        };
        let course = Course::new(self.course.engine.for_execution(number), self.course.warnings.clone());
        (record, course)
    }

    /// Until when an execution has to be confirmed. `None` once it is, or if nobody can any more.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let Recurrence::Execution(occasion) = &self.record.recurrence else { return None };
        let is_open = matches!(
            self.record.state,
            State::Editing
                | State::Preparing
                | State::PreparationFailed
                | State::Prepared
                | State::Outdated
                | State::Approving
        );
        is_open.then_some(occasion.at)
    }

    pub(super) fn miss(&mut self, at: Instant, told: &mut Vec<Happening>) {
        self.record.state = State::Missed;
        self.record.approval = None;
        self.course.work = Work::Resting;
        told.push(Happening::of_delivery("delivery.missed", "missed".to_owned(), at, Value::Null));
        let text = "Nobody confirmed this execution before its date: it is not sent";
        told.push(row("missed", "missed", at, text));
    }

    pub(super) fn skip(&mut self, by: Option<&str>, why: &str, now: Instant, told: &mut Vec<Happening>) {
        self.record.state = State::Skipped;
        self.record.approval = None;
        self.record.confirmation = None;
        self.course.work = Work::Resting;
        let id = format!("skipped.{}", self.number());
        let more = by.map_or(Value::Null, |by| json!({ "by": by }));
        told.push(Happening::of_delivery("delivery.skipped", id.clone(), now, more));
        let text = by.map_or_else(|| why.to_owned(), |by| format!("Skipped by user '{by}'"));
        told.push(row(&id, "skipped", now, &text));
    }

    /// Follows the recurring delivery that an execution belongs to, unless it has begun.
    pub fn follow(&mut self, parent: &Delivery, now: Instant) -> Vec<Happening> {
        let mut told = Vec::new();
        let Recurrence::Execution(occasion) = &self.record.recurrence else { return told };
        let has_begun = self.record.state.has_started() || self.record.state.is_over();
        if has_begun || self.record.state == State::Skipped {
            return told;
        }
        let Plan::Recurring { recurrence, confirmation, .. } = &parent.schedule.plan else { return told };
        let just_before = occasion.at - TimeDelta::microseconds(1);
        let mut dates = recurrence.occurrences_after(just_before, &BundledZones);
        let is_in = dates.next().is_some_and(|occurrence| occurrence.at() == occasion.at);
        if parent.state == State::Stopped {
            self.skip(None, "Skipped: the recurring delivery was stopped", now, &mut told);
        } else if !is_in {
            self.skip(None, "Skipped: its date is no longer in the schedule", now, &mut told);
        } else if *confirmation == ConfirmationPolicy::Required {
            self.request_confirmation(now, &mut told);
        }
        told
    }

    /// Asks, where nobody was to be asked. What somebody has confirmed stays confirmed.
    fn request_confirmation(&mut self, now: Instant, told: &mut Vec<Happening>) {
        let Plan::At { confirmation, .. } = &mut self.record.schedule.plan else { return };
        if *confirmation == ConfirmationPolicy::Required {
            return;
        }
        *confirmation = ConfirmationPolicy::Required;
        let is_by_itself = self.record.confirmation.as_ref().is_some_and(|confirmed| confirmed.by.is_none());
        if self.record.state == State::Waiting && is_by_itself {
            self.record.state = State::Prepared;
            self.record.confirmation = None;
            self.record.contact_date = self.record.schedule.at;
            let id = format!("confirmation_requested.{}", self.number());
            told.push(Happening::of_delivery("delivery.confirmation_requested", id, now, Value::Null));
        }
        let id = format!("asks.{}", self.number());
        told.push(row(&id, "asks", now, "Confirmation is requested from now on"));
    }

    /// Whether a recurring delivery has no more dates, and nothing but its executions' ends to wait for.
    pub fn is_spent(&self) -> bool {
        let repeats = self.record.recurrence.kind() == Kind::Recurring && self.record.state == State::Repeating;
        repeats && self.next_birth().is_none() && self.record.schedule.at.is_none()
    }

    /// All its executions are over.
    pub fn end_repeating(&mut self, now: Instant) -> Vec<Happening> {
        self.course.work = Work::Resting;
        self.record.state = State::Finished;
        let text = "All executions are over and no date is to come.";
        vec![
            Happening::of_delivery("delivery.finished", "finished".to_owned(), now, Value::Null),
            row("finished", "finished", now, text),
        ]
    }
}
