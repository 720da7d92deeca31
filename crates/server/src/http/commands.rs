//! `POST /api/deliveries/{id}/{command}`, and the way that every order takes.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use delivery_core::domain::id::{DeliveryId, IdempotencyKey};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::Command;
use delivery_core::wire::{ConfirmRequest, Delivery, Problem, ProblemType};
use sha2::{Digest, Sha256};

use super::Shared;
use super::deliveries::{mark, unknown};
use super::intents::{self, InFlight};
use crate::desk::{Order, Reply};
use crate::mta::Deed;
use crate::problem::Refused;
use crate::store::{Answer, Intent};
use crate::token::Caller;

/// Says that an answer is that of an earlier request with the same key.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Start, skip, prepare, stop the preparation, confirm, decline, approve, pause, resume, stop or duplicate
///
/// Carried out once for each `Idempotency-Key`, which is kept for a week: whoever posts the same again gets the first
/// answer again. `confirm` and `approve` have a body; the others have none. `duplicate` answers 201 with the copy.
#[utoipa::path(
    post,
    path = "/api/deliveries/{id}/{command}",
    params(
        ("id" = String, Path, description = "The delivery"),
        ("command" = String, Path,
            description = "start, skip, prepare, stop-preparation, confirm, decline, approve, pause, resume, stop or duplicate"),
        ("If-Match" = String, Header, description = "The ETag of the record that was read"),
        ("Idempotency-Key" = String, Header, description = "Names the intent: 1 to 255 visible ASCII characters"),
    ),
    request_body(content = Option<ConfirmRequest>, description = "For confirm and approve: the preparation that was read"),
    responses(
        (status = 200, body = Delivery, description = "The record after the command", headers(
            ("ETag" = String, description = "The record's new version"),
            ("Last-Event-ID" = String, description = "The last position of the event log after the command"),
            ("Idempotent-Replayed" = String, description = "true, if this was answered before"),
        )),
        (status = 201, body = Delivery, description = "The copy"),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "The body cannot be read"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "A role is missing"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "The state does not allow it, or the same key is being carried out"),
        (status = 412, body = Problem, content_type = "application/problem+json",
            description = "The record, or what is prepared, has changed since it was read"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "The key was used for something else, or the number is missing or another"),
        (status = 428, body = Problem, content_type = "application/problem+json", description = "A header is missing"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Nothing was changed"),
    )
)]
pub(super) async fn command(
    State(service): State<Shared>,
    caller: Caller,
    Path((id, command)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let id = DeliveryId::new(id);
    let command = Command::ALL
        .into_iter()
        .find(|known| known.path() == command && *known != Command::Schedule)
        .ok_or_else(|| Refused::new(ProblemType::NotFound, format!("There is no command {command}.")))?;
    let read = |body: &Bytes| {
        let read = command.names_preparation().then(|| confirmation(body)).transpose()?;
        Ok(Said { deed: Deed::Command(command), read, shown: None })
    };
    hand_in(&service, caller, id, command.path(), &headers, body, read).await
}

/// What a body says.
pub(super) struct Said {
    pub(super) deed: Deed,
    pub(super) read: Option<ConfirmRequest>,
    pub(super) shown: Option<Instant>,
}

/// Hands an order in at the desk, once for each key, and says what the desk says.
pub(super) async fn hand_in(
    service: &Shared,
    caller: Caller,
    delivery: DeliveryId,
    path: &str,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
    read: impl FnOnce(&Bytes) -> Result<Said, Refused>,
) -> Result<Response, Refused> {
    if !service.tips.has(&delivery) {
        return Err(unknown(&delivery));
    }
    let key = intents::read_key(headers)?;
    let if_match = intents::read_versions(headers)?;
    let body = whole(body)?;
    let Said { deed, read, shown } = read(&body)?;
    let _in_flight = InFlight::mark(&service.in_flight, &key)?;
    let intent = intent(key, &caller, &delivery, path, &body);
    let order = Order { delivery, deed, user: caller.user, if_match, read, shown, intent };
    reply(service.counter.hand_in(order).await?)
}

/// A body that came whole.
pub(super) fn whole(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Refused> {
    body.map_err(|error| Refused::of_status(error.status(), "The body is too long, or was cut off."))
}

/// What a repetition has to be the same in.
pub(super) fn intent(key: IdempotencyKey, caller: &Caller, delivery: &DeliveryId, path: &str, body: &Bytes) -> Intent {
    Intent {
        key,
        user: caller.user.login.clone(),
        route: format!("/api/deliveries/{delivery}/{path}"),
        body: Sha256::digest(body).to_vec(),
    }
}

/// What the desk says, as an answer.
pub(super) fn reply(reply: Reply) -> Result<Response, Refused> {
    match reply {
        Reply::Answered(answer) => Ok(say(answer)),
        Reply::AnsweredBefore(answer) => {
            let mut response = say(answer);
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
            Ok(response)
        }
        Reply::KeyReused => {
            let detail = "This Idempotency-Key was used for something else. Nothing was changed; use a new key.";
            Err(Refused::new(ProblemType::KeyReused, detail))
        }
    }
}

fn confirmation(body: &[u8]) -> Result<ConfirmRequest, Refused> {
    serde_json::from_slice(body).map_err(|error| {
        let kind = if error.is_data() { ProblemType::Invalid } else { ProblemType::BadRequest };
        Refused::new(kind, "Confirming takes a JSON object with the fingerprint of the preparation that was read.")
    })
}

fn say(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, answer.body).into_response();
    let kind = if status.is_success() { "application/json" } else { "application/problem+json" };
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let (Some(version), Some(cursor)) = (&answer.version, answer.cursor) {
        mark(response.headers_mut(), version, cursor);
    }
    response
}
