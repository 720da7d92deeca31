//! Who asks, and what time it is.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::domain::instant::Instant;
use crate::domain::role::Role;
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

/// `GET /api/demo/token`, for whoever the demo puts first, and `POST /api/demo/token`: the answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenAnswer {
    /// A JWT to send as `Authorization: Bearer …`. Kept in memory only.
    pub token: String,
    /// Whom it is for.
    #[serde(default)]
    pub login: Option<String>,
    /// Seconds until it expires, counted from this answer.
    pub expires_in: u32,
}
