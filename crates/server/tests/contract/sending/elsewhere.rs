//! A delivery that others send: it is there without a sender, hears what becomes of its messages, and lets nobody think that
//! a button here would hold them.

use delivery_core::domain::fold::Fold;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::domain::role::Role;
use delivery_core::feed::providers::Provider;
use delivery_core::feed::{Format, Reader};
use delivery_core::wire::{Delivery, DeliveryCard, Numbers, SentBy};
use delivery_server::desk::TRAY;
use delivery_server::ingest::{Keyring, Lock, Poster};
use delivery_server::sender::{Secret, Sending};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::ID;
use crate::engine::{self, event, signed};
use crate::house::{House, Post, confirm, refused};
use crate::ingest::SECRET;

/// A house without a sender, to which Postmark may post, and whoever reports.
fn house() -> House {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("newsletter.json");
    let said = r#"{"sent_by":"elsewhere","name":"Newsletter","subject":"Hello","target":"Everybody"}"#;
    std::fs::write(&file, said).unwrap();
    let postmark = Lock::parse(Provider::Postmark, SECRET).unwrap();
    let engine = Lock::Standard(Secret::parse(engine::SECRET).unwrap());
    let keyring = Keyring::default().with(Provider::Postmark, postmark).with(Poster::Engine, engine);
    let sending = Sending { deliver: vec![file], ..Sending::default() };
    House::sending(sending, folder, 1.0).listening(keyring, TRAY)
}

fn posted(kind: &str, number: u32) -> String {
    let metadata = json!({ "delivery": ID });
    let stamp = match kind {
        "Delivery" => "DeliveredAt",
        "Bounce" => "BouncedAt",
        _ => "ReceivedAt",
    };
    let mut said = json!({ "RecordType": kind, "MessageID": format!("P-{number}"), "Metadata": metadata });
    said[stamp] = json!("2026-11-23T09:00:00Z");
    let address = format!("p{number}@x.example");
    match kind {
        "Bounce" => {
            said["Email"] = json!(address);
            said["ID"] = json!(number);
            said["Type"] = json!("HardBounce");
            said["TypeCode"] = json!(1);
        }
        _ => said["Recipient"] = json!(address),
    }
    if kind == "Click" {
        said["OriginalLink"] = json!("https://x.example/");
    }
    said.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_send_is_counted_as_it_is_told() {
    let house = house();
    let (record, _) = house.record(ID).await;
    assert_eq!((record.state, record.sent_by, record.preparation), (State::Sending, SentBy::Elsewhere, None));
    assert_eq!((record.label.as_str(), record.audience.target.as_str()), ("Newsletter", "Everybody"));
    for (kind, number) in [("Delivery", 1), ("Delivery", 2), ("Click", 2), ("Bounce", 3)] {
        assert_eq!(house.posted("postmark", &posted(kind, number)).await, [1, 0, 0], "{kind} {number}");
    }
    assert_eq!(house.posted("postmark", &posted("Click", 2)).await, [0, 1, 0]);
    let numbers = async |house: &House| {
        let text = house.get(&format!("/api/deliveries/{ID}/numbers")).await.text;
        let counts = serde_json::from_str::<Numbers>(&text).unwrap().tally.all;
        [counts.to_deliver, counts.sent, counts.delivered, counts.bounces_errors, counts.unique_clicks, counts.queued]
    };
    assert_eq!(numbers(&house).await, [3, 3, 2, 1, 1, 0]);
    let house = house.again();
    assert_eq!(numbers(&house).await, [3, 3, 2, 1, 1, 0]);
    let cards: Vec<DeliveryCard> = serde_json::from_str(&house.get("/api/deliveries").await.text).unwrap();
    let [card] = cards.as_slice() else { panic!("it is made once: {}", cards.len()) };
    assert_eq!(card.numbers.map(|numbers| numbers.sent), Some(3), "the list counts it, too");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stands_as_its_events_say() {
    let house = house();
    let journal = async |house: &House| {
        let text = house.get(&format!("/api/deliveries/{ID}/events")).await.text;
        let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
        reader.push(text.as_bytes(), &mut fold);
        fold.journal().state()
    };
    assert_eq!(journal(&house).await, State::Sending);
    house.posted("postmark", &posted("Delivery", 1)).await;
    let report = json!([event(ID, "end", "delivery.finished", None, &Value::Null)]).to_string();
    let headers = signed(&report, 0);
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = house.ingest("engine", &headers, report.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!((house.record(ID).await.0.state, journal(&house).await), (State::Finished, State::Finished));
    house.posted("postmark", &posted("Bounce", 2)).await;
    assert_eq!(house.again().record(ID).await.0.state, State::Finished);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_would_send_or_hold_is_taken() {
    let house = house();
    let before = house.record(ID).await;
    for command in Command::ALL.into_iter().filter(|command| *command != Command::Duplicate) {
        let body = match command {
            Command::Confirm | Command::Approve => confirm("none"),
            Command::Schedule => json!({ "plan": before.0.schedule.plan }).to_string(),
            _ => String::new(),
        };
        let post = Post { id: ID, command: command.path(), version: Some(&before.1), body: &body, ..Post::default() };
        let answer = house.post(&post).await;
        assert_eq!(answer.refusal(), refused(409, "state"), "{command:?}: {}", answer.text);
        assert!(answer.text.contains("sent elsewhere"), "{}", answer.text);
    }
    assert_eq!(house.record(ID).await, before);
    // A copy is another that others send.
    let answer = house.command(ID, "duplicate", &[Role::PrepareDeliveries]).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let copy: Delivery = serde_json::from_str(&answer.text).unwrap();
    assert_eq!((copy.sent_by, copy.state, copy.copied_from), (SentBy::Elsewhere, State::Sending, Some(before.0.id)));
    let house = house.again();
    assert_eq!(house.record(copy.id.as_str()).await.0.state, State::Sending);
    assert_eq!(house.command(copy.id.as_str(), "stop", &Role::ALL).await.refusal(), refused(409, "state"));
}
