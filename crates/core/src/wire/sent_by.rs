//! Whose business sending is.

use serde::{Deserialize, Serialize};

/// Who hands the messages of a delivery over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SentBy {
    /// This service, or an engine that it tells to.
    #[default]
    Here,
    /// Others: this service is told what becomes of them, and nothing else.
    Elsewhere,
}

impl SentBy {
    pub(super) const fn is_here(&self) -> bool {
        matches!(self, Self::Here)
    }
}
