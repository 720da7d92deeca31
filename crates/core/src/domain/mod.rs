//! The domain: events, what they say of each message, the numbers that follow, and the life of a delivery.

pub mod channel;
pub mod civil;
pub mod event;
pub mod export;
mod facts;
pub mod fold;
pub mod id;
pub mod instant;
pub mod journal;
pub mod kpi;
pub mod lifecycle;
pub mod oddity;
pub mod recurrence;
pub mod refusal;
pub mod role;
pub mod safeguards;
pub mod schedule;
mod seen;
pub mod status;
mod store;
pub mod timeline;
