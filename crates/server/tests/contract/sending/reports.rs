//! What the owner's engine reports of a delivery that it carries.

use chrono::TimeDelta;
use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use delivery_core::domain::status::Feedback;
use delivery_core::feed::{Format, Reader};
use delivery_core::wire::Tray;
use serde_json::{Value, json};

use super::hook::with_secret;
use super::{ID, house};
use crate::engine::{engine, event, signed};
use crate::house::{Answer, House, refused};

const NOBODY: Value = Value::Null;

impl House {
    async fn reported(&self, path: &str, body: &str) -> Answer {
        let headers = signed(body, 0);
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.ingest(path, &headers, body.to_owned()).await
    }

    /// What is fresh of it, what was known, and what is in the tray.
    async fn taken(&self, body: &str) -> [u64; 3] {
        let answer = self.reported("engine", body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let said: Value = serde_json::from_str(&answer.text).unwrap();
        ["fresh", "known", "tray"].map(|name| said[name].as_u64().unwrap())
    }

    async fn state(&self) -> State {
        self.record(ID).await.0.state
    }

    async fn folded(&self) -> Fold {
        let text = self.get(&format!("/api/deliveries/{ID}/events")).await.text;
        let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
        reader.push(text.as_bytes(), &mut fold);
        fold
    }
}

/// A house whose delivery to three people is with the engine.
async fn sending() -> House {
    let (address, _) = engine(&[]);
    let house = house(&address, &["zoe@a.example", "bo@a.example", "cy@a.example"], "", 1.0, with_secret);
    house.let_go().await;
    house.comes_to(State::Sending).await;
    house
}

fn about(message: u32, kind: &str, more: &Value) -> Value {
    let subject = format!("m{message:09}");
    event(ID, &format!("{kind}.{message}"), &format!("message.{kind}"), Some(&subject), more)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_engine_reports_is_in_the_log_and_ends_the_delivery() {
    let house = sending().await;
    let relayed: Vec<_> = (0..3).map(|message| about(message, "relayed", &NOBODY).to_string()).collect();
    assert_eq!(house.taken(&relayed.join("\n")).await, [3, 0, 0], "one a line");
    let hard = json!({ "nature": "hard", "reason": "user_unknown", "smtp": "550" });
    let rest = json!([about(0, "delivered", &NOBODY), about(1, "bounced", &hard)]).to_string();
    assert_eq!(house.taken(&rest).await, [2, 0, 0], "a list");
    assert_eq!(house.taken(&rest).await, [0, 2, 0]);
    // After it has started, and not ahead, by the service's own clock.
    let begun = house.log(ID).await.into_iter().find(|event| event["type"] == "delivery.started").unwrap();
    let end = Instant::parse(begun["time"].as_str().unwrap()).unwrap() + TimeDelta::milliseconds(10);
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    let mut finished = event(ID, "end", "delivery.finished", None, &NOBODY);
    finished["time"] = json!(end);
    // One message is not accounted for: the engine's word is enough.
    assert_eq!(house.taken(&finished.to_string()).await, [1, 0, 0], "one alone");
    assert_eq!(house.state().await, State::Finished);
    assert_eq!(house.taken(&finished.to_string()).await, [0, 1, 0]);
    let house = house.again();
    assert_eq!(house.taken(&finished.to_string()).await, [0, 1, 0], "known after a restart, too");
    let log = house.log(ID).await;
    let ends: Vec<_> = log.iter().filter(|event| event["type"] == "delivery.finished").collect();
    assert_eq!(ends.len(), 1);
    assert_eq!(ends[0]["time"], finished["time"], "at the instant it says");
    assert_eq!(house.rows("DEL-430015").await, ["Delivery finished, says the engine."]);
    let fold = house.folded().await;
    assert_eq!(fold.journal().state(), State::Finished, "the page sees the same");
    let settings = Settings { feedback: Feedback::Off, ..Settings::default() };
    let all = fold.tally(&settings, Instant::from_millis(1_900_000_000_000)).all;
    assert_eq!((all.sent, all.delivered, all.bounces_errors), (3, 2, 1));
    // Feedback may still come, and what an engine says of an end that was is kept as a row, once.
    assert_eq!(house.taken(&about(0, "opened", &NOBODY).to_string()).await, [1, 0, 0]);
    let late = event(ID, "late", "delivery.failed", None, &json!({ "reason": "late" })).to_string();
    assert_eq!(house.taken(&late).await, [1, 0, 0]);
    assert_eq!(house.taken(&late).await, [0, 1, 0]);
    assert_eq!(house.state().await, State::Finished);
    let in_vain = "The engine says that the delivery has failed. It is finished, so that this changes nothing.";
    assert_eq!(house.rows("engine.in_vain").await, [in_vain]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_may_end_what_is_paused_and_may_fail() {
    for (id, end, expected) in [("a", "delivery.finished", State::Finished), ("b", "delivery.failed", State::Failed)] {
        let house = sending().await;
        assert_eq!(house.command(ID, "pause", &Role::ALL).await.status, 200);
        let more = json!({ "reason": "The list of bo@a.example is gone." });
        assert_eq!(house.taken(&event(ID, id, end, None, &more).to_string()).await, [1, 0, 0]);
        assert_eq!(house.state().await, expected);
        assert_eq!(house.folded().await.journal().state(), expected);
        let said = house.log(ID).await;
        assert!(!said.iter().any(|event| event["subject"].is_null() && event.to_string().contains('@')), "{said:?}");
        if expected == State::Failed {
            assert_eq!(house.folded().await.journal().failure(), Some("The list of ••• is gone."));
        }
    }
}

/// A short delivery may be over before its engine has answered, and an answer may be lost.
#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_was_told_to_start_and_has_ended_has_started() {
    let (address, asked) = engine(&[(500, ""); 9]);
    let house = house(&address, &["zoe@a.example"], "", 20.0, with_secret);
    house.prepare().await;
    let end = |id: &str| event(ID, id, "delivery.finished", None, &NOBODY).to_string();
    assert_eq!(house.taken(&end("early")).await, [1, 0, 0]);
    assert_eq!(house.state().await, State::Prepared, "nobody has told it to start");
    assert_eq!(house.rows("engine.in_vain").await.len(), 1);
    assert_eq!(house.command(ID, "confirm", &Role::ALL).await.status, 200);
    house.until("its answer is known", async || house.rows("engine.unanswered").await.pop()).await;
    assert_eq!(house.state().await, State::Waiting);
    // By a clock that is an hour behind.
    let mut end: Value = serde_json::from_str(&end("end")).unwrap();
    end["time"] = json!(Instant::from_millis(1_000));
    assert_eq!(house.taken(&end.to_string()).await, [1, 0, 0]);
    assert_eq!(house.state().await, State::Finished);
    let log = house.log(ID).await;
    let time = |kind: &str| log.iter().find(|event| event["type"] == kind).unwrap()["time"].as_str().unwrap();
    assert!(time("delivery.confirmed") <= time("delivery.started"));
    assert!(time("delivery.started") <= time("delivery.finished"));
    let before = asked.lock().unwrap().len();
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    assert_eq!(asked.lock().unwrap().len(), before, "what is over is not started again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stopped_stays_stopped() {
    let house = sending().await;
    assert_eq!(house.command(ID, "stop", &Role::ALL).await.status, 200);
    let rest = [about(0, "relayed", &NOBODY), about(1, "cancelled", &NOBODY), about(2, "cancelled", &NOBODY)];
    let end = event(ID, "end", "delivery.finished", None, &NOBODY);
    assert_eq!(house.taken(&json!([rest, [end]]).to_string()).await, [4, 0, 0]);
    assert_eq!(house.state().await, State::Stopped);
    assert_eq!(house.rows("engine.in_vain").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_writes_into_the_log() {
    let house = sending().await;
    let more = json!({ "severity": "warning", "code": "QUEUE", "text": "bo@a.example waits for mx.a.example" });
    let row = event(ID, "row", "delivery.logged", None, &more).to_string();
    assert_eq!([house.taken(&row).await, house.taken(&row).await], [[1, 0, 0], [0, 1, 0]]);
    assert_eq!(house.rows("QUEUE").await, ["••• waits for mx.a.example"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_has_the_secret_reports() {
    let house = sending().await;
    let body = about(0, "relayed", &NOBODY).to_string();
    let ask = async |seconds: i64, of: &str, body: &str| {
        let headers = signed(of, seconds);
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        house.ingest("engine", &headers, body.to_owned()).await.refusal()
    };
    assert_eq!(ask(0, "[]", &body).await, refused(401, "about:blank"));
    assert_eq!(ask(-301, &body, &body).await, refused(401, "about:blank"));
    assert_eq!(ask(301, &body, &body).await, refused(401, "about:blank"));
    assert_eq!(house.ingest("engine", &[], body.clone()).await.refusal(), refused(401, "about:blank"));
    let large = " ".repeat(5 * 1024 * 1024 + 1);
    assert_eq!(ask(0, &large, &large).await, refused(413, "about:blank"));
    assert!(house.arrived(ID).await.is_empty());
    assert_eq!(ask(-299, &body, &body).await, (200, String::new()));
    let without = House::with(&[]);
    let answer = without.reported("engine", &body).await;
    assert_eq!(answer.refusal(), refused(404, "not-found"));
    assert!(answer.text.contains("DELIVERY_HOOK_SECRET"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_is_refused_with_the_reason() {
    let house = sending().await;
    let fine = about(0, "relayed", &NOBODY);
    let paused = event(ID, "p", "delivery.paused", None, &NOBODY);
    for (body, says) in [
        ("oops".to_owned(), "no JSON"),
        (fine.to_string().replace("1.0", "0.3"), "There is no event in it"),
        (json!([fine, paused]).to_string(), "delivery.paused is not an engine's to say"),
        (json!([fine, about(1, "excluded", &NOBODY)]).to_string(), "message.excluded is not an engine's to say"),
    ] {
        let answer = house.reported("engine", &body).await;
        assert_eq!(answer.refusal(), refused(400, "bad-request"), "{body}");
        assert!(answer.text.contains(says), "{}", answer.text);
    }
    assert!(house.arrived(ID).await.is_empty(), "of what is refused, nothing is taken");
    assert_eq!(house.taken("[]").await, [0, 0, 0], "a trial of the address");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_names_no_delivery_waits_in_the_tray() {
    let house = sending().await;
    let mut end = event(ID, "end", "delivery.finished", None, &NOBODY);
    end["source"] = json!("urn:engine");
    assert_eq!(house.taken(&end.to_string()).await, [0, 0, 1]);
    assert_eq!(house.taken(&event("DM404", "end", "delivery.finished", None, &NOBODY).to_string()).await, [0, 0, 1]);
    let odd = format!("{}\noops", about(0, "folded", &NOBODY));
    assert_eq!(house.taken(&odd).await, [0, 0, 2]);
    let tray: Tray = serde_json::from_str(&house.get("/api/tray").await.text).unwrap();
    let told: Vec<_> =
        tray.heaps.iter().map(|heap| format!("{} {} {}", heap.provider, heap.reason, heap.kind)).collect();
    assert_eq!(
        told,
        [
            "engine unknown_delivery delivery.finished",
            "engine unreadable unreadable",
            "engine unrecognised message.folded",
            "engine untagged delivery.finished",
        ]
    );
    let pick = json!({ "provider": "engine", "reason": "untagged", "delivery": ID });
    let done = house.deal("/api/tray/assign", &[Role::Administration], &pick).await;
    assert_eq!(done.text, r#"{"posts":1,"events":1}"#);
    assert_eq!(house.state().await, State::Finished);
    // The address of the webhook may name the delivery.
    end["id"] = json!("again");
    assert_eq!(house.reported(&format!("engine?delivery={ID}"), &end.to_string()).await.status, 200);
    assert_eq!(house.rows("engine.in_vain").await.len(), 1);
}
