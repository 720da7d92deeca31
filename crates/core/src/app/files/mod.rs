//! Event files as a delivery, without any service: what is on the shelf, what is made of it, and the contract's answers as
//! files give them. Nothing here reads a file; whoever does hands over what it found.

mod answers;
mod comparison;
mod shelf;
#[cfg(test)]
mod tests;

pub use answers::{Answered, Batch, answer};
pub use comparison::{Comparing, Origin, Share};
pub use shelf::{File, Found, Progress, Shelf, Terms, Trouble};
