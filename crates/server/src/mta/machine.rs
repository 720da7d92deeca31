//! One delivery: its record, what the simulator is doing for it, and how commands and time move both.

mod carrying;
mod commands;
mod elsewhere;
mod hook;
mod preparation;
mod repeating;
mod sending;

use chrono::TimeDelta;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::recurrence::Occurrence;
use delivery_core::wire::{Delivery, Recurrence};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::happening::Happening;
use super::port::{self, Engine};
use super::preparing::{Preparing, errors};
use super::recipients::{List, message};
use super::relaying::{Progress, Relaying};

pub use commands::{Deed, next_instant};
use preparation::content_of;

/// What the service keeps of a delivery beside its record: enough to go on where it was.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Course {
    /// What carries its messages.
    #[serde(flatten)]
    pub engine: Engine,
    /// What the rules will find in the content.
    pub warnings: Vec<String>,
    /// How many preparations there were.
    pub preparations: u64,
    /// How often somebody held the send.
    pub pauses: u64,
    /// How many other changes have been told, to number them.
    #[serde(default)]
    pub changes: u64,
    /// How many executions were made.
    #[serde(default)]
    pub executions: u64,
    /// When messages began to leave.
    #[serde(default)]
    pub started: Option<Instant>,
    /// What is being done.
    pub work: Work,
}

/// What the simulator is doing for a delivery.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Work {
    /// Nothing: it waits for somebody, or for its date.
    Resting,
    /// Making executions as their dates come.
    Repeating {
        /// Looks for occurrences later than this.
        after: Instant,
        /// Occurrences later than this that were made before the schedule was changed.
        made: Vec<Instant>,
    },
    /// Preparing.
    Preparing(Preparing),
    /// The simulator hands over, or follows what was handed over.
    Relaying(Progress),
    /// An adapter hands over: it asks for each message, and says what became of it.
    Handing,
    /// Cancelling what has not left, one message after the other.
    Cancelling {
        /// The send that was stopped.
        progress: Progress,
        /// How many are cancelled.
        cancelled: u32,
        /// When it was stopped.
        at: Instant,
        /// By whom.
        by: String,
    },
    /// The same for what an adapter has not handed over.
    Withdrawing {
        /// When it was stopped.
        at: Instant,
        /// By whom.
        by: String,
    },
}

impl Course {
    /// Of a delivery that nobody has done anything with yet.
    pub const fn new(engine: Engine, warnings: Vec<String>) -> Self {
        Self {
            engine,
            warnings,
            preparations: 0,
            pauses: 0,
            changes: 0,
            executions: 0,
            started: None,
            work: Work::Resting,
        }
    }
}

/// Who gives a command.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// The name to sign in with.
    pub login: &'a str,
    /// The name to show.
    pub name: &'a str,
}

/// A delivery that lives.
#[derive(Debug)]
pub struct Machine {
    record: Delivery,
    course: Course,
    relaying: Option<Relaying>,
    /// Imported recipients, while they are being prepared.
    list: List,
    /// What the rules find about them.
    remark: Option<String>,
    /// Occurrences whose executions are to be made.
    births: Vec<Occurrence>,
}

impl Machine {
    /// A delivery where it was left.
    pub fn new(record: Delivery, course: Course) -> Self {
        let mut machine =
            Self { record, course, relaying: None, list: List::default(), remark: None, births: Vec::new() };
        machine.pick_up();
        machine
    }

    /// The record.
    pub const fn record(&self) -> &Delivery {
        &self.record
    }

    /// What has to be kept beside it.
    pub const fn course(&self) -> &Course {
        &self.course
    }

    /// When the next thing is due.
    pub fn next_due(&self) -> Option<Instant> {
        match (self.work_due(), self.deadline()) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    fn work_due(&self) -> Option<Instant> {
        match &self.course.work {
            Work::Resting if self.record.state == State::Waiting => self.record.contact_date,
            // What an adapter does comes by its reports.
            Work::Resting | Work::Handing | Work::Withdrawing { .. } => None,
            Work::Repeating { .. } => self.repeating_due(),
            Work::Preparing(preparing) => {
                let (warnings, errors) = (self.warnings(), errors(&self.record.content));
                preparing.next_due(self.brief("", &warnings, &errors))
            }
            Work::Relaying(progress) => self.relaying.as_ref().and_then(|relaying| relaying.next_due(progress)),
            Work::Cancelling { at, .. } => Some(*at),
        }
    }

    /// Whether anything will happen without a command: then somebody has to see to it.
    pub fn has_work(&self) -> bool {
        match self.course.work {
            Work::Preparing(_) | Work::Handing | Work::Withdrawing { .. } => true,
            Work::Resting | Work::Repeating { .. } | Work::Relaying(_) | Work::Cancelling { .. } => {
                self.next_due().is_some() || self.notice().is_some() || self.is_spent()
            }
        }
    }

    /// Plays what happened up to `now`, at most about `limit` events; call again while [`Self::next_due`] is not later.
    pub fn advance(&mut self, now: Instant, limit: usize) -> Vec<Happening> {
        let mut told = Vec::new();
        while told.len() < limit && self.next_due().is_some_and(|due| due <= now) {
            self.step(now, limit, &mut told);
        }
        told
    }

    fn step(&mut self, now: Instant, limit: usize, told: &mut Vec<Happening>) {
        // At its date an execution that nobody has confirmed is missed, whatever else would be due then.
        if let Some(deadline) = self.deadline()
            && self.work_due().is_none_or(|due| due >= deadline)
        {
            return self.miss(deadline, told);
        }
        match &mut self.course.work {
            Work::Resting => {
                let since = self.record.contact_date.unwrap_or(now);
                self.start(since, None, told);
            }
            Work::Repeating { .. } => self.repeat(now, told),
            Work::Preparing(preparing) => {
                // Nothing is told of a preparation after the date by which it had to be confirmed.
                let until = match &self.record.recurrence {
                    Recurrence::Execution(occasion) => now.min(occasion.at - TimeDelta::microseconds(1)),
                    Recurrence::OneOff | Recurrence::Recurring => now,
                };
                let mut preparing = preparing.clone();
                let (content, errors) = (content_of(&self.record, &self.course.engine), errors(&self.record.content));
                let warnings = self.warnings();
                let ending = preparing.tell(self.brief(&content, &warnings, &errors), until, limit, told);
                self.course.work = Work::Preparing(preparing);
                if let Some(ending) = ending {
                    self.prepared(ending, told);
                }
            }
            Work::Handing | Work::Withdrawing { .. } => {}
            Work::Relaying(progress) => {
                let Some(relaying) = &mut self.relaying else { return self.pick_up() };
                if let Some(at) = relaying.tell(progress, now, limit, told) {
                    self.finish(at, told);
                }
            }
            Work::Cancelling { progress, cancelled, at, by } => {
                let Some(relaying) = &self.relaying else { return self.pick_up() };
                let waiting = relaying.waiting(progress);
                let from = (*cancelled as usize).min(waiting.len());
                let until = (from + limit - told.len()).min(waiting.len());
                for &index in &waiting[from..until] {
                    told.push(port::cancelled(message(index), by, *at));
                }
                *cancelled = u32::try_from(until).unwrap_or(u32::MAX);
                if until == waiting.len() {
                    self.course.work = Work::Relaying(progress.clone());
                }
            }
        }
    }

    /// A number that no other change of this delivery has.
    fn number(&mut self) -> u64 {
        self.course.changes += 1;
        self.course.changes
    }
}

/// A row of the log, by an id that no other row has.
fn row(id: &str, code: &str, at: Instant, text: &str) -> Happening {
    let more = json!({ "severity": "info", "code": code, "text": text });
    Happening::of_delivery("delivery.logged", format!("row.{id}"), at, more)
}
