//! The intent that survives a reload: whose it is, which delivery, which key, what was read. No recipients, no content.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::ask::{Order, Particulars};
use super::clock::Moment;
use crate::domain::id::{DeliveryId, IdempotencyKey, Version};
use crate::domain::lifecycle::Command;
use crate::wire::ConfirmRequest;

/// For this long after OK, an intent whose answer was lost is posted again, with its own key. Later it is only asked
/// after: neither a page restored the next day nor one that was offline for hours sends anything unattended.
const FRESH_MS: i64 = 120_000;

/// An order that was given and not yet answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Intent {
    #[serde(default)]
    login: String,
    id: DeliveryId,
    command: Command,
    key: IdempotencyKey,
    version: Version,
    /// What was said with it. Only commands that ask first are kept, and none of these says anything else.
    #[serde(default)]
    prepared: Option<ConfirmRequest>,
    at_ms: i64,
}

impl Intent {
    /// The intent of an order given now.
    pub fn new(order: Order, login: String, now: Moment) -> Self {
        let Order { id, command, key, version, particulars } = order;
        let prepared = match particulars {
            Particulars::Prepared(request) => Some(request),
            Particulars::None | Particulars::Schedule(_) => None,
        };
        Self { login, id, command, key, version, prepared, at_ms: now.0 }
    }

    /// As it is kept.
    pub fn to_text(&self) -> String {
        crate::lean::write(self).unwrap_or_default()
    }

    /// As it was kept. `None` if it is not an intent.
    pub fn parse(text: &str) -> Option<Self> {
        crate::lean::read(text)
    }

    /// Who gave it. Nobody else posts it again.
    pub fn login(&self) -> &str {
        &self.login
    }

    /// The key it is posted with.
    pub const fn key(&self) -> &IdempotencyKey {
        &self.key
    }

    /// Which delivery it is for.
    pub const fn id(&self) -> &DeliveryId {
        &self.id
    }

    /// Whether it may be posted again.
    pub fn is_fresh(&self, now: Moment) -> bool {
        (0..FRESH_MS).contains(&(now.0 - self.at_ms))
    }

    /// What was ordered.
    pub const fn command(&self) -> Command {
        self.command
    }

    /// The same order, with the same key.
    pub fn order(&self) -> Order {
        let Self { id, command, key, version, prepared, login: _, at_ms: _ } = self.clone();
        let particulars = prepared.map_or(Particulars::None, Particulars::Prepared);
        Order { id, command, key, version, particulars }
    }
}
