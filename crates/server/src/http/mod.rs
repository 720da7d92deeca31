//! HTTP: routes, who may use them, and what every answer carries.

mod caller;
mod commands;
mod deliveries;
mod demo;
mod edits;
mod events;
mod exports;
mod headers;
mod history;
mod ingest;
mod intents;
mod messages;
mod page;
mod recipients;
mod safeguards;
mod session;
mod tray;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{Extensions, HeaderMap, StatusCode, Uri, Version, header};
use axum::middleware;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use delivery_core::domain::id::IdempotencyKey;
use delivery_core::wire::ProblemType;
use tokio::sync::watch;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::clock::Clock;
use crate::desk::Counter;
use crate::hub::Hub;
use crate::ingest::Keyring;
use crate::mail::Seal;
use crate::numbers::Numbers;
use crate::origin::Origin;
use crate::problem::Refused;
use crate::store::Readers;
use crate::tip::Tips;
use crate::token::Tokens;
use headers::Policies;

/// Longest body of a request. The longest honest one is a fingerprint.
const LONGEST_BODY: usize = 16 * 1024;

/// Bytes from which it takes less time to send an answer packed: about what goes in one packet.
const WORTH_PACKING: u64 = 1_400;

/// What the routes need.
pub struct Service {
    /// Where commands are handed in.
    pub counter: Counter,
    /// Reads what is stored.
    pub readers: Readers,
    /// Stamps events.
    pub clock: Clock,
    /// Makes and reads tokens.
    pub tokens: Tokens,
    /// Reads the marks that lead from outside back to a message.
    pub seal: Seal,
    /// What whoever posts is known by.
    pub keyring: Keyring,
    /// Where logs grow.
    pub tips: Tips,
    /// The numbers of the list.
    pub numbers: Numbers,
    /// What hands logs on, if there is such a thing.
    pub hub: Option<Hub>,
    /// Whether this is the demo, where one may sign in as anybody.
    pub demo: bool,
    /// Becomes true when the service ends: streams end then.
    pub ending: watch::Receiver<bool>,
    /// Keys whose command is on the desk now.
    pub in_flight: Mutex<HashSet<IdempotencyKey>>,
}

type Shared = Arc<Service>;

/// The parts of the document that no route says.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Delivery dashboard: the service",
        description = "Deliveries, their event logs, and the commands that prepare and send them. Errors are \
            `application/problem+json` with a stable `type`."
    ),
    security(("token" = []))
)]
struct Document;

/// Every route. `page` is the folder with the built page, if the service is to give it out; `portals` may embed it.
pub fn router(service: Service, page: Option<PathBuf>, portals: &[Origin]) -> Router {
    let demo = service.demo;
    let policies = Arc::new(Policies::new(portals, service.hub.as_ref().map(Hub::origin)));
    let shared = Arc::new(service);
    let mut api = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(session::session))
        .routes(routes!(deliveries::list))
        .routes(routes!(deliveries::one))
        .routes(routes!(events::events))
        .routes(routes!(messages::story))
        .routes(routes!(messages::others))
        .routes(routes!(deliveries::executions))
        .routes(routes!(deliveries::numbers))
        .routes(routes!(commands::command))
        .routes(routes!(edits::schedule))
        .routes(routes!(edits::content))
        .routes(routes!(edits::audience))
        .routes(routes!(exports::export))
        .routes(routes!(safeguards::get, safeguards::put))
        .routes(routes!(recipients::opened))
        .routes(routes!(recipients::clicked))
        .routes(routes!(recipients::leaving, recipients::left))
        .routes(routes!(ingest::posted, ingest::asked))
        .routes(routes!(ingest::reported, ingest::asked_by_engine))
        .routes(routes!(tray::tray))
        .routes(routes!(tray::assign))
        .routes(routes!(tray::discard));
    if demo {
        api = api.routes(routes!(demo::users)).routes(routes!(demo::first, demo::token));
    }
    let (api, mut document) = api.split_for_parts();
    let components = document.components.get_or_insert_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.add_security_scheme("token", SecurityScheme::Http(bearer));
    let mut router = api
        .route("/api/openapi.json", get(move || async move { Json(document) }))
        .method_not_allowed_fallback(|| async {
            Refused::of_status(StatusCode::METHOD_NOT_ALLOWED, "This address does not take this method.")
        })
        .with_state(shared)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(SizeAbove::new(WORTH_PACKING).and(may_be_packed)),
        );
    router = match page {
        Some(folder) => router.fallback_service(page::page(folder)),
        None => router.fallback(nothing_here),
    };
    if !portals.is_empty() {
        router = router.layer(headers::shared_with(portals));
    }
    router = router.layer(middleware::from_fn_with_state(policies, headers::add));
    if demo { router.layer(middleware::from_fn(demo::only_here)) } else { router }
}

/// Whether an answer is made smaller for those who cannot read how logs are kept. A stream is not, so that nothing of it
/// waits for more; nor is what has a strong entity tag, which stands for these bytes and no others.
fn may_be_packed(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let is_stream = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == b"text/event-stream");
    !is_stream && !headers.contains_key(header::ETAG)
}

async fn nothing_here(uri: Uri) -> Refused {
    Refused::new(ProblemType::NotFound, format!("There is nothing at {}.", uri.path()))
}

/// Answers under `/api` that no route gives.
async fn unknown_api(request: Request) -> Response {
    nothing_here(request.uri().clone()).await.into_response()
}
