//! Bodies of requests and answers.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::domain::id::{DeliveryId, Fingerprint};
use crate::domain::instant::Instant;
use crate::domain::lifecycle::State;
use crate::domain::role::Role;
use crate::domain::status::Feedback;
#[cfg(feature = "openapi")]
use crate::wire::schema;

/// `GET /api/session`: who asks, and what time it is at the service.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Who is signed in.
    pub user: User,
    /// The service's clock, which stamps every event.
    pub clock: Clock,
    /// Whether this is the demo, where one may change user.
    pub demo: bool,
}

/// A person of the service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// The name to sign in with.
    pub login: String,
    /// The name to show.
    pub name: String,
    /// What they may do.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<schema::Role>))]
    pub roles: Vec<Role>,
}

/// A clock as read: it stood at `now`, and runs `speed` times as fast as a wall clock. The demo's is fast.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clock {
    /// What it showed when the answer was made.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Instant))]
    pub now: Instant,
    /// Seconds of it for each second that passes. 1 outside the demo.
    pub speed: f64,
}

/// `POST /api/demo/token`, request: sign in as one of the demo's users.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenRequest {
    /// The user's login.
    pub login: String,
}

/// `POST /api/demo/token`, answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenAnswer {
    /// A JWT to send as `Authorization: Bearer …`. Kept in memory only.
    pub token: String,
    /// Seconds until it expires, counted from this answer.
    pub expires_in: u32,
}

/// What carries the messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Mail.
    Email,
    /// Text messages.
    Sms,
    /// Notifications of a mobile application.
    Push,
    /// Letters.
    DirectMail,
}

/// One send, or one of many.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    /// Sent once.
    OneOff,
    /// One occurrence of a recurring delivery.
    Execution {
        /// The recurring delivery it belongs to, as shown.
        parent: String,
        /// The occurrence it stands for, as shown: `30 Nov 2026, 09:00 Europe/Rome`.
        occurrence: String,
    },
}

/// `GET /api/deliveries`: one of the list, newest first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryCard {
    /// The delivery.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: DeliveryId,
    /// Its name.
    pub label: String,
    /// Its channel.
    pub channel: Channel,
    /// One-off or execution.
    pub recurrence: Recurrence,
    /// Where it stands.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::State))]
    pub state: State,
    /// From when messages leave, or left. `None` until that is known.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<schema::Instant>))]
    pub contact_date: Option<Instant>,
    /// The numbers of the service's own fold of the same events; `None` before the first preparation.
    pub numbers: Option<CardNumbers>,
}

/// The small numbers of the list. `to_deliver` is of all messages, as on the tiles. Everything else is what rates are made
/// of, and leaves out test profiles and traps, as the rates of the tiles do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardNumbers {
    /// Messages to deliver, with test profiles and traps.
    pub to_deliver: u64,
    /// Relayed messages to people.
    pub sent: u64,
    /// Messages to people counted as delivered.
    pub delivered: u64,
    /// Messages to people counted as failed.
    pub bounces_errors: u64,
    /// Of the delivered, those with an open.
    pub unique_opens: u64,
    /// Of the delivered, those with a click.
    pub unique_clicks: u64,
}

/// `GET /api/deliveries/{id}`: the record of one delivery. Its `ETag` changes when the record does, not with every
/// event; the log's last position is in the header `Last-Event-ID`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    /// The delivery.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: DeliveryId,
    /// Its name.
    pub label: String,
    /// Its channel.
    pub channel: Channel,
    /// One-off or execution.
    pub recurrence: Recurrence,
    /// The campaign it belongs to.
    pub campaign: Option<String>,
    /// What it is for, in the words of who made it.
    pub description: Option<String>,
    /// Where it stands.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::State))]
    pub state: State,
    /// Whether the provider reports deliveries, or only failures.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Feedback))]
    pub feedback: Feedback,
    /// How long retries go on, in hours, before the cap of 3.5 days.
    pub validity_hours: u32,
    /// Whom it goes to.
    pub audience: Audience,
    /// When it goes.
    pub schedule: Schedule,
    /// What it says.
    pub content: Content,
    /// The last finished preparation, if there is one.
    pub preparation: Option<Preparation>,
    /// Who confirmed, and when.
    pub confirmation: Option<Confirmation>,
    /// From when messages leave, or left.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<schema::Instant>))]
    pub contact_date: Option<Instant>,
    /// The send before this one to the same audience, for comparison.
    pub last_send: Option<LastSend>,
}

/// The target of a delivery.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Audience {
    /// The target in words: `Age is greater than 25`.
    pub target: String,
    /// Test profiles that get proofs.
    pub test_profiles: u32,
    /// Traps that get the real send.
    pub traps: u32,
}

/// When a delivery goes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// As soon as somebody confirms.
    OnceConfirmed,
    /// At a date, as typed on a wall clock of a zone.
    At {
        /// Civil time, `2026-11-30T09:00:00`.
        wall: String,
        /// IANA zone name.
        zone: String,
        /// The instant that is, as the service computed it.
        #[cfg_attr(feature = "openapi", schema(value_type = schema::Instant))]
        at: Instant,
        /// Whether somebody has to confirm before.
        request_confirmation: bool,
    },
}

/// What a message says, as far as the dashboard shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Content {
    /// Sender, as recipients see it.
    pub from: String,
    /// Subject or first words, personalisation as `{first name}`.
    pub subject: String,
}

/// A finished preparation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preparation {
    /// Its number: 1, 2, …
    pub number: u64,
    /// When it finished.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Instant))]
    pub finished_at: Instant,
    /// Population before exclusions.
    pub targeted: u64,
    /// Messages that would be sent.
    pub to_deliver: u64,
    /// Targeted less to deliver.
    pub excluded: u64,
    /// How many were left out by each cause; sums up to `excluded`.
    pub causes: BTreeMap<String, u64>,
    /// What confirming has to name.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub fingerprint: Fingerprint,
    /// Warnings to read before confirming.
    pub warnings: Vec<String>,
}

/// The confirmation of a delivery.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Confirmation {
    /// Who confirmed, as shown.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Instant))]
    pub at: Instant,
}

/// An earlier send to the same audience.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastSend {
    /// When it started.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Instant))]
    pub at: Instant,
    /// How many messages it had.
    pub to_deliver: u64,
}

/// `POST …/confirm`, request. Bound to what was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmRequest {
    /// The fingerprint of the preparation that was shown.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub fingerprint: Fingerprint,
}
