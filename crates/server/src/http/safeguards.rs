//! `GET` and `PUT /api/safeguards`: what confirming takes besides OK, for everybody.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use delivery_core::domain::role::Role;
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::wire::{Problem, ProblemType};

use super::Shared;
use super::deliveries::reading;
use crate::problem::Refused;
use crate::token::Caller;

/// What confirming takes
#[utoipa::path(
    get,
    path = "/api/safeguards",
    responses(
        (status = 200, body = inline(delivery_core::wire::schema::Safeguards)),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn get(State(service): State<Shared>, _: Caller) -> Result<Json<Safeguards>, Refused> {
    Ok(Json(reading(&service, |service| service.readers.safeguards()).await?))
}

/// Ask something else of whoever confirms
///
/// Needs the role Administration. Holds at once for every delivery that has not started.
#[utoipa::path(
    put,
    path = "/api/safeguards",
    request_body = inline(delivery_core::wire::schema::Safeguards),
    responses(
        (status = 200, body = inline(delivery_core::wire::schema::Safeguards)),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "A role is missing"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn put(
    State(service): State<Shared>,
    caller: Caller,
    body: Result<Json<Safeguards>, JsonRejection>,
) -> Result<Json<Safeguards>, Refused> {
    if !caller.user.roles.contains(&Role::Administration) {
        let detail = format!("This needs the role {}.", Role::Administration);
        return Err(Refused::new(ProblemType::Role, detail));
    }
    let Json(safeguards) = body.map_err(|_| {
        let detail = "A safeguard is a whole number of messages, or null for none. Nothing was saved.";
        Refused::new(ProblemType::Invalid, detail)
    })?;
    service.counter.guard(safeguards, caller.user).await?;
    Ok(Json(safeguards))
}
