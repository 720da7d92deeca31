//! What the service counts is what the page will, over the same log.

use chrono::TimeDelta;
use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use delivery_core::feed::{Format, Reader};
use delivery_core::wire::{Numbers, TokenAnswer};

use crate::house::{House, refused};

#[tokio::test]
async fn the_service_counts_what_the_page_will() {
    let house = House::with(&[("DM1", State::Sending.into()), ("DM2", State::Finished.into())]);
    for id in ["DM1", "DM2"] {
        let answer = house.get(&format!("/api/deliveries/{id}/numbers")).await;
        let numbers: Numbers = serde_json::from_str(&answer.text).unwrap();
        let (record, _) = house.record(id).await;
        let log = house.get(&format!("/api/deliveries/{id}/events")).await.text;
        let mut fold = Fold::new();
        Reader::new(Format::CloudEvents).push(log.as_bytes(), &mut fold);
        let validity = TimeDelta::hours(i64::from(record.validity_hours));
        let expected = fold.tally(&Settings { feedback: record.feedback, validity }, numbers.as_of);
        assert!(expected.all.sent > 0 && numbers.tally.adds_up());
        assert_eq!(numbers.tally, expected, "{id}");
    }
}

#[tokio::test]
async fn before_the_first_preparation_there_are_none() {
    let house = House::with(&[("DM1", State::Editing.into())]);
    let answer = house.get("/api/deliveries/DM1/numbers").await;
    assert_eq!((answer.status, answer.text.as_str()), (200, "null"));
    assert_eq!(house.get("/api/deliveries/DM9/numbers").await.refusal(), refused(404, "not-found"));
}

#[tokio::test]
async fn whoever_is_first_is_signed_in_without_being_named() {
    let house = House::built(&[], 1.0, true);
    let answer = house.get("/api/demo/token").await;
    let token: TokenAnswer = serde_json::from_str(&answer.text).unwrap();
    assert_eq!((token.login.as_deref(), answer.header("cache-control")), (Some("ada"), "no-store"));
    let session = house.get_as("/api/session", &[Role::ViewLogs], &[]).await;
    assert_eq!(session.status, 200);
}
