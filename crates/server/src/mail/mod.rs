//! Mail as text and numbers: what a delivery's messages say, the links in them that lead back here, and what servers and
//! mailboxes say of them. Pure: nothing here opens a connection or a file.

mod body;
mod compose;
mod mime;
pub mod reply;
mod report;
mod seal;

pub use body::{Body, fill};
pub use compose::{Draft, Envelope, Fault, compose, is_address};
pub use report::{Report, Said, read};
pub use seal::{Seal, Sealed, Use, unhex};
