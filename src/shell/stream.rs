//! Event streams: bytes as they come, handed on at most once a frame.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use delivery_core::app::{Answer, Msg, Request, Ticket};
use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStream, ReadableStreamDefaultReader};

use super::{Shell, http};

/// Handed on at a time: folded well within a frame.
const SLICE: usize = 512 * 1024;
/// Kept at most: beyond it, the service waits.
const FULL: usize = 4 * 1024 * 1024;
/// Where no frame comes, as in a hidden tab, time does.
const FRAME_AT_MOST: Duration = Duration::from_millis(250);

/// Opens a stream and tells what becomes of it.
pub fn listen(shell: Shell, ticket: Ticket, request: Request) {
    let Ok(controller) = AbortController::new() else { return };
    let signal = controller.signal();
    shell.streams.update_value(|streams| {
        streams.push((ticket, controller));
    });
    spawn_local(async move {
        let response = http::fetch(&request, Some(&signal)).await;
        // Closed while it was being opened: nobody wants to know.
        let is_wanted =
            || shell.streams.try_with_value(|streams| streams.iter().any(|(open, _)| *open == ticket)) == Some(true);
        let Some((response, _)) = response else {
            if is_wanted() {
                shell.tell(Msg::StreamEnded { ticket, whole: false });
            }
            return;
        };
        if !response.ok() {
            let body = response.text().await.unwrap_or_default();
            let answer = Answer { body, ..http::head(&response) };
            if is_wanted() {
                shell.tell(Msg::StreamRefused { ticket, answer });
            }
            return;
        }
        if !is_wanted() {
            return;
        }
        shell.tell(Msg::StreamOpened { ticket, before: http::head(&response).cursor });
        let whole = match response.body() {
            Some(body) => read(body, &Pump::new(shell, ticket)).await.is_ok(),
            None => true,
        };
        if is_wanted() {
            shell.tell(Msg::StreamEnded { ticket, whole });
        }
    });
}

async fn read(body: ReadableStream, pump: &Pump) -> Result<(), JsValue> {
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        if js_sys::Reflect::get(&chunk, &"done".into())?.is_truthy() {
            pump.drain().await;
            return Ok(());
        }
        let bytes: Uint8Array = js_sys::Reflect::get(&chunk, &"value".into())?.dyn_into()?;
        pump.push(bytes);
        if pump.waiting.borrow().length > FULL {
            pump.drain().await;
        }
    }
}

/// Bytes that came, in the browser's memory: the program's own never shrinks again.
#[derive(Default)]
struct Waiting {
    pieces: VecDeque<Uint8Array>,
    length: usize,
}

impl Waiting {
    fn push(&mut self, piece: Uint8Array) {
        self.length += piece.length() as usize;
        self.pieces.push_back(piece);
    }

    /// Takes out the first bytes, at most so many.
    fn take(&mut self, most: usize) -> Vec<u8> {
        let mut taken = vec![0; self.length.min(most)];
        let mut done = 0;
        while done < taken.len() {
            let Some(piece) = self.pieces.pop_front() else { break };
            let length = piece.length();
            let wanted = length.min((taken.len() - done) as u32);
            let end = done + wanted as usize;
            piece.subarray(0, wanted).copy_to(&mut taken[done..end]);
            if wanted < length {
                self.pieces.push_front(piece.subarray(wanted, length));
            }
            done = end;
        }
        self.length -= done;
        taken
    }
}

/// Hands them on with the frames.
struct Pump {
    shell: Shell,
    ticket: Ticket,
    waiting: Rc<RefCell<Waiting>>,
    is_set: Rc<Cell<bool>>,
}

impl Pump {
    fn new(shell: Shell, ticket: Ticket) -> Self {
        Self { shell, ticket, waiting: Rc::default(), is_set: Rc::default() }
    }

    fn push(&self, bytes: Uint8Array) {
        self.waiting.borrow_mut().push(bytes);
        self.set();
    }

    /// Hands on a slice with the next frame, once, however much comes until then.
    fn set(&self) {
        if self.is_set.replace(true) {
            return;
        }
        let (shell, ticket) = (self.shell, self.ticket);
        let (waiting, is_set) = (Rc::clone(&self.waiting), Rc::clone(&self.is_set));
        next_frame(move || {
            is_set.set(false);
            let rest = Self { shell, ticket, waiting, is_set };
            let slice = rest.waiting.borrow_mut().take(SLICE);
            if !slice.is_empty() {
                shell.tell(Msg::BytesArrived { ticket, bytes: slice });
            }
            if rest.waiting.borrow().length > 0 {
                rest.set();
            }
        });
    }

    /// Waits until all has been handed on.
    async fn drain(&self) {
        while self.waiting.borrow().length > 0 {
            frame().await;
        }
    }
}

/// Runs with the next frame, or soon where there are none. Once.
fn next_frame(run: impl FnOnce() + 'static) {
    let run = Rc::new(Cell::new(Some(run)));
    let late = Rc::clone(&run);
    request_animation_frame(move || run_once(&run));
    set_timeout(move || run_once(&late), FRAME_AT_MOST);
}

fn run_once(run: &Cell<Option<impl FnOnce()>>) {
    if let Some(run) = run.take() {
        run();
    }
}

async fn frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        next_frame(move || {
            // The promise's own function cannot fail.
            let _ = resolve.call0(&JsValue::NULL);
        });
    });
    let _ = JsFuture::from(promise).await;
}
