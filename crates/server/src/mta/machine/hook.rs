//! The owner's engine: what it has still to be told of a delivery, and what it and others say of one.

use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::wire::SentBy;
use serde_json::json;

use super::carrying::warning;
use super::{Machine, Work, row};
use crate::mta::happening::Happening;
use crate::mta::port::{Carrier, Engine, Notice, Request};

impl Machine {
    /// What others have said of it. Only the owner's engine says how a delivery has ended that it carries, or that is sent
    /// elsewhere. Each thing is
    /// kept under the id it came with, so that it is known when it comes again: what changes nothing is a row of the log.
    pub fn hear(&mut self, told: Vec<Happening>, now: Instant) -> Vec<Happening> {
        let mut heard = Vec::new();
        for said in told {
            match said.kind {
                "delivery.finished" if self.may_be_ended(said.time, now, &mut heard) => {
                    let at = self.since_it_started(said.time, now);
                    heard.push(Happening { time: at, ..said });
                    heard.push(row("DEL-430015", "DEL-430015", at, "Delivery finished, says the engine."));
                    self.end(State::Finished);
                }
                "delivery.failed" if self.may_be_ended(said.time, now, &mut heard) => {
                    let at = self.since_it_started(said.time, now);
                    self.fail(Happening { time: at, ..said }, &mut heard);
                }
                "delivery.finished" => heard.push(self.told_in_vain("finished", said)),
                "delivery.failed" => heard.push(self.told_in_vain("failed", said)),
                _ => heard.push(said),
            }
        }
        heard
    }

    /// Whether the owner's engine may say now that it has ended. An engine that was told to start and says how that ended
    /// has started, whether or not its answer has come.
    fn may_be_ended(&mut self, at: Instant, now: Instant, heard: &mut Vec<Happening>) -> bool {
        if self.record.sent_by == SentBy::Elsewhere {
            return self.record.state.may_be_ended_by_its_sender();
        }
        let Some(notices) = self.notices() else { return false };
        let is_told = notices.iter().any(|notice| notice.request == Request::Begin && notice.attempts > 0);
        if self.record.state == State::Waiting && is_told {
            let confirmed = self.record.confirmation.as_ref().map_or(at, |confirmation| confirmation.at);
            let by = self.record.confirmation.as_ref().and_then(|confirmation| confirmation.by.clone());
            self.started(at.max(confirmed).min(now), by.as_deref(), heard);
        }
        self.record.state.may_be_ended_by_its_sender()
    }

    /// Nothing ends before it has started, whatever another clock says.
    fn since_it_started(&self, at: Instant, now: Instant) -> Instant {
        at.max(self.course.started.unwrap_or(at)).min(now)
    }

    fn end(&mut self, state: State) {
        self.record.state = state;
        self.course.work = Work::Resting;
        // Whoever is done has nothing more to be told.
        if let Some(notices) = self.notices() {
            notices.clear();
        }
    }

    fn fail(&mut self, failed: Happening, told: &mut Vec<Happening>) {
        let text = match failed.more["reason"].as_str() {
            Some(reason) => format!("Delivery failed, says the engine: {reason}"),
            None => "Delivery failed, says the engine.".to_owned(),
        };
        let mut row = row("engine.failed", "engine.failed", failed.time, &text);
        row.more["severity"] = json!("error");
        told.extend([failed, row]);
        self.end(State::Failed);
    }

    /// An end that cannot be, as of a delivery that was stopped before.
    fn told_in_vain(&self, end: &str, said: Happening) -> Happening {
        let text = format!(
            "The engine says that the delivery has {end}. It is {}, so that this changes nothing.",
            self.record.state.adjective()
        );
        Happening { id: said.id, ..warning("", "engine.in_vain", said.time, &text) }
    }

    /// What the owner's engine has to be told next.
    pub fn notice(&self) -> Option<&Notice> {
        match &self.course.engine {
            Engine::Outside { carrier: Carrier::Hook { notices }, .. } => notices.first(),
            Engine::Outside { carrier: Carrier::Smtp | Carrier::Elsewhere, .. } | Engine::Simulated { .. } => None,
        }
    }

    fn notices(&mut self) -> Option<&mut Vec<Notice>> {
        match &mut self.course.engine {
            Engine::Outside { carrier: Carrier::Hook { notices }, .. } => Some(notices),
            Engine::Outside { carrier: Carrier::Smtp | Carrier::Elsewhere, .. } | Engine::Simulated { .. } => None,
        }
    }

    /// The owner's engine is about to be told: whatever comes of it, it may know from now on.
    pub fn noticing(&mut self, number: u64, again: Instant) {
        let notice = self.notices().and_then(|notices| notices.iter_mut().find(|notice| notice.number == number));
        if let Some(notice) = notice {
            notice.attempts += 1;
            notice.not_before = again;
        }
    }

    /// The owner's engine has taken a notice, or has refused it for this reason.
    pub fn noticed(&mut self, number: u64, refused: Option<&str>, now: Instant) -> Vec<Happening> {
        let mut told = Vec::new();
        let Some(notices) = self.notices() else { return told };
        let Some(at) = notices.iter().position(|notice| notice.number == number) else { return told };
        let request = notices.remove(at).request;
        match (request, refused) {
            (Request::Begin, None) if self.record.state == State::Waiting => {
                let by = self.record.confirmation.as_ref().and_then(|confirmation| confirmation.by.clone());
                self.started(now, by.as_deref(), &mut told);
            }
            (Request::Begin, Some(reason)) if self.record.state == State::Waiting => {
                let more = json!({ "reason": reason });
                self.fail(Happening::of_delivery("delivery.failed", "failed".to_owned(), now, more), &mut told);
            }
            (Request::Begin | Request::Hold | Request::GoOn | Request::Withdraw, None) => {}
            (_, Some(reason)) => {
                let text = format!("The engine refused to {} the delivery: {reason}", request.name());
                told.push(warning(&format!("notice.{number}.refused"), "engine.refused", now, &text));
            }
        }
        told
    }

    /// Nobody knows whether the owner's engine has got a notice: it is sent again, with the same key.
    pub fn unanswered(&mut self, number: u64, why: &str, now: Instant) -> Vec<Happening> {
        let Some(notice) = self.notice().filter(|notice| notice.number == number) else { return Vec::new() };
        let text = format!(
            "The engine may or may not know that it is to {} ({why}). It is told again.",
            notice.request.name()
        );
        // Said once for each notice, however long it takes.
        let is_first = notice.attempts <= 1;
        if is_first {
            vec![warning(&format!("notice.{number}.open"), "engine.unanswered", now, &text)]
        } else {
            Vec::new()
        }
    }
}
