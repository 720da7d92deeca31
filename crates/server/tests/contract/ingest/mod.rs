//! What providers post: each is let in by its own signature, and what it says is filed once, for good.

mod filing;
mod letting_in;
mod sns;
mod tray;

use axum::body::Body;
use axum::http::Request;
use delivery_core::domain::lifecycle::State;
use delivery_core::feed::providers::Provider;
use delivery_server::desk::TRAY;
use delivery_server::ingest::{Keyring, Lock};
use serde_json::Value;

use crate::house::{Answer, House};

pub const SECRET: &str = "only for webhooks: 42";
pub const ID: &str = "DM95";

/// A house with one delivery that is being sent, to which Postmark, SES and SparkPost may post.
pub fn house() -> House {
    house_with_tray_of(TRAY)
}

pub fn house_with_tray_of(bytes: u64) -> House {
    let open = [Provider::Postmark, Provider::Ses, Provider::SparkPost];
    let ring = |ring: Keyring, one| ring.with(one, Lock::parse(one, SECRET).unwrap());
    let keyring = open.into_iter().fold(Keyring::default(), ring);
    House::with(&[(ID, State::Sending.into())]).listening(keyring, bytes)
}

/// A click of Postmark's, number so and so.
pub fn click(number: u32, metadata: &str) -> String {
    format!(
        r#"{{"RecordType":"Click","MessageID":"P-{number}","Recipient":"p{number}@x.example","ReceivedAt":"2026-11-23T09:00:00Z","OriginalLink":"https://x.example/{number}","Metadata":{metadata}}}"#
    )
}

pub const TAGGED: &str = r#"{"delivery":"DM95"}"#;

impl House {
    pub async fn ingest(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::post(format!("/ingest/{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Posted with the shared secret. Gives what is fresh, what was known, and what is in the tray.
    pub async fn posted(&self, path: &str, body: &str) -> [u64; 3] {
        let answer = self.ingest(path, &[("x-webhook-secret", SECRET)], body.to_owned()).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let said: Value = serde_json::from_str(&answer.text).unwrap();
        ["fresh", "known", "tray"].map(|name| said[name].as_u64().unwrap())
    }

    /// The events in the log that came from outside.
    pub async fn arrived(&self, id: &str) -> Vec<Value> {
        let log = self.log(id).await;
        log.into_iter().filter(|event| event["id"].as_str().unwrap().starts_with("in.")).collect()
    }
}
