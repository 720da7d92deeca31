//! The HTTP contract, by calling the routes over a real database.
#![allow(clippy::unwrap_used, missing_docs)]

mod commands;
mod document;
#[path = "../engine/mod.rs"]
mod engine;
mod executions;
#[path = "../ground/mod.rs"]
mod ground;
mod house;
#[path = "../hub/mod.rs"]
mod hub;
mod ingest;
mod laws;
mod logs;
mod numbers;
mod packed;
mod page;
mod publishing;
#[path = "../relay/mod.rs"]
mod relay;
mod schedules;
mod second_person;
mod sending;
mod signing_in;
mod stages;
mod streams;
mod unavailable;

use delivery_server::store;
