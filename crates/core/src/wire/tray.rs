//! What providers posted and nobody could file: how it is shown, and how somebody says where it belongs.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::domain::instant::Instant;

/// `GET /api/tray`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tray {
    /// What is in it, in heaps of what is alike.
    pub heaps: Vec<Heap>,
}

/// Posts that are alike.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Heap {
    /// Who posted them.
    pub provider: String,
    /// Why they are here: `untagged`, `unknown_delivery`, `unrecognised` or `unreadable`.
    pub reason: String,
    /// The delivery that they name, if they name one.
    pub named: Option<String>,
    /// What they are: the type of their first event, or the provider's own word.
    pub kind: String,
    /// How many there are.
    pub count: u64,
    /// When the first came.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub first: Instant,
    /// When the last came.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub last: Instant,
    /// The beginning of one, without addresses.
    pub sample: String,
}

/// Some of what is in the tray. `POST /api/tray/discard` takes it out for good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrayPick {
    /// Who posted it.
    pub provider: String,
    /// Why it is there.
    pub reason: String,
    /// The delivery that it names, if it names one.
    #[serde(default)]
    pub named: Option<String>,
    /// What it is; whatever it is, if that is left out.
    #[serde(default)]
    pub kind: Option<String>,
}

/// `POST /api/tray/assign`: what belongs to a delivery after all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrayAssign {
    /// Who posted it.
    pub provider: String,
    /// Why it is there.
    pub reason: String,
    /// The delivery that it names, if it names one.
    #[serde(default)]
    pub named: Option<String>,
    /// What it is; whatever it is, if that is left out.
    #[serde(default)]
    pub kind: Option<String>,
    /// The delivery.
    pub delivery: String,
}

impl TrayAssign {
    /// Says that what was picked belongs to a delivery.
    pub fn of(pick: TrayPick, delivery: String) -> Self {
        let TrayPick { provider, reason, named, kind } = pick;
        Self { provider, reason, named, kind, delivery }
    }

    /// What was picked, and the delivery.
    pub fn into_parts(self) -> (TrayPick, String) {
        let Self { provider, reason, named, kind, delivery } = self;
        (TrayPick { provider, reason, named, kind }, delivery)
    }
}

/// What was done about the tray.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrayDone {
    /// Posts that were taken out of the tray.
    pub posts: u64,
    /// Events that were appended to the delivery's log.
    pub events: u64,
}

/// The answer to what a provider posts, once all of it is on the disk. Providers read no more than the status.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ingested {
    /// Events that are new in a delivery's log.
    pub fresh: u64,
    /// What was known already.
    pub known: u64,
    /// What was put in the tray.
    pub tray: u64,
}
