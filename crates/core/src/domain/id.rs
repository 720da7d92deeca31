//! Opaque ids: text that is compared and carried, never taken apart.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::digits::eight;

macro_rules! opaque {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text, to be sent or shown.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    )*};
}

opaque! {
    /// One delivery, as people see it: `DM95`.
    DeliveryId;
    /// What a preparation produced, in one short text. Two preparations with the same recipients, content and schedule
    /// have the same; confirming names it, so that nothing else can be sent.
    Fingerprint;
    /// One intent to change something, however often it is posted.
    IdempotencyKey;
    /// One state of a delivery's record, as the service's strong entity tag, quotes included.
    Version;
}

/// A position in a delivery's event log: the `sequence` of its last event that is known. Zero is before the first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Cursor(pub u64);

impl Cursor {
    /// Reads the digits of a `sequence`, zero-padded or not. `None` if it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        // As the service writes them.
        if let ([first, last], []) = text.as_bytes().as_chunks() {
            return Some(Self(u64::from(eight(*first)?) * 100_000_000 + u64::from(eight(*last)?)));
        }
        // Signs and blanks would be read, too.
        let digits = !text.is_empty() && text.bytes().fold(true, |all, byte| all & byte.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self)).flatten()
    }
}

/// Zero-padded to sixteen digits, so that the order of the texts is the order of the log.
impl fmt::Display for Cursor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016}", self.0)
    }
}
