//! Amazon SNS, known by its topic: what it signed is let in, and nobody else makes the service fetch anything.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::TimeDelta;
use delivery_core::domain::lifecycle::State;
use delivery_core::feed::providers::Provider;
use delivery_server::clock::wall;
use delivery_server::desk::TRAY;
use delivery_server::ingest::{Certificates, Keyring, Lock, Topic};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};

use super::ID;
use crate::house::{Answer, House, refused};

const ARN: &str = "arn:aws:sns:eu-west-1:123456789012:deliveries";
const ADDRESS: &str = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem";
const KEY: &[u8] = include_bytes!("../../fixtures/sns/test-key.pem");
const CERTIFICATE: &[u8] = include_bytes!("../../fixtures/sns/test-certificate.pem");

/// A house to which the topic may post, and SNS as it knows it.
struct Sns {
    house: House,
    asked: Arc<AtomicUsize>,
    is_in_reach: Arc<AtomicBool>,
}

impl Sns {
    fn new() -> Self {
        let (asked, is_in_reach) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(true)));
        let (count, gives) = (Arc::clone(&asked), Arc::clone(&is_in_reach));
        let fetch = move |address: &str| {
            assert_eq!(address, ADDRESS);
            count.fetch_add(1, Ordering::Relaxed);
            gives.load(Ordering::Relaxed).then(|| CERTIFICATE.to_vec())
        };
        let certificates = Certificates::given_by(fetch).pausing(Duration::ZERO);
        let lock = Lock::Topic(Topic::parse(ARN).unwrap().certified_by(certificates));
        let keyring = Keyring::default().with(Provider::Ses, lock);
        Self { house: House::with(&[(ID, State::Sending.into())]).listening(keyring, TRAY), asked, is_in_reach }
    }

    async fn post(&self, body: &Value) -> Answer {
        self.house.ingest("ses", &[], body.to_string()).await
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

/// A notification of a delivery, number so and so, that was published so long ago.
fn notification(number: u32, age: TimeDelta) -> Value {
    let message = format!(
        r#"{{"eventType":"Delivery","mail":{{"messageId":"S{number}","timestamp":"2026-11-23T09:00:00.000Z","destination":["a{number}@x.example"],"tags":{{"delivery":["{ID}"]}}}},"delivery":{{"timestamp":"2026-11-23T09:00:00.000Z","recipients":["a{number}@x.example"]}}}}"#
    );
    json!({
        "Type": "Notification", "MessageId": format!("N{number}"), "TopicArn": ARN, "Message": message,
        "Subject": "Amazon SES Email Event Notification", "Timestamp": (wall() - age).to_string(),
    })
}

fn confirmation(kind: &str) -> Value {
    json!({
        "Type": kind, "MessageId": kind, "TopicArn": ARN, "Message": "You have chosen this.\nTo confirm it, visit …",
        "Token": "2336412f37", "SubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Token=2336412f37",
        "Timestamp": wall().to_string(),
    })
}

/// As SNS signs it, in version 2.
fn signed(mut message: Value) -> Value {
    let names = match message["Type"].as_str().unwrap() {
        "Notification" => ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"].as_slice(),
        _ => &["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
    };
    let text: String =
        names.iter().filter_map(|name| Some(format!("{name}\n{}\n", message[*name].as_str()?))).collect();
    let key = PrivatePkcs8KeyDer::from_pem_slice(KEY).unwrap();
    let key = RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).unwrap();
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
    message["SignatureVersion"] = json!("2");
    message["Signature"] = json!(BASE64_STANDARD.encode(signature));
    message["SigningCertURL"] = json!(ADDRESS);
    message
}

/// With another value in it.
fn with(mut message: Value, name: &str, value: Value) -> Value {
    message[name] = value;
    message
}

#[tokio::test]
async fn what_sns_signed_is_let_in_and_its_certificate_is_fetched_once() {
    let sns = Sns::new();
    for number in 1..=5 {
        let mut message = notification(number, TimeDelta::zero());
        if number > 3 {
            message.as_object_mut().unwrap().remove("Subject");
        }
        let message = signed(message);
        for expected in [r#"{"fresh":1,"known":0,"tray":0}"#, r#"{"fresh":0,"known":1,"tray":0}"#] {
            let answer = sns.post(&message).await;
            assert_eq!((answer.status, answer.text.as_str()), (200, expected), "{number}");
        }
    }
    assert_eq!(sns.house.arrived(ID).await.len(), 5);
    for kind in ["SubscriptionConfirmation", "UnsubscribeConfirmation"] {
        let answer = sns.post(&signed(confirmation(kind))).await;
        assert_eq!((answer.status, answer.text.as_str()), (200, r#"{"fresh":0,"known":0,"tray":1}"#), "{kind}");
    }
    let tray = sns.house.get("/api/tray").await.text;
    assert!(tray.contains("SubscriptionConfirmation") && tray.contains("/?Token=2336412f37"), "{tray}");
    assert_eq!(sns.asked(), 1);
}

#[tokio::test]
async fn what_anybody_else_posts_is_refused_and_nothing_is_fetched_for_it() {
    let sns = Sns::new();
    let good = signed(notification(1, TimeDelta::zero()));
    let raw = serde_json::from_str(good["Message"].as_str().unwrap()).unwrap();
    let other = "arn:aws:sns:eu-west-1:999999999999:deliveries";
    for (body, says) in [
        (raw, "Raw message delivery has to be off"),
        (signed(with(good.clone(), "TopicArn", json!(other))), "another topic"),
        (with(good.clone(), "Signature", Value::Null), "not signed"),
        (with(good.clone(), "SignatureVersion", json!("3")), "version 1 or 2"),
        (with(good.clone(), "SigningCertURL", json!(ADDRESS.replace("https", "http"))), "certificate"),
        (with(good.clone(), "SigningCertURL", json!(ADDRESS.replace(".com/", ".com.evil.example/"))), "certificate"),
    ] {
        let answer = sns.post(&body).await;
        assert_eq!(answer.refusal(), refused(401, "about:blank"), "{body}");
        assert!(answer.text.contains(says), "{}", answer.text);
    }
    assert_eq!(sns.asked(), 0);
    let day = TimeDelta::days(1);
    let message = good["Message"].as_str().unwrap().replace("a1@", "b1@");
    for (body, says) in [
        (with(good.clone(), "Message", json!(message)), "does not fit"),
        (with(good.clone(), "Subject", json!("Another")), "does not fit"),
        (with(good.clone(), "Signature", json!("AAAA")), "does not fit"),
        (signed(notification(1, day * 2 + TimeDelta::minutes(1))), "too old"),
        (signed(notification(1, -TimeDelta::minutes(6))), "ahead"),
    ] {
        let answer = sns.post(&body).await;
        assert_eq!(answer.refusal(), refused(401, "about:blank"), "{body}");
        assert!(answer.text.contains(says), "{}", answer.text);
    }
    // The secret of others is none here.
    let answer = sns.house.ingest("ses", &[("x-webhook-secret", super::SECRET)], "{}").await;
    assert_eq!(answer.refusal(), refused(401, "about:blank"));
    assert!(sns.house.arrived(ID).await.is_empty());
    assert_eq!(sns.post(&signed(notification(1, day))).await.status, 200, "repetitions keep their stamp");
}

/// Whoever has seen a message that SNS signed could post it again with something added.
#[tokio::test]
async fn only_what_is_signed_is_read() {
    let sns = Sns::new();
    let forged = notification(2, TimeDelta::zero());
    let good = with(signed(notification(1, TimeDelta::zero())), "Records", json!([{ "Sns": forged }]));
    assert_eq!(sns.post(&good).await.text, r#"{"fresh":1,"known":0,"tray":0}"#);
    let log = sns.house.arrived(ID).await;
    assert!(log.len() == 1 && log[0].to_string().contains("S1"), "{log:?}");
}

#[tokio::test]
async fn what_cannot_be_checked_has_to_be_posted_again() {
    let sns = Sns::new();
    sns.is_in_reach.store(false, Ordering::Relaxed);
    let message = signed(notification(1, TimeDelta::zero()));
    for _ in 0..2 {
        let answer = sns.post(&message).await;
        assert_eq!(answer.refusal(), refused(503, "unavailable"));
        assert!(!answer.header("retry-after").is_empty());
    }
    assert!(sns.house.arrived(ID).await.is_empty());
    sns.is_in_reach.store(true, Ordering::Relaxed);
    assert_eq!(sns.post(&message).await.text, r#"{"fresh":1,"known":0,"tray":0}"#);
    assert_eq!(sns.asked(), 3);
}
