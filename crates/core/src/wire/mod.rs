//! The HTTP contract (design.md section 5): what service and page say to each other besides events. Shapes only; what
//! they mean is in [`crate::domain`].

mod command;
mod delivery;
mod hub;
mod logs;
mod problem;
#[cfg(feature = "openapi")]
pub mod schema;
mod sent_by;
mod session;
mod tray;

pub use command::*;
pub use delivery::*;
pub use hub::*;
pub use logs::*;
pub use problem::*;
pub use sent_by::*;
pub use session::*;
pub use tray::*;
