//! One delivery: its record, what the simulator is doing for it, and how commands and time move both.

use chrono::TimeDelta;
use delivery_core::domain::fold::Settings;
use delivery_core::domain::id::Fingerprint;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::wire::{Confirmation, Delivery, Preparation, Schedule};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::happening::Happening;
use super::population::Population;
use super::preparing::{Brief, Preparing};
use super::relaying::{Progress, Relaying, Terms};

/// What the service keeps of a delivery beside its record: enough to go on where it was.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Course {
    /// The recipients.
    pub population: Population,
    /// What the rules will find in the content.
    pub warnings: Vec<String>,
    /// How long handing over takes, in seconds of event time.
    pub relay_seconds: u32,
    /// How many preparations there were.
    pub preparations: u64,
    /// How often somebody held the send.
    pub pauses: u64,
    /// What is being done.
    pub work: Work,
}

/// What the simulator is doing for a delivery.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Work {
    /// Nothing: it waits for somebody, or for its date.
    Resting,
    /// Preparing.
    Preparing(Preparing),
    /// Handing over, or following what was handed over.
    Relaying(Progress),
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
}

impl Machine {
    /// A delivery where it was left.
    pub fn new(record: Delivery, course: Course) -> Self {
        let mut machine = Self { record, course, relaying: None };
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
        match &self.course.work {
            Work::Resting if self.record.state == State::Waiting => self.record.contact_date,
            Work::Resting => None,
            Work::Preparing(preparing) => {
                let content = String::new();
                preparing.next_due(self.brief(&content))
            }
            Work::Relaying(progress) => self.relaying.as_ref().and_then(|relaying| relaying.next_due(progress)),
            Work::Cancelling { at, .. } => Some(*at),
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
        match &mut self.course.work {
            Work::Resting => {
                let since = self.record.contact_date.unwrap_or(now);
                self.start(since, None, told);
            }
            Work::Preparing(preparing) => {
                let content = content_of(&self.record);
                let brief =
                    Brief { population: &self.course.population, warnings: &self.course.warnings, content: &content };
                if let Some(preparation) = preparing.tell(brief, now, limit, told) {
                    self.prepared(preparation, told);
                }
            }
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
                    let message = Population::message(index);
                    let more = json!({ "by": *by });
                    told.push(Happening::of_message("message.cancelled", message, "cancelled", *at, more));
                }
                *cancelled = u32::try_from(until).unwrap_or(u32::MAX);
                if until == waiting.len() {
                    self.course.work = Work::Relaying(progress.clone());
                }
            }
        }
    }

    /// Carries out a command that [`delivery_core::domain::lifecycle::check`] allows.
    pub fn command(&mut self, command: Command, who: Who<'_>, now: Instant) -> Vec<Happening> {
        let mut told = Vec::new();
        match command {
            Command::Prepare => {
                self.course.preparations += 1;
                self.course.work = Work::Preparing(Preparing::begin(self.course.preparations, now));
                self.record.state = State::Preparing;
                self.record.preparation = None;
                self.step(now, usize::MAX, &mut told);
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
            Command::Confirm => {
                let text = format!("Delivery started by user '{}' ({})", who.name, who.login);
                self.confirm(who.name, &text, now, &mut told);
            }
            Command::Pause => {
                self.course.pauses += 1;
                let id = format!("paused.{}", self.course.pauses);
                told.push(Happening::of_delivery("delivery.paused", id, now, json!({ "by": who.name })));
                if let Work::Relaying(progress) = &mut self.course.work {
                    progress.hold();
                }
                self.record.state = State::Paused;
            }
            Command::Resume => {
                let id = format!("resumed.{}", self.course.pauses);
                told.push(Happening::of_delivery("delivery.resumed", id, now, json!({ "by": who.name })));
                if let Work::Relaying(progress) = &mut self.course.work {
                    progress.go_on(now);
                }
                self.record.state = State::Sending;
            }
            Command::Stop => {
                told.push(Happening::of_delivery(
                    "delivery.stopped",
                    "stopped".to_owned(),
                    now,
                    json!({ "by": who.name }),
                ));
                told.push(row("stopped", now, &format!("Delivery stopped by user '{}' ({})", who.name, who.login)));
                let mut progress = match &self.course.work {
                    Work::Relaying(progress) | Work::Cancelling { progress, .. } => progress.clone(),
                    Work::Resting | Work::Preparing(_) => Progress::begin(now),
                };
                progress.hold();
                self.course.work = Work::Cancelling { progress, cancelled: 0, at: now, by: who.name.to_owned() };
                self.record.state = State::Stopped;
                self.pick_up();
            }
        }
        told
    }

    fn prepared(&mut self, preparation: Preparation, told: &mut Vec<Happening>) {
        let at = preparation.finished_at;
        self.record.preparation = Some(preparation);
        self.record.state = State::Prepared;
        self.course.work = Work::Resting;
        if let Schedule::At { request_confirmation: false, .. } = self.record.schedule {
            self.confirm("Schedule", "Delivery started by its schedule: no confirmation was requested", at, told);
        }
    }

    fn confirm(&mut self, by: &str, text: &str, now: Instant, told: &mut Vec<Happening>) {
        let start_at = match self.record.schedule {
            Schedule::OnceConfirmed => now,
            Schedule::At { at, .. } => at.max(now),
        };
        let mut more = json!({ "by": by, "start_at": start_at });
        if let delivery_core::wire::Recurrence::Execution { occurrence, .. } = &self.record.recurrence {
            more["occurrence"] = json!(occurrence);
        }
        let id = format!("confirmed.{}", self.course.preparations);
        told.push(Happening::of_delivery("delivery.confirmed", id, now, more));
        told.push(row("confirmed", now, text));
        self.record.confirmation = Some(Confirmation { by: by.to_owned(), at: now });
        self.record.contact_date = Some(start_at);
        self.record.state = State::Waiting;
        if start_at <= now {
            self.start(now, Some(by), told);
        }
    }

    fn start(&mut self, since: Instant, by: Option<&str>, told: &mut Vec<Happening>) {
        let more = by.map_or(Value::Null, |by| json!({ "by": by }));
        told.push(Happening::of_delivery("delivery.started", "started".to_owned(), since, more));
        self.course.work = Work::Relaying(Progress::begin(since));
        self.record.state = State::Sending;
        self.pick_up();
        if self.relaying.as_ref().is_some_and(Relaying::is_empty) {
            self.finish(since, told);
        }
    }

    fn finish(&mut self, at: Instant, told: &mut Vec<Happening>) {
        told.push(Happening::of_delivery("delivery.finished", "finished".to_owned(), at, Value::Null));
        told.push(row("DEL-430015", at, "Delivery finished: all messages have been processed."));
        self.record.state = State::Finished;
    }

    /// Whether these are the messages that whoever confirms has read about.
    pub fn is_prepared_as(&self, fingerprint: &Fingerprint) -> bool {
        self.record.preparation.as_ref().is_some_and(|preparation| preparation.fingerprint == *fingerprint)
    }

    const fn brief<'a>(&'a self, content: &'a str) -> Brief<'a> {
        Brief { population: &self.course.population, warnings: self.course.warnings.as_slice(), content }
    }

    fn pick_up(&mut self) {
        let progress = match &self.course.work {
            Work::Relaying(progress) | Work::Cancelling { progress, .. } => progress,
            Work::Resting | Work::Preparing(_) => return,
        };
        let to_deliver = self.record.preparation.as_ref().map_or(1, |preparation| preparation.to_deliver);
        let validity = TimeDelta::hours(i64::from(self.record.validity_hours));
        let settings = Settings { feedback: self.record.feedback, validity };
        let terms = Terms {
            feedback: self.record.feedback,
            validity: settings.patience(),
            gap: i64::from(self.course.relay_seconds) * 1_000_000
                / i64::try_from(to_deliver.max(1)).unwrap_or(i64::MAX),
        };
        self.relaying = Some(Relaying::pick_up(self.course.population, terms, progress));
    }
}

/// What is confirmed besides the recipients, for the fingerprint.
fn content_of(record: &Delivery) -> String {
    serde_json::to_string(&(&record.content, &record.schedule)).unwrap_or_default()
}

fn row(code: &str, at: Instant, text: &str) -> Happening {
    let more = json!({ "severity": "info", "code": code, "text": text });
    Happening::of_delivery("delivery.logged", format!("row.{code}"), at, more)
}
