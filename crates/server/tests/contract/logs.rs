//! One message, what else its recipient was sent, and the record of lists that are taken out.

use std::collections::HashMap;

use delivery_core::domain::export::{LONGEST_FILTER, MOST_FILTERS, MOST_ROWS};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Kind, State};
use delivery_core::domain::role::Role;
use delivery_core::domain::status::{Detail, Status};
use delivery_core::wire::{ExportFormat, ListName, Touch};
use delivery_server::mta::Happening;
use delivery_server::store::{self, Change};
use serde_json::{Value, json};

use crate::ground;
use crate::house::{Answer, House, Key, Post, refused};
use crate::stages::Stage;

/// One that is over, and one that has not begun, to many of the same people.
fn two() -> House {
    let of = |state: State| Stage { recipients: 300, ..state.into() };
    House::with(&[("F", of(State::Finished)), ("P", of(State::Prepared))])
}

fn without(role: Role) -> Vec<Role> {
    Role::ALL.into_iter().filter(|other| *other != role).collect()
}

/// The events of each message, by message.
async fn stories(house: &House, id: &str) -> HashMap<String, Vec<Value>> {
    let mut stories = HashMap::<_, Vec<_>>::new();
    for event in house.log(id).await {
        if let Some(message) = event["subject"].as_str() {
            stories.entry(message.to_owned()).or_default().push(event);
        }
    }
    stories
}

/// The messages by the address that they go to, or would have gone to.
fn by_address(stories: &HashMap<String, Vec<Value>>) -> HashMap<String, Vec<String>> {
    let mut messages = HashMap::<_, Vec<_>>::new();
    for (message, story) in stories {
        let address = story[0]["data"]["address"].as_str().unwrap();
        messages.entry(address.to_owned()).or_default().push(message.clone());
    }
    messages
}

async fn history(house: &House, id: &str, message: &str) -> Vec<Touch> {
    let answer = house.get_as(&format!("/api/deliveries/{id}/messages/{message}/history"), &[], &[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{}", answer.text);
    assert!(!answer.text.contains('@'), "no address, for anybody: {}", answer.text);
    serde_json::from_str(&answer.text).unwrap()
}

#[tokio::test]
async fn the_story_of_a_message_is_its_lines_of_the_log() {
    let house = two();
    let log = house.get("/api/deliveries/F/events").await.text;
    for message in ["m000000000", "m000000001", "m000000017", "m000000299"] {
        let answer = house.get(&format!("/api/deliveries/F/messages/{message}/events")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/x-ndjson"));
        let of = format!("\"subject\":\"{message}\"");
        let expected: String = log.lines().filter(|line| line.contains(&of)).flat_map(|line| [line, "\n"]).collect();
        assert!(expected.lines().count() > 1 || expected.contains("message.excluded"), "{expected}");
        assert_eq!(answer.text, expected);
    }
}

#[tokio::test]
async fn a_story_masks_as_the_log_does() {
    let house = two();
    let roles = without(Role::ViewLogs);
    let log = house.get_as("/api/deliveries/F/events", &roles, &[]).await.text;
    for message in ["m000000000", "m000000017"] {
        let answer = house.get_as(&format!("/api/deliveries/F/messages/{message}/events"), &roles, &[]).await;
        assert!(answer.text.contains("•••@"), "{}", answer.text);
        assert!(answer.text.lines().all(|line| log.contains(line)), "{}", answer.text);
    }
    let whole = house.get_as("/api/deliveries/F/messages/m000000000/events", &[Role::ViewLogs], &[]).await;
    assert!(whole.text.contains("test.1@studio.example"), "{}", whole.text);
}

#[tokio::test]
async fn what_nobody_spoke_of_is_not_found() {
    let house = House::with(&[("F", State::Finished.into()), ("E", State::Editing.into())]);
    for what in ["events", "history"] {
        for (id, message) in [("Q", "m000000000"), ("F", "m000009999"), ("E", "m000000000"), ("F", "maria@a.test")] {
            let answer = house.get(&format!("/api/deliveries/{id}/messages/{message}/{what}")).await;
            assert_eq!(answer.refusal(), refused(404, "not-found"), "{id} {message}");
            assert!(!answer.text.contains('@'), "an answer does not repeat what may be an address");
        }
        let path = format!("/api/deliveries/F/messages/m000000000/{what}");
        let anonymous = house.send(axum::http::Request::get(&path).body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(anonymous.refusal(), refused(401, "sign-in"));
    }
}

#[tokio::test]
async fn a_recipient_of_two_deliveries_has_an_outcome_in_each() {
    let house = two();
    let (over, ready) = (stories(&house, "F").await, stories(&house, "P").await);
    let addresses = by_address(&ready);
    let is = |event: &Value, kind: &str| event["type"] == kind;
    let (mut sent, mut failed, mut excluded) = (0, 0, 0);
    for (message, story) in &over {
        let address = story[0]["data"]["address"].as_str().unwrap();
        // Those whom each delivery has once.
        let Some([other]) = addresses.get(address).filter(|_| !address.is_empty()).map(Vec::as_slice) else { continue };
        let touches = history(&house, "F", message).await;
        assert_eq!(history(&house, "P", other).await, touches, "the same from either");
        assert!(touches.is_sorted_by(|newer, older| newer.at >= older.at));
        let [one] = touches
            .iter()
            .filter(|touch| touch.message == *message && touch.delivery.as_str() == "F")
            .collect::<Vec<_>>()[..]
        else {
            panic!("{touches:?}")
        };
        let [two] = touches.iter().filter(|touch| touch.delivery.as_str() == "P").collect::<Vec<_>>()[..] else {
            panic!("{touches:?}")
        };
        assert_eq!(
            (one.label.as_str(), two.label.as_str(), two.message.as_str()),
            ("Delivery F", "Delivery P", other.as_str())
        );
        assert_eq!(one.at, Instant::parse(story[0]["time"].as_str().unwrap()).unwrap());
        let expected = if is(&ready[other][0], "message.excluded") {
            (Status::Excluded, Detail::Excluded)
        } else {
            (Status::Pending, Detail::Queued)
        };
        assert_eq!((two.status, two.detail), expected);
        let has = |kind: &str| story.iter().any(|event| is(event, kind));
        if has("message.excluded") {
            assert_eq!((one.status, one.detail), (Status::Excluded, Detail::Excluded));
            excluded += 1;
        } else if has("message.bounced") {
            assert_eq!(one.status, Status::Failed);
            failed += 1;
        } else if has("message.delivered") {
            assert_eq!((one.status, one.detail), (Status::Sent, Detail::Confirmed));
            sent += 1;
        }
    }
    assert!(sent > 20 && failed + excluded > 0, "{sent} sent, {failed} failed, {excluded} excluded");
}

#[tokio::test]
async fn a_duplicate_is_listed_beside_what_it_repeats() {
    let house = House::with(&[("P", Stage { recipients: 2_000, ..State::Prepared.into() })]);
    let stories = stories(&house, "P").await;
    let addresses = by_address(&stories);
    let (address, twice) =
        addresses.iter().find(|(address, messages)| !address.is_empty() && messages.len() == 2).unwrap();
    for message in twice {
        let mut statuses: Vec<_> = history(&house, "P", message).await.iter().map(|touch| touch.status).collect();
        statuses.sort();
        assert_eq!(statuses, [Status::Pending, Status::Excluded], "{address}");
    }
    let nobodys = &addresses[""];
    for message in nobodys {
        let alone = history(&house, "P", message).await;
        let [touch] = &alone[..] else { panic!("{alone:?}") };
        assert_eq!((&touch.message, touch.status), (message, Status::Excluded), "nobody else has no address");
    }
}

#[tokio::test]
async fn ids_of_messages_may_hold_anything() {
    let house = House::with(&[("P", State::Prepared.into())]);
    let odd = "a/b c?d#ü%2F+@";
    ground::apart(|| {
        let mut writer = store::open(&ground::place(house.folder.path())).unwrap();
        let (record, seen, course) = writer.deliveries().unwrap().remove(0);
        let more = json!({ "preparation": 1, "address": "x@a.test" });
        let told = Happening::of_message("message.prepared", odd.to_owned(), "odd", Instant::from_millis(0), more);
        let told = std::slice::from_ref(&told);
        let change =
            Change { delivery: &record.id, seen, told, record: None, course: &course, born: &[], parent: None };
        writer.commit(change).unwrap();
    });
    let last = house.get("/api/deliveries/P/events").await.text.lines().last().unwrap().to_owned() + "\n";
    assert!(last.contains(odd));
    let encoded = "a%2Fb%20c%3Fd%23%C3%BC%252F%2B%40";
    let story = house.get(&format!("/api/deliveries/P/messages/{encoded}/events")).await;
    assert_eq!(story.text, last);
    let touches = house.get(&format!("/api/deliveries/P/messages/{encoded}/history")).await;
    let touches: Vec<Touch> = serde_json::from_str(&touches.text).unwrap();
    assert_eq!((touches.len(), touches[0].message.as_str(), touches[0].detail), (1, odd, Detail::Queued));
    let plain = house.get("/api/deliveries/P/messages/%6D000000007/events").await;
    assert_eq!(plain.text, house.get("/api/deliveries/P/messages/m000000007/events").await.text);
}

fn export(rows: u64, filters: &[&str]) -> String {
    json!({ "list": "sending", "format": "csv", "rows": rows, "filters": filters }).to_string()
}

fn exports(id: &str) -> Post<'_> {
    Post { id, command: "exports", ..Post::default() }
}

/// The rows that the log has of exports.
async fn rows(house: &House, id: &str) -> Vec<Value> {
    house.log(id).await.into_iter().filter(|event| event["data"]["code"] == "EXP-100").collect()
}

fn is_recorded(answer: &Answer) -> bool {
    answer.status == 201 && answer.text == "{}" && answer.header("content-type") == "application/json"
}

#[tokio::test]
async fn an_export_is_a_row_of_the_log_in_every_state() {
    let mut stages = Vec::new();
    for (kind, state) in Kind::ALL.into_iter().flat_map(|kind| State::ALL.map(|state| (kind, state))) {
        stages.push((format!("{kind:?}.{state:?}"), Stage { kind, ..state.into() }));
    }
    let stages: Vec<_> = stages.iter().map(|(id, stage)| (id.as_str(), *stage)).collect();
    let house = House::with(&stages);
    let body = export(12_345, &["status failed", "reason user_unknown"]);
    for (id, _) in stages {
        let before = house.record(id).await;
        let answer = house.post(&Post { body: &body, roles: &[Role::Export], ..exports(id) }).await;
        assert!(is_recorded(&answer), "{id}: {}", answer.text);
        assert_eq!(house.record(id).await, before, "what was read is still true: {id}");
        let rows = rows(&house, id).await;
        assert_eq!(rows.len(), 1, "{id}");
        assert_eq!((&rows[0]["type"], &rows[0]["subject"]), (&json!("delivery.logged"), &Value::Null));
        let text = "Ada Test exported 12,345 rows of the sending log as CSV (status failed, reason user_unknown).";
        assert_eq!(rows[0]["data"], json!({ "severity": "info", "code": "EXP-100", "text": text }));
    }
}

#[tokio::test]
async fn every_list_and_format_can_be_recorded() {
    let house = House::with(&[("P", State::Prepared.into())]);
    for list in ListName::ALL {
        for format in [ExportFormat::Csv, ExportFormat::Ndjson] {
            let body = json!({ "list": list, "format": format, "rows": 1, "filters": [] }).to_string();
            let answer = house.post(&Post { body: &body, ..exports("P") }).await;
            assert!(is_recorded(&answer), "{body}: {}", answer.text);
        }
    }
    let rows = rows(&house, "P").await;
    let mut texts: Vec<_> = rows.iter().map(|row| row["data"]["text"].as_str().unwrap()).collect();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), 16, "{texts:?}");
    assert_eq!(house.command("P", "confirm", &[Role::StartDeliveries]).await.status, 200);
}

#[tokio::test]
async fn only_who_may_export_is_recorded() {
    let house = House::with(&[("P", State::Prepared.into())]);
    let body = export(1, &[]);
    let roles = without(Role::Export);
    let answer = house.post(&Post { body: &body, roles: &roles, ..exports("P") }).await;
    assert_eq!(answer.refusal(), refused(403, "role"));
    assert!(answer.text.contains("This needs the role Export."), "{}", answer.text);
    let answer = house.post(&Post { body: &body, ..exports("Q") }).await;
    assert_eq!(answer.refusal(), refused(404, "not-found"));
    let answer = house.post(&Post { body: &body, key: Key::None, ..exports("P") }).await;
    assert_eq!(answer.refusal(), refused(428, "header-missing"));
    assert!(rows(&house, "P").await.is_empty());
}

#[tokio::test]
async fn an_export_is_recorded_once_for_each_key() {
    let house = House::with(&[("P", State::Prepared.into()), ("E", State::Editing.into())]);
    let body = export(7, &["status failed"]);
    let post = || Post { body: &body, key: Key::Is("x1"), ..exports("P") };
    let first = house.post(&post()).await;
    assert!(is_recorded(&first) && first.header("idempotent-replayed").is_empty());
    let house = house.again();
    for _ in 0..2 {
        let again = house.post(&post()).await;
        assert!(is_recorded(&again), "{}", again.text);
        assert_eq!(again.header("idempotent-replayed"), "true");
    }
    for other in [Post { body: &export(8, &[]), ..post() }, Post { id: "E", ..post() }, Post { login: "bea", ..post() }]
    {
        assert_eq!(house.post(&other).await.refusal(), refused(422, "key-reused"));
    }
    assert_eq!(rows(&house, "P").await.len(), 1);
    assert!(rows(&house, "E").await.is_empty());
    let version = house.record("P").await.1;
    let command = Post { id: "P", command: "prepare", version: Some(&version), key: Key::Is("x1"), ..Post::default() };
    assert_eq!(house.post(&command).await.refusal(), refused(422, "key-reused"), "nor is it a command's key");
    assert!(is_recorded(&house.post(&Post { key: Key::Is("x2"), ..post() }).await));
    assert_eq!(rows(&house, "P").await.len(), 2);
}

#[tokio::test]
async fn what_no_record_may_say_is_refused() {
    let house = House::with(&[("P", State::Prepared.into())]);
    let (long, too_long) = ("ü".repeat(LONGEST_FILTER), "ü".repeat(LONGEST_FILTER + 1));
    for (body, status, kind, says) in [
        (export(1, &["search maria@a.test"]), 422, "invalid", "Filters never carry an address"),
        (export(1, &[&too_long]), 422, "invalid", "80 characters at most"),
        (export(1, &["a"; MOST_FILTERS + 1]), 422, "invalid", "12 filters at most"),
        (export(1, &["two\nlines"]), 422, "invalid", "one line of text"),
        (export(MOST_ROWS + 1, &[]), 422, "invalid", "9007199254740992 rows at most"),
        (export(1, &[]).replace("sending", "everything"), 422, "invalid", ""),
        (export(1, &[]).replace("csv", "xlsx"), 422, "invalid", ""),
        (export(1, &[]).replace("\"rows\":1", "\"rows\":-1"), 422, "invalid", ""),
        ("{}".to_owned(), 422, "invalid", ""),
        ("{".to_owned(), 400, "bad-request", ""),
        (String::new(), 400, "bad-request", ""),
    ] {
        let answer = house.post(&Post { body: &body, ..exports("P") }).await;
        assert_eq!(answer.refusal(), refused(status, kind), "{body}");
        assert!(answer.text.contains(says), "{}", answer.text);
        assert!(!answer.text.contains("maria"), "what may be an address is not repeated: {}", answer.text);
    }
    assert!(rows(&house, "P").await.is_empty());
    for body in [export(1, &[long.as_str(); MOST_FILTERS]), export(MOST_ROWS, &[]), export(0, &[])] {
        assert!(is_recorded(&house.post(&Post { body: &body, ..exports("P") }).await), "{body}");
    }
}
