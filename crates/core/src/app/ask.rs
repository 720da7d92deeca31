//! Everything the page asks of the service, and how it is written in HTTP (design.md section 5).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt::Write;

use super::http::{Method, Request};
use crate::domain::id::{Cursor, DeliveryId, IdempotencyKey, Version};
use crate::domain::lifecycle::Command;
use crate::domain::safeguards::Safeguards;
use crate::lean;
use crate::wire::{ConfirmRequest, ScheduleRequest, TokenRequest};

/// A question with one answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Who may sign in to the demo.
    Users,
    /// A token for one of them.
    Token {
        /// Whom for. `None`: whoever the service puts first.
        login: Option<String>,
    },
    /// Who is signed in, and what time it is.
    Session,
    /// The list.
    Deliveries,
    /// The record of one delivery.
    Record(DeliveryId),
    /// What the service itself has counted of it.
    Numbers(DeliveryId),
    /// The executions of a recurring delivery.
    Executions(DeliveryId),
    /// Change a delivery.
    Order(Order),
    /// What confirming takes.
    Safeguards,
    /// Change what confirming takes, for everybody.
    Safeguard(Safeguards),
    /// What an [`Annex`](super::Annex) asks: whatever it is, it is written there.
    Annex(Request),
    /// What somebody asks of the [`tray`](super::tray).
    Tray(Request),
}

/// A command, bound to what was read and carried out once however often it is posted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// Which delivery.
    pub id: DeliveryId,
    /// What to do.
    pub command: Command,
    /// The intent.
    pub key: IdempotencyKey,
    /// The record that was shown.
    pub version: Version,
    /// What else has to be said.
    pub particulars: Particulars,
}

/// What an order says besides its command.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Particulars {
    /// Nothing.
    #[default]
    None,
    /// For confirming and approving: the preparation that was shown, and the number if it was typed.
    Prepared(ConfirmRequest),
    /// For a schedule: which.
    Schedule(ScheduleBody),
}

/// A [`ScheduleRequest`] as it is posted. Written by the editor, whose code is loaded later: the first load writes none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScheduleBody(String);

impl ScheduleBody {
    /// What the editor saves.
    pub fn new(request: &ScheduleRequest) -> Self {
        Self(lean::write(request).unwrap_or_default())
    }
}

/// The events of a delivery, as they are and then as they come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listen {
    /// Which delivery.
    pub id: DeliveryId,
    /// The last position already known.
    pub after: Cursor,
    /// Whether to stay for what comes, as SSE; else what there is, as NDJSON.
    pub live: bool,
}

impl Ask {
    /// Whether it is asked without a token.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Users | Self::Token { .. })
    }

    /// The request, but for the token.
    pub fn request(&self) -> Request {
        match self {
            Self::Users => get("/api/demo/users".to_string()),
            Self::Token { login: None } => get("/api/demo/token".to_string()),
            Self::Token { login: Some(login) } => {
                post("/api/demo/token".to_string(), Vec::new(), lean::write(&TokenRequest { login: login.clone() }))
            }
            Self::Session => get("/api/session".to_string()),
            Self::Deliveries => get("/api/deliveries".to_string()),
            Self::Record(id) => get(format!("/api/deliveries/{}", segment(id.as_str()))),
            Self::Numbers(id) => get(format!("/api/deliveries/{}/numbers", segment(id.as_str()))),
            Self::Executions(id) => get(format!("/api/deliveries/{}/executions", segment(id.as_str()))),
            Self::Order(order) => order.request(),
            Self::Safeguards => get("/api/safeguards".to_string()),
            Self::Annex(request) | Self::Tray(request) => request.clone(),
            Self::Safeguard(safeguards) => {
                send(Method::Put, "/api/safeguards".to_string(), Vec::new(), lean::write(safeguards))
            }
        }
    }
}

impl Order {
    fn request(&self) -> Request {
        let path = format!("/api/deliveries/{}/{}", segment(self.id.as_str()), self.command.path());
        let headers = vec![
            ("If-Match", self.version.to_string()),
            // A structured-field string: quoted.
            ("Idempotency-Key", format!("\"{}\"", self.key)),
        ];
        let body = match &self.particulars {
            Particulars::None => None,
            Particulars::Prepared(request) => lean::write(request),
            Particulars::Schedule(body) => Some(body.0.clone()),
        };
        let method = if self.command == Command::Schedule { Method::Put } else { Method::Post };
        send(method, path, headers, body)
    }
}

impl Listen {
    /// The request, but for the token.
    pub fn request(&self) -> Request {
        // What comes may come from a hub.
        let (accept, hub) = if self.live { ("text/event-stream", "&hub") } else { ("application/x-ndjson", "") };
        Request {
            method: Method::Get,
            path: format!("/api/deliveries/{}/events?after={}{hub}", segment(self.id.as_str()), self.after),
            headers: vec![("Accept", accept.to_string())],
            body: None,
        }
    }
}

pub(super) fn get(path: String) -> Request {
    Request { method: Method::Get, path, headers: vec![("Accept", "application/json".to_string())], body: None }
}

pub(super) fn post(path: String, headers: Vec<(&'static str, String)>, body: Option<String>) -> Request {
    send(Method::Post, path, headers, body)
}

fn send(method: Method, path: String, mut headers: Vec<(&'static str, String)>, body: Option<String>) -> Request {
    if body.is_some() {
        headers.push(("Content-Type", "application/json".to_string()));
    }
    Request { method, path, headers, body }
}

/// An id as one path segment, or one value of a query: whatever it holds, it stays one.
pub(super) fn segment(text: &str) -> String {
    let mut path = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            path.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(path, "%{byte:02X}");
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Fingerprint;

    #[test]
    fn an_order_names_its_key_and_what_was_read() {
        let request = Ask::Order(Order {
            id: DeliveryId::new("DM95"),
            command: Command::Confirm,
            key: IdempotencyKey::new("k1"),
            version: Version::new("\"v7\""),
            particulars: Particulars::Prepared(ConfirmRequest { fingerprint: Fingerprint::new("f1"), typed: None }),
        })
        .request();
        assert_eq!(request.path, "/api/deliveries/DM95/confirm");
        assert_eq!(request.headers[0], ("If-Match", "\"v7\"".to_string()));
        assert_eq!(request.headers[1], ("Idempotency-Key", "\"k1\"".to_string()));
        assert_eq!(request.body.as_deref(), Some(r#"{"fingerprint":"f1"}"#));
    }

    #[test]
    fn an_id_stays_one_segment() {
        assert_eq!(segment("../a b?é"), "%2E%2E%2Fa%20b%3F%C3%A9");
    }
}
