//! Who may do what, when, and once.

use delivery_core::domain::lifecycle::{Command, Kind, State};
use delivery_core::domain::refusal::{Person, Refusal, Standing, check};
use delivery_core::domain::role::Role;
use delivery_core::domain::schedule::Plan;
use delivery_core::wire::Delivery;
use serde_json::Value;

use crate::house::{Answer, House, Key, Post, confirm, refused};
use crate::stages::Stage;

const ROLES: [&[Role]; 6] = [
    &[],
    &[Role::PrepareDeliveries],
    &[Role::StartDeliveries],
    &[Role::ViewLogs],
    &[Role::Export],
    &[Role::Administration],
];

/// What each command is sent with, beside its version and its key.
async fn said(house: &House, id: &str, command: Command) -> String {
    match command {
        Command::Confirm | Command::Approve => confirm(&house.fingerprint(id).await),
        Command::Schedule => {
            let (record, _) = house.record(id).await;
            let plan = match record.kind() {
                Kind::Recurring => record.schedule.plan,
                Kind::OneOff | Kind::Execution | Kind::Elsewhere => Plan::OnceConfirmed,
            };
            serde_json::json!({ "plan": plan }).to_string()
        }
        _ => String::new(),
    }
}

/// Every kind, state, command and role: the service refuses what the page greys out, and nothing else.
#[tokio::test]
async fn the_service_refuses_what_the_lifecycle_refuses() {
    let mut cases = Vec::new();
    for kind in Kind::ALL {
        for state in State::ALL {
            // Somebody else has asked, wherever a second person is waited for.
            let asked_by = (state == State::Approving && kind != Kind::Recurring).then_some("eva");
            let standing = Standing { kind, state, asked_by };
            for command in Command::ALL {
                for (at, roles) in ROLES.into_iter().enumerate() {
                    let checked = check(standing, command, Person { login: "ada", roles });
                    // What is refused leaves the delivery as it was, for the next.
                    let same = format!("{kind:?}.{state:?}");
                    let id = if checked.is_ok() { format!("{same}.{command:?}.{at}") } else { same };
                    cases.push((id, Stage { kind, ..state.into() }, command, roles, checked));
                }
            }
        }
    }
    let mut stages: Vec<_> = cases.iter().map(|(id, stage, ..)| (id.as_str(), *stage)).collect();
    stages.sort_by_key(|(id, _)| *id);
    stages.dedup_by_key(|(id, _)| *id);
    let house = House::with(&stages);
    for (id, _, command, roles, checked) in &cases {
        let before = house.record(id).await;
        let body = said(&house, id, *command).await;
        let post =
            Post { id, command: command.path(), roles, version: Some(&before.1), body: &body, ..Post::default() };
        let answer = house.post(&post).await;
        let expected = match checked {
            Ok(()) if *command == Command::Duplicate => refused(201, ""),
            Ok(()) => refused(200, ""),
            Err(Refusal::Role(_)) => refused(403, "role"),
            Err(Refusal::State(_) | Refusal::OwnRequest | Refusal::OfRecurring) => refused(409, "state"),
        };
        assert_eq!(answer.refusal(), expected, "{id} {command:?} {roles:?}: {}", answer.text);
        let after = house.record(id).await;
        let is_done = answer.status == 200;
        assert_eq!(is_done, before != after, "only what is carried out changes the record: {id} {command:?}");
        if is_done {
            assert_eq!(serde_json::from_str::<Delivery>(&answer.text).unwrap(), after.0);
            assert_eq!(answer.header("etag"), after.1);
        }
    }
    assert_eq!(cases.len(), 4 * 15 * 12 * 6);
}

/// design.md section 5 and the order of the checks: who, which, how, then what.
#[tokio::test]
async fn refusals_come_in_order() {
    let house = House::with(&[("P", State::Prepared.into())]);
    let (_, version) = house.record("P").await;
    let good = confirm(&house.fingerprint("P").await);
    let post = || Post { id: "P", command: "confirm", version: Some(&version), body: &good, ..Post::default() };
    let is = async |post: Post<'_>, status: u16, kind: &str| {
        let answer = house.post(&post).await;
        assert_eq!(answer.refusal(), refused(status, kind), "{}", answer.text);
    };
    is(Post { id: "Q", ..post() }, 404, "not-found").await;
    is(Post { command: "explode", ..post() }, 404, "not-found").await;
    is(Post { version: None, ..post() }, 428, "header-missing").await;
    is(Post { version: Some("*"), ..post() }, 428, "header-missing").await;
    is(Post { key: Key::None, ..post() }, 428, "header-missing").await;
    is(Post { key: Key::Is(""), ..post() }, 400, "bad-request").await;
    is(Post { key: Key::Is("a b"), ..post() }, 400, "bad-request").await;
    is(Post { key: Key::Is(&"k".repeat(256)), ..post() }, 400, "bad-request").await;
    is(Post { body: "", ..post() }, 400, "bad-request").await;
    is(Post { body: "{", ..post() }, 400, "bad-request").await;
    is(Post { body: "{}", ..post() }, 422, "invalid").await;
    is(Post { body: &" ".repeat(20_000), ..post() }, 413, "about:blank").await;
    is(Post { roles: &[Role::PrepareDeliveries], version: Some("\"old\""), ..post() }, 403, "role").await;
    is(Post { version: Some("\"old\""), ..post() }, 412, "changed").await;
    is(Post { version: Some(&format!("W/{version}")), ..post() }, 428, "header-missing").await;
    is(Post { command: "pause", body: "", version: Some("\"old\""), ..post() }, 412, "changed").await;
    is(Post { command: "pause", body: "", ..post() }, 409, "state").await;
    is(Post { body: &confirm("another"), ..post() }, 412, "changed").await;
    let sent = house.log("P").await.iter().any(|event| event["type"] == "delivery.confirmed");
    assert!(!sent, "nothing of all this sends anything");
    let list = format!("\"old\", {version}");
    is(Post { version: Some(&list), ..post() }, 200, "").await;
}

#[tokio::test]
async fn a_second_confirmation_says_who_was_first() {
    let house = House::with(&[("P", State::Prepared.into())]);
    let (_, version) = house.record("P").await;
    let body = confirm(&house.fingerprint("P").await);
    let post =
        |login| Post { id: "P", command: "confirm", login, version: Some(&version), body: &body, ..Post::default() };
    let (ada, bea) = (post("ada"), post("bea"));
    let (first, second) = tokio::join!(house.post(&ada), house.post(&bea));
    let mut answers = [first, second];
    answers.sort_by_key(|answer| answer.status);
    assert_eq!(answers[0].status, 200);
    assert_eq!(answers[1].refusal(), refused(409, "state"));
    let record: Delivery = serde_json::from_str(&answers[0].text).unwrap();
    let by = record.confirmation.unwrap().by.unwrap();
    assert!(answers[1].text.contains(&format!("already confirmed, by {by}.")), "{}", answers[1].text);
    let confirmed = |event: &&Value| event["type"] == "delivery.confirmed";
    assert_eq!(house.log("P").await.iter().filter(confirmed).count(), 1);
}

fn same(one: &Answer, other: &Answer) {
    assert_eq!((one.status, &one.text), (other.status, &other.text));
    for header in ["etag", "last-event-id", "content-type"] {
        assert_eq!(one.header(header), other.header(header), "{header}");
    }
}

/// What happened to the delivery as a whole.
async fn milestones(house: &House, id: &str) -> Vec<Value> {
    let log = house.log(id).await;
    log.into_iter().filter(|event| event.get("subject").is_none()).map(|event| event["id"].clone()).collect()
}

/// Two clicks, a retry, a reload: one send, one answer.
#[tokio::test]
async fn a_repeated_key_gets_the_first_answer_again() {
    let house = House::with(&[("P", State::Prepared.into()), ("E", State::Editing.into())]);
    let (_, version) = house.record("P").await;
    let body = confirm(&house.fingerprint("P").await);
    let post = Post {
        id: "P",
        command: "confirm",
        version: Some(&version),
        key: Key::Is("k1"),
        body: &body,
        ..Post::default()
    };
    let first = house.post(&post).await;
    assert_eq!(first.status, 200);
    assert_eq!(first.header("idempotent-replayed"), "");
    let before = milestones(&house, "P").await;
    for _ in 0..3 {
        let again = house.post(&post).await;
        same(&first, &again);
        assert_eq!(again.header("idempotent-replayed"), "true");
    }
    same(&first, &house.post(&Post { key: Key::Is("\"k1\""), ..post }).await);
    assert_eq!(milestones(&house, "P").await, before);

    let reused = async |post: Post<'_>| {
        assert_eq!(house.post(&post).await.refusal(), refused(422, "key-reused"));
    };
    let post = || Post {
        id: "P",
        command: "confirm",
        version: Some(&version),
        key: Key::Is("k1"),
        body: &body,
        ..Post::default()
    };
    reused(Post { body: &confirm("other"), ..post() }).await;
    reused(Post { command: "pause", ..post() }).await;
    reused(Post { id: "E", command: "prepare", body: "", ..post() }).await;
    reused(Post { login: "bea", ..post() }).await;
    assert_eq!(milestones(&house, "P").await, before);
}

/// A refusal is an answer too: what was refused once does not happen later by being repeated.
#[tokio::test]
async fn a_refused_intent_stays_refused() {
    let house = House::with(&[("S", State::Sending.into())]);
    let (_, version) = house.record("S").await;
    let stale = Post { id: "S", command: "pause", version: Some("\"S.0\""), key: Key::Is("k2"), ..Post::default() };
    let first = house.post(&stale).await;
    assert_eq!(first.refusal(), refused(412, "changed"));
    same(&first, &house.post(&Post { version: Some(&version), ..stale }).await);
    assert_eq!(house.record("S").await.0.state, State::Sending);
}

#[tokio::test]
async fn the_same_key_twice_at_once_is_carried_out_once() {
    let house = House::with(&[("S", State::Sending.into())]);
    let (_, version) = house.record("S").await;
    let post = || Post { id: "S", command: "pause", version: Some(&version), key: Key::Is("k3"), ..Post::default() };
    let all: Vec<_> = (0..8).map(|_| post()).collect();
    let answers = futures_util::future::join_all(all.iter().map(|post| house.post(post))).await;
    for answer in &answers {
        let refusal = answer.refusal();
        assert!(refusal == refused(200, "") || refusal == refused(409, "in-flight"), "{refusal:?}");
    }
    assert!(answers.iter().any(|answer| answer.status == 200));
    let paused = |event: &&Value| event["type"] == "delivery.paused";
    assert_eq!(house.log("S").await.iter().filter(paused).count(), 1);
    assert_eq!(house.post(&post()).await.status, 200, "and it is not in flight for ever");
}

/// The record's version is that of the record: events alone do not change it.
#[tokio::test]
async fn the_version_changes_with_the_record_only() {
    let stage = Stage { recipients: 3_000, relay_seconds: 20_000, ..State::Sending.into() };
    let house = House::built(&[("S", stage)], 300.0, false);
    let (_, version) = house.record("S").await;
    let before = house.log("S").await.len();
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    let answer = house.get_as("/api/deliveries/S", &[], &[("if-none-match", &version)]).await;
    assert_eq!((answer.status, answer.text.as_str()), (304, ""));
    let last: usize = answer.header("last-event-id").parse().unwrap();
    assert!(last > before, "while events come: {before} {last}");
    house.command("S", "pause", &Role::ALL).await;
    assert_ne!(house.record("S").await.1, version);
}

#[tokio::test]
async fn stopping_cancels_what_has_not_left() {
    let stage = Stage { recipients: 500, relay_seconds: 7_000, ..State::Sending.into() };
    let house = House::with(&[("S", stage)]);
    assert_eq!(house.command("S", "stop", &[Role::StartDeliveries]).await.status, 200);
    let (mut relayed, mut cancelled) = (0, 0);
    for _ in 0..100 {
        let log = house.log("S").await;
        let count = |kind: &str| log.iter().filter(|event| event["type"] == kind).count() as u64;
        (relayed, cancelled) = (count("message.relayed"), count("message.cancelled"));
        let to_deliver = house.record("S").await.0.preparation.unwrap().to_deliver;
        if relayed + cancelled == to_deliver {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(relayed > 0 && cancelled > 0, "{relayed} relayed, {cancelled} cancelled");
    assert_eq!(relayed + cancelled, house.record("S").await.0.preparation.unwrap().to_deliver);
    assert_eq!(house.record("S").await.0.state, State::Stopped);
}

/// A second preparation repeats every row under its own number, with the same fingerprint.
#[tokio::test]
async fn preparing_again_repeats_the_rows() {
    let house = House::built(&[("P", State::Prepared.into())], 2_000.0, false);
    let (first, _) = house.record("P").await;
    assert_eq!(house.command("P", "prepare", &[Role::PrepareDeliveries]).await.status, 200);
    let second = loop {
        let (record, _) = house.record("P").await;
        if record.state == State::Prepared {
            break record.preparation.unwrap();
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    let first = first.preparation.unwrap();
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!(first.fingerprint, second.fingerprint);
    let log = house.log("P").await;
    let rows = |number: u64| {
        let of = move |event: &&Value| event["type"] == "message.prepared" && event["data"]["preparation"] == number;
        log.iter().filter(of).map(|event| event["subject"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(rows(1), rows(2));
    assert_eq!(rows(2).len() as u64, second.to_deliver);
}
