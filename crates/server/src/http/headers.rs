//! What every answer carries, and who else's pages may read it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use delivery_core::wire::ProblemType;
use tower_http::cors::CorsLayer;

use crate::origin::Origin;
use crate::problem::Refused;

/// For the page and its files: own scripts, styles and connections only, nothing inline, and strings become markup through
/// the page's one policy. Nobody frames it.
const PAGE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types default; frame-ancestors";

/// The page that is made to be framed, by whom the service was told.
const FRAMED: &str = "/embed.html";

/// For answers that are no page.
const API: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// For what recipients of messages reach: a picture, which any page of a mail program shows, and a form.
const RECIPIENTS: &str = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Lets the pages of portals read answers, and send what commands take.
pub(super) fn shared_with(portals: &[Origin]) -> CorsLayer {
    let read: Vec<_> = portals.iter().filter_map(|portal| HeaderValue::from_str(portal.as_str()).ok()).collect();
    let own = |name| HeaderName::from_static(name);
    CorsLayer::new()
        .allow_origin(read)
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            own("idempotency-key"),
            own("last-event-id"),
        ])
        .expose_headers([header::ETAG, own("last-event-id")])
        .max_age(std::time::Duration::from_secs(600))
}

/// The policies, for who may frame.
pub(super) struct Policies {
    page: HeaderValue,
    framed: HeaderValue,
    is_shared: bool,
}

impl Policies {
    /// For these portals, and a hub if there is one.
    pub(super) fn new(portals: &[Origin], hub: Option<&str>) -> Self {
        let nobody = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
        let own = "connect-src 'self'";
        let page = hub.map_or_else(|| PAGE.to_owned(), |hub| PAGE.replace(own, &format!("{own} {hub}")));
        let for_whom = |whom: &str| HeaderValue::from_str(&format!("{page} {whom}")).unwrap_or_else(|_| nobody.clone());
        let named = portals.iter().map(Origin::as_str).collect::<Vec<_>>().join(" ");
        let framed = if named.is_empty() { "'none'" } else { &named };
        Self { page: for_whom("'none'"), framed: for_whom(framed), is_shared: !portals.is_empty() }
    }
}

/// Whether a path belongs to the contract rather than to the page.
pub(super) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Whether a path is one that recipients of messages reach.
fn is_for_recipients(path: &str) -> bool {
    ["/o/", "/c/", "/u/"].iter().any(|start| path.starts_with(start))
}

/// Whether a path is for those outside who never sign in: recipients, by the seal of their message, and providers, by
/// their signature.
pub(super) fn is_for_outside(path: &str) -> bool {
    is_for_recipients(path) || path.starts_with("/ingest/")
}

/// Adds what every answer carries.
pub(super) async fn add(State(policies): State<Arc<Policies>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let (api, framed, recipients) = (is_api(path), path == FRAMED, is_for_recipients(path));
    let mut response = next.run(request).await;
    if api && is_unnamed_refusal(&response) {
        response = unnamed(response.status()).into_response();
    }
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    // A portal's page loads program and sheets from here, and a mail program's page the pictures of its messages.
    let whose = if policies.is_shared || recipients { "cross-origin" } else { "same-origin" };
    set(HeaderName::from_static("cross-origin-resource-policy"), whose);
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if api {
        set(header::CACHE_CONTROL, "no-store");
    }
    let policy = match (api, framed) {
        (true, _) => HeaderValue::from_static(API),
        (false, _) if recipients => HeaderValue::from_static(RECIPIENTS),
        (false, true) => policies.framed.clone(),
        (false, false) => policies.page.clone(),
    };
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
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
