//! `GET /api/session`.

use axum::Json;
use axum::extract::State;
use delivery_core::wire::{Problem, Session};

use super::Shared;
use crate::token::Caller;

/// Who asks, and what time it is at the service
#[utoipa::path(
    get,
    path = "/api/session",
    responses(
        (status = 200, body = Session),
        (status = 401, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn session(State(service): State<Shared>, caller: Caller) -> Json<Session> {
    Json(Session { user: caller.user, clock: service.clock.read(), demo: service.demo })
}
