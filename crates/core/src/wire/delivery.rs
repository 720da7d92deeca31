//! A delivery and the list of them.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::domain::channel::{Channel, Tracking};
use crate::domain::civil::{Wall, Zone};
use crate::domain::event::Subject;
use crate::domain::id::{DeliveryId, Fingerprint};
use crate::domain::instant::Instant;
use crate::domain::kpi::Tally;
use crate::domain::lifecycle::{Kind, State};
use crate::domain::safeguards::Safeguards;
use crate::domain::schedule::Plan;
use crate::domain::status::Feedback;
use crate::wire::SentBy;
#[cfg(feature = "openapi")]
use crate::wire::schema;

/// One send, or one of many, or what makes many.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    /// Sent once.
    OneOff,
    /// One occurrence of a recurring delivery.
    Execution(Occasion),
    /// Makes an execution for each of its dates.
    Recurring,
}

impl Recurrence {
    /// What sort of delivery that is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::OneOff => Kind::OneOff,
            Self::Execution(_) => Kind::Execution,
            Self::Recurring => Kind::Recurring,
        }
    }
}

/// The occurrence that an execution stands for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Occasion {
    /// The recurring delivery.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub parent: DeliveryId,
    /// The recurring delivery's name.
    pub parent_label: String,
    /// Its place among the occurrences: 1, 2, …
    pub number: u32,
    /// Its date on the wall of the recurring delivery's zone.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Wall))]
    pub wall: Wall,
    /// That zone.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub zone: Zone,
    /// The instant that is. Whoever has to confirm does so before it.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Instant))]
    pub at: Instant,
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
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Channel))]
    pub channel: Channel,
    /// One-off, execution or recurring.
    pub recurrence: Recurrence,
    /// Where it stands.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::State))]
    pub state: State,
    /// From when messages leave, or left. `None` until that is known.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<schema::Instant>))]
    pub contact_date: Option<Instant>,
    /// Who confirmed, and when.
    pub confirmation: Option<Confirmation>,
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

impl CardNumbers {
    /// The numbers of two deliveries together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            to_deliver: self.to_deliver.saturating_add(other.to_deliver),
            sent: self.sent.saturating_add(other.sent),
            delivered: self.delivered.saturating_add(other.delivered),
            bounces_errors: self.bounces_errors.saturating_add(other.bounces_errors),
            unique_opens: self.unique_opens.saturating_add(other.unique_opens),
            unique_clicks: self.unique_clicks.saturating_add(other.unique_clicks),
        }
    }
}

/// `GET /api/deliveries/{id}/numbers`: what the service's own fold of the same events counts. It stands in until the page has
/// read them all, and is `null` where the service has not counted that far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Numbers {
    /// The instant of the service that they are of.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Instant))]
    pub as_of: Instant,
    /// The counts: of every message, and of every message but those to test profiles and traps.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Tally))]
    pub tally: Tally,
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
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Channel))]
    pub channel: Channel,
    /// One-off, execution or recurring.
    pub recurrence: Recurrence,
    /// Who hands its messages over. `here` if it is not said.
    #[serde(default, skip_serializing_if = "SentBy::is_here")]
    pub sent_by: SentBy,
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
    /// Whether opens and clicks are noted.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Tracking))]
    pub tracking: Tracking,
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
    /// What was changed since that preparation.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<schema::Subject>))]
    pub outdated_by: Option<Subject>,
    /// What confirming takes besides OK.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Safeguards))]
    pub safeguards: Safeguards,
    /// Who confirmed first, while a second person has to approve.
    pub approval: Option<Approval>,
    /// Who confirmed, and when.
    pub confirmation: Option<Confirmation>,
    /// From when messages leave, or left.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<schema::Instant>))]
    pub contact_date: Option<Instant>,
    /// The delivery it was copied from; its schedule was not.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub copied_from: Option<DeliveryId>,
    /// The send before this one to the same audience, for comparison.
    pub last_send: Option<LastSend>,
}

impl Delivery {
    /// What sort of delivery it is.
    pub const fn kind(&self) -> Kind {
        match self.sent_by {
            SentBy::Here => self.recurrence.kind(),
            SentBy::Elsewhere => Kind::Elsewhere,
        }
    }
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

/// When a delivery goes: what was set, and what the service made of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Schedule {
    /// What was set.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Plan))]
    pub plan: Plan,
    /// The instant of its date, or of its next occurrence, as the service's clock rules have it. `None` if there is none.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<schema::Instant>))]
    pub at: Option<Instant>,
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
    /// How many messages go to each time zone, where the schedule is by recipient; sums up to `to_deliver`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<(String, u64)>))]
    pub zones: Vec<(Zone, u64)>,
}

/// A confirmation that waits for a second person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Approval {
    /// Who confirmed, by login: never the one who approves.
    pub login: String,
    /// Who confirmed, as shown.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Instant))]
    pub at: Instant,
}

/// The confirmation of a delivery.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Confirmation {
    /// Who let it go, as shown. `None` if nobody had to.
    pub by: Option<String>,
    /// Who had confirmed it before a second person, as shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<String>,
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
