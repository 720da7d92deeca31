//! A database that cannot be used: a refusal that says so, nothing half-written, and the service lives on.

use delivery_core::domain::lifecycle::State;

use crate::ground::{self, Aside};
use crate::house::{House, Key, Post, refused};

#[tokio::test]
async fn a_locked_database_refuses_and_forgets() {
    let house = House::with(&[("S", State::Sending.into())]);
    let (_, version) = house.record("S").await;
    let before = house.log("S").await;
    let mut other = Aside::to(house.folder.path());
    other.hold();
    let pause = Post { id: "S", command: "pause", version: Some(&version), key: Key::Is("locked"), ..Post::default() };
    let answer = house.post(&pause).await;
    assert_eq!(answer.refusal(), refused(503, "unavailable"));
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(house.record("S").await.0.state, State::Sending, "reading goes on");
    assert_eq!(house.log("S").await.len(), before.len());
    other.let_go();
    assert_eq!(house.post(&pause).await.status, 200, "the same intent, now");
    assert_eq!(house.record("S").await.0.state, State::Paused);
    let paused = house.log("S").await.iter().filter(|event| event["type"] == "delivery.paused").count();
    assert_eq!(paused, 1);
}

#[tokio::test]
async fn a_database_that_cannot_be_read_refuses() {
    let house = House::with(&[("S", State::Sending.into())]);
    ground::spoil(house.folder.path());
    for path in ["/api/deliveries", "/api/deliveries/S", "/api/deliveries/S/events"] {
        assert_eq!(house.get(path).await.refusal(), refused(503, "unavailable"), "{path}");
    }
    assert_eq!(house.get("/api/session").await.status, 200);
}
