//! A confirmation, and the send that follows: at once, at its date, or at the first recipient's time.

use delivery_core::domain::civil::resolve;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::schedule::{Plan, spread};
use delivery_core::wire::{Confirmation, Recurrence};
use serde_json::{Value, json};

use super::{Machine, row};
use crate::mta::happening::Happening;
use crate::mta::port::Request;
use crate::mta::relaying::ByZone;
use crate::zones::BundledZones;

impl Machine {
    pub(super) fn confirm(&mut self, by: Option<&str>, text: &str, now: Instant, told: &mut Vec<Happening>) {
        let start_at = self.starts_at(now).max(now);
        let asked_by = self.record.approval.take().map(|approval| approval.by);
        let mut more = json!({ "start_at": start_at });
        for (name, value) in [("by", by), ("asked_by", asked_by.as_deref())] {
            if let Some(value) = value {
                more[name] = json!(value);
            }
        }
        if let Recurrence::Execution(occasion) = &self.record.recurrence {
            more["occurrence"] = json!(occasion.at);
        }
        let number = self.number();
        told.push(Happening::of_delivery("delivery.confirmed", format!("confirmed.{number}"), now, more));
        told.push(row(&format!("confirmed.{number}"), "confirmed", now, text));
        self.record.confirmation = Some(Confirmation { by: by.map(ToOwned::to_owned), asked_by, at: now });
        self.record.contact_date = Some(start_at);
        self.record.state = State::Waiting;
        if start_at <= now {
            self.start(now, by, told);
        }
    }

    /// From when messages would leave, if it were confirmed.
    pub(super) fn starts_at(&self, now: Instant) -> Instant {
        let occasion = match &self.record.recurrence {
            Recurrence::Execution(occasion) => Some(occasion.at),
            Recurrence::OneOff | Recurrence::Recurring => None,
        };
        let plan = &self.record.schedule.plan;
        if let Some(ByZone { wall, zone }) = ByZone::of(plan) {
            let zones = self.record.preparation.as_ref().map_or(&[][..], |preparation| &preparation.zones);
            return spread(wall, &zone, zones, now, &BundledZones).map_or(now, |spread| spread.first);
        }
        match plan {
            Plan::At { wall, zone, .. } => {
                occasion.or_else(|| resolve(*wall, zone, &BundledZones).map(|resolved| resolved.at())).unwrap_or(now)
            }
            Plan::OnceConfirmed | Plan::Recurring { .. } => now,
        }
    }

    /// Its time has come. The owner's engine says itself when it starts; who starts at once is started here.
    pub(super) fn start(&mut self, since: Instant, by: Option<&str>, told: &mut Vec<Happening>) {
        self.ask(Request::Begin, by.unwrap_or_default(), since);
        if self.course.engine.starts_at_once() {
            self.started(since, by, told);
        }
        let to_deliver = self.record.preparation.as_ref().map_or(0, |preparation| preparation.to_deliver);
        if to_deliver == 0 && self.record.state == State::Sending {
            self.finish(since, told);
        }
    }

    /// Messages leave.
    pub(super) fn started(&mut self, at: Instant, by: Option<&str>, told: &mut Vec<Happening>) {
        let more = by.map_or(Value::Null, |by| json!({ "by": by }));
        told.push(Happening::of_delivery("delivery.started", "started".to_owned(), at, more));
        self.record.state = State::Sending;
        self.course.started = Some(at);
    }

    pub(super) fn finish(&mut self, at: Instant, told: &mut Vec<Happening>) {
        told.push(Happening::of_delivery("delivery.finished", "finished".to_owned(), at, Value::Null));
        told.push(row("DEL-430015", "DEL-430015", at, "Delivery finished: all messages have been processed."));
        self.record.state = State::Finished;
    }
}
