//! The sender port: what a delivery asks of whatever carries its messages, and what that says back. The simulator is one
//! adapter of it, which lives in the machine and plays by the clock; the others are outside, ask the desk for what is to
//! be done, and report.

use chrono::TimeDelta;
use delivery_core::domain::event::Nature;
use delivery_core::domain::instant::Instant;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::happening::Happening;
use super::population::Population;

/// What carries a delivery's messages.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Engine {
    /// The simulator, which invents the recipients, too.
    Simulated {
        /// The recipients.
        population: Population,
        /// How long handing over takes, in seconds of event time.
        relay_seconds: u32,
    },
    /// An adapter, to recipients that were imported.
    Outside {
        /// Which.
        carrier: Carrier,
        /// The digest of what is sent besides the record's content, for the fingerprint.
        body: String,
    },
}

/// Which adapter carries real messages.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// Mail, through a relay.
    Smtp,
    /// The owner's engine, which is told by HTTP what to do.
    Hook {
        /// What it has to be told still, in order. Kept with the delivery, so that nothing is forgotten over a restart.
        notices: Vec<Notice>,
    },
    /// Nobody that anything is asked of: others send, and what becomes of it is told here.
    Elsewhere,
}

/// What a delivery asks of its sender.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// To hand the messages over.
    Begin,
    /// To hand no more over until it is asked to go on.
    Hold,
    /// To go on.
    GoOn,
    /// To hand nothing more over, for good.
    Withdraw,
}

impl Request {
    /// Its word, for whoever is told of it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Begin => "start",
            Self::Hold => "pause",
            Self::GoOn => "resume",
            Self::Withdraw => "stop",
        }
    }
}

/// A request on its way to the owner's engine.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Its number in the delivery, which makes its idempotency key.
    pub number: u64,
    /// What is asked.
    pub request: Request,
    /// When it was asked.
    pub at: Instant,
    /// How often it was sent without a clear answer.
    pub attempts: u32,
    /// Before when it is not sent again.
    pub not_before: Instant,
}

/// Why a message was put off or refused, as its event says it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Refusal {
    /// The reason's stable word.
    pub reason: &'static str,
    /// The reply's code: `452`. Empty if there was no reply.
    pub smtp: String,
    /// The reply's enhanced status: `4.2.2`. Empty if it had none.
    pub enhanced: String,
}

impl Refusal {
    /// Without a reply.
    pub fn without_reply(reason: &'static str) -> Self {
        Self { reason, ..Self::default() }
    }

    /// What the event says.
    pub fn more(&self) -> Value {
        let mut more = json!({ "reason": self.reason });
        for (name, value) in [("smtp", &self.smtp), ("enhanced", &self.enhanced)] {
            if !value.is_empty() {
                more[name] = json!(value);
            }
        }
        more
    }

    /// The same of a message that is given up.
    pub fn final_more(&self, nature: Nature) -> Value {
        let mut more = self.more();
        more["nature"] = json!(match nature {
            Nature::Hard => "hard",
            Nature::Soft => "soft",
        });
        more
    }
}

/// Minutes until the next attempt. The last one repeats until the validity period is over.
const RETRY_AFTER: [i64; 6] = [5, 15, 30, 60, 120, 360];

/// When a message that was put off, so many times by now, is tried again.
pub fn again_after(attempt: u32) -> TimeDelta {
    let at = (attempt.max(1) as usize - 1).min(RETRY_AFTER.len() - 1);
    TimeDelta::minutes(RETRY_AFTER[at])
}

/// What a sender says of one message that it was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Handed over.
    Relayed,
    /// Not now; it may be tried again.
    Deferred(Refusal),
    /// Never.
    Refused(Refusal),
    /// Not tried.
    Returned,
    /// Handed over or not: nobody knows, and it must not be tried again.
    Uncertain,
}

/// The happening of a message that a sender handed over.
pub fn relayed(message: String, at: Instant) -> Happening {
    Happening::of_message("message.relayed", message, "relayed", at, Value::Null)
}

/// That of a message that was put off for the time being.
pub fn deferred(message: String, attempt: u32, refusal: &Refusal, next: Option<Instant>, at: Instant) -> Happening {
    let mut more = refusal.more();
    more["attempt"] = json!(attempt);
    if let Some(next) = next {
        more["next_attempt_at"] = json!(next);
    }
    Happening::of_message("message.deferred", message, &format!("deferred.{attempt}"), at, more)
}

/// That of a message that was given up.
pub fn bounced(message: String, nature: Nature, refusal: &Refusal, at: Instant) -> Happening {
    Happening::of_message("message.bounced", message, "bounced", at, refusal.final_more(nature))
}

/// That of a message whose time for retries is over.
pub fn expired(message: String, at: Instant) -> Happening {
    Happening::of_message("message.expired", message, "expired", at, json!({ "reason": "expired" }))
}

/// That of a message that never left.
pub fn cancelled(message: String, by: &str, at: Instant) -> Happening {
    Happening::of_message("message.cancelled", message, "cancelled", at, json!({ "by": by }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an earlier version of this program has kept must still be read.
    #[test]
    fn an_engine_is_kept_as_it_always_was() {
        let kept = r#"{"population":{"seed":18446744073709551615,"targeted":20,"test_profiles":1,"traps":1},"relay_seconds":60}"#;
        let engine: Engine = serde_json::from_str(kept).expect("an engine");
        assert!(matches!(engine, Engine::Simulated { relay_seconds: 60, .. }));
        for carrier in [Carrier::Smtp, Carrier::Hook { notices: Vec::new() }, Carrier::Elsewhere] {
            let engine = Engine::Outside { carrier, body: "ab".to_owned() };
            let text = serde_json::to_string(&engine).expect("JSON");
            assert_eq!(serde_json::from_str::<Engine>(&text).ok(), Some(engine));
        }
    }

    #[test]
    fn pauses_grow() {
        let minutes: Vec<_> = (0..9).map(|attempt| again_after(attempt).num_minutes()).collect();
        assert_eq!(minutes, [5, 5, 15, 30, 60, 120, 360, 360, 360]);
    }

    #[test]
    fn what_was_not_said_is_not_told() {
        let refusal = Refusal { reason: "mailbox_full", smtp: "452".to_owned(), enhanced: String::new() };
        assert_eq!(refusal.more(), json!({ "reason": "mailbox_full", "smtp": "452" }));
        let at = Instant::from_millis(0);
        let told = deferred("m1".to_owned(), 2, &Refusal::without_reply("unreachable"), None, at);
        assert_eq!((told.id.as_str(), told.more), ("m1.deferred.2", json!({ "reason": "unreachable", "attempt": 2 })));
    }
}
