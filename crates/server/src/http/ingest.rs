//! `POST /ingest/{provider}` and `/ingest/engine`: what providers, and the owner's engine, tell of mail. Nobody signs in
//! here; each shows by its own signature, or by a secret, who it is.
//!
//! The answer is the one that every provider understands: 200 once all of it is on the disk; 401, 400 or 413 for what would
//! be no better the next time; 5xx for what has to be posted again. Mailgun never repeats what it was answered 406, and
//! Postmark what it was answered 403: neither is ever said.

use std::io::Read;

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use delivery_core::domain::id::DeliveryId;
use delivery_core::wire::{Ingested, Problem, ProblemType};
use futures_util::StreamExt;
use serde::Deserialize;

use super::Shared;
use crate::clock::wall;
use crate::desk::{Contents, Parcel};
use crate::ingest::{self, Poster, Refusal};
use crate::problem::Refused;

/// Longest body as it is sent. SparkPost's and Mailjet's batches are the longest honest ones, far below it.
const LONGEST: usize = 5 * 1024 * 1024;

/// Longest body once it is unpacked.
const LONGEST_UNPACKED: usize = 4 * LONGEST;

/// What the address of a webhook may say.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// The delivery of whatever names none itself.
    delivery: Option<String>,
}

/// Tell what became of mail
///
/// What the provider posts, as it posts it; `gzip` is unpacked. Each event is appended to its delivery's log, once however
/// often it comes. What cannot be filed is put in the tray. Each provider has a secret, a key or a topic of its own; without
/// one it may not post.
#[utoipa::path(
    post,
    path = "/ingest/{provider}",
    security(()),
    params(
        ("provider" = String, Path, description = "ses, sendgrid, sparkpost, mailgun, postmark, mailjet, brevo, resend, postal or kumomta"),
        ("delivery" = Option<String>, Query, description = "The delivery of whatever names none itself"),
    ),
    request_body(content = String, content_type = "application/json", description = "JSON, whatever its type is said to be"),
    responses(
        (status = 200, body = Ingested, description = "All of it is on the disk"),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "Nothing in it can be read"),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "The signature or the secret is wrong"),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "No such provider, or it has no secret here"),
        (status = 413, body = Problem, content_type = "application/problem+json", description = "Larger than 5 MiB, or 20 MiB unpacked"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Not written, or nobody can tell now whether it is signed: post it again"),
        (status = 507, body = Problem, content_type = "application/problem+json", description = "The tray is full: post it again"),
    )
)]
pub(super) async fn posted(
    State(service): State<Shared>,
    Path(name): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Ingested>, Response> {
    let poster = poster_of(&name).map_err(IntoResponse::into_response)?;
    take(service, poster, asked, headers, body).await
}

/// Tell what the owner's engine does
///
/// CloudEvents 1.0 in JSON: one, one a line, or a list. The `source` ends in `/deliveries/DM95`, and the `subject` of what
/// becomes of a message is its id. An engine says what becomes of messages once they are prepared, and `delivery.finished`,
/// `delivery.failed` and `delivery.logged`; with anything else of the contract in it, nothing is taken. Signed as Standard
/// Webhooks has it, with the secret that the engine is told with.
#[utoipa::path(
    post,
    path = "/ingest/engine",
    security(()),
    params(("delivery" = Option<String>, Query, description = "The delivery of whatever names none itself")),
    request_body(content = String, content_type = "application/cloudevents+json", description = "JSON, whatever its type is said to be"),
    responses(
        (status = 200, body = Ingested, description = "All of it is on the disk"),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "Nothing in it can be read, or something is not an engine's to say"),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "The signature is wrong, or older than five minutes"),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "An engine has no secret here"),
        (status = 413, body = Problem, content_type = "application/problem+json", description = "Larger than 5 MiB, or 20 MiB unpacked"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Not written: post it again"),
        (status = 507, body = Problem, content_type = "application/problem+json", description = "The tray is full: post it again"),
    )
)]
pub(super) async fn reported(
    State(service): State<Shared>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Ingested>, Response> {
    take(service, Poster::Engine, asked, headers, body).await
}

async fn take(
    service: Shared,
    poster: Poster,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Ingested>, Response> {
    let refuse = IntoResponse::into_response;
    let lock = service.keyring.lock(poster).ok_or_else(|| refuse(closed(poster)))?;
    let Query(asked) = asked.map_err(|_| refuse(bad("The address has a query that cannot be read.")))?;
    lock.looks_at(&headers).map_err(not_let_in)?;
    let body = whole(body, &headers).await.map_err(refuse)?;
    let body = lock.admits(&headers, body, wall()).await.map_err(not_let_in)?;
    let body = unpacked(&headers, body).map_err(refuse)?;
    let seal = service.seal.clone();
    // It takes a while for a large one, and others wait.
    let read = tokio::task::spawn_blocking(move || {
        let delivery = asked.delivery.map(DeliveryId::new);
        ingest::read(poster, &body, &seal, delivery.as_ref())
    });
    let interrupted = || Refused::new(ProblemType::Unavailable, "Reading was interrupted. Post it again.");
    let parcels = read.await.map_err(|_| refuse(interrupted()))?.map_err(|why| refuse(bad(&why)))?;
    if let Some(why) = unreadable(poster, &parcels) {
        return Err(refuse(bad(why)));
    }
    let taken = service.counter.post(parcels).await.map_err(|error| refuse(error.into()))?;
    if taken.is_tray_full {
        let detail = "The tray of what belongs to no delivery is full. Somebody has to empty it; post this again then.";
        return Err(refuse(Refused::of_status(StatusCode::INSUFFICIENT_STORAGE, detail)));
    }
    Ok(Json(Ingested { fresh: taken.fresh as u64, known: taken.known as u64, tray: taken.kept as u64 }))
}

/// Ask whether there is anybody
///
/// Some providers do before they save a webhook's address.
#[utoipa::path(
    get,
    path = "/ingest/{provider}",
    security(()),
    params(("provider" = String, Path)),
    responses(
        (status = 200, content_type = "text/plain", body = String),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn asked(State(service): State<Shared>, Path(name): Path<String>) -> Result<&'static str, Refused> {
    anybody(&service, poster_of(&name)?)
}

/// Ask whether an engine may report
#[utoipa::path(
    get,
    path = "/ingest/engine",
    security(()),
    responses(
        (status = 200, content_type = "text/plain", body = String),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn asked_by_engine(State(service): State<Shared>) -> Result<&'static str, Refused> {
    anybody(&service, Poster::Engine)
}

fn anybody(service: &Shared, poster: Poster) -> Result<&'static str, Refused> {
    service.keyring.lock(poster).ok_or_else(|| closed(poster))?;
    Ok("Webhooks are posted here.\n")
}

fn poster_of(name: &str) -> Result<Poster, Refused> {
    Poster::named(name).ok_or_else(|| {
        let known: Vec<_> = Poster::all().map(Poster::name).collect();
        Refused::new(ProblemType::NotFound, format!("There is no such provider. Known are {}.", known.join(", ")))
    })
}

fn closed(poster: Poster) -> Refused {
    let who = match poster {
        Poster::Provider(_) => "This provider",
        Poster::Engine => "An engine",
    };
    let detail = format!("{who} may not post here until {} is set; the README says to what.", poster.variable());
    Refused::new(ProblemType::NotFound, detail)
}

fn bad(detail: &str) -> Refused {
    Refused::new(ProblemType::BadRequest, detail)
}

fn too_large() -> Refused {
    let detail = "Bodies are 5 MiB long at most, and 20 MiB once they are unpacked.";
    Refused::of_status(StatusCode::PAYLOAD_TOO_LARGE, detail)
}

/// SNS shows its password only once it is asked for it like this.
fn not_let_in(why: Refusal) -> Response {
    let why = match why {
        Refusal::Untrue(why) => why,
        Refusal::Unsure(why) => return Refused::new(ProblemType::Unavailable, why).into_response(),
    };
    let mut response = Refused::of_status(StatusCode::UNAUTHORIZED, why).into_response();
    let challenge = HeaderValue::from_static("Basic realm=\"webhooks\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}

/// The body, of which no more is read than may be.
async fn whole(body: Body, headers: &HeaderMap) -> Result<Vec<u8>, Refused> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|length| length > LONGEST) {
        return Err(too_large());
    }
    let (mut chunks, mut whole) = (body.into_data_stream(), Vec::with_capacity(said.unwrap_or(0)));
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| bad("The body did not come to its end."))?;
        if whole.len() + chunk.len() > LONGEST {
            return Err(too_large());
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(whole)
}

fn unpacked(headers: &HeaderMap, body: Vec<u8>) -> Result<Vec<u8>, Refused> {
    let encoding = headers.get(header::CONTENT_ENCODING).map_or("identity", |value| value.to_str().unwrap_or_default());
    match encoding.to_ascii_lowercase().as_str() {
        "identity" | "" => Ok(body),
        "gzip" | "x-gzip" => {
            let mut unpacked = Vec::new();
            let mut reader = flate2::read::MultiGzDecoder::new(body.as_slice()).take(LONGEST_UNPACKED as u64 + 1);
            reader.read_to_end(&mut unpacked).map_err(|_| bad("The body is no gzip, or not all of it."))?;
            if unpacked.len() > LONGEST_UNPACKED { Err(too_large()) } else { Ok(unpacked) }
        }
        _ => Err(Refused::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Bodies are packed with gzip or not at all.")),
    }
}

/// Why nothing of a body can be kept, if that is so. What is broken among what is not is kept in the tray: the rest must
/// not be posted for ever because of it.
fn unreadable(poster: Poster, parcels: &[Parcel]) -> Option<&'static str> {
    let is_broken = |parcel: &Parcel| parcel.contents == Contents::Odd(crate::store::Why::Unreadable);
    if parcels.is_empty() || !parcels.iter().all(is_broken) {
        return None;
    }
    let is_object = |parcel: &Parcel| serde_json::from_str::<serde_json::Map<_, _>>(&parcel.text).is_ok();
    Some(match poster {
        _ if !parcels.iter().any(is_object) => "It is no JSON, or it was cut off.",
        Poster::Provider(_) => {
            "There is no event of this provider's in it: an object says too little, as its kind, its time or whom it is about."
        }
        Poster::Engine => {
            "There is no event in it: each has specversion 1.0, an id, a source, a type and a time, and a subject if it \
             is about a message."
        }
    })
}
