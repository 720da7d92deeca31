//! `GET /api/deliveries/{id}/messages/{message}/events` and `…/history`: one message, and its recipient's others. No
//! address is ever in a URL, which ends up in logs and histories: the service finds it from the message.

use std::io;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use delivery_core::domain::id::{Cursor, DeliveryId};
use delivery_core::wire::{Problem, ProblemType, Touch};
use futures_util::stream::{Stream, try_unfold};

use super::Shared;
use super::deliveries::{reading, unknown};
use super::events::is_masked;
use crate::mask::mask_lines;
use crate::problem::Refused;
use crate::token::Caller;
use crate::touches;

/// Lines read at once.
const PAGE: usize = 500;

/// The refusal for a message that no event speaks of. It does not repeat what was asked for.
fn unheard_of(id: &DeliveryId) -> Refused {
    Refused::new(ProblemType::NotFound, format!("There is no such message in the delivery {id}."))
}

/// The events of a message
///
/// All of them, in the order of the log, one a line: CloudEvents 1.0 in JSON. Without the role `View logs`, addresses are
/// masked.
#[utoipa::path(
    get,
    path = "/api/deliveries/{id}/messages/{message}/events",
    params(
        ("id" = String, Path, description = "The delivery"),
        ("message" = String, Path, description = "The message: the subject of its events, percent-encoded"),
    ),
    responses(
        (status = 200, body = String, content_type = "application/x-ndjson"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json",
            description = "No such delivery, or no event speaks of the message"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn story(
    State(service): State<Shared>,
    caller: Caller,
    Path((id, message)): Path<(String, String)>,
) -> Result<Response, Refused> {
    let id = DeliveryId::new(id);
    if !service.tips.has(&id) {
        return Err(unknown(&id));
    }
    let of = (id.clone(), message.clone());
    let last = reading(&service, move |service| service.readers.last_of(&of.0, &of.1)).await?;
    let last = last.ok_or_else(|| unheard_of(&id))?;
    let story = Story { service, id, message, after: Cursor(0), last, masked: is_masked(&caller) };
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    Ok((kind, Body::from_stream(story.lines())).into_response())
}

/// What a log holds of one message, as it is being read.
struct Story {
    service: Shared,
    id: DeliveryId,
    message: String,
    after: Cursor,
    last: Cursor,
    masked: bool,
}

impl Story {
    /// Page after page, as fast as the client takes them. If the database goes away meanwhile the answer is cut off, not
    /// ended.
    fn lines(self) -> impl Stream<Item = io::Result<Bytes>> {
        try_unfold(self, |mut story| async move {
            let text = story.page().await.map_err(|refused| io::Error::other(refused.0.detail))?;
            Ok((!text.is_empty()).then_some((text, story)))
        })
    }

    async fn page(&mut self) -> Result<Bytes, Refused> {
        let (id, message, after, last) = (self.id.clone(), self.message.clone(), self.after, self.last);
        let lines =
            reading(&self.service, move |service| service.readers.page_of(&id, &message, after, last, PAGE)).await?;
        self.after = lines.last().map_or(self.after, |line| line.cursor);
        let text: String = lines.iter().flat_map(|line| [line.json.as_str(), "\n"]).collect();
        Ok(if self.masked { mask_lines(&text).into_owned().into() } else { text.into() })
    }
}

/// What else the recipient of a message was sent
///
/// The messages of every delivery to the same address, this one among them, the newest first and 100 at most, each as it
/// stands now. The address itself is not in the answer. A message without an address is the only one.
#[utoipa::path(
    get,
    path = "/api/deliveries/{id}/messages/{message}/history",
    params(
        ("id" = String, Path, description = "The delivery"),
        ("message" = String, Path, description = "The message: the subject of its events, percent-encoded"),
    ),
    responses(
        (status = 200, body = Vec<Touch>),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json",
            description = "No such delivery, or no event speaks of the message"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn others(
    State(service): State<Shared>,
    _: Caller,
    Path((id, message)): Path<(String, String)>,
) -> Result<Json<Vec<Touch>>, Refused> {
    let id = DeliveryId::new(id);
    if !service.tips.has(&id) {
        return Err(unknown(&id));
    }
    let of = id.clone();
    let touches =
        reading(&service, move |service| touches::of(&service.readers, &of, &message, service.clock.now())).await?;
    touches.map(Json).ok_or_else(|| unheard_of(&id))
}
