//! What commands do to a delivery. Whether they may is not decided here.

use delivery_core::domain::civil::resolve;
use delivery_core::domain::event::Subject;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Command, Kind, State};
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::domain::schedule::Plan;
use delivery_core::wire::{Approval, Content, Schedule};
use serde_json::{Value, json};

use super::{Machine, Who, Work, row};
use crate::mta::happening::Happening;
use crate::mta::port::Request;
use crate::mta::preparing::Preparing;
use crate::zones::BundledZones;

/// What is to be done, with what it takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// A command that takes nothing else; confirming and approving have been checked.
    Command(Command),
    /// Another schedule.
    Schedule(Plan),
    /// Another content.
    Content(Content),
    /// Another audience, in words.
    Audience(String),
}

impl Deed {
    /// The command whose rule holds for it: everything that is edited is edited where and by whom the schedule is.
    pub const fn command(&self) -> Command {
        match self {
            Self::Command(command) => *command,
            Self::Schedule(_) | Self::Content(_) | Self::Audience(_) => Command::Schedule,
        }
    }
}

impl Machine {
    /// Does what [`delivery_core::domain::refusal::check`] allows.
    pub fn act(&mut self, deed: &Deed, who: Who<'_>, now: Instant) -> Vec<Happening> {
        match deed {
            Deed::Command(command) => self.command(*command, who, now),
            Deed::Schedule(plan) => self.reschedule(plan, now),
            Deed::Content(content) => {
                self.record.content = content.clone();
                self.edited(Subject::Content, "delivery.content_changed", json!({ "content": content }), now)
            }
            Deed::Audience(target) => {
                self.record.audience.target.clone_from(target);
                self.edited(Subject::Audience, "delivery.audience_changed", json!({ "target": target }), now)
            }
        }
    }

    /// Carries out a command.
    pub fn command(&mut self, command: Command, who: Who<'_>, now: Instant) -> Vec<Happening> {
        let mut told = Vec::new();
        match command {
            // Made by the desk, as another delivery; or with what it takes, above.
            Command::Duplicate | Command::Schedule => {}
            Command::Start => self.activate(who, now, &mut told),
            Command::Skip => self.skip(Some(who.name), "", now, &mut told),
            Command::Prepare => {
                self.course.preparations += 1;
                self.course.work = Work::Preparing(Preparing::begin(self.course.preparations, now));
                self.record.state = State::Preparing;
                self.record.preparation = None;
                self.record.outdated_by = None;
                // Its beginning: the rest is told as it comes, however many they are.
                self.step(now, 1, &mut told);
            }
            Command::StopPreparation => {
                let number = self.course.preparations;
                let more = json!({ "preparation": number, "by": who.name });
                told.push(Happening::of_delivery(
                    "delivery.preparation_stopped",
                    format!("preparation.{number}.stopped"),
                    now,
                    more,
                ));
                self.course.work = Work::Resting;
                self.record.state = State::Editing;
            }
            Command::Confirm if self.needs_second_person() => self.ask_second_person(who, now, &mut told),
            Command::Confirm => {
                let text = format!("Delivery started by user '{}' ({})", who.name, who.login);
                self.confirm(Some(who.name), &text, now, &mut told);
            }
            Command::Approve => {
                let text = format!("Delivery approved and started by user '{}' ({})", who.name, who.login);
                self.confirm(Some(who.name), &text, now, &mut told);
            }
            Command::Decline => {
                self.record.approval = None;
                self.record.state = State::Prepared;
                let id = format!("approval_declined.{}", self.number());
                let more = json!({ "by": who.name });
                told.push(Happening::of_delivery("delivery.approval_declined", id.clone(), now, more));
                let text = format!("Confirmation declined by user '{}' ({})", who.name, who.login);
                told.push(row(&id, "declined", now, &text));
            }
            Command::Pause => {
                self.course.pauses += 1;
                let id = format!("paused.{}", self.course.pauses);
                told.push(Happening::of_delivery("delivery.paused", id, now, json!({ "by": who.name })));
                self.record.state = State::Paused;
                if self.record.recurrence.kind() == Kind::Recurring {
                    self.course.work = Work::Resting;
                } else {
                    self.ask(Request::Hold, who.name, now);
                }
            }
            Command::Resume => {
                let id = format!("resumed.{}", self.course.pauses);
                told.push(Happening::of_delivery("delivery.resumed", id, now, json!({ "by": who.name })));
                self.record.state = State::Sending;
                if self.record.recurrence.kind() == Kind::Recurring {
                    self.go_on_repeating(now, &mut told);
                } else {
                    self.ask(Request::GoOn, who.name, now);
                }
            }
            Command::Stop => self.stop(who, now, &mut told),
        }
        told
    }

    fn needs_second_person(&self) -> bool {
        let to_deliver = self.record.preparation.as_ref().map_or(0, |preparation| preparation.to_deliver);
        self.record.safeguards.needs_second_person(to_deliver)
    }

    fn ask_second_person(&mut self, who: Who<'_>, now: Instant, told: &mut Vec<Happening>) {
        self.record.approval = Some(Approval { login: who.login.to_owned(), by: who.name.to_owned(), at: now });
        self.record.state = State::Approving;
        let id = format!("approval_requested.{}", self.number());
        told.push(Happening::of_delivery("delivery.approval_requested", id.clone(), now, json!({ "by": who.name })));
        let text = format!("Confirmed by user '{}' ({}): waits for a second person", who.name, who.login);
        told.push(row(&id, "approval", now, &text));
    }

    fn stop(&mut self, who: Who<'_>, now: Instant, told: &mut Vec<Happening>) {
        let more = json!({ "by": who.name });
        told.push(Happening::of_delivery("delivery.stopped", "stopped".to_owned(), now, more));
        let text = format!("Delivery stopped by user '{}' ({})", who.name, who.login);
        told.push(row("stopped", "stopped", now, &text));
        self.record.state = State::Stopped;
        if self.record.recurrence.kind() == Kind::Recurring {
            self.course.work = Work::Resting;
            return;
        }
        self.ask(Request::Withdraw, who.name, now);
    }

    fn reschedule(&mut self, plan: &Plan, now: Instant) -> Vec<Happening> {
        let at = next_instant(plan, now);
        self.record.schedule = Schedule { plan: plan.clone(), at };
        self.record.contact_date = match plan {
            Plan::At { .. } => at,
            // A delivery without a date keeps none of the one it had.
            Plan::OnceConfirmed | Plan::Recurring { .. } => None,
        };
        self.look_again(now);
        self.edited(Subject::Schedule, "delivery.schedule_changed", json!({ "schedule": plan }), now)
    }

    /// Something of what is prepared has changed: what was prepared before is no longer true.
    fn edited(&mut self, subject: Subject, kind: &'static str, more: Value, now: Instant) -> Vec<Happening> {
        if matches!(self.record.state, State::Prepared | State::Outdated) {
            self.record.state = State::Outdated;
            self.record.outdated_by = Some(subject);
        }
        let id = format!("changed.{}", self.number());
        vec![Happening::of_delivery(kind, id, now, more)]
    }

    /// A list was taken out. A row of the log, in whatever state.
    pub fn exported(&mut self, text: &str, now: Instant) -> Happening {
        let id = format!("exported.{}", self.number());
        row(&id, "EXP-100", now, text)
    }

    /// Somebody has said that what was posted belongs to it. A row of the log, in whatever state.
    pub fn assigned(&mut self, text: &str, now: Instant) -> Happening {
        let id = format!("assigned.{}", self.number());
        row(&id, "tray.assigned", now, text)
    }

    /// An administrator asks for something else of whoever confirms. Holds for what has not started.
    pub fn guard(&mut self, safeguards: Safeguards, by: &str, now: Instant) -> Vec<Happening> {
        if self.record.safeguards == safeguards || self.record.state.has_started() || self.record.state.is_over() {
            return Vec::new();
        }
        self.record.safeguards = safeguards;
        let id = format!("safeguards.{}", self.number());
        vec![row(&id, "safeguards", now, &format!("Safeguards changed by user '{by}'"))]
    }
}

/// The instant of a plan's date, or of its next occurrence.
pub fn next_instant(plan: &Plan, now: Instant) -> Option<Instant> {
    match plan {
        Plan::OnceConfirmed => None,
        Plan::At { wall, zone, .. } => resolve(*wall, zone, &BundledZones).map(|resolved| resolved.at()),
        Plan::Recurring { recurrence, .. } => {
            let mut next = recurrence.occurrences_after(now, &BundledZones);
            next.next().map(|occurrence| occurrence.at())
        }
    }
}
