//! Event streams: bytes as they come, handed on in small slices, for a moment at a time.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use delivery_app::{Answer, Engine, Msg, Request, Ticket};
use js_sys::Uint8Array;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStream, ReadableStreamDefaultReader};

use super::{Shell, http, reading, turn};

/// Handed on at a time: a few milliseconds' work on a slow machine.
const SLICE: usize = 64 * 1024;
/// Kept at most: beyond it, the service waits until half of it is gone.
const FULL: usize = 8 * 1024 * 1024;

/// Opens a stream and tells what becomes of it.
pub fn listen(shell: Shell, ticket: Ticket, request: Request) {
    let Ok(controller) = AbortController::new() else { return };
    let Some(held) = shell.held() else { return };
    let (around, signal) = (Rc::clone(&held.around), controller.signal());
    held.streams.borrow_mut().push((ticket, controller));
    drop(held);
    spawn_local(async move {
        let response = http::fetch(shell, &*around, &request, Some(&signal)).await;
        // Closed while it was being opened: nobody wants to know.
        let is_wanted = || shell.held().is_some_and(|held| held.listens(ticket));
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
        let whole = match (response.body(), reading::engine().await) {
            (Some(body), Ok(engine)) => read(body, &Pump::new(shell, ticket, engine)).await.is_ok(),
            (Some(_), Err(_)) => false,
            (None, _) => true,
        };
        if is_wanted() {
            shell.tell(Msg::StreamEnded { ticket, whole });
        }
    });
}

async fn read(body: ReadableStream, pump: &Pump) -> Result<(), JsValue> {
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    while let Some(bytes) = next(&reader).await? {
        pump.push(bytes);
        if pump.waiting.borrow().length > FULL {
            pump.drain(FULL / 2).await;
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

/// Hands them on, turn by turn.
struct Pump {
    shell: Shell,
    ticket: Ticket,
    engine: Engine,
    waiting: Rc<RefCell<Waiting>>,
    is_set: Rc<Cell<bool>>,
}

impl Pump {
    fn new(shell: Shell, ticket: Ticket, engine: Engine) -> Self {
        Self { shell, ticket, engine, waiting: Rc::default(), is_set: Rc::default() }
    }

    fn push(&self, bytes: Uint8Array) {
        self.waiting.borrow_mut().push(bytes);
        self.set();
    }

    /// Hands on with the next frame, once, however much comes until then; what is too much for that, with the next turn.
    fn set(&self) {
        if self.is_set.replace(true) {
            return;
        }
        let (shell, ticket, engine) = (self.shell, self.ticket, self.engine);
        let (waiting, is_set) = (Rc::clone(&self.waiting), Rc::clone(&self.is_set));
        let turn = move || {
            is_set.set(false);
            let rest = Self { shell, ticket, engine, waiting, is_set };
            shell.tell_for_a_turn(|| {
                let bytes = rest.waiting.borrow_mut().take(SLICE);
                (!bytes.is_empty()).then_some(Msg::BytesArrived { ticket, bytes, engine })
            });
            if rest.length() > 0 {
                rest.set();
            }
        };
        let next = move || {
            if let Some(held) = shell.held() {
                held.turns.next(turn);
            }
        };
        if self.length() < SLICE {
            // Behind the frame, not in it: that one has enough to do.
            turn::next_frame(next);
        } else {
            next();
        }
    }

    fn length(&self) -> usize {
        self.waiting.borrow().length
    }

    /// Waits until no more than so much is left.
    async fn drain(&self, rest: usize) {
        while self.length() > rest {
            frame().await;
        }
    }
}

async fn frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        turn::next_frame(move || {
            // The promise's own function cannot fail.
            let _ = resolve.call0(&JsValue::NULL);
        });
    });
    let _ = JsFuture::from(promise).await;
}
