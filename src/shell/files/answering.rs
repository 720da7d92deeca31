//! Answers as the browser gives them to a request, made here.

use delivery_app::files::{Answered, Batch, answer as said_to};
use delivery_app::{Answer, Request};
use delivery_core::domain::id::Cursor;
use delivery_core::domain::instant::Instant;
use js_sys::{Array, Function, Object, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Response, TransformStream};

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
    let headers = Object::new();
    if let Some(version) = &answer.version {
        set(&headers, "ETag", &version.as_str().into())?;
    }
    if let Some(cursor) = answer.cursor {
        set(&headers, "Last-Event-ID", &cursor.to_string().into())?;
    }
    // An answer without a body must not have an empty one.
    let body = if answer.body.is_empty() { JsValue::NULL } else { answer.body.as_str().into() };
    response(&body, answer.status, &headers)
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
    let headers = Object::new();
    set(&headers, "Last-Event-ID", &Cursor::default().to_string().into())?;
    response(&pipe.readable(), 200, &headers)
}

/// An answer as the browser has it. Made by name: what is declared of the browser weighs on everybody's first load.
fn response(body: &JsValue, status: u16, headers: &Object) -> Result<Response, JsValue> {
    let how = Object::new();
    set(&how, "status", &status.into())?;
    set(&how, "headers", headers)?;
    let class: Function = Reflect::get(&js_sys::global(), &"Response".into())?.dyn_into()?;
    Reflect::construct(&class, &Array::of2(body, &how))?.dyn_into()
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), value).map(drop)
}
