//! `GET /api/deliveries` and `GET /api/deliveries/{id}`.

use std::cmp::Reverse;
use std::collections::HashSet;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use delivery_core::domain::id::{Cursor, DeliveryId, Version};
use delivery_core::wire::{Delivery, DeliveryCard, Numbers, Problem, ProblemType, Recurrence};

use super::Shared;
use crate::problem::Refused;
use crate::store::Unavailable;
use crate::token::Caller;

/// The header that names a place in a log: in an answer, the one before what follows it.
pub(super) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Lines of a log that are read to count them while somebody waits: a fraction of a second.
const COUNTED_AT_ONCE: u64 = 100_000;

/// Runs what reads the disk where it does not hold up other requests.
pub(super) async fn reading<T: Send + 'static>(
    service: &Shared,
    read: impl FnOnce(&Shared) -> Result<T, Unavailable> + Send + 'static,
) -> Result<T, Refused> {
    let service = service.clone();
    let read = tokio::task::spawn_blocking(move || read(&service)).await;
    Ok(read.map_err(|_| Unavailable::new("reading was interrupted"))??)
}

/// The refusal for an unknown id.
pub(super) fn unknown(id: &DeliveryId) -> Refused {
    Refused::new(ProblemType::NotFound, format!("There is no delivery {id}."))
}

/// Every delivery, the newest first
#[utoipa::path(
    get,
    path = "/api/deliveries",
    responses(
        (status = 200, body = Vec<DeliveryCard>),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(State(service): State<Shared>, _: Caller) -> Result<Json<Vec<DeliveryCard>>, Refused> {
    // Executions are listed by the recurring delivery they belong to, if the service has it.
    let cards = reading(&service, |service| {
        let records = service.readers.deliveries()?;
        let ids: HashSet<_> = records.iter().map(|record| record.id.clone()).collect();
        let is_alone = |record: &Delivery| match &record.recurrence {
            Recurrence::Execution(occasion) => !ids.contains(&occasion.parent),
            Recurrence::OneOff | Recurrence::Recurring => true,
        };
        cards(service, records.into_iter().filter(is_alone))
    })
    .await?;
    Ok(Json(cards))
}

/// The executions of a recurring delivery, the newest occurrence first
#[utoipa::path(
    get,
    path = "/api/deliveries/{id}/executions",
    params(("id" = String, Path, description = "The recurring delivery")),
    responses(
        (status = 200, body = Vec<DeliveryCard>),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn executions(
    State(service): State<Shared>,
    _: Caller,
    Path(id): Path<String>,
) -> Result<Json<Vec<DeliveryCard>>, Refused> {
    let id = DeliveryId::new(id);
    if !service.tips.has(&id) {
        return Err(unknown(&id));
    }
    let cards = reading(&service, move |service| {
        let at = |record: &Delivery| match &record.recurrence {
            Recurrence::Execution(occasion) if occasion.parent == id => Some(occasion.at),
            _ => None,
        };
        let mut records: Vec<_> =
            service.readers.deliveries()?.into_iter().filter(|record| at(record).is_some()).collect();
        records.sort_by_key(|record| Reverse(at(record)));
        cards(service, records.into_iter())
    })
    .await?;
    Ok(Json(cards))
}

fn cards(service: &Shared, records: impl Iterator<Item = Delivery>) -> Result<Vec<DeliveryCard>, Unavailable> {
    let as_of = service.clock.now();
    let card = |record: Delivery| {
        let numbers = service.numbers.of(&service.readers, &record, as_of)?;
        Ok(DeliveryCard {
            id: record.id,
            label: record.label,
            channel: record.channel,
            recurrence: record.recurrence,
            state: record.state,
            // Of what repeats: its next date.
            contact_date: record.contact_date.or(record.schedule.at),
            confirmation: record.confirmation,
            numbers,
        })
    };
    records.map(card).collect()
}

/// What the service has counted of one delivery
///
/// The page counts by itself; these numbers stand in until it has read the log. Where that is long and nobody has asked
/// for the numbers in a while, the answer is `null`: reading the log would keep the service from sending it.
#[utoipa::path(
    get,
    path = "/api/deliveries/{id}/numbers",
    params(("id" = String, Path, description = "The delivery")),
    responses(
        (status = 200, body = Option<Numbers>),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn numbers(
    State(service): State<Shared>,
    _: Caller,
    Path(id): Path<String>,
) -> Result<Json<Option<Numbers>>, Refused> {
    let id = DeliveryId::new(id);
    let as_of = service.clock.now();
    let wanted = id.clone();
    let counted = reading(&service, move |service| {
        let Some(stored) = service.readers.delivery(&wanted)? else { return Ok(None) };
        service.numbers.tally(&service.readers, &stored.record, as_of, COUNTED_AT_ONCE).map(Some)
    });
    let tally = counted.await?.ok_or_else(|| unknown(&id))?;
    Ok(Json(tally.map(|tally| Numbers { as_of, tally })))
}

/// The record of one delivery
///
/// Its `ETag` changes when the record does, not with every event.
#[utoipa::path(
    get,
    path = "/api/deliveries/{id}",
    params(("id" = String, Path, description = "The delivery, as people see it: DM95")),
    responses(
        (status = 200, body = Delivery, headers(
            ("ETag" = String, description = "Strong: the record's version, for If-Match"),
            ("Last-Event-ID" = String, description = "The last position of the event log"),
        )),
        (status = 304, description = "The record is the one named in If-None-Match"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(service): State<Shared>,
    _: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let id = DeliveryId::new(id);
    let wanted = id.clone();
    let found = reading(&service, move |service| service.readers.delivery(&wanted)).await?;
    let stored = found.ok_or_else(|| unknown(&id))?;
    let has_it = versions(&headers, &header::IF_NONE_MATCH).contains(&stored.version);
    let mut response =
        if has_it { StatusCode::NOT_MODIFIED.into_response() } else { Json(stored.record).into_response() };
    mark(response.headers_mut(), &stored.version, stored.last);
    Ok(response)
}

/// Names the record's version and the end of the log.
pub(super) fn mark(headers: &mut HeaderMap, version: &Version, last: Cursor) {
    if let Ok(version) = HeaderValue::from_str(version.as_str()) {
        headers.insert(header::ETAG, version);
    }
    headers.insert(LAST_EVENT_ID, cursor_value(last));
}

/// A place in a log as a header's value.
pub(super) fn cursor_value(cursor: Cursor) -> HeaderValue {
    // Digits only.
    HeaderValue::from_str(&cursor.to_string()).unwrap_or(HeaderValue::from_static("0"))
}

/// The strong entity tags that a header lists. Weak ones never match.
pub(super) fn versions(headers: &HeaderMap, name: &HeaderName) -> Vec<Version> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let tags = values.flat_map(|value| value.split(',')).map(str::trim);
    tags.filter(|tag| tag.len() >= 2 && tag.starts_with('"') && tag.ends_with('"')).map(Version::new).collect()
}
