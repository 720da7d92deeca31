//! What providers and the owner's engine post: who is let in, what it says, and for which delivery.

mod certificates;
mod key;
mod keyring;
mod lock;
mod poster;
mod reading;
mod refusal;
mod reports;
mod topic;

pub use certificates::Certificates;
pub use keyring::Keyring;
pub use lock::Lock;
pub use poster::Poster;
pub use reading::read;
pub use refusal::Refusal;
pub use topic::Topic;
