//! Bodies of commands.

use serde::{Deserialize, Serialize};

use crate::domain::id::Fingerprint;
use crate::domain::instant::Instant;
use crate::domain::schedule::Plan;
#[cfg(feature = "openapi")]
use crate::wire::schema;

/// `POST …/confirm` and `POST …/approve`, request. Bound to what was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmRequest {
    /// The fingerprint of the preparation that was shown.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub fingerprint: Fingerprint,
    /// The number of messages, typed by whoever confirms; from the administrator's limit on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<u64>,
}

/// `PUT …/schedule`, request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScheduleRequest {
    /// What it should be.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Plan))]
    pub plan: Plan,
    /// The instant that whoever saves was shown for its date, or its first occurrence from now on. If the service's
    /// clock rules say another, nothing is saved.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<schema::Instant>))]
    pub at: Option<Instant>,
}
