//! Errors of the contract: `application/problem+json` (RFC 9457) with a stable `type`. The page decides by the type,
//! never by the words.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::domain::schedule;
#[cfg(feature = "openapi")]
use crate::wire::schema;

/// What went wrong, as a stable `type`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProblemType {
    /// 400: the request cannot be read.
    #[serde(rename = "/problems/bad-request")]
    BadRequest,
    /// 401: no token, or one that is no longer valid.
    #[serde(rename = "/problems/sign-in")]
    SignIn,
    /// 403: a role is missing.
    #[serde(rename = "/problems/role")]
    Role,
    /// 404: no such delivery, or no such address.
    #[serde(rename = "/problems/not-found")]
    NotFound,
    /// 409: the delivery's state does not allow it.
    #[serde(rename = "/problems/state")]
    State,
    /// 409: the same intent is being carried out right now.
    #[serde(rename = "/problems/in-flight")]
    InFlight,
    /// 410: the cursor is older than what is kept.
    #[serde(rename = "/problems/cursor-gone")]
    CursorGone,
    /// 412: the record, or the preparation, has changed since it was read.
    #[serde(rename = "/problems/changed")]
    Changed,
    /// 422: the idempotency key was used for something else.
    #[serde(rename = "/problems/key-reused")]
    KeyReused,
    /// 422: confirming so many takes the number, typed, and it is missing or another.
    #[serde(rename = "/problems/number")]
    Number,
    /// 422: the body is well-formed, but says something impossible.
    #[serde(rename = "/problems/invalid")]
    Invalid,
    /// 428: `If-Match` or `Idempotency-Key` is missing.
    #[serde(rename = "/problems/header-missing")]
    HeaderMissing,
    /// 5xx: the service cannot answer now. Nothing was half-written.
    #[serde(rename = "/problems/unavailable")]
    Unavailable,
    /// A type this version does not know.
    #[serde(other, rename = "about:blank")]
    Other,
}

/// The body of an error.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What went wrong.
    #[serde(rename = "type")]
    pub kind: ProblemType,
    /// The HTTP status.
    pub status: u16,
    /// A short summary of the type.
    pub title: String,
    /// A sentence for people: what happened and what to do.
    pub detail: String,
    /// What is wrong in which field of a schedule, for `/problems/invalid`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<schema::FieldProblem>))]
    pub fields: Vec<schedule::Problem>,
}
