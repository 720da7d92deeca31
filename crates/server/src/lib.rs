//! The reference service: deliveries, their event logs, and what sends them, behind the HTTP contract of design.md
//! section 5.
//!
//! Imports look down only: [`serve`] -> [`arguments`], `http` -> [`import`] -> [`sender`], [`hub`] -> [`desk`], [`numbers`],
//! [`touches`] -> [`tip`] -> [`store`] -> [`mail`] -> [`mta`]. [`mta`] and [`mail`] are pure: no clock, no disk, no network.
//! Only the desk's thread writes; whoever reads, reads the database, or what the desk has just written to it. What goes out
//! into the world is done by the threads of [`sender`] and [`hub`], which ask the desk and report to it.

pub mod arguments;
pub mod clock;
pub mod demo;
pub mod desk;
pub mod environment;
pub mod http;
pub mod hub;
pub mod import;
pub mod ingest;
pub mod mail;
pub mod mask;
pub mod mta;
pub mod numbers;
pub mod origin;
pub mod people;
pub mod problem;
pub mod sender;
pub mod serve;
pub mod store;
pub mod threads;
pub mod tip;
pub mod token;
pub mod touches;
pub mod zones;

#[cfg(test)]
#[path = "../tests/ground/mod.rs"]
mod ground;
