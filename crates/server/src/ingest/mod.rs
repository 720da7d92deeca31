//! What providers post: who is let in, what it says, and for which delivery.

mod key;
mod keyring;
mod lock;
mod reading;

pub use keyring::Keyring;
pub use lock::{Lock, Refusal};
pub use reading::read;
