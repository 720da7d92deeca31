//! What providers posted and nobody could file, for administrators. What is asked is written, and what is answered is read,
//! by code that is loaded later: in between, both are texts.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::ask::{get, post};
use crate::http::Request;
use crate::lean;
use crate::wire::{Heap, Tray, TrayAssign, TrayPick};

const PATH: &str = "/api/tray";

/// Asks what is in it.
pub fn look() -> Request {
    get(PATH.to_string())
}

/// Asks that a heap be filed in a delivery.
pub fn assign(heap: &Heap, delivery: &str) -> Request {
    deal("assign", lean::write(&TrayAssign::of(pick(heap), delivery.trim().to_string())))
}

/// Asks that a heap be thrown away.
pub fn discard(heap: &Heap) -> Request {
    deal("discard", lean::write(&pick(heap)))
}

/// What is in it, by what was answered; see [`Model::tray`](crate::Model::tray). `None` if that cannot be read.
pub fn heaps(answer: &str) -> Option<Vec<Heap>> {
    lean::read::<Tray>(answer).map(|tray| tray.heaps)
}

/// Whether nobody here understands what is in a heap, so that it says nothing to a delivery.
pub fn is_strange(heap: &Heap) -> bool {
    matches!(heap.reason.as_str(), "unrecognised" | "unreadable")
}

fn pick(heap: &Heap) -> TrayPick {
    let Heap { provider, reason, named, kind, .. } = heap.clone();
    TrayPick { provider, reason, named, kind: Some(kind) }
}

fn deal(what: &str, body: Option<String>) -> Request {
    post([PATH, "/", what].concat(), Vec::new(), body)
}
