//! What is known of one message, as people read it: a status, and the detail that explains it.

use super::names;
use serde::{Deserialize, Serialize};

/// Whether the provider reports each delivery (design.md section 4: "the feedback service").
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feedback {
    /// Deliveries are reported: Delivered starts at 0 % and rises.
    #[default]
    On,
    /// Only failures are reported: Delivered starts at 100 % and falls.
    Off,
}

/// What a message counts as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Not yet handed over, or handed over and nothing is known.
    Pending,
    /// Counted as delivered.
    Sent,
    /// Counted in bounces + errors.
    Failed,
    /// Will never be handed over.
    Cancelled,
    /// Left out at preparation.
    Excluded,
}

/// Why a message has its status. Each detail belongs to one status, but for [`Detail::Retrying`], which counts as
/// failed with the feedback service on and as sent with it off.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// Pending: prepared, not handed over.
    Queued,
    /// Pending: handed over, no feedback yet.
    Awaiting,
    /// Pending: handed over, and no feedback within the validity period.
    Overdue,
    /// Sent: the recipient's server accepted it.
    Confirmed,
    /// Sent: nobody reported the delivery, but the recipient did something only a delivered message allows.
    Inferred,
    /// Sent: handed over, and no failure was reported.
    Relayed,
    /// Deferred by the recipient's server; the next attempt is to come.
    Retrying,
    /// Failed: refused for good.
    Hard,
    /// Failed: deferred until the sender gave up.
    Soft,
    /// Failed: deferred until the validity period ended.
    Expired,
    /// Cancelled: stopped before it was handed over.
    Cancelled,
    /// Excluded: left out at preparation.
    Excluded,
}

/// The two together: what [`super::fold::Fold`] says of a message at an instant.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Standing {
    /// What it counts as.
    pub status: Status,
    /// Why.
    pub detail: Detail,
    /// Whether evidence of delivery is later than the latest hard bounce. The status stays failed; the contradiction is listed.
    pub is_conflict: bool,
}

impl Status {
    /// Every status, with its word.
    pub const NAMES: [(Self, &'static str); 5] = [
        (Self::Pending, "pending"),
        (Self::Sent, "sent"),
        (Self::Failed, "failed"),
        (Self::Cancelled, "cancelled"),
        (Self::Excluded, "excluded"),
    ];

    /// Its word.
    pub fn name(self) -> &'static str {
        names::name(&Self::NAMES, &self)
    }

    /// The status with that word.
    pub fn named(name: &str) -> Option<Self> {
        names::named(&Self::NAMES, name)
    }
}

impl Detail {
    /// Every detail, with its word.
    pub const NAMES: [(Self, &'static str); 12] = [
        (Self::Queued, "queued"),
        (Self::Awaiting, "awaiting"),
        (Self::Overdue, "overdue"),
        (Self::Confirmed, "confirmed"),
        (Self::Inferred, "inferred"),
        (Self::Relayed, "relayed"),
        (Self::Retrying, "retrying"),
        (Self::Hard, "hard"),
        (Self::Soft, "soft"),
        (Self::Expired, "expired"),
        (Self::Cancelled, "cancelled"),
        (Self::Excluded, "excluded"),
    ];

    /// Its word.
    pub fn name(self) -> &'static str {
        names::name(&Self::NAMES, &self)
    }

    /// The detail with that word.
    pub fn named(name: &str) -> Option<Self> {
        names::named(&Self::NAMES, name)
    }
}

impl Standing {
    /// Whether the outcome is still open.
    pub fn is_open(&self) -> bool {
        self.status == Status::Pending || self.detail == Detail::Retrying
    }
}
