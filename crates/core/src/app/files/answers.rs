//! The contract, played by files (design.md section 5): what a service would say of a delivery that is nothing but them.

use alloc::format;
use alloc::string::String;

use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::json;

use super::{Shelf, Terms};
use crate::domain::channel::{Channel, Tracking};
use crate::domain::id::{Cursor, DeliveryId, Version};
use crate::domain::instant::Instant;
use crate::domain::lifecycle::State;
use crate::domain::role::Role;
use crate::domain::safeguards::Safeguards;
use crate::domain::schedule::Plan;
use crate::http::{Answer, Method, Request};
use crate::wire::{Audience, Clock, Content, Delivery, Recurrence, Schedule, SentBy, Session, User};

/// The delivery that the files make.
#[derive(Clone, PartialEq, Debug)]
pub struct Batch {
    /// What it is known by; other files, another name.
    pub id: DeliveryId,
    /// What it is called.
    pub label: String,
    /// How it is counted.
    pub terms: Terms,
}

impl Batch {
    /// Of what is on the shelf.
    pub fn of(shelf: &Shelf, label: String) -> Self {
        Self { id: shelf.delivery(), label, terms: shelf.terms }
    }
}

/// What is said to a request.
#[derive(Clone, PartialEq, Debug)]
pub enum Answered {
    /// This.
    Said(Answer),
    /// Every event, as NDJSON, with nothing before the first.
    Events,
    /// The events of this message.
    EventsOf(String),
}

/// Answers a request at `now`.
pub fn answer(request: &Request, batch: &Batch, now: Instant) -> Answered {
    let path = request.path.split('?').next().unwrap_or_default();
    let mut segments = path.trim_start_matches('/').split('/').skip(1);
    let of = [(); 5].map(|()| segments.next().unwrap_or_default());
    match (request.method, of) {
        (Method::Get, ["session", ..]) => said(&session(now)),
        (Method::Get, ["deliveries", "", ..]) => said(&json!([])),
        (Method::Get, ["deliveries", id, "", ..]) if is_of(id, batch) => {
            let terms = batch.terms;
            let version = Version::new(format!("\"{:?}.{}\"", terms.feedback, terms.validity_hours));
            let (version, cursor) = (Some(version), Some(Cursor::default()));
            Answered::Said(Answer { version, cursor, ..written(&record(batch)) })
        }
        // Nobody has counted it before.
        (Method::Get, ["deliveries", id, "numbers", ..]) if is_of(id, batch) => said(&json!(null)),
        // What there is, is all there is: nothing follows that one could wait for.
        (Method::Get, ["deliveries", id, "events", ..]) if is_of(id, batch) => {
            if is_live(request) {
                bare(404)
            } else {
                Answered::Events
            }
        }
        (Method::Get, ["deliveries", id, "messages", message, "events"]) if is_of(id, batch) => {
            Answered::EventsOf(decoded(message))
        }
        // Files know of no other delivery.
        (Method::Get, ["deliveries", id, "messages", _, "history"]) if is_of(id, batch) => said(&json!([])),
        // Whoever has the files has the lists: nothing is to be noted, and nobody to note it.
        (Method::Post, ["deliveries", id, "exports", ..]) if is_of(id, batch) => bare(204),
        _ => bare(404),
    }
}

fn is_of(segment: &str, batch: &Batch) -> bool {
    decoded(segment) == batch.id.as_str()
}

fn is_live(request: &Request) -> bool {
    request.headers.iter().any(|(name, value)| *name == "Accept" && value == "text/event-stream")
}

fn said(value: &impl Serialize) -> Answered {
    Answered::Said(written(value))
}

fn written(value: &impl Serialize) -> Answer {
    // Of this program's own types, into memory: writing them cannot fail.
    let body = serde_json::to_string(value).unwrap_or_default();
    Answer { status: 200, version: None, cursor: None, body }
}

/// An answer that its status says all of.
const fn bare(status: u16) -> Answered {
    Answered::Said(Answer { status, version: None, cursor: None, body: String::new() })
}

/// Whoever opened the files may see all of them.
fn session(now: Instant) -> Session {
    let user = User { login: "files".into(), name: String::new(), roles: [Role::ViewLogs, Role::Export].into() };
    Session { user, clock: Clock { now, speed: 1.0 }, demo: false }
}

/// What no file says is left blank.
fn record(batch: &Batch) -> Delivery {
    Delivery {
        id: batch.id.clone(),
        label: batch.label.clone(),
        channel: Channel::Email,
        recurrence: Recurrence::OneOff,
        sent_by: SentBy::Here,
        campaign: None,
        description: None,
        // Unless its own events say otherwise.
        state: State::Finished,
        feedback: batch.terms.feedback,
        tracking: Tracking::On,
        validity_hours: batch.terms.validity_hours,
        audience: Audience { target: String::new(), test_profiles: 0, traps: 0 },
        schedule: Schedule { plan: Plan::OnceConfirmed, at: None },
        content: Content { from: String::new(), subject: String::new() },
        preparation: None,
        outdated_by: None,
        safeguards: Safeguards::default(),
        approval: None,
        confirmation: None,
        contact_date: None,
        copied_from: None,
        last_send: None,
    }
}

/// A segment of a path as it was before it was one.
fn decoded(segment: &str) -> String {
    percent_decode_str(segment).decode_utf8_lossy().into_owned()
}
