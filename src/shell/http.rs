//! Requests, through `fetch`.

use std::rc::Rc;
use std::time::Duration;

use delivery_app::{Answer, Method, Moment, Msg, Reply, Request, Ticket};
use delivery_core::domain::id::{Cursor, Version};
use gloo_net::http::{RequestBuilder, Response};
use leptos::prelude::set_timeout_with_handle;
use leptos::task::spawn_local;
use web_sys::{AbortController, AbortSignal};

use super::{Shell, Surroundings, early, now};

/// Sends a request and tells its answer; gives up after a while.
pub fn send(shell: Shell, ticket: Ticket, request: Request, within_ms: u32) {
    let Some(around) = shell.held().map(|held| Rc::clone(&held.around)) else { return };
    spawn_local(async move {
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        let give_up = move || {
            if let Some(controller) = &controller {
                controller.abort();
            }
        };
        let timeout = set_timeout_with_handle(give_up, Duration::from_millis(u64::from(within_ms))).ok();
        let came = exchange(shell, &*around, &request, signal.as_ref()).await;
        if let Some(timeout) = timeout {
            timeout.clear();
        }
        let (reply, at) = came.map_or((Reply::Lost, None), |(answer, at)| (Reply::Answered(answer), at));
        shell.tell_of(Msg::Answered { ticket, reply }, at.unwrap_or_else(now));
    });
}

async fn exchange(
    shell: Shell,
    around: &dyn Surroundings,
    request: &Request,
    signal: Option<&AbortSignal>,
) -> Option<(Answer, Option<Moment>)> {
    let (response, at) = fetch(shell, around, request, signal).await?;
    let mut answer = head(&response);
    answer.body = response.text().await.ok()?;
    Some((answer, at))
}

/// The response to a request in these surroundings, its body unread, and when it came if that was before now. `None` if
/// none came.
pub async fn fetch(
    shell: Shell,
    around: &dyn Surroundings,
    request: &Request,
    signal: Option<&AbortSignal>,
) -> Option<(Response, Option<Moment>)> {
    if let Some(response) = around.answer(shell, request, signal) {
        return Some((response.into(), None));
    }
    let base = around.base();
    if base.is_empty()
        && let Some((response, at)) = early::take(request, signal).await
    {
        return Some((response, Some(at)));
    }
    let builder = RequestBuilder::new(&(base + &request.path)).method(match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
    });
    let builder = request.headers.iter().fold(builder, |builder, (name, value)| builder.header(name, value));
    // What the browser has kept would be another time's truth.
    let builder = builder.abort_signal(signal).cache(web_sys::RequestCache::NoStore);
    let sent = match &request.body {
        Some(body) => builder.body(body.as_str()).ok()?.send().await,
        None => builder.send().await,
    };
    Some((sent.ok()?, None))
}

/// What the head of a response says.
pub fn head(response: &Response) -> Answer {
    let headers = response.headers();
    Answer {
        status: response.status(),
        version: headers.get("etag").map(Version::new),
        cursor: headers.get("last-event-id").and_then(|text| Cursor::parse(&text)),
        body: String::new(),
    }
}
