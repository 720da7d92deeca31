//! What a delivery asks of its sender, and what it makes of the answers.

use chrono::TimeDelta;
use delivery_core::domain::fold::Settings;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use serde_json::json;

use super::{Machine, Progress, Relaying, Work, row};
use crate::mta::happening::Happening;
use crate::mta::population::Population;
use crate::mta::port::{Carrier, Engine, Notice, Request};
use crate::mta::relaying::{ByZone, Terms};

impl Engine {
    /// Whether messages leave as soon as it is asked; else it says itself when it begins.
    pub(super) const fn starts_at_once(&self) -> bool {
        !matches!(self, Self::Outside { carrier: Carrier::Hook { .. }, .. })
    }

    /// The same for an execution of a recurring delivery: to as many invented people, who do otherwise.
    pub(super) fn for_execution(&self, number: u64) -> Self {
        match self {
            Self::Simulated { population, relay_seconds } => {
                let seed = population.seed.wrapping_add(number);
                Self::Simulated { population: Population { seed, ..*population }, relay_seconds: *relay_seconds }
            }
            Self::Outside { .. } => self.untold(),
        }
    }

    /// The same before anything was asked of it.
    pub fn untold(&self) -> Self {
        match self {
            Self::Outside { carrier: Carrier::Hook { .. }, body } => {
                Self::Outside { carrier: Carrier::Hook { notices: Vec::new() }, body: body.clone() }
            }
            other => other.clone(),
        }
    }
}

impl Machine {
    /// Asks the sender. What has left, has left.
    pub(super) fn ask(&mut self, request: Request, by: &str, now: Instant) {
        match &mut self.course.engine {
            Engine::Simulated { .. } => self.simulate(request, by, now),
            Engine::Outside { carrier: Carrier::Smtp, .. } => match request {
                // It asks for each message, and gets none unless the delivery is being sent.
                Request::Begin | Request::GoOn | Request::Hold => self.course.work = Work::Handing,
                Request::Withdraw => self.withdraw(by, now),
            },
            Engine::Outside { carrier: Carrier::Hook { notices }, .. } => {
                // Whoever was never told to start needs not be told to stop.
                let knows = self.course.work == Work::Handing
                    && !notices.iter().any(|notice| notice.request == Request::Begin && notice.attempts == 0);
                if request == Request::Withdraw && !knows {
                    notices.clear();
                    return self.withdraw(by, now);
                }
                self.course.changes += 1;
                let number = self.course.changes;
                notices.push(Notice { number, request, at: now, attempts: 0, not_before: now });
                self.course.work = Work::Handing;
            }
            // Whoever sends is not asked: no command of such a delivery does.
            Engine::Outside { carrier: Carrier::Elsewhere, .. } => {}
        }
    }

    fn withdraw(&mut self, by: &str, now: Instant) {
        self.course.work = Work::Withdrawing { at: now, by: by.to_owned() };
    }

    fn simulate(&mut self, request: Request, by: &str, now: Instant) {
        match (request, &mut self.course.work) {
            (Request::Begin, _) => self.course.work = Work::Relaying(Progress::begin(now)),
            (Request::Hold, Work::Relaying(progress)) => return progress.hold(),
            (Request::GoOn, Work::Relaying(progress)) => return progress.go_on(now),
            (Request::Hold | Request::GoOn, _) => return,
            (Request::Withdraw, work) => {
                let mut progress = match work {
                    Work::Relaying(progress) | Work::Cancelling { progress, .. } => progress.clone(),
                    Work::Resting
                    | Work::Repeating { .. }
                    | Work::Preparing(_)
                    | Work::Handing
                    | Work::Withdrawing { .. } => Progress::begin(now),
                };
                progress.hold();
                self.course.work = Work::Cancelling { progress, cancelled: 0, at: now, by: by.to_owned() };
            }
        }
        self.pick_up();
    }

    pub(super) fn pick_up(&mut self) {
        let (Work::Relaying(progress) | Work::Cancelling { progress, .. }) = &self.course.work else { return };
        let Engine::Simulated { population, relay_seconds } = &self.course.engine else { return };
        let to_deliver = self.record.preparation.as_ref().map_or(1, |preparation| preparation.to_deliver);
        let terms = Terms {
            feedback: self.record.feedback,
            validity: self.patience(),
            gap: i64::from(*relay_seconds) * 1_000_000 / i64::try_from(to_deliver.max(1)).unwrap_or(i64::MAX),
            by_zone: ByZone::of(&self.record.schedule.plan),
        };
        self.relaying = Some(Relaying::pick_up(*population, terms, progress));
    }

    /// How long retries go on.
    pub fn patience(&self) -> TimeDelta {
        let validity = TimeDelta::hours(i64::from(self.record.validity_hours));
        Settings { feedback: self.record.feedback, validity }.patience()
    }

    /// Whether the adapter for mail may have a message of it now.
    pub fn hands_over(&self) -> bool {
        let is_mail = matches!(self.course.engine, Engine::Outside { carrier: Carrier::Smtp, .. });
        is_mail && self.course.work == Work::Handing && self.record.state == State::Sending
    }

    /// What has not left is being withdrawn: since when, and by whom.
    pub fn withdrawing(&self) -> Option<(Instant, &str)> {
        match &self.course.work {
            Work::Withdrawing { at, by } => Some((*at, by)),
            _ => None,
        }
    }

    /// Nothing is left to withdraw.
    pub fn withdrawn(&mut self) {
        self.course.work = Work::Resting;
    }

    /// Every message has left, or never will.
    pub fn handed_over(&mut self, at: Instant) -> Vec<Happening> {
        let mut told = Vec::new();
        self.finish(at, &mut told);
        self.course.work = Work::Resting;
        told
    }

    /// A warning that a sender has, by an id that no other row has.
    pub fn warned(&mut self, code: &str, text: &str, now: Instant) -> Happening {
        let number = self.number();
        warning(&format!("sender.{number}"), code, now, text)
    }

    /// The same once for a subject: the second time it has the same id.
    pub fn warned_of(subject: &str, code: &str, text: &str, now: Instant) -> Happening {
        warning(subject, code, now, text)
    }
}

pub(super) fn warning(id: &str, code: &str, at: Instant, text: &str) -> Happening {
    let mut told = row(id, code, at, text);
    told.more["severity"] = json!("warning");
    told
}
