//! The life of each delivery, the sender port, and its first adapter, the simulated MTA: it plays preparation, handing over,
//! retries, bounces, opens and clicks. Pure and deterministic: the seed and the message's index decide its fate, and `now`
//! is an argument. Nothing here reads a clock or touches a disk.

pub mod chance;
mod fate;
mod happening;
mod machine;
mod names;
mod population;
pub mod port;
mod preparing;
mod recipients;
mod relaying;

pub use happening::Happening;
pub use machine::{Course, Deed, Machine, Who, Work, next_instant};
pub use population::{Cause, Population};
pub use port::{Carrier, Engine};
pub use recipients::{List, Listed, index_of, key_of, message};
pub use relaying::ByZone;
