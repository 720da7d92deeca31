//! Answers as the browser gives them to a request, made here.

use delivery_app::files::{Answered, Batch, answer as said_to};
use delivery_app::{Answer, Request};
use delivery_core::domain::id::Cursor;
use delivery_core::domain::instant::Instant;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, Response, ResponseInit, TransformStream};

use super::super::Shell;
use super::{Files, reading};

/// The answer to a request.
pub fn answer(
    files: Files,
    shell: Shell,
    request: &Request,
    batch: &Batch,
    now: Instant,
    signal: Option<AbortSignal>,
) -> Option<Response> {
    match said_to(request, batch, now) {
        Answered::Said(answer) => said(&answer),
        Answered::Events => log(files, shell, None, signal),
        Answered::EventsOf(message) => log(files, shell, Some(message), signal),
    }
    .ok()
}

fn said(answer: &Answer) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    if let Some(version) = &answer.version {
        headers.set("ETag", version.as_str())?;
    }
    if let Some(cursor) = answer.cursor {
        headers.set("Last-Event-ID", &cursor.to_string())?;
    }
    let init = ResponseInit::new();
    init.set_status(answer.status);
    init.set_headers(&headers);
    // An answer without a body must not have an empty one.
    let body = Some(answer.body.as_str()).filter(|body| !body.is_empty());
    Response::new_with_opt_str_and_init(body, &init)
}

/// The events, of all files in their order, or only those of one message.
fn log(files: Files, shell: Shell, message: Option<String>, signal: Option<AbortSignal>) -> Result<Response, JsValue> {
    let pipe = TransformStream::new()?;
    let writer = pipe.writable().get_writer()?;
    spawn_local(async move {
        let ended = match reading::write_log(files, shell, &writer, message.as_deref(), signal.as_ref()).await {
            Ok(()) => writer.close(),
            Err(error) => writer.abort_with_reason(&error),
        };
        // Whoever reads has stopped, or is told at the other end.
        let _ = JsFuture::from(ended).await;
    });
    let headers = Headers::new()?;
    headers.set("Last-Event-ID", &Cursor::default().to_string())?;
    let init = ResponseInit::new();
    init.set_headers(&headers);
    Response::new_with_opt_readable_stream_and_init(Some(&pipe.readable()), &init)
}
