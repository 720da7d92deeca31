//! Lists behind the numbers: what else one recipient was sent, and lists that are taken out of the product.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::domain::channel::Channel;
use crate::domain::id::DeliveryId;
use crate::domain::instant::Instant;
use crate::domain::status::{Detail, Status};
#[cfg(feature = "openapi")]
use crate::wire::schema;

/// `GET /api/deliveries/{id}/messages/{message}/history`: one of the messages to the same address, newest first. It
/// names no address, so that whoever may not see addresses may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Touch {
    /// The delivery that reached for the address.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub delivery: DeliveryId,
    /// That delivery's name.
    pub label: String,
    /// Its channel.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Channel))]
    pub channel: Channel,
    /// The message's id in that delivery.
    pub message: String,
    /// When the message was prepared or excluded, the last time.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Instant))]
    pub at: Instant,
    /// What the message counts as now, by the fold of its events.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Status))]
    pub status: Status,
    /// Why.
    #[cfg_attr(feature = "openapi", schema(value_type = schema::Detail))]
    pub detail: Detail,
}

/// A list that can be taken out of the product.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListName {
    /// What the preparation and the send say of themselves.
    Log,
    /// One row a recipient.
    Sending,
    /// One row a recipient who was left out.
    Exclusions,
    /// How many each rule left out.
    Causes,
    /// One row an open or click.
    Tracking,
    /// One row a link.
    Urls,
    /// One row a message that did not arrive.
    NotDelivered,
    /// What was odd about the events.
    Oddities,
}

impl ListName {
    /// Every list.
    pub const ALL: [Self; 8] = [
        Self::Log,
        Self::Sending,
        Self::Exclusions,
        Self::Causes,
        Self::Tracking,
        Self::Urls,
        Self::NotDelivered,
        Self::Oddities,
    ];
}

/// How an exported list is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Values between commas (RFC 4180).
    Csv,
    /// One JSON object a line.
    Ndjson,
}

/// `POST /api/deliveries/{id}/exports`, request: somebody takes a list out. The page makes the file itself; this is the
/// record of it, and what it may say is held by [`crate::domain::export::check`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Export {
    /// Which list.
    pub list: ListName,
    /// How it is written.
    pub format: ExportFormat,
    /// How many rows it has.
    pub rows: u64,
    /// What it was narrowed down to, in short words: `status failed`. Never an address.
    pub filters: Vec<String>,
}
