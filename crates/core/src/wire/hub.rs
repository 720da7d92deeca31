//! Where a log is handed on by somebody else than the service.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// What is answered instead of a stream to whoever can follow a hub that speaks the Mercure protocol: where, and by what
/// right. What is published there are the lines of the log, one or more at once.
///
/// Whoever opened it reads what the service has after his place, once more, unless the hub says that it goes on right
/// behind `last_event_id`: then nothing is missing. At least every 15 s something comes, if only an event without data.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hub {
    /// The address to open, with what is wanted of it.
    pub address: String,
    /// The token for it, to be sent as `Authorization: Bearer`. It ends with the one that this was asked with.
    pub token: String,
    /// What to send as `Last-Event-ID`: whoever asked has it up to there or further.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_event_id: Option<String>,
}
