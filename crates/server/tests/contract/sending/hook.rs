//! The owner's engine is told what to do, and says whether it does.

use super::{ID, house};
use crate::engine::{SECRET, engine};
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use delivery_server::sender::{Secret, Sending};

pub fn with_secret(sending: &mut Sending) {
    sending.secret = Secret::parse(SECRET);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_is_told_what_was_confirmed() {
    let (address, asked) = engine(&[]);
    let house = house(&address, &["zoe@a.example", "bo@a.example", "nobody"], "", 1.0, with_secret);
    house.let_go().await;
    house.comes_to(State::Sending).await;
    let fingerprint = house.fingerprint(ID).await;
    assert_eq!(house.command(ID, "pause", &Role::ALL).await.status, 200);
    assert_eq!(house.command(ID, "resume", &Role::ALL).await.status, 200);
    assert_eq!(house.command(ID, "stop", &Role::ALL).await.status, 200);
    house.until("all was told", async || (asked.lock().unwrap().len() == 4).then_some(())).await;
    let asked = asked.lock().unwrap().clone();
    let kinds: Vec<_> = asked.iter().map(|asked| asked.body["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["delivery.start", "delivery.pause", "delivery.resume", "delivery.stop"]);
    assert!(asked.iter().all(|asked| asked.is_signed && asked.body["data"]["delivery"] == ID));
    let start = &asked[0].body["data"];
    assert_eq!(start["fingerprint"], fingerprint);
    assert_eq!((&start["counts"]["to_deliver"], &start["counts"]["excluded"]), (&2.into(), &1.into()));
    assert!(!asked.iter().any(|asked| asked.body.to_string().contains("a.example")), "no recipient is named");
    let log = house.log(ID).await;
    assert!(!log.iter().any(|event| event["type"] == "message.cancelled"), "the engine says what it has not sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_without_an_answer_is_repeated_with_the_same_key() {
    let (address, asked) = engine(&[(500, ""), (503, "")]);
    let house = house(&address, &["zoe@a.example"], "", 60.0, with_secret);
    house.let_go().await;
    house.comes_to(State::Sending).await;
    let asked = asked.lock().unwrap().clone();
    assert_eq!(asked.len(), 3);
    assert!(asked.iter().all(|one| one.is_signed && one.id == asked[0].id), "{asked:?}");
    assert_eq!(house.rows("engine.unanswered").await.len(), 1, "told once");
    let started = house.log(ID).await.iter().filter(|event| event["type"] == "delivery.started").count();
    assert_eq!(started, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_may_refuse() {
    let (address, asked) = engine(&[(409, r#"{"detail":"This list was withdrawn."}"#)]);
    let house = house(&address, &["zoe@a.example"], "", 1.0, with_secret);
    house.let_go().await;
    house.comes_to(State::Failed).await;
    let failed = house.log(ID).await.into_iter().find(|event| event["type"] == "delivery.failed").unwrap();
    assert_eq!(failed["data"]["reason"], "This list was withdrawn.");
    assert_eq!(asked.lock().unwrap().len(), 1);
}
