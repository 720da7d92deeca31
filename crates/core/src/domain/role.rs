//! Who may do what. The service refuses by the same table the page greys out by.

use core::fmt;

use serde::{Deserialize, Serialize};

/// A right that an administrator gives. None implies another: an administrator does not send by being one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Role {
    /// Edit and prepare deliveries. Does not send.
    #[serde(rename = "Prepare deliveries")]
    PrepareDeliveries,
    /// Confirm, pause, resume and stop deliveries; prepare them too.
    #[serde(rename = "Start deliveries")]
    StartDeliveries,
    /// See recipients' addresses in full.
    #[serde(rename = "View logs")]
    ViewLogs,
    /// Take lists out of the product.
    Export,
    /// Change what holds for everybody.
    Administration,
}

impl Role {
    /// Every role, in the order they are shown.
    pub const ALL: [Self; 5] =
        [Self::PrepareDeliveries, Self::StartDeliveries, Self::ViewLogs, Self::Export, Self::Administration];

    /// The name as it stands in the contract and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PrepareDeliveries => "Prepare deliveries",
            Self::StartDeliveries => "Start deliveries",
            Self::ViewLogs => "View logs",
            Self::Export => "Export",
            Self::Administration => "Administration",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
