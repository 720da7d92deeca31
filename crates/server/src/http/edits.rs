//! `PUT /api/deliveries/{id}/schedule`, `…/content` and `…/audience`: what a preparation is made of.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use delivery_core::domain::civil::{TimeOfDay, Wall};
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::schedule::{self, Field, Why};
use delivery_core::wire::{Content, Delivery, Problem, ProblemType, ScheduleRequest};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use utoipa::ToSchema;

use super::Shared;
use super::commands::{Said, hand_in};
use crate::mta::Deed;
use crate::problem::Refused;
use crate::token::Caller;

/// `PUT …/audience`, request.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AudienceRequest {
    /// The target in words.
    target: String,
}

/// Set when it goes
///
/// Outdates a preparation. An impossible date, an unknown zone and whatever else cannot be is refused with the field
/// that says so; nothing is saved then.
#[utoipa::path(
    put,
    path = "/api/deliveries/{id}/schedule",
    params(
        ("id" = String, Path, description = "The delivery"),
        ("If-Match" = String, Header, description = "The ETag of the record that was read"),
        ("Idempotency-Key" = String, Header, description = "Names the intent: 1 to 255 visible ASCII characters"),
    ),
    request_body = ScheduleRequest,
    responses(
        (status = 200, body = Delivery, description = "The record after the change"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "A role is missing"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "Closed for editing"),
        (status = 412, body = Problem, content_type = "application/problem+json", description = "Changed since it was read"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "What is wrong, by field"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Nothing was changed"),
    )
)]
pub(super) async fn schedule(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let read = |body: &Bytes| {
        let ScheduleRequest { plan, at } = parse(body).map_err(|mut refused| {
            let fields = impossible_dates(body);
            if !fields.is_empty() {
                refused.0.detail = Why::ImpossibleDate.to_string();
            }
            refused.0.fields = fields;
            refused
        })?;
        Ok(Said { deed: Deed::Schedule(plan), read: None, shown: at })
    };
    hand_in(&service, caller, DeliveryId::new(id), "schedule", &headers, body, read).await
}

/// Set what it says
#[utoipa::path(
    put,
    path = "/api/deliveries/{id}/content",
    params(
        ("id" = String, Path, description = "The delivery"),
        ("If-Match" = String, Header, description = "The ETag of the record that was read"),
        ("Idempotency-Key" = String, Header, description = "Names the intent: 1 to 255 visible ASCII characters"),
    ),
    request_body = Content,
    responses(
        (status = 200, body = Delivery, description = "The record after the change"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "Closed for editing"),
        (status = 412, body = Problem, content_type = "application/problem+json", description = "Changed since it was read"),
    )
)]
pub(super) async fn content(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let read = |body: &Bytes| Ok(Said { deed: Deed::Content(parse(body)?), read: None, shown: None });
    hand_in(&service, caller, DeliveryId::new(id), "content", &headers, body, read).await
}

/// Set whom it goes to
#[utoipa::path(
    put,
    path = "/api/deliveries/{id}/audience",
    params(
        ("id" = String, Path, description = "The delivery"),
        ("If-Match" = String, Header, description = "The ETag of the record that was read"),
        ("Idempotency-Key" = String, Header, description = "Names the intent: 1 to 255 visible ASCII characters"),
    ),
    request_body = AudienceRequest,
    responses(
        (status = 200, body = Delivery, description = "The record after the change"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "Closed for editing"),
        (status = 412, body = Problem, content_type = "application/problem+json", description = "Changed since it was read"),
    )
)]
pub(super) async fn audience(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let read = |body: &Bytes| {
        let AudienceRequest { target } = parse(body)?;
        Ok(Said { deed: Deed::Audience(target), read: None, shown: None })
    };
    hand_in(&service, caller, DeliveryId::new(id), "audience", &headers, body, read).await
}

/// What a body says, if it says what the contract asks for.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|error| {
        let kind = if error.is_data() { ProblemType::Invalid } else { ProblemType::BadRequest };
        Refused::new(kind, "The body is not what the contract asks for here. Nothing was saved.")
    })
}

/// The fields that no calendar or clock knows.
fn impossible_dates(body: &[u8]) -> Vec<schedule::Problem> {
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return Vec::new() };
    let is_wall = |text: &str| Wall::parse(text).is_ok();
    let is_time = |text: &str| TimeOfDay::parse(text).is_ok();
    let is_impossible = |place: &str, is_one: &dyn Fn(&str) -> bool| {
        body.pointer(place).is_some_and(|value| !value.as_str().is_some_and(is_one))
    };
    let of_recurrence = "/plan/recurring/recurrence";
    let found = [
        (Field::Start, is_impossible("/plan/at/wall", &is_wall)),
        (Field::Start, is_impossible(&format!("{of_recurrence}/first"), &is_wall)),
        (Field::DayUntil, is_impossible(&format!("{of_recurrence}/pattern/times_a_day/until"), &is_time)),
        (Field::EndDate, is_impossible(&format!("{of_recurrence}/ends/until/wall"), &is_wall)),
    ];
    let problem = |(field, _)| schedule::Problem { field, why: Why::ImpossibleDate };
    found.into_iter().filter(|(_, is_impossible)| *is_impossible).map(problem).collect()
}
