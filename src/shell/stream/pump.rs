//! Bytes of a stream, handed on in small slices, for a moment at a time.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use delivery_app::{Engine, Msg, Ticket};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::shell::{Shell, turn};

/// Handed on at a time: a few milliseconds' work on a slow machine.
const SLICE: usize = 64 * 1024;
/// Kept at most: beyond it, the service waits until half of it is gone.
const FULL: usize = 8 * 1024 * 1024;

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
pub(super) struct Pump {
    shell: Shell,
    ticket: Ticket,
    engine: Engine,
    waiting: Rc<RefCell<Waiting>>,
    is_set: Rc<Cell<bool>>,
}

impl Pump {
    pub(super) fn new(shell: Shell, ticket: Ticket, engine: Engine) -> Self {
        Self { shell, ticket, engine, waiting: Rc::default(), is_set: Rc::default() }
    }

    /// Takes what came. Whoever brings it waits if there is too much already.
    pub(super) async fn push(&self, bytes: Uint8Array) {
        self.waiting.borrow_mut().push(bytes);
        self.set();
        if self.length() > FULL {
            self.drain(FULL / 2).await;
        }
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
    pub(super) async fn drain(&self, rest: usize) {
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
