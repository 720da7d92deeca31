//! What only the demo has: signing in without a password. To that, and to all that one signs in for, it answers on this
//! machine only.

use std::time::SystemTime;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use delivery_core::wire::{Problem, ProblemType, TokenAnswer, TokenRequest, User};

use super::Shared;
use super::headers::is_for_outside;
use crate::problem::Refused;
use crate::{people, token};

/// The demo's users, and what each may do
#[utoipa::path(get, path = "/api/demo/users", security(()), responses((status = 200, body = Vec<User>)))]
pub(super) async fn users() -> Json<Vec<User>> {
    Json(people::demo())
}

/// Sign in as the first of the demo's users
///
/// By `GET`, so that a page can have it asked for while its program is still on the way. Other sites' pages cannot read it.
#[utoipa::path(
    get,
    path = "/api/demo/token",
    security(()),
    responses(
        (status = 200, body = TokenAnswer),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn first(State(service): State<Shared>) -> Result<Json<TokenAnswer>, Refused> {
    let first = people::demo().into_iter().next();
    sign_in(&service, first)
}

/// Sign in as one of the demo's users
#[utoipa::path(
    post,
    path = "/api/demo/token",
    security(()),
    request_body = TokenRequest,
    responses(
        (status = 200, body = TokenAnswer),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn token(
    State(service): State<Shared>,
    request: Result<Json<TokenRequest>, JsonRejection>,
) -> Result<Json<TokenAnswer>, Refused> {
    let Json(request) = request.map_err(|_| {
        Refused::new(
            ProblemType::BadRequest,
            "Signing in takes a JSON object with the login of one of the demo's users.",
        )
    })?;
    let named = people::demo().into_iter().find(|user| user.login == request.login);
    sign_in(&service, named)
}

fn sign_in(service: &Shared, user: Option<User>) -> Result<Json<TokenAnswer>, Refused> {
    let user = user.ok_or_else(|| Refused::new(ProblemType::NotFound, "The demo has no user of this name."))?;
    let token = service
        .tokens
        .issue(&user, SystemTime::now())
        .ok_or_else(|| Refused::new(ProblemType::Unavailable, "The token could not be signed. Try again."))?;
    let expires_in = u32::try_from(token::LIFETIME.as_secs()).unwrap_or(u32::MAX);
    Ok(Json(TokenAnswer { token, login: Some(user.login), expires_in }))
}

/// Refuses requests that name another host than this machine: a page elsewhere whose name was made to point here could
/// otherwise sign in (DNS rebinding). What nobody signs in for is answered under any name, so that providers and recipients
/// come through a tunnel: it is closed by its own signatures, which such a page has not.
pub(super) async fn only_here(request: Request, next: Next) -> Response {
    if is_for_outside(request.uri().path()) {
        return next.run(request).await;
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    if matches!(name, "localhost" | "127.0.0.1" | "[::1]") || name.ends_with(".localhost") {
        return next.run(request).await;
    }
    Refused::new(ProblemType::BadRequest, "The demo answers on this machine only: open it as localhost.")
        .into_response()
}
