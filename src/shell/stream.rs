//! Event streams: opened here, read by code that comes later.

mod hub;
mod pump;

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use delivery_app::{Answer, Engine, Msg, Request, Ticket};
use gloo_net::http::Response;
use js_sys::Uint8Array;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader};

use super::{Shell, Surroundings, http, reading};
use pump::Pump;

/// A stream that somebody wants to follow.
pub struct Wanted {
    shell: Shell,
    around: Rc<dyn Surroundings>,
    ticket: Ticket,
    request: Request,
    signal: AbortSignal,
}

/// Whether a stream came to its end, once it has.
type Ended = Pin<Box<dyn Future<Output = bool>>>;

/// What reads streams, as a value, whose code comes later.
#[derive(Clone, Copy)]
pub struct Reading {
    read: fn(Rc<Wanted>, Response) -> Ended,
}

impl Reading {
    /// All of it. Named only where it is loaded.
    pub fn new() -> Self {
        Self { read: |wanted, response| Box::pin(read(wanted, response)) }
    }
}

impl Wanted {
    /// Tells what becomes of it; if it was closed meanwhile, nobody wants to know.
    fn tell(&self, msg: Msg) {
        if self.shell.held().is_some_and(|held| held.listens(self.ticket)) {
            self.shell.tell(msg);
        }
    }

    /// Tells that it is open.
    fn opened(&self, response: &Response) {
        self.tell(Msg::StreamOpened { ticket: self.ticket, before: http::head(response).cursor });
    }
}

/// Opens a stream and tells what becomes of it.
pub fn listen(shell: Shell, ticket: Ticket, request: Request) {
    let Ok(controller) = AbortController::new() else { return };
    let Some(held) = shell.held() else { return };
    let wanted = Wanted { shell, around: Rc::clone(&held.around), ticket, request, signal: controller.signal() };
    held.streams.borrow_mut().push((ticket, controller));
    drop(held);
    spawn_local(async move {
        let wanted = Rc::new(wanted);
        let whole = match http::fetch(shell, &*wanted.around, &wanted.request, Some(&wanted.signal)).await {
            Some((response, _)) if response.ok() => match reading::code().await {
                Ok(code) => (code.read)(Rc::clone(&wanted), response).await,
                Err(_) => false,
            },
            Some((response, _)) => {
                let body = response.text().await.unwrap_or_default();
                let answer = Answer { body, ..http::head(&response) };
                return wanted.tell(Msg::StreamRefused { ticket, answer });
            }
            None => false,
        };
        wanted.tell(Msg::StreamEnded { ticket, whole });
    });
}

/// Reads what was answered, to its end, or follows where it leads. Gives whether it came to an end.
async fn read(wanted: Rc<Wanted>, response: Response) -> bool {
    let pump = Pump::new(wanted.shell, wanted.ticket, Engine::new());
    if hub::is_way(&response) {
        return hub::follow(&wanted, response, &pump).await.is_some();
    }
    wanted.opened(&response);
    to_the_end(&response, &pump, |_| true).await.is_ok()
}

/// Hands on all that comes and is worth it.
async fn to_the_end(
    response: &Response,
    pump: &Pump,
    mut is_worth_it: impl FnMut(&Uint8Array) -> bool,
) -> Result<(), JsValue> {
    if let Some(body) = response.body() {
        let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
        while let Some(bytes) = next(&reader).await? {
            if is_worth_it(&bytes) {
                pump.push(bytes).await;
            }
        }
    }
    pump.drain(0).await;
    Ok(())
}

/// The next bytes of a stream; `None` at its end.
///
/// # Errors
/// It broke off.
pub async fn next(reader: &ReadableStreamDefaultReader) -> Result<Option<Uint8Array>, JsValue> {
    let chunk = JsFuture::from(reader.read()).await?;
    if js_sys::Reflect::get(&chunk, &"done".into())?.is_truthy() {
        return Ok(None);
    }
    Ok(Some(js_sys::Reflect::get(&chunk, &"value".into())?.dyn_into()?))
}
