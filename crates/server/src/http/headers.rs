//! What every answer carries.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use delivery_core::wire::ProblemType;

use crate::problem::Refused;

/// For the page and its files: own scripts, styles and connections only, nothing inline, nobody frames it, and strings
/// become markup through the page's one policy.
const PAGE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default";

/// For answers that are no page.
const API: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Whether a path belongs to the contract rather than to the page.
pub(super) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Adds what every answer carries.
pub(super) async fn add(request: Request, next: Next) -> Response {
    let api = is_api(request.uri().path());
    let mut response = next.run(request).await;
    if api && is_unnamed_refusal(&response) {
        response = unnamed(response.status()).into_response();
    }
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, if api { API } else { PAGE });
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if api {
        set(header::CACHE_CONTROL, "no-store");
    }
    response
}

/// Whether an answer is a refusal that did not come from our own code: the framework's words about a path or a query.
fn is_unnamed_refusal(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    (status.is_client_error() || status.is_server_error())
        && kind.is_none_or(|kind| kind.as_bytes() != b"application/problem+json")
}

fn unnamed(status: StatusCode) -> Refused {
    match status {
        StatusCode::BAD_REQUEST => Refused::new(ProblemType::BadRequest, "The address cannot be read."),
        _ => Refused::of_status(status, "The request was refused."),
    }
}
