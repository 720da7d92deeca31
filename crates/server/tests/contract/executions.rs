//! Recurring deliveries and their executions: the rules of `mta/machine/repeating.rs`, each.

use std::time::Duration;

use delivery_core::domain::lifecycle::{Kind, State};
use delivery_core::domain::role::Role;
use delivery_core::wire::{Delivery, DeliveryCard, Recurrence};
use serde_json::{Value, json};

use crate::house::{House, Post};
use crate::stages::Stage;

/// Seconds of event time in a second: a day in some fifty seconds, a preparation in a twentieth of one.
const FAST: f64 = 1_700.0;

/// A recurring delivery that is started, with its first execution waiting or sent by itself. Its dates are a day and some
/// apart from now: what is tested comes before them, unless time is let pass.
async fn started(confirmation: &str, speed: f64) -> House {
    let house = House::built(&[("R", Stage { kind: Kind::Recurring, ..State::Editing.into() })], speed, false);
    reschedule(&house, |plan| plan["confirmation"] = json!(confirmation)).await;
    assert_eq!(house.command("R", "start", &[Role::StartDeliveries]).await.status, 200);
    house
}

/// Saves the schedule with a change.
async fn reschedule(house: &House, change: impl FnOnce(&mut Value)) {
    let (record, version) = house.record("R").await;
    let mut plan = serde_json::to_value(&record.schedule.plan).unwrap();
    change(&mut plan["recurring"]);
    let body = json!({ "plan": plan }).to_string();
    let post = Post { id: "R", command: "schedule", version: Some(&version), body: &body, ..Post::default() };
    let answer = house.post(&post).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

async fn wait_for(house: &House, id: &str, is_it: impl Fn(&Delivery) -> bool) -> Delivery {
    let mut last = None;
    for _ in 0..1_500 {
        let answer = house.get(&format!("/api/deliveries/{id}")).await;
        if answer.status == 200 {
            let record: Delivery = serde_json::from_str(&answer.text).unwrap();
            if is_it(&record) {
                return record;
            }
            last = Some(record.state);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{id} does not come to it: {last:?}")
}

async fn cards(house: &House) -> Vec<DeliveryCard> {
    serde_json::from_str(&house.get("/api/deliveries/R/executions").await.text).unwrap()
}

async fn count(house: &House, id: &str, kind: &str) -> usize {
    house.log(id).await.iter().filter(|event| event["type"] == kind).count()
}

#[tokio::test]
async fn an_execution_asks_and_is_sent_at_its_date_once_confirmed() {
    let house = started("required", FAST).await;
    let record = wait_for(&house, "R-1", |record| record.state == State::Prepared).await;
    let Recurrence::Execution(occasion) = &record.recurrence else { panic!("{:?}", record.recurrence) };
    assert_eq!((occasion.parent.as_str(), occasion.number, record.contact_date), ("R", 1, Some(occasion.at)));
    assert_eq!(house.command("R-1", "confirm", &[Role::StartDeliveries]).await.status, 200);
    assert_eq!(wait_for(&house, "R-1", |_| true).await.state, State::Waiting, "not before its date");
    wait_for(&house, "R-1", |record| record.state == State::Sending).await;
    let log = house.log("R-1").await;
    let start = log.iter().find(|event| event["type"] == "delivery.started").unwrap();
    assert_eq!(start["time"], serde_json::to_value(occasion.at).unwrap());
    assert_eq!(count(&house, "R-1", "delivery.confirmed").await, 1);

    // The list, the recurring delivery's own log, and the executions tell the same.
    let list: Vec<DeliveryCard> = serde_json::from_str(&house.get("/api/deliveries").await.text).unwrap();
    assert_eq!(list.iter().map(|card| card.id.as_str()).collect::<Vec<_>>(), ["R"]);
    let shown = cards(&house).await;
    let first = shown.last().unwrap();
    assert_eq!((first.id.as_str(), first.state), ("R-1", State::Sending));
    assert_eq!(first.confirmation.as_ref().unwrap().by.as_deref(), Some("Ada Test"));
    let told = house.log("R").await;
    let states: Vec<_> = told
        .iter()
        .filter(|event| event["type"] == "delivery.execution_changed" && event["data"]["execution"] == "R-1")
        .map(|event| event["data"]["state"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(states, ["prepared", "waiting", "sending"]);
}

/// Rule (a): unconfirmed at its date, it is not sent, then or later.
#[tokio::test]
async fn what_nobody_confirms_in_time_is_missed() {
    let house = started("required", FAST).await;
    let record = wait_for(&house, "R-1", |record| record.state == State::Missed).await;
    assert_eq!(house.command("R-1", "confirm", &Role::ALL).await.refusal().0, 409);
    assert_eq!(house.command("R-1", "prepare", &Role::ALL).await.refusal().0, 409);
    let log = house.log("R-1").await;
    let missed = log.iter().find(|event| event["type"] == "delivery.missed").unwrap();
    assert_eq!(missed["time"], serde_json::to_value(record.contact_date).unwrap());
    assert_eq!((count(&house, "R-1", "delivery.started").await, count(&house, "R-1", "message.relayed").await), (0, 0));
    wait_for(&house, "R-2", |record| record.state == State::Prepared).await;
}

/// Rule (b): nobody is asked.
#[tokio::test]
async fn an_automatic_execution_is_sent_by_itself() {
    let house = started("automatic", FAST).await;
    let record = wait_for(&house, "R-1", |record| record.state == State::Waiting).await;
    assert_eq!(record.confirmation.unwrap().by, None);
    wait_for(&house, "R-1", |record| record.state == State::Sending).await;
    assert_eq!(count(&house, "R-1", "delivery.started").await, 1);
}

/// Rule (c), while there is time.
#[tokio::test]
async fn a_skipped_execution_can_be_taken_back() {
    let house = started("required", FAST / 10.0).await;
    wait_for(&house, "R-1", |record| record.state == State::Prepared).await;
    assert_eq!(house.command("R-1", "skip", &[Role::PrepareDeliveries]).await.status, 200);
    assert_eq!(wait_for(&house, "R-1", |_| true).await.state, State::Skipped);
    assert_eq!(house.command("R-1", "prepare", &[Role::PrepareDeliveries]).await.status, 200);
    wait_for(&house, "R-1", |record| record.state == State::Prepared).await;
    assert_eq!(count(&house, "R-1", "delivery.confirmed").await, 0);
}

/// Rule (d), on: what waits by itself asks again; what is being prepared will ask.
#[tokio::test]
async fn asking_holds_at_once_for_what_nobody_has_confirmed() {
    let waiting = started("automatic", FAST / 10.0).await;
    wait_for(&waiting, "R-1", |record| record.state == State::Waiting).await;
    reschedule(&waiting, |plan| plan["confirmation"] = json!("required")).await;
    let record = wait_for(&waiting, "R-1", |record| record.state == State::Prepared).await;
    assert_eq!(record.confirmation, None);
    assert_eq!(count(&waiting, "R-1", "delivery.confirmation_requested").await, 1);

    let preparing = started("automatic", 1.0).await;
    wait_for(&preparing, "R-1", |record| record.state == State::Preparing).await;
    reschedule(&preparing, |plan| plan["confirmation"] = json!("required")).await;
    let asks =
        |record: &Delivery| serde_json::to_value(&record.schedule.plan).unwrap()["at"]["confirmation"] == "required";
    assert_eq!(wait_for(&preparing, "R-1", asks).await.state, State::Preparing);

    // What somebody has confirmed stays confirmed.
    let confirmed = started("required", FAST / 10.0).await;
    wait_for(&confirmed, "R-1", |record| record.state == State::Prepared).await;
    assert_eq!(confirmed.command("R-1", "confirm", &Role::ALL).await.status, 200);
    reschedule(&confirmed, |plan| plan["confirmation"] = json!("automatic")).await;
    reschedule(&confirmed, |plan| plan["confirmation"] = json!("required")).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(wait_for(&confirmed, "R-1", |_| true).await.state, State::Waiting);
}

/// Rule (d), off: nobody is surprised by a send they expected to be asked about.
#[tokio::test]
async fn asking_no_more_holds_for_later_executions_only() {
    let house = started("required", FAST).await;
    wait_for(&house, "R-1", |record| record.state == State::Prepared).await;
    reschedule(&house, |plan| plan["confirmation"] = json!("automatic")).await;
    wait_for(&house, "R-1", |record| record.state == State::Missed).await;
    wait_for(&house, "R-2", |record| record.confirmation.is_some()).await;
    assert_eq!(count(&house, "R-1", "delivery.confirmed").await, 0);
}

/// Rule (e): another date, another execution.
#[tokio::test]
async fn an_execution_whose_date_is_gone_is_skipped() {
    let house = started("required", FAST / 10.0).await;
    let before = wait_for(&house, "R-1", |record| record.state == State::Prepared).await;
    let another = |plan: &mut Value| {
        let first = plan["recurrence"]["first"].as_str().unwrap().to_owned();
        // A quarter of an hour later than it was, or earlier.
        let minutes = if &first[14..16] < "30" { "45" } else { "15" };
        plan["recurrence"]["first"] = json!(format!("{}{minutes}{}", &first[..14], &first[16..]));
    };
    reschedule(&house, another).await;
    wait_for(&house, "R-1", |record| record.state == State::Skipped).await;
    let next = wait_for(&house, "R-2", |record| record.state == State::Prepared).await;
    assert_ne!(next.contact_date, before.contact_date);
    let log = house.log("R-1").await;
    let why = log.iter().rev().find(|event| event["type"] == "delivery.logged").unwrap();
    assert!(why["data"]["text"].as_str().unwrap().contains("no longer in the schedule"), "{why}");
}

#[tokio::test]
async fn the_same_schedule_saved_again_makes_no_second_execution() {
    let house = started("required", FAST / 10.0).await;
    wait_for(&house, "R-1", |record| record.state == State::Prepared).await;
    for _ in 0..3 {
        reschedule(&house, |_| ()).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(cards(&house).await.len(), 1);
    assert_eq!(wait_for(&house, "R-1", |_| true).await.state, State::Prepared);
}

#[tokio::test]
async fn stopping_skips_what_has_not_begun_and_pausing_makes_nothing_new() {
    let house = started("required", FAST).await;
    wait_for(&house, "R-1", |record| record.state == State::Prepared).await;
    assert_eq!(house.command("R", "pause", &[Role::StartDeliveries]).await.status, 200);
    // The first one's date passes, and that of a second.
    wait_for(&house, "R-1", |record| record.state == State::Missed).await;
    tokio::time::sleep(Duration::from_millis(800)).await;
    assert_eq!(cards(&house).await.len(), 1);
    assert_eq!(house.command("R", "resume", &[Role::StartDeliveries]).await.status, 200);
    wait_for(&house, "R-2", |record| record.state == State::Prepared).await;
    assert_eq!(house.command("R", "stop", &[Role::StartDeliveries]).await.status, 200);
    wait_for(&house, "R-2", |record| record.state == State::Skipped).await;
    assert_eq!(wait_for(&house, "R", |_| true).await.state, State::Stopped);
}

/// Without dates to come, it ends with its last execution.
#[tokio::test]
async fn a_recurring_delivery_ends_with_its_last_execution() {
    let house = House::built(&[("R", Stage { kind: Kind::Recurring, ..State::Editing.into() })], FAST, false);
    reschedule(&house, |plan| plan["recurrence"]["ends"] = json!({ "after": 1 })).await;
    assert_eq!(house.command("R", "start", &[Role::StartDeliveries]).await.status, 200);
    wait_for(&house, "R", |record| record.state == State::Finished).await;
    assert_eq!(cards(&house).await.iter().map(|card| card.state).collect::<Vec<_>>(), [State::Missed]);
}

/// What was made is made, and what was asked is asked, whatever becomes of the service.
#[tokio::test]
async fn a_killed_service_goes_on_where_it_was() {
    let house = started("required", FAST / 10.0).await;
    wait_for(&house, "R-1", |record| record.state == State::Prepared).await;
    let house = house.again();
    assert_eq!(cards(&house).await.len(), 1);
    assert_eq!(house.command("R-1", "confirm", &[Role::StartDeliveries]).await.status, 200);
    let house = house.again();
    assert_eq!(wait_for(&house, "R-1", |_| true).await.state, State::Waiting);
    assert_eq!((count(&house, "R-1", "delivery.confirmed").await, cards(&house).await.len()), (1, 1));
}
