//! What providers post: who is let in.

mod key;
mod keyring;
mod lock;

pub use keyring::Keyring;
pub use lock::{Lock, Refusal};
