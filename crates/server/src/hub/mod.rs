//! A hub that hands on what happens, so that any number of people may follow a delivery without asking this service: one
//! that speaks the Mercure protocol. The service publishes each log there, and tells whoever would follow it where it is.
//!
//! The hub is a way, not a place: whoever follows has everything up to some moment from the service, and what comes after
//! from the hub. A beat that all of them hear says that publishing goes on; where it stops, they come back to the service.
//!
//! Names and claims are those of <https://mercure.rocks/spec>. Until version 1.0 a topic was asked for, and a token made, in
//! another way: tokens here say both, and the publisher finds out what a hub understands.

mod publisher;

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use axum::http::Uri;
use chrono::TimeDelta;
use delivery_core::domain::id::{Cursor, DeliveryId};
use delivery_core::wire;
use serde_json::{Value, json};

use crate::desk::Counter;
use crate::origin::{Origin, is_here};
use crate::store::{Dialect, Readers};
use crate::threads::Threads;
use crate::token::{TokenSecret, seconds, sign};
use publisher::{BEAT, Publisher};

/// The variable that holds what the hub knows this service's tokens by.
const VARIABLE: &str = "DELIVERY_HUB_SECRET";

/// How long after a hub took something others may be sent there.
pub const HEARD: TimeDelta = TimeDelta::seconds(3 * BEAT.as_secs() as i64);

/// How long a token is good for that the service itself uses.
const PUBLISHING: Duration = Duration::from_secs(300);

/// What OAuth calls an access token that is a JWT (RFC 9068).
const KIND: &str = "at+jwt";

/// What makes a detail of an authorisation (RFC 9396) one that hubs read.
const DETAIL: &str = "https://mercure.rocks/authorization-detail";

const USAGE: &str = "a hub is like https://hub.example/.well-known/mercure; plain http:// goes to this machine only";

/// A hub, and what the service is to it.
#[derive(Clone, PartialEq, Debug)]
pub struct Hub {
    address: Address,
    /// Who the service is, and where its topics are.
    issuer: Origin,
    secret: TokenSecret,
}

/// Where a hub is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    text: String,
    origin: String,
}

impl Address {
    /// Reads it.
    ///
    /// # Errors
    /// What it may be.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let uri: Uri = text.parse().map_err(|_| USAGE)?;
        let (scheme, authority) = (uri.scheme_str().ok_or(USAGE)?, uri.authority().ok_or(USAGE)?);
        let is_safe = scheme == "https" || (scheme == "http" && is_here(authority.host().trim_matches(['[', ']'])));
        if !is_safe || authority.as_str().contains('@') || uri.query().is_some() {
            return Err(USAGE);
        }
        Ok(Self { text: text.to_owned(), origin: format!("{scheme}://{authority}") })
    }

    /// What pages have to be let connect to.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// A log at a hub: with addresses, or without for those who may not see them.
#[derive(Clone, Copy, Debug)]
pub struct Topic<'a> {
    /// The delivery.
    pub delivery: &'a DeliveryId,
    /// Whether addresses are masked.
    pub masked: bool,
}

impl Hub {
    /// A hub at this address, to which the service is known by its own.
    ///
    /// # Errors
    /// One line that says what is missing.
    pub fn new(address: Address, issuer: Option<Origin>, secret: Option<TokenSecret>) -> Result<Self, String> {
        let issuer = issuer.ok_or("--hub needs --public: the hub knows this service by its origin")?;
        let missing = || format!("a hub needs {VARIABLE} in the environment: the secret that it knows tokens by");
        Ok(Self { address, issuer, secret: secret.ok_or_else(missing)? })
    }

    /// The secret in the environment, if there is one.
    ///
    /// # Errors
    /// One line that says what is wrong with it.
    pub fn secret_of_environment() -> Result<Option<TokenSecret>, String> {
        TokenSecret::named(VARIABLE)
    }

    /// What pages have to be let connect to.
    pub fn origin(&self) -> &str {
        self.address.origin()
    }

    /// Publishes, in a thread of its own.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(&self, counter: &Counter, readers: Readers, threads: &mut Threads) -> Result<(), String> {
        let (publisher, counter) = (Publisher::new(self.clone()), counter.clone());
        threads.spawn("hub", move |ending| publisher.work(&counter, &readers, ending))
    }

    /// Where somebody follows a log until his own token ends, if he has it up to the place that it was published to; `None`
    /// if that cannot be said.
    pub fn way(
        &self,
        topic: Topic<'_>,
        published: Option<Cursor>,
        dialect: Dialect,
        until: SystemTime,
    ) -> Option<wire::Hub> {
        let name = self.name(topic);
        let last_event_id = published.filter(|place| *place > Cursor(0)).map(|place| update_id(&name, place));
        let topics = [name, self.beat()];
        Some(wire::Hub {
            address: self.following(&topics, dialect),
            token: self.token("subscribe", &topics, until)?,
            last_event_id,
        })
    }

    /// The name of a log at the hub.
    fn name(&self, Topic { delivery, masked }: Topic<'_>) -> String {
        let masked = if masked { "?masked" } else { "" };
        format!("{}/api/deliveries/{}/events{masked}", self.issuer.as_str(), encoded(delivery.as_str()))
    }

    /// What says to all of them that publishing goes on.
    fn beat(&self) -> String {
        format!("{}/api/deliveries", self.issuer.as_str())
    }

    /// The address by which topics are followed.
    fn following(&self, topics: &[String], dialect: Dialect) -> String {
        let parameter = match dialect {
            Dialect::Match => "match",
            Dialect::Topic => "topic",
        };
        let wanted: Vec<_> = topics.iter().map(|topic| format!("{parameter}={}", encoded(topic))).collect();
        format!("{}?{}", self.address.text, wanted.join("&"))
    }

    fn token(&self, action: &str, topics: &[String], until: SystemTime) -> Option<String> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).ok()?;
        let number = random.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        let issuer = self.issuer.as_str();
        let matched: Vec<Value> = topics.iter().map(|topic| json!({ "match": topic })).collect();
        let said = json!({
            "iss": issuer, "sub": issuer, "client_id": issuer, "aud": self.address.text, "jti": number,
            "iat": seconds(SystemTime::now()), "exp": seconds(until),
            "authorization_details": [{ "type": DETAIL, "actions": [action], "topics": matched }],
            "mercure": { action: topics },
        });
        sign(KIND, &said, &self.secret)
    }

    /// A token by which the service itself publishes, and looks whether it could follow.
    fn own_token(&self, action: &str) -> Option<String> {
        self.token(action, &["*".to_owned()], SystemTime::now() + PUBLISHING)
    }
}

/// The number of what was published up to a place. By it whoever comes back says what he has had.
fn update_id(topic: &str, last: Cursor) -> String {
    format!("{topic}#{last}")
}

/// A text as one part of an address: whatever it holds, it stays one.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
