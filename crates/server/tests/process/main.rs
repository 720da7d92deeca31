//! What only a real process shows: its command line, its end, and what is left after it was killed.
#![allow(clippy::unwrap_used, missing_docs)]

mod command_line;
mod copies;
mod crash;
#[path = "../engine/mod.rs"]
mod engine;
mod full_disk;
#[path = "../ground/mod.rs"]
mod ground;
mod guides;
#[path = "../hub/mod.rs"]
mod hub;
mod postfix;
mod program;
mod publishing;
#[path = "../relay/mod.rs"]
mod relay;
mod reports;
mod sending;
mod signing_in;
mod webhooks;

use delivery_server::store;
