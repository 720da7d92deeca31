//! Tokens that a portal signs: whom they let in, and what is said to the others.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::http::Request;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use delivery_core::wire::Session;
use serde_json::{Value, json};

use crate::house::{Answer, House, refused};

fn in_seconds(seconds: i64) -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64 + seconds
}

fn zoe() -> Value {
    json!({ "sub": "zoe", "name": "Zoë Test", "roles": ["View logs"], "exp": in_seconds(600) })
}

async fn session(house: &House, token: &str) -> Answer {
    let request = Request::get("/api/session").header("authorization", format!("Bearer {token}"));
    house.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn whoever_the_portal_names_is_signed_in() {
    let house = House::with(&[("P", State::Prepared.into())]);
    let mut claims = zoe();
    for (roles, expected) in [
        (json!([]), vec![]),
        (json!(["View logs"]), vec![Role::ViewLogs]),
        (json!(["Accounting", "Export", "export"]), vec![Role::Export]),
    ] {
        claims["roles"] = roles;
        let answer = session(&house, &House::token_saying(&claims)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let session: Session = serde_json::from_str(&answer.text).unwrap();
        assert_eq!((session.user.login.as_str(), session.user.name.as_str()), ("zoe", "Zoë Test"));
        assert_eq!((session.user.roles, session.demo), (expected, false));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_token_is_said() {
    let house = House::with(&[]);
    for (name, value, says) in [
        ("exp", json!(in_seconds(-1)), "expired"),
        ("exp", json!(in_seconds(90_000)), "longer than a day"),
        ("exp", json!(u64::MAX), "longer than a day"),
        ("nbf", json!(in_seconds(300)), "not good yet"),
        ("roles", Value::Null, "sub, name, roles and exp"),
        ("aud", json!("another"), "no aud"),
    ] {
        let mut claims = zoe();
        claims[name] = value;
        let answer = session(&house, &House::token_saying(&claims)).await;
        assert_eq!(answer.refusal(), refused(401, "sign-in"), "{claims}");
        assert!(answer.text.contains(says), "{claims}: {}", answer.text);
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
}

#[tokio::test]
async fn without_a_portals_secret_a_token_is_no_use() {
    let house = House::with(&[]);
    let token = House::token_saying(&zoe());
    assert_eq!(session(&house, &token).await.status, 200);
    let house = house.without_portal();
    let answer = session(&house, &token).await;
    assert_eq!(answer.refusal(), refused(401, "sign-in"));
    assert!(answer.text.contains("not known here"), "{}", answer.text);
}

#[tokio::test]
async fn the_demo_has_a_secret_of_its_own() {
    let house = House::built(&[], 1.0, true);
    let sign_in = async |house: &House| {
        let answer = house.get("/api/demo/token").await;
        let token: Value = serde_json::from_str(&answer.text).unwrap();
        token["token"].as_str().unwrap().to_owned()
    };
    let of_demo = sign_in(&house).await;
    assert_eq!(session(&house, &House::token_saying(&zoe())).await.status, 200, "the portal's people come in, too");
    let house = house.without_portal();
    assert_eq!(session(&house, &of_demo).await.status, 200, "a restart signs nobody out");
    let elsewhere = House::with(&[]);
    assert_eq!(
        session(&elsewhere, &of_demo).await.status,
        401,
        "whoever has the portal's secret, too, is not the demo"
    );
}
