//! Following a hub, where the service says that one hands its events on. Whatever is the matter with the hub, the service is
//! followed instead.

use std::time::Duration;

use delivery_app::{Answer, Reply, Request};
use delivery_core::wire::Hub;
use gloo_net::http::{RequestBuilder, Response};
use js_sys::Uint8Array;
use leptos::prelude::set_timeout_with_handle;
use web_sys::{AbortController, RequestCache};

use super::pump::Pump;
use super::{Wanted, to_the_end};
use crate::shell::http;

/// How long a hub may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What says in a request that its answer may be a hub.
const CAN_FOLLOW: &str = "&hub";

/// Whether an answer says where a hub is, and is no stream itself.
pub fn is_way(response: &Response) -> bool {
    response.headers().get("content-type").is_some_and(|kind| kind.starts_with("application/json"))
}

/// Follows the hub that was answered, or else the service, to its end. `None` if it broke off.
pub async fn follow(wanted: &Wanted, answer: Response, pump: &Pump) -> Option<()> {
    let said = Answer { body: answer.text().await.ok()?, ..http::head(&answer) };
    let way: Hub = Reply::Answered(said).read().ok()?;
    let Some(hub) = open(wanted, &way).await else {
        let response = ask(wanted, wanted.request.headers.clone()).await?;
        wanted.opened(&response);
        return to_the_end(&response, pump, |_| true).await.ok();
    };
    wanted.opened(&answer);
    let goes_on_behind = ["mercure-last-event-id", "last-event-id"].map(|name| hub.headers().get(name));
    // A hub elsewhere may not let a page read its headers: then nobody knows, either.
    if way.last_event_id.is_none() || !goes_on_behind.contains(&way.last_event_id) {
        catch_up(wanted, pump).await?;
    }
    to_the_end(&hub, pump, is_news()).await.ok()
}

/// Opens the hub. `None` if it does not let us, for whatever reason.
async fn open(wanted: &Wanted, way: &Hub) -> Option<Response> {
    let controller = AbortController::new().ok()?;
    let signal = controller.signal();
    let give_up = controller.clone();
    wanted.shell.held()?.streams.borrow_mut().push((wanted.ticket, controller));
    let timeout = set_timeout_with_handle(move || give_up.abort(), PATIENCE).ok();
    let request = RequestBuilder::new(&way.address).header("Accept", "text/event-stream");
    let request = request.header("Authorization", &["Bearer ", &way.token].concat());
    let request = way.last_event_id.iter().fold(request, |request, id| request.header("Last-Event-ID", id));
    let response = request.abort_signal(Some(&signal)).cache(RequestCache::NoStore).build().ok()?.send().await;
    if let Some(timeout) = timeout {
        timeout.clear();
    }
    response.ok().filter(Response::ok)
}

/// Reads what the service has after what was read last: between that and the opening of the hub, something may have come.
async fn catch_up(wanted: &Wanted, pump: &Pump) -> Option<()> {
    let mut headers = wanted.request.headers.clone();
    for (_, value) in headers.iter_mut().filter(|(name, _)| *name == "Accept") {
        *value = "application/x-ndjson".to_string();
    }
    let lines = ask(wanted, headers).await?.text().await.ok()?;
    // As a stream has them.
    let events: String = lines.lines().flat_map(|line| ["data: ", line, "\n\n"]).collect();
    pump.push(Uint8Array::from(events.as_bytes())).await;
    Some(())
}

/// Asks the service itself.
async fn ask(wanted: &Wanted, headers: Vec<(&'static str, String)>) -> Option<Response> {
    let path = wanted.request.path.replace(CAN_FOLLOW, "");
    let request = Request { path, headers, ..wanted.request.clone() };
    let (response, _) = http::fetch(wanted.shell, &*wanted.around, &request, Some(&wanted.signal)).await?;
    Some(response).filter(Response::ok)
}

/// Whether what comes is more than a hub's own sign of life, an empty comment: that says nothing of the service, whose silence
/// has to be noticed.
fn is_news() -> impl FnMut(&Uint8Array) -> bool {
    let mut begins_line = true;
    move |bytes| {
        let length = bytes.length();
        let is_comment = begins_line && length <= 2 && bytes.get_index(0) == b':';
        begins_line = length > 0 && bytes.get_index(length - 1) == b'\n';
        !(is_comment && begins_line)
    }
}
