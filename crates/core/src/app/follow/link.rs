//! How the connection stands.

use crate::http::Failure;
use crate::remote::Ticket;

/// The connection.
#[derive(Clone, PartialEq, Debug)]
pub enum Link {
    /// What there is, is being read.
    Reading {
        /// The stream.
        ticket: Ticket,
        /// Tries in vain before.
        tries: u32,
    },
    /// What comes is awaited; `opened` once the service has answered.
    Live {
        /// The stream.
        ticket: Ticket,
        /// Whether the service has answered.
        opened: bool,
        /// Tries in vain before.
        tries: u32,
    },
    /// Broken; opened again when the timer rings.
    Waiting {
        /// The timer.
        ticket: Ticket,
        /// Tries in vain so far, with the last.
        tries: u32,
    },
    /// The service will not give it: trying again by itself would be in vain.
    Refused(Failure),
}
