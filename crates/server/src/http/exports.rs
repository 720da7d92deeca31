//! `POST /api/deliveries/{id}/exports`: the record of a list that is taken out. The page makes the file from what it was
//! sent; who did so, and what it held, belongs to the delivery's log.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use delivery_core::domain::export;
use delivery_core::domain::id::DeliveryId;
use delivery_core::wire::{Export, Problem, ProblemType};
use serde::Serialize;
use utoipa::ToSchema;

use super::Shared;
use super::commands::{intent, reply, whole};
use super::deliveries::unknown;
use super::edits::parse;
use super::intents::{InFlight, read_key};
use crate::desk::Note;
use crate::problem::Refused;
use crate::token::Caller;

/// `POST …/exports`, answer: it is recorded, and there is nothing else to say.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Recorded {}

/// Record that a list is taken out
///
/// Needs the role Export. A row of the delivery's own log; it changes nothing that was read, so there is no `If-Match`.
/// Recorded once for each `Idempotency-Key`.
#[utoipa::path(
    post,
    path = "/api/deliveries/{id}/exports",
    params(
        ("id" = String, Path, description = "The delivery"),
        ("Idempotency-Key" = String, Header, description = "Names the intent: 1 to 255 visible ASCII characters"),
    ),
    request_body = Export,
    responses(
        (status = 201, body = Recorded, description = "It is in the log", headers(
            ("Idempotent-Replayed" = String, description = "true, if this was answered before"),
        )),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "The body cannot be read"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "A role is missing"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "The same key is being carried out"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "The key was used for something else, or the body says what no record may"),
        (status = 428, body = Problem, content_type = "application/problem+json", description = "A header is missing"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Nothing was recorded"),
    )
)]
pub(super) async fn export(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let delivery = DeliveryId::new(id);
    if !service.tips.has(&delivery) {
        return Err(unknown(&delivery));
    }
    let key = read_key(&headers)?;
    let body = whole(body)?;
    let export: Export = parse(&body)?;
    export::check(export.rows, &export.filters)
        .map_err(|fault| Refused::new(ProblemType::Invalid, fault.to_string()))?;
    let _in_flight = InFlight::mark(&service.in_flight, &key)?;
    let intent = intent(key, &caller, &delivery, "exports", &body);
    reply(service.counter.note(Note { delivery, export, user: caller.user, intent }).await?)
}
