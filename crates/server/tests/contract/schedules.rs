//! Schedules, copies, and what outdates a preparation.

use delivery_core::domain::event::Subject;
use delivery_core::domain::lifecycle::{Kind, State};
use delivery_core::domain::role::Role;
use delivery_core::domain::schedule::Plan;
use delivery_core::wire::{Delivery, Problem};
use serde_json::json;

use crate::house::{Answer, House, Key, Post, confirm, refused};
use crate::stages::Stage;

pub async fn put(house: &House, id: &str, part: &str, body: &str) -> Answer {
    let (_, version) = house.record(id).await;
    house.post(&Post { id, command: part, version: Some(&version), body, ..Post::default() }).await
}

fn at(wall: &str, zone: &str) -> String {
    let at = json!({ "wall": wall, "zone": zone, "confirmation": "required", "send_time": "same_instant" });
    json!({ "plan": { "at": at } }).to_string()
}

fn recurring(change: impl FnOnce(&mut serde_json::Value)) -> String {
    let mut body = json!({ "plan": { "recurring": {
        "recurrence": {
            "first": "2030-01-07T09:00:00", "zone": "Europe/Rome",
            "pattern": { "weekly": { "every": 1, "days": ["mon"] } }, "ends": "never",
        },
        "aggregation": "none", "confirmation": "required", "send_time": "same_instant",
    } } });
    change(&mut body["plan"]["recurring"]);
    body.to_string()
}

#[tokio::test]
async fn what_cannot_be_is_refused_at_its_field_and_nothing_is_saved() {
    let house =
        House::with(&[("E", State::Editing.into()), ("R", Stage { kind: Kind::Recurring, ..State::Editing.into() })]);
    let pattern = |pattern: serde_json::Value| recurring(|plan| plan["recurrence"]["pattern"] = pattern);
    let ends = |ends: serde_json::Value| recurring(|plan| plan["recurrence"]["ends"] = ends);
    let until = |wall: &str, zone: &str| ends(json!({ "until": { "wall": wall, "zone": zone } }));
    let cases = [
        ("E", at("2030-02-31T09:00", "Europe/Rome"), "start", "impossible_date"),
        ("E", at("2030-02-28T25:00", "Europe/Rome"), "start", "impossible_date"),
        ("E", at("tomorrow", "Europe/Rome"), "start", "impossible_date"),
        ("E", at("2030-02-28T09:00", "Mars/Olympus"), "zone", "unknown_zone"),
        ("E", at("2030-02-28T09:00", ""), "zone", "unknown_zone"),
        ("R", recurring(|plan| plan["recurrence"]["first"] = json!("2030-13-01T09:00")), "start", "impossible_date"),
        ("R", pattern(json!({ "daily": { "every": 0 } })), "every", "zero_interval"),
        ("R", pattern(json!({ "weekly": { "every": 1, "days": [] } })), "days", "no_weekday"),
        ("R", pattern(json!({ "monthly_on_day": { "every": 1, "day": 32 } })), "day_of_month", "no_such_day"),
        ("R", pattern(json!({ "times_a_day": { "every_minutes": 5, "until": "18:00" } })), "every", "too_often"),
        (
            "R",
            pattern(json!({ "times_a_day": { "every_minutes": 30, "until": "08:00" } })),
            "day_until",
            "day_ends_before_start",
        ),
        (
            "R",
            pattern(json!({ "times_a_day": { "every_minutes": 30, "until": "24:00" } })),
            "day_until",
            "impossible_date",
        ),
        ("R", ends(json!({ "after": 0 })), "end_after", "zero_times"),
        ("R", until("2029-12-31T23:59:59", "Europe/Rome"), "end_date", "end_before_start"),
        ("R", until("2030-02-30T23:59:59", "Europe/Rome"), "end_date", "impossible_date"),
        ("R", until("2031-01-01T00:00:00", "Nowhere"), "end_zone", "unknown_zone"),
        ("R", recurring(|plan| plan["aggregation"] = json!("month")), "confirmation", "confirmation_not_offered"),
    ];
    for (id, body, field, why) in &cases {
        let before = house.record(id).await;
        let answer = put(&house, id, "schedule", body).await;
        assert_eq!(answer.refusal(), refused(422, "invalid"), "{body}: {}", answer.text);
        let problem: Problem = serde_json::from_str(&answer.text).unwrap();
        let fields = serde_json::to_value(&problem.fields).unwrap();
        assert_eq!(fields, json!([{ "field": field, "why": why }]), "{body}");
        assert_eq!(before, house.record(id).await, "nothing is saved");
    }
    for (id, body, status, kind) in [
        ("E", recurring(|_| ()), 422, "invalid"),
        ("R", at("2030-02-28T09:00", "Europe/Rome"), 422, "invalid"),
        ("R", json!({ "plan": "once_confirmed" }).to_string(), 422, "invalid"),
        ("E", "{".to_owned(), 400, "bad-request"),
        ("E", "{}".to_owned(), 422, "invalid"),
    ] {
        assert_eq!(put(&house, id, "schedule", &body).await.refusal(), refused(status, kind), "{body}");
    }
    assert!(house.log("E").await.is_empty() && house.log("R").await.is_empty());
}

#[tokio::test]
async fn a_date_is_saved_as_it_was_shown_or_not_at_all() {
    let house = House::with(&[("E", State::Editing.into())]);
    let mut body: serde_json::Value = serde_json::from_str(&at("2030-03-31T02:30:00", "Europe/Rome")).unwrap();
    body["at"] = json!("2030-03-31T00:30:00Z");
    let answer = put(&house, "E", "schedule", &body.to_string()).await;
    assert_eq!(answer.refusal(), refused(422, "invalid"));
    assert!(answer.text.contains("other_instant"), "{}", answer.text);
    // The clock jumps from two to three: the first instant after that.
    body["at"] = json!("2030-03-31T01:00:00Z");
    assert_eq!(put(&house, "E", "schedule", &body.to_string()).await.status, 200);
    let (record, _) = house.record("E").await;
    assert_eq!(serde_json::to_value(record.contact_date).unwrap(), json!("2030-03-31T01:00:00.000Z"));
    assert_eq!(record.schedule.at, record.contact_date);
    let told = house.log("E").await;
    assert_eq!(
        (told[0]["type"].as_str(), &told[0]["data"]["schedule"]),
        (Some("delivery.schedule_changed"), &body["plan"])
    );
}

/// domain.md section 3: switching a dated delivery back to "once confirmed" used to keep the old date.
#[tokio::test]
async fn a_delivery_that_goes_once_confirmed_keeps_no_date() {
    let house = House::with(&[("E", State::Editing.into())]);
    assert_eq!(put(&house, "E", "schedule", &at("2030-02-28T09:00", "Europe/Rome")).await.status, 200);
    assert!(house.record("E").await.0.contact_date.is_some());
    assert_eq!(put(&house, "E", "schedule", r#"{"plan":"once_confirmed"}"#).await.status, 200);
    let (record, _) = house.record("E").await;
    assert_eq!((record.contact_date, record.schedule.at, record.schedule.plan), (None, None, Plan::OnceConfirmed));
}

#[tokio::test]
async fn any_change_outdates_what_is_prepared() {
    let content = json!({ "from": "Shop <letters@shop.example>", "subject": "Another" }).to_string();
    let audience = json!({ "target": "Somebody else" }).to_string();
    let date = at("2030-02-28T09:00", "Europe/Rome");
    let all = [
        ("schedule", date, Subject::Schedule),
        ("content", content, Subject::Content),
        ("audience", audience, Subject::Audience),
    ];
    for (part, body, subject) in all {
        let house = House::built(&[("P", State::Prepared.into())], 2_000.0, false);
        let fingerprint = house.fingerprint("P").await;
        assert_eq!(put(&house, "P", part, &body).await.status, 200, "{part}");
        let (record, version) = house.record("P").await;
        assert_eq!((record.state, record.outdated_by), (State::Outdated, Some(subject)));
        let old = confirm(&fingerprint);
        let post = Post { id: "P", command: "confirm", version: Some(&version), body: &old, ..Post::default() };
        assert_eq!(house.post(&post).await.refusal(), refused(409, "state"), "{part}");
        assert_eq!(house.command("P", "prepare", &[Role::PrepareDeliveries]).await.status, 200);
        let record = wait_for(&house, "P", State::Prepared).await;
        assert_eq!(record.outdated_by, None);
        assert_ne!(house.fingerprint("P").await, fingerprint, "{part}: another preparation has another fingerprint");
    }
}

async fn wait_for(house: &House, id: &str, state: State) -> Delivery {
    for _ in 0..500 {
        let (record, _) = house.record(id).await;
        if record.state == state {
            return record;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{id} is not {state:?}: {:?}", house.record(id).await.0.state)
}

#[tokio::test]
async fn a_copy_has_no_schedule_and_is_made_once() {
    let house = House::built(&[("DM7", State::Waiting.into())], 1.0, false);
    let (record, version) = house.record("DM7").await;
    let post = Post { id: "DM7", command: "duplicate", version: Some(&version), key: Key::Is("c1"), ..Post::default() };
    let first = house.post(&post).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let copy: Delivery = serde_json::from_str(&first.text).unwrap();
    assert_eq!(copy.id.as_str(), "DM8");
    assert_eq!(
        (copy.schedule.plan.clone(), copy.contact_date, copy.state),
        (Plan::OnceConfirmed, None, State::Editing)
    );
    assert_eq!(
        (copy.copied_from.clone(), copy.confirmation.clone(), copy.preparation.clone()),
        (Some(record.id), None, None)
    );
    let again = house.post(&post).await;
    assert_eq!((again.status, &again.text), (201, &first.text));
    assert_eq!(house.record("DM8").await.0, copy);
    let list: Vec<serde_json::Value> = serde_json::from_str(&house.get("/api/deliveries").await.text).unwrap();
    assert_eq!(list.len(), 2, "one copy");
    assert_eq!(house.command("DM8", "prepare", &[Role::PrepareDeliveries]).await.status, 200, "and it lives");
}
