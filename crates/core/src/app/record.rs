//! The record of a delivery, and what commands are bound to.

use chrono::TimeDelta;

use super::http::{Answer, Failure, Reply};
use crate::domain::fold::Settings;
use crate::domain::id::{Cursor, Version};
use crate::wire::Delivery;

/// The record of a delivery as it was read.
#[derive(Clone, PartialEq, Debug)]
pub struct Record {
    /// What it says.
    pub delivery: Delivery,
    /// What commands are bound to.
    pub version: Version,
    /// The last position of the log when it was read.
    pub cursor: Cursor,
}

impl Record {
    /// The record out of an answer.
    ///
    /// # Errors
    /// No answer, a problem, or an answer outside the contract.
    pub fn read(reply: Reply) -> Result<Self, Failure> {
        let Answer { version, cursor, body, .. } = reply.success()?;
        let delivery = crate::lean::read(&body).ok_or(Failure::Unreadable)?;
        // Without a version nothing could be ordered safely.
        Ok(Self { delivery, version: version.ok_or(Failure::Unreadable)?, cursor: cursor.unwrap_or_default() })
    }

    /// What the meaning of its events depends on.
    pub fn settings(&self) -> Settings {
        let validity = TimeDelta::hours(i64::from(self.delivery.validity_hours));
        Settings { feedback: self.delivery.feedback, validity }
    }
}
