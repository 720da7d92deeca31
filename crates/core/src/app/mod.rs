//! The application: [`update`] takes a state and a message and returns effects as data. It performs nothing, asks no
//! clock and draws no random number, so every course of events can be replayed in a test on the host.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `model`, `msg`, `effect`, `update` | the whole, and the way through it |
//! | `remote`, `http`, `ask` | one request: its state, its answer, what it asks |
//! | `lean` | JSON, read and written in little room |
//! | `access` | the token, shared by all calls: 401, a new token, one retry |
//! | `clock` | the service's time, from the browser's steady clock |
//! | `list` | the deliveries |
//! | `dashboard`, `record`, `follow`, `errand`, `question`, `outcome`, `intent` | one delivery: record, event stream, commands, what is asked first, what became of it, what survives a reload |
//! | `look` | theme and language |
//! | `last_seen` | the figures, kept for the next time |
//! | `draft` | a schedule as it is being written |
//! | `engine` | what reads events and makes numbers of them, whose code comes behind the first load |
//! | `annex`, `logs` | the log window, whose code is loaded later |
//! | `tray` | what nobody could file, whose code is loaded later |
//! | `files` | event files instead of a service: what was chosen, and the contract's answers as files give them |
//! | `view` | what the page shows, as values without words |

extern crate alloc;

use delivery_core::{domain, feed, sheet, wire};

mod access;
mod annex;
mod ask;
mod clock;
mod dashboard;
mod desk;
pub mod draft;
mod effect;
mod engine;
mod errand;
pub mod files;
mod follow;
mod http;
mod intent;
mod last_seen;
mod lean;
mod list;
pub mod logs;
mod look;
mod model;
mod msg;
mod outcome;
mod pace;
mod question;
mod reckoning;
mod record;
mod remote;
pub mod tray;
mod update;
pub mod view;

pub use access::{Expiry, Given, Provider};
pub use annex::{Annex, Maker};
pub use ask::{Ask, Listen, Order, Particulars, ScheduleBody};
pub use clock::{Moment, ServiceClock};
pub use dashboard::{Dashboard, Notice};
pub use effect::{Effect, Timer};
pub use engine::Engine;
pub use errand::Errand;
pub use follow::{Follow, Link};
pub use http::{Answer, Failure, Method, Reply, Request};
pub use intent::Intent;
pub use last_seen::LastSeen;
pub use list::List;
pub use look::{Language, Theme};
pub use model::{Model, Place, Route};
pub use msg::{Msg, Start};
pub use pace::Pace;
pub use question::{Question, Subject};
pub use record::Record;
pub use remote::{Remote, Ticket};
pub use update::update;
