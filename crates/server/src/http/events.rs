//! `GET /api/deliveries/{id}/events`: the log, as history or as a stream that goes on.

use std::convert::Infallible;
use std::io;
use std::time::{Duration, SystemTime};

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use delivery_core::domain::id::{Cursor, DeliveryId};
use delivery_core::domain::role::Role;
use delivery_core::wire::{Problem, ProblemType};
use futures_util::stream::{Stream, try_unfold, unfold};
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::Instant;

use super::Shared;
use super::deliveries::{LAST_EVENT_ID, cursor_value, reading, unknown};
use super::mask::mask_line;
use crate::problem::Refused;
use crate::store::Line;
use crate::token::Caller;

/// Lines read at once: what a stream holds in memory.
const PAGE: usize = 500;

/// How often a silent stream says that it is alive.
const ALIVE: Duration = Duration::from_secs(15);

/// What may stand behind the `?`.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    after: Option<String>,
}

/// The event log of a delivery
///
/// With `Accept: text/event-stream` what follows the cursor and then, live, what happens; otherwise what there is now,
/// one event a line. Events are CloudEvents 1.0 in JSON. Without the role `View logs`, addresses are masked.
#[utoipa::path(
    get,
    path = "/api/deliveries/{id}/events",
    params(
        ("id" = String, Path, description = "The delivery"),
        ("after" = Option<String>, Query, description = "The position before the first event wanted; none: from the beginning"),
        ("Last-Event-ID" = Option<String>, Header, description = "The same, sent by streams that come back; it goes before `after`"),
    ),
    responses(
        (status = 200, content((String = "application/x-ndjson"), (String = "text/event-stream")), headers(
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
    let log = Log { service, id, message: None, after, masked };
    let live = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|accept| accept.to_str().ok())
        .any(|accept| accept.contains("text/event-stream"));
    let (kind, body) = if live {
        ("text/event-stream", Body::from_stream(stream(log, caller.until)))
    } else {
        ("application/x-ndjson", Body::from_stream(history(log, bounds.last)))
    };
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(LAST_EVENT_ID, cursor_value(after));
    Ok(response)
}

/// Whether addresses are masked for whoever asks.
pub(super) fn is_masked(caller: &Caller) -> bool {
    !caller.user.roles.contains(&Role::ViewLogs)
}

fn asked(headers: &HeaderMap, wanted: Wanted) -> Result<Cursor, Refused> {
    let header = headers.get(LAST_EVENT_ID).map(|value| value.to_str().unwrap_or("?").to_owned());
    match header.or(wanted.after).filter(|text| !text.is_empty()) {
        None => Ok(Cursor(0)),
        Some(text) => Cursor::parse(&text)
            .ok_or_else(|| Refused::new(ProblemType::BadRequest, "A cursor is the digits of an event's sequence.")),
    }
}

/// A log as one caller reads it, or what it holds of one message.
pub(super) struct Log {
    pub(super) service: Shared,
    pub(super) id: DeliveryId,
    pub(super) message: Option<String>,
    pub(super) after: Cursor,
    pub(super) masked: bool,
}

impl Log {
    /// The next lines up to a place; none if there are no more now.
    async fn page(&mut self, until: Cursor) -> Result<Vec<Line>, Refused> {
        let (id, message, after) = (self.id.clone(), self.message.clone(), self.after);
        let lines = reading(&self.service, move |service| match &message {
            None => service.readers.page(&id, after, until, PAGE),
            Some(message) => service.readers.page_of(&id, message, after, until, PAGE),
        });
        let lines = lines.await?;
        self.after = lines.last().map_or(self.after, |line| line.cursor);
        Ok(lines)
    }

    fn write(&self, lines: &[Line], each: impl Fn(&mut String, &Line, &str)) -> Bytes {
        let mut text = String::new();
        for line in lines {
            let json = if self.masked { mask_line(&line.json) } else { line.json.as_str().into() };
            each(&mut text, line, &json);
        }
        text.into()
    }
}

/// What there is up to a place, read as fast as the client takes it. If the database goes away meanwhile the answer is
/// cut off, not ended.
pub(super) fn history(log: Log, until: Cursor) -> impl Stream<Item = io::Result<Bytes>> {
    try_unfold(log, move |mut log| async move {
        let lines = log.page(until).await.map_err(|refused| io::Error::other(refused.0.detail))?;
        let text = log.write(&lines, |text, _, json| {
            text.push_str(json);
            text.push('\n');
        });
        Ok((!lines.is_empty()).then_some((text, log)))
    })
}

/// A stream that goes on until the token expires, the service ends, or the database goes away: the client comes back.
fn stream(log: Log, until: SystemTime) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let written = log.service.written.of(&log.id);
    let ending = log.service.ending.clone();
    let left = until.duration_since(SystemTime::now()).unwrap_or_default();
    let live = written.map(|written| Live { log, written, ending, deadline: Instant::now() + left, greeted: false });
    unfold(live, |live| async move {
        let mut live = live?;
        let text = live.next().await?;
        Some((Ok(text), Some(live)))
    })
}

struct Live {
    log: Log,
    written: watch::Receiver<Cursor>,
    ending: watch::Receiver<bool>,
    deadline: Instant,
    greeted: bool,
}

impl Live {
    async fn next(&mut self) -> Option<Bytes> {
        if !self.greeted {
            self.greeted = true;
            // An event without data sets the client's last id and nothing else, so that it can come back from here.
            return Some(format!("retry: 1000\nid: {}\n\n", self.log.after).into());
        }
        loop {
            if Instant::now() >= self.deadline || *self.ending.borrow() {
                return None;
            }
            self.written.mark_unchanged();
            let lines = self.log.page(Cursor(i64::MAX as u64)).await.ok()?;
            if !lines.is_empty() {
                return Some(self.log.write(&lines, |text, line, json| {
                    text.push_str("id: ");
                    text.push_str(&line.cursor.to_string());
                    text.push_str("\ndata: ");
                    text.push_str(json);
                    text.push_str("\n\n");
                }));
            }
            tokio::select! {
                changed = self.written.changed() => changed.ok()?,
                changed = self.ending.changed() => changed.ok()?,
                () = tokio::time::sleep_until(self.deadline) => {}
                () = tokio::time::sleep(ALIVE) => return Some(Bytes::from_static(b": alive\n\n")),
            }
        }
    }
}
