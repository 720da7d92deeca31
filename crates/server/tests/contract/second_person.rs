//! What an administrator asks of whoever confirms: the number, typed, and a second person.

use axum::body::Body;
use axum::http::Request;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use serde_json::{Value, json};

use crate::house::{Answer, House, Key, Post, confirm, refused};

const SENDS: &[Role] = &[Role::StartDeliveries];

async fn guard(house: &House, roles: &[Role], body: &str) -> Answer {
    let request = Request::put("/api/safeguards")
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {}", house.token("eve", roles)));
    house.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn post(house: &House, login: &str, command: &str, body: &str, key: Key<'_>) -> Answer {
    let (_, version) = house.record("P").await;
    let post = Post { id: "P", command, login, roles: SENDS, version: Some(&version), key, body };
    house.post(&post).await
}

async fn kinds(house: &House, kind: &str) -> Vec<Value> {
    house.log("P").await.into_iter().filter(|event| event["type"] == kind).collect()
}

#[tokio::test]
async fn only_administrators_set_safeguards_and_they_hold_at_once() {
    let house = House::with(&[("P", State::Prepared.into()), ("S", State::Sending.into())]);
    let limits = r#"{"type_number_from":10,"second_person_from":null}"#;
    assert_eq!(guard(&house, SENDS, limits).await.refusal(), refused(403, "role"));
    for bad in ["{", "[]", r#"{"type_number_from":-1,"second_person_from":null}"#, r#"{"type_number_from":"many"}"#] {
        assert_eq!(guard(&house, &[Role::Administration], bad).await.refusal(), refused(422, "invalid"), "{bad}");
    }
    let (before, running) = (house.record("P").await.1, house.record("S").await);
    assert_eq!(guard(&house, &[Role::Administration], limits).await.status, 200);
    assert_eq!(
        serde_json::from_str::<Value>(&house.get("/api/safeguards").await.text).unwrap()["type_number_from"],
        10
    );
    let (record, version) = house.record("P").await;
    assert_eq!(record.safeguards.type_number_from, Some(10));
    assert_ne!(version, before, "what was read is not what holds now");
    assert!(
        kinds(&house, "delivery.logged").await.iter().any(|row| row["data"]["code"] == "safeguards"),
        "others see it"
    );
    assert_eq!(house.record("S").await, running, "what has started goes on");
}

#[tokio::test]
async fn from_the_limit_on_the_number_is_typed() {
    let house = House::with(&[("P", State::Prepared.into())]);
    guard(&house, &[Role::Administration], r#"{"type_number_from":1,"second_person_from":null}"#).await;
    let fingerprint = house.fingerprint("P").await;
    let to_deliver = house.record("P").await.0.preparation.unwrap().to_deliver;
    for typed in [None, Some(0), Some(to_deliver + 1)] {
        let body = json!({ "fingerprint": fingerprint, "typed": typed }).to_string();
        assert_eq!(
            post(&house, "ada", "confirm", &body, Key::Fresh).await.refusal(),
            refused(422, "number"),
            "{typed:?}"
        );
    }
    assert!(kinds(&house, "delivery.confirmed").await.is_empty());
    let body = json!({ "fingerprint": fingerprint, "typed": to_deliver }).to_string();
    assert_eq!(post(&house, "ada", "confirm", &body, Key::Fresh).await.status, 200);
    assert_eq!(kinds(&house, "delivery.confirmed").await.len(), 1);
}

#[tokio::test]
async fn a_second_person_approves_and_never_the_first() {
    let house = House::with(&[("P", State::Prepared.into())]);
    guard(&house, &[Role::Administration], r#"{"type_number_from":null,"second_person_from":0}"#).await;
    let body = confirm(&house.fingerprint("P").await);
    assert_eq!(
        post(&house, "ada", "approve", &body, Key::Fresh).await.refusal(),
        refused(409, "state"),
        "nobody asked"
    );
    let first = post(&house, "ada", "confirm", &body, Key::Is("k1")).await;
    assert_eq!(first.status, 200);
    let (record, version) = house.record("P").await;
    assert_eq!((record.state, record.approval.as_ref().unwrap().login.as_str()), (State::Approving, "ada"));
    assert_eq!(record.confirmation, None);
    assert!(kinds(&house, "delivery.started").await.is_empty(), "nothing is sent yet");

    let second = post(&house, "bea", "confirm", &body, Key::Fresh).await;
    assert_eq!(second.refusal(), refused(409, "state"));
    assert!(second.text.contains("Ada Test has confirmed"), "{}", second.text);
    assert_eq!(post(&house, "ada", "approve", &body, Key::Fresh).await.refusal(), refused(409, "state"));
    assert_eq!(post(&house, "bea", "approve", &confirm("other"), Key::Fresh).await.refusal(), refused(412, "changed"));
    assert!(kinds(&house, "delivery.confirmed").await.is_empty());

    let approve = Post {
        id: "P",
        command: "approve",
        login: "bea",
        roles: SENDS,
        version: Some(&version),
        key: Key::Is("k2"),
        body: &body,
    };
    assert_eq!(house.post(&approve).await.status, 200);
    assert_eq!(house.post(&approve).await.header("idempotent-replayed"), "true");
    let confirmed = kinds(&house, "delivery.confirmed").await;
    assert_eq!(confirmed.len(), 1);
    assert_eq!(
        (&confirmed[0]["data"]["by"], &confirmed[0]["data"]["asked_by"]),
        (&json!("Bea Test"), &json!("Ada Test"))
    );
    let confirmation = house.record("P").await.0.confirmation.unwrap();
    assert_eq!((confirmation.by.as_deref(), confirmation.asked_by.as_deref()), (Some("Bea Test"), Some("Ada Test")));
    assert_eq!(kinds(&house, "delivery.started").await.len(), 1);
}

#[tokio::test]
async fn a_declined_confirmation_sends_nothing_and_can_be_given_again() {
    let house = House::with(&[("P", State::Prepared.into())]);
    guard(&house, &[Role::Administration], r#"{"type_number_from":null,"second_person_from":0}"#).await;
    let body = confirm(&house.fingerprint("P").await);
    for who in ["ada", "bea"] {
        assert_eq!(post(&house, "ada", "confirm", &body, Key::Fresh).await.status, 200);
        assert_eq!(post(&house, who, "decline", "", Key::Fresh).await.status, 200);
        let (record, _) = house.record("P").await;
        assert_eq!((record.state, record.approval), (State::Prepared, None));
    }
    assert_eq!(kinds(&house, "delivery.approval_declined").await.len(), 2);
    assert!(kinds(&house, "delivery.confirmed").await.is_empty());
}
