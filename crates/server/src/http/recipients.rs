//! What recipients reach, by marks that only this service makes: the picture that shows a message was opened, its links,
//! and the way out. Nobody signs in here, and no address is named.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use delivery_core::domain::instant::Instant;
use delivery_core::wire::{Problem, ProblemType};
use serde_json::{Value, json};

use super::Shared;
use super::deliveries::reading;
use crate::mail::{Sealed, Use};
use crate::mta::Happening;
use crate::problem::Refused;

/// A picture of one transparent dot.
const DOT: &[u8] =
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\
    \x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// Headers by which a program says that nobody looks yet.
const AHEAD: [&str; 4] = ["purpose", "sec-purpose", "x-purpose", "x-moz"];

/// Milliseconds within which the same is told once, so that nobody fills a log by asking again and again.
const ONCE_IN: i64 = 60_000;

fn unknown() -> Refused {
    Refused::new(ProblemType::NotFound, "This address leads nowhere.")
}

/// Whether a machine asks for itself: it looks ahead, or only whether there is something.
fn is_machine(method: &Method, headers: &HeaderMap) -> bool {
    let says = |name: &&str| {
        let value = headers.get(*name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_lowercase();
        value.contains("prefetch") || value.contains("preview") || value.contains("prerender")
    };
    method == Method::HEAD || AHEAD.iter().any(says)
}

/// What happened to a message, named by when, whoever did it and what it was.
fn happened(
    kind: &'static str,
    sealed: &Sealed,
    name: &str,
    now: Instant,
    machine: bool,
    mut more: Value,
) -> Happening {
    let minute = now.millis() / ONCE_IN;
    let who = if machine { "machine" } else { "person" };
    if machine {
        more["machine"] = json!(true);
    }
    Happening::of_message(kind, sealed.message.clone(), &format!("{name}.{who}.{minute}"), now, more)
}

/// The picture in a message
///
/// Whoever loads it has opened the message. A request that looks ahead, or a HEAD, is told as a machine's.
#[utoipa::path(
    get,
    path = "/o/{picture}",
    security(()),
    params(("picture" = String, Path, description = "The message's mark, and .gif")),
    responses(
        (status = 200, content_type = "image/gif", description = "A transparent dot"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn opened(
    State(service): State<Shared>,
    method: Method,
    Path(picture): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let mark = picture.strip_suffix(".gif").ok_or_else(unknown)?;
    let sealed = service.seal.read(mark, |purpose| purpose == Use::Open).ok_or_else(unknown)?;
    let now = service.clock.now();
    let told = happened("message.opened", &sealed, "opened", now, is_machine(&method, &headers), json!({}));
    // A picture is shown in any case.
    let _known = service.counter.take_in(sealed.delivery, vec![told]).await;
    Ok(([(header::CONTENT_TYPE, "image/gif"), (header::CACHE_CONTROL, "no-store")], DOT).into_response())
}

/// A link in a message
///
/// Leads on to where the link in the content led, and nowhere else.
#[utoipa::path(
    get,
    path = "/c/{mark}",
    security(()),
    params(("mark" = String, Path, description = "The mark of the message and of its link")),
    responses(
        (status = 302, description = "To where the link leads"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn clicked(
    State(service): State<Shared>,
    method: Method,
    Path(mark): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let sealed = service.seal.read(&mark, |purpose| matches!(purpose, Use::Click(_))).ok_or_else(unknown)?;
    let Use::Click(number) = sealed.purpose else { return Err(unknown()) };
    let id = sealed.delivery.clone();
    let body = reading(&service, move |service| service.readers.body(&id)).await?.ok_or_else(unknown)?;
    let link = body.links().into_iter().nth(number).ok_or_else(unknown)?;
    let now = service.clock.now();
    let (name, machine) = (format!("clicked.{number}"), is_machine(&method, &headers));
    let told = happened("message.clicked", &sealed, &name, now, machine, json!({ "url": link }));
    // Whoever follows a link gets there, whether or not it can be noted.
    let _known = service.counter.take_in(sealed.delivery, vec![told]).await;
    Ok((StatusCode::FOUND, [(header::LOCATION, link), (header::CACHE_CONTROL, "no-store".to_owned())]).into_response())
}

/// The way out of a list, for people
///
/// A page that asks. Programs follow links, so nothing happens yet.
#[utoipa::path(
    get,
    path = "/u/{mark}",
    security(()),
    params(("mark" = String, Path, description = "The message's mark")),
    responses(
        (status = 200, content_type = "text/html", body = String),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn leaving(State(service): State<Shared>, Path(mark): Path<String>) -> Result<Response, Refused> {
    service.seal.read(&mark, |purpose| purpose == Use::Leave).ok_or_else(unknown)?;
    Ok(page("<p>Do you want no more of these messages?</p><form method=\"post\"><button>Unsubscribe</button></form>"))
}

/// Leave a list
///
/// By the button of the page, or by the recipient's mail program (RFC 8058). Told once; whoever leaves is left out of later
/// deliveries.
#[utoipa::path(
    post,
    path = "/u/{mark}",
    security(()),
    params(("mark" = String, Path, description = "The message's mark")),
    responses(
        (status = 200, content_type = "text/html", body = String, description = "Done, and on the disk"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn left(State(service): State<Shared>, Path(mark): Path<String>) -> Result<Response, Refused> {
    let sealed = service.seal.read(&mark, |purpose| purpose == Use::Leave).ok_or_else(unknown)?;
    let now = service.clock.now();
    let told = Happening::of_message("message.opted_out", sealed.message, "opted_out", now, json!({}));
    service.counter.take_in(sealed.delivery, vec![told]).await?.ok_or_else(unknown)?;
    Ok(page("<p>You will get no more of these messages.</p>"))
}

fn page(says: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Unsubscribe</title><main>{says}</main></html>"
    );
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, page).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn who_looks_ahead_is_a_machine() {
        for (method, name, value, expected) in [
            (Method::GET, "accept", "image/*", false),
            (Method::HEAD, "accept", "*/*", true),
            (Method::GET, "purpose", "prefetch", true),
            (Method::GET, "sec-purpose", "prefetch;prerender", true),
            (Method::GET, "x-moz", "prefetch", true),
            (Method::GET, "x-purpose", "preview", true),
            (Method::GET, "purpose", "reading", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            assert_eq!(is_machine(&method, &headers), expected, "{method} {name} {value}");
        }
    }
}
