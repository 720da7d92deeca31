//! What the simulator says has happened: an event of the contract before it has its place in a log.

use delivery_core::domain::instant::Instant;
use serde::Serialize;
use serde_json::Value;

/// One event to be appended.
#[derive(Clone, PartialEq, Debug)]
pub struct Happening {
    /// Unique in its delivery. Made from what happened, so that the same thing simulated twice has the same id.
    pub id: String,
    /// Its CloudEvents type.
    pub kind: &'static str,
    /// When it happened.
    pub time: Instant,
    /// The message it speaks of, if it is not the delivery as a whole.
    pub subject: Option<String>,
    /// What else it says; `Null` if nothing.
    pub more: Value,
}

impl Happening {
    /// Something that happened to a delivery.
    pub fn of_delivery(kind: &'static str, id: String, time: Instant, more: Value) -> Self {
        Self { id, kind, time, subject: None, more }
    }

    /// Something that happened to a message. The id is unique if `name` is, among what happens to one message.
    pub fn of_message(kind: &'static str, message: String, name: &str, time: Instant, more: Value) -> Self {
        Self { id: format!("{message}.{name}"), kind, time, subject: Some(message), more }
    }

    /// The address that a preparation reached for with this message. Nothing else that happens names one, and a recipient
    /// without an address has none.
    pub fn address(&self) -> Option<&str> {
        let is_of_preparation = matches!(self.kind, "message.prepared" | "message.excluded");
        let address = is_of_preparation.then(|| self.more["address"].as_str()).flatten();
        address.filter(|address| !address.is_empty())
    }

    /// The line of the log: CloudEvents 1.0 in JSON, without the line's end.
    pub fn line(&self, source: &str, sequence: &str) -> String {
        #[derive(Serialize)]
        struct Line<'a> {
            specversion: &'static str,
            id: &'a str,
            source: &'a str,
            #[serde(rename = "type")]
            kind: &'static str,
            time: Instant,
            #[serde(skip_serializing_if = "Option::is_none")]
            subject: Option<&'a str>,
            sequence: &'a str,
            #[serde(rename = "data", skip_serializing_if = "Value::is_null")]
            more: &'a Value,
        }
        let line = Line {
            specversion: "1.0",
            id: &self.id,
            source,
            kind: self.kind,
            time: self.time,
            subject: self.subject.as_deref(),
            sequence,
            more: &self.more,
        };
        // Text and JSON values only: writing them cannot fail.
        serde_json::to_string(&line).unwrap_or_default()
    }
}
