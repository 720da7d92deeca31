//! `GET /api/deliveries/{id}/events`: the log, as history or as a stream that goes on.

use std::convert::Infallible;
use std::time::{Duration, SystemTime};

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Json, Response};
use delivery_core::domain::id::{Cursor, DeliveryId};
use delivery_core::domain::role::Role;
use delivery_core::wire::{self, Hub, Problem, ProblemType};
use futures_util::stream::{Stream, unfold};
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::Instant;

use super::Shared;
use super::deliveries::{LAST_EVENT_ID, cursor_value, reading, unknown};
use super::history::History;
use crate::clock::wall;
use crate::hub::{HEARD, Topic};
use crate::problem::Refused;
use crate::store::{Outlook, Readers, Unavailable};
use crate::tip::{self, Follower};
use crate::token::Caller;

/// Bytes of text read at once for a stream that is behind.
const PIECE: usize = 64 * 1024;

/// How many events whoever goes there may have to read first, at most.
const NEAR: u64 = 10_000;

/// How often a silent stream says that it is alive.
const ALIVE: Duration = Duration::from_secs(15);

/// What may stand behind the `?`.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    after: Option<String>,
    /// There if whoever asks can follow a hub.
    hub: Option<String>,
}

/// The event log of a delivery
///
/// With `Accept: text/event-stream` what follows the cursor and then, live, what happens; otherwise what there is now,
/// one event a line, in Zstandard if `Accept-Encoding` names it. Events are CloudEvents 1.0 in JSON. Without the role
/// `View logs`, addresses are masked.
#[utoipa::path(
    get,
    path = "/api/deliveries/{id}/events",
    params(
        ("id" = String, Path, description = "The delivery"),
        ("after" = Option<String>, Query, description = "The position before the first event wanted; none: from the beginning"),
        ("Last-Event-ID" = Option<String>, Header, description = "The same, sent by streams that come back; it goes before `after`"),
        ("hub" = Option<String>, Query, description = "There, with or without a value, if the answer to who wants a stream may be where a hub hands it on"),
    ),
    responses(
        (status = 200, content((String = "application/x-ndjson"), (String = "text/event-stream"), (Hub = "application/json")), headers(
            ("Last-Event-ID" = String,
                description = "The position before the first event of this answer. If it is not the one asked for, something was lost"),
        )),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json", description = "Older than what is kept"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn events(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let id = DeliveryId::new(id);
    let can_follow = wanted.hub.is_some();
    let asked = asked(&headers, wanted)?;
    let of = id.clone();
    let bounds = reading(&service, move |service| service.readers.bounds(&of)).await?.ok_or_else(|| unknown(&id))?;
    if asked > Cursor(0) && asked < bounds.before_first {
        let detail = "The events after this cursor are no longer kept. Read the delivery again from the beginning.";
        return Err(Refused::new(ProblemType::CursorGone, detail));
    }
    // A cursor beyond the end was not given out by this log: the answer's header says where it really goes on.
    let after = asked.clamp(bounds.before_first, bounds.last);
    let masked = is_masked(&caller);
    let history = History { service, id, after, until: bounds.last, masked };
    let live = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|accept| accept.to_str().ok())
        .any(|accept| accept.contains("text/event-stream"));
    let way = if live && can_follow { way(&history, &caller).await? } else { None };
    let mut response = if let Some(way) = way {
        Json(way).into_response()
    } else if live {
        let kind = [(header::CONTENT_TYPE, "text/event-stream")];
        (kind, Body::from_stream(stream(history, caller.until))).into_response()
    } else {
        history.answer(&headers)
    };
    response.headers_mut().insert(LAST_EVENT_ID, cursor_value(after));
    Ok(response)
}

/// Whether addresses are masked for whoever asks.
pub(super) fn is_masked(caller: &Caller) -> bool {
    !caller.user.roles.contains(&Role::ViewLogs)
}

/// Where a hub hands on what follows. `None` if there is none, or none that has taken something just now; or if there is much
/// to be read first.
async fn way(history: &History, caller: &Caller) -> Result<Option<wire::Hub>, Refused> {
    let History { service, id, after, until, masked } = history;
    let Some(hub) = &service.hub else { return Ok(None) };
    let of = id.clone();
    let Outlook { standing, published } = reading(service, move |service| service.readers.outlook(&of)).await?;
    let heard = standing.filter(|standing| wall() - HEARD < standing.heard);
    let Some(standing) = heard.filter(|_| until.0 - after.0 <= NEAR) else { return Ok(None) };
    // Behind what was published, nobody can say of what the hub has kept where it goes on.
    let published = Some(published).filter(|published| published <= after);
    Ok(hub.way(Topic { delivery: id, masked: *masked }, published, standing.dialect, caller.until))
}

fn asked(headers: &HeaderMap, wanted: Wanted) -> Result<Cursor, Refused> {
    let header = headers.get(LAST_EVENT_ID).map(|value| value.to_str().unwrap_or("?").to_owned());
    match header.or(wanted.after).filter(|text| !text.is_empty()) {
        None => Ok(Cursor(0)),
        Some(text) => Cursor::parse(&text)
            .ok_or_else(|| Refused::new(ProblemType::BadRequest, "A cursor is the digits of an event's sequence.")),
    }
}

/// A stream that goes on until the token expires, the service ends, or the database goes away: the client comes back.
fn stream(history: History, until: SystemTime) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let History { service, id, after, masked, .. } = history;
    let follower = service.tips.follow(&id);
    let ending = service.ending.clone();
    let deadline = Instant::now() + until.duration_since(SystemTime::now()).unwrap_or_default();
    let live = follower.map(|follower| Live { service, id, after, masked, follower, ending, deadline, greeted: false });
    unfold(live, |live| async move {
        let mut live = live?;
        let text = live.next().await?;
        Some((Ok(text), Some(live)))
    })
}

/// One client that follows a log. What is sent next is made when the client has taken what came before, so one that is
/// slow holds up nobody and has little in memory.
struct Live {
    service: Shared,
    id: DeliveryId,
    after: Cursor,
    masked: bool,
    follower: Follower,
    ending: watch::Receiver<bool>,
    deadline: Instant,
    greeted: bool,
}

impl Live {
    async fn next(&mut self) -> Option<Bytes> {
        if !self.greeted {
            self.greeted = true;
            // An event without data sets the client's last id and nothing else, so that it can come back from here.
            return Some(format!("retry: 1000\nid: {}\n\n", self.after).into());
        }
        loop {
            if Instant::now() >= self.deadline || *self.ending.borrow() {
                return None;
            }
            if self.follower.end() > self.after
                && let Some(text) = self.more().await.ok()?
            {
                return Some(text);
            }
            tokio::select! {
                grown = self.follower.grown() => grown?,
                changed = self.ending.changed() => changed.ok()?,
                () = tokio::time::sleep_until(self.deadline) => {}
                () = tokio::time::sleep(ALIVE) => return Some(Bytes::from_static(b": alive\n\n")),
            }
        }
    }

    /// The next lines: those that were just written, or whatever the database has after the last one sent.
    async fn more(&mut self) -> Result<Option<Bytes>, Refused> {
        if let Some((last, text)) = self.follower.next(self.after, self.masked) {
            self.after = last;
            return Ok(Some(text));
        }
        let (id, after, masked) = (self.id.clone(), self.after, self.masked);
        let read = reading(&self.service, move |service| missed(&service.readers, &id, after, masked));
        let Some((last, text)) = read.await? else { return Ok(None) };
        self.after = last;
        Ok(Some(text))
    }
}

/// The next lines that the database has after a place, as a stream sends them, and the place of the last of them.
fn missed(
    readers: &Readers,
    id: &DeliveryId,
    after: Cursor,
    masked: bool,
) -> Result<Option<(Cursor, Bytes)>, Unavailable> {
    let end = Cursor(i64::MAX as u64);
    let (after, blocks) = readers.stretch(id, after, end, PIECE)?;
    let mut text = String::new();
    for block in &blocks {
        let before = after.max(Cursor(block.first.0 - 1));
        tip::write(&mut text, before, &block.text(before, end)?, masked);
    }
    Ok(blocks.last().map(|block| (block.last, text.into())))
}
