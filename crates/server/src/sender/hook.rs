//! The owner's engine, told by HTTP: a signed request that says what is to be done with which preparation.
//!
//! Signed as Standard Webhooks lays it down. `webhook-id` is the same each time a request is repeated, so an engine that
//! keeps it does nothing twice.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::clock::wall;
use crate::desk::{Answered, Counter, Telling};
use crate::mta::ByZone;
use crate::mta::port::Request;
use crate::threads::{LOOK, rest};

/// How long the engine may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the engine reports what it does.
const REPORTS: &str = "/ingest/engine";

/// Most of an answer that is read, in bytes, and that is told.
const LONGEST_ANSWER: u64 = 4_096;
const LONGEST_REASON: usize = 200;

/// What requests are signed with. Not to be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secret")
    }
}

impl Secret {
    /// Reads it, as Standard Webhooks writes it: `whsec_` and base64. `None` if it is none, or too short to keep anybody out.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64_STANDARD.decode(text.strip_prefix("whsec_")?).ok()?;
        (bytes.len() >= 24).then_some(Self(bytes))
    }

    /// The signature of a request.
    pub fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0).map(|mut mac| {
            mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
            mac.finalize().into_bytes().to_vec()
        });
        format!("v1,{}", BASE64_STANDARD.encode(mac.unwrap_or_default()))
    }

    /// Whether this is what a request was signed with, without the version before it.
    pub fn has_signed(&self, id: &str, timestamp: &str, body: &[u8], signature: &str) -> bool {
        let Ok(signature) = BASE64_STANDARD.decode(signature) else { return false };
        Hmac::<Sha256>::new_from_slice(&self.0).is_ok_and(|mut mac| {
            mac.update(format!("{id}.{timestamp}.").as_bytes());
            mac.update(body);
            // In constant time.
            mac.verify_slice(&signature).is_ok()
        })
    }
}

/// The engine at an address.
pub(super) struct Engine {
    address: String,
    secret: Secret,
    agent: ureq::Agent,
}

impl Engine {
    pub(super) fn new(address: &str, secret: Secret) -> Self {
        // Whoever redirects it is not who was asked.
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent = config.timeout_global(Some(PATIENCE)).build().into();
        Self { address: address.to_owned(), secret, agent }
    }

    /// Tells what there is to tell until the service ends.
    pub(super) fn work(&self, counter: &Counter, ending: &AtomicBool) {
        while !ending.load(Ordering::Relaxed) {
            match counter.next_notice() {
                Ok(Some(telling)) => {
                    let answer = self.tell(&telling);
                    // Without it the notice is sent again, and the engine knows it by its id.
                    if counter.answered(&telling.record.id, telling.number, answer).is_err() {
                        rest(LOOK * 5, ending);
                    }
                }
                Ok(None) => rest(LOOK, ending),
                Err(_) => rest(LOOK * 5, ending),
            }
        }
    }

    fn tell(&self, telling: &Telling) -> Answered {
        let id = key(telling);
        let timestamp = wall().millis() / 1_000;
        let body = said(telling).to_string();
        let request = self.agent.post(&self.address).header("content-type", "application/json");
        let request = request.header("webhook-id", &id).header("webhook-timestamp", timestamp.to_string());
        let request = request.header("webhook-signature", self.secret.sign(&id, timestamp, &body));
        match request.send(body) {
            Ok(mut answer) => {
                let text = answer.body_mut().with_config().limit(LONGEST_ANSWER).read_to_string().unwrap_or_default();
                understand(answer.status().as_u16(), &text)
            }
            Err(ureq::Error::Timeout(_)) => Answered::Unclear("it did not answer in time".to_owned()),
            // Its words may name addresses of machines, and say no more to whoever reads the log.
            Err(_) => Answered::Unclear("it could not be reached".to_owned()),
        }
    }
}

/// The same for the same request, whenever it is sent.
fn key(telling: &Telling) -> String {
    format!("{}.{}.{}", telling.record.id, telling.request.name(), telling.number)
}

/// What the engine is told. It names no recipient: those are in the log, for whoever may read it.
fn said(telling: &Telling) -> Value {
    let record = &telling.record;
    let preparation = record.preparation.as_ref();
    let mut data = json!({
        "delivery": record.id,
        "execution": match &record.recurrence {
            delivery_core::wire::Recurrence::Execution(occasion) => json!(occasion),
            _ => Value::Null,
        },
        "events": format!("/api/deliveries/{}/events", record.id),
        "reports": REPORTS,
    });
    if let (Request::Begin, Some(preparation)) = (telling.request, preparation) {
        data["fingerprint"] = json!(preparation.fingerprint);
        data["preparation"] = json!(preparation.number);
        data["counts"] = json!({
            "targeted": preparation.targeted,
            "to_deliver": preparation.to_deliver,
            "excluded": preparation.excluded,
        });
        data["content"] = json!({
            "from": record.content.from,
            "subject": record.content.subject,
            "record": format!("/api/deliveries/{}", record.id),
        });
        data["validity_hours"] = json!(record.validity_hours);
        if let Some(ByZone { wall, zone }) = ByZone::of(&record.schedule.plan) {
            data["by_zone"] = json!({ "wall": wall, "zone": zone });
        }
    }
    json!({ "type": format!("delivery.{}", telling.request.name()), "timestamp": telling.at, "data": data })
}

/// 2xx is yes, 4xx is no; anything else may be either.
fn understand(status: u16, text: &str) -> Answered {
    match status {
        200..=299 => Answered::Taken,
        // Not now, and too much at once: neither is a no.
        408 | 425 | 429 => Answered::Unclear(format!("it answered {status}")),
        400..=499 => {
            let said: Value = serde_json::from_str(text).unwrap_or_default();
            let reason =
                ["detail", "reason", "message"].iter().find_map(|name| said[name].as_str()).unwrap_or_default();
            let reason: String = reason.chars().filter(|letter| !letter.is_control()).take(LONGEST_REASON).collect();
            // An address in it would be in the log for whoever may not see addresses.
            let is_told = !reason.is_empty() && !reason.contains('@');
            Answered::Refused(if is_told { reason } else { format!("the engine answered {status}") })
        }
        _ => Answered::Unclear(format!("it answered {status}")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The example that the libraries of Standard Webhooks are tested with.
    #[test]
    fn a_signature_is_what_others_make() {
        let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        for bad in ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_short", "whsec_äöü"] {
            assert!(Secret::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn answers_are_understood() {
        for (status, text, expected) in [
            (200, "", Answered::Taken),
            (202, "{}", Answered::Taken),
            (
                409,
                r#"{"detail":"This fingerprint is not known."}"#,
                Answered::Refused("This fingerprint is not known.".to_owned()),
            ),
            (422, r#"{"reason":"x@y.example is unknown"}"#, Answered::Refused("the engine answered 422".to_owned())),
            (404, "<html>", Answered::Refused("the engine answered 404".to_owned())),
            (429, "", Answered::Unclear("it answered 429".to_owned())),
            (500, "", Answered::Unclear("it answered 500".to_owned())),
            (302, "", Answered::Unclear("it answered 302".to_owned())),
        ] {
            assert_eq!(understand(status, text), expected, "{status} {text}");
        }
    }
}
