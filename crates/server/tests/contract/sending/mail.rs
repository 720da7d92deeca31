//! What a relay says of each message becomes its events.

use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use delivery_server::sender::Login;
use std::time::Duration;

use super::{HTML, ID, house};
use crate::relay::Relay;

#[tokio::test(flavor = "multi_thread")]
async fn replies_become_events() {
    let relay = Relay::start();
    let recipients =
        ["ok@a.example", "no@a.example", "after@a.example", "later@a.example", "OK@a.example", "", "nobody"];
    // Five minutes pass in half a second.
    let house = house(&relay.url(), &recipients, "", 600.0, |_| {});
    house.let_go().await;
    house.comes_to(State::Finished).await;
    for (number, expected) in [
        (0, &["prepared", "relayed"][..]),
        (1, &["prepared", "bounced hard user_unknown 550 5.1.1"]),
        (2, &["prepared", "bounced hard spam 554 5.7.1"]),
        (3, &["prepared", "deferred greylisted 450 4.7.1", "relayed"]),
        (4, &["excluded duplicate"]),
        (5, &["excluded address_empty"]),
        (6, &["excluded bad_quality_address"]),
    ] {
        assert_eq!(house.story(number).await, expected, "{number}");
    }
    let put_off = house.log(ID).await.into_iter().find(|event| event["type"] == "message.deferred").unwrap();
    assert_eq!(put_off["data"]["attempt"], 1);
    assert!(put_off["data"]["next_attempt_at"].is_string());
    let counts = relay.counts();
    assert_eq!((counts["ok@a.example"], counts["later@a.example"], counts["after@a.example"]), (1, 1, 1));
    assert_eq!(counts.len(), 3, "{counts:?}");
    let got = relay.got().into_iter().find(|got| got.to == "ok@a.example").unwrap();
    assert!(got.from.starts_with("letters+") && got.from.ends_with("@shop.example"), "{}", got.from);
    assert!(
        got.text.contains("Subject: Somebody, hello") && got.text.contains("https://mail.example/"),
        "{}",
        got.text
    );
    assert!(!got.text.contains("https://shop.example") && HTML.contains("https://shop.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_refused_for_good_is_left_out_of_the_copy() {
    let relay = Relay::start();
    let house = house(&relay.url(), &["ok@a.example", "no@a.example", "after@a.example"], "", 1.0, |_| {});
    house.let_go().await;
    house.comes_to(State::Finished).await;
    let copy = house.command(ID, "duplicate", &Role::ALL).await;
    assert_eq!(copy.status, 201, "{}", copy.text);
    assert_eq!(house.command("DM2", "prepare", &Role::ALL).await.status, 200);
    let preparation = house.until("the copy is prepared", async || house.record("DM2").await.0.preparation).await;
    assert_eq!((preparation.to_deliver, preparation.causes["quarantine"]), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn retries_end_with_the_validity_period() {
    let relay = Relay::start();
    let house = house(&relay.url(), &["never@a.example"], r#","validity_hours":1"#, 6_000.0, |_| {});
    house.let_go().await;
    house.comes_to(State::Finished).await;
    let story = house.story(0).await;
    let attempts = story.iter().filter(|told| *told == "deferred mailbox_full 451 4.2.2").count();
    // At once, and after 5, 20 and 50 minutes.
    assert!((3..=4).contains(&attempts), "{story:?}");
    assert_eq!(story.last().map(String::as_str), Some("expired expired"), "{story:?}");
    assert_eq!(relay.got().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_have_left_is_not_sent_again() {
    let relay = Relay::start();
    let house = house(&relay.url(), &["drop@a.example", "hang@a.example", "ok@a.example"], "", 600.0, |_| {});
    house.let_go().await;
    house.comes_to(State::Finished).await;
    for number in [0, 1] {
        assert_eq!(house.story(number).await, ["prepared"], "neither sent nor failed: nobody knows");
    }
    let rows = house.rows("sender.uncertain").await;
    assert!(rows.len() == 2 && rows.iter().all(|row| !row.contains('@')), "{rows:?}");
    let counts = relay.counts();
    assert!(["drop@a.example", "hang@a.example", "ok@a.example"].iter().all(|to| counts[*to] == 1), "{counts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_leave_is_sent_again() {
    let relay = Relay::start();
    let house = house(&relay.url(), &["cut@a.example"], "", 600.0, |_| {});
    house.let_go().await;
    house.comes_to(State::Finished).await;
    assert_eq!(house.story(0).await, ["prepared", "deferred not_connected", "relayed"]);
    assert_eq!(relay.counts()["cut@a.example"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_in_trouble_is_left_alone_and_loses_nobody() {
    let relay = Relay::start();
    relay.close(true);
    let recipients: Vec<_> = (0..30).map(|number| format!("ok{number}@a.example")).collect();
    let recipients: Vec<_> = recipients.iter().map(String::as_str).collect();
    let house = house(&relay.url(), &recipients, r#","feedback":true"#, 600.0, |_| {});
    house.let_go().await;
    house.until("trouble is told", async || (!house.rows("sender.trouble").await.is_empty()).then_some(())).await;
    // What becomes of the message is written right after the trouble.
    let put_off = async || {
        let log = house.log(ID).await;
        Some(log.iter().filter(|event| event["type"] == "message.deferred").count()).filter(|count| *count > 0)
    };
    let put_off = house.until("a message is put off", put_off).await;
    assert!((1..=8).contains(&put_off), "one each lane at most, and another round: {put_off}");
    relay.close(false);
    relay.dislike_senders(true);
    house
        .until("the sender is not liked", async || {
            house.rows("sender.trouble").await;
            house.log(ID).await.iter().any(|event| event["data"]["smtp"] == "550").then_some(())
        })
        .await;
    assert!(!house.log(ID).await.iter().any(|event| event["type"] == "message.bounced"), "no recipient's fault");
    relay.dislike_senders(false);
    house.comes_to(State::Finished).await;
    let counts = relay.counts();
    assert!(counts.len() == 30 && counts.values().all(|count| *count == 1), "{counts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pausing_holds_at_once_and_stopping_cancels_the_rest() {
    let relay = Relay::start();
    let recipients: Vec<_> = (0..60).map(|number| format!("ok{number}@a.example")).collect();
    let recipients: Vec<_> = recipients.iter().map(String::as_str).collect();
    let house = house(&relay.url(), &recipients, "", 1.0, |sending| sending.pace = Some(20));
    house.let_go().await;
    house.until("some have left", async || (relay.got().len() >= 3).then_some(())).await;
    assert_eq!(house.command(ID, "pause", &Role::ALL).await.status, 200);
    // What was on its way when the answer came: one each lane at most.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let held = relay.got().len();
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(relay.got().len(), held);
    assert_eq!(house.command(ID, "resume", &Role::ALL).await.status, 200);
    house.until("more have left", async || (relay.got().len() > held + 2).then_some(())).await;
    assert_eq!(house.command(ID, "stop", &Role::ALL).await.status, 200);
    let count = async |kind: &str| house.log(ID).await.iter().filter(|event| event["type"] == kind).count();
    house
        .until("each has left or never will", async || {
            (count("message.relayed").await + count("message.cancelled").await == 60).then_some(())
        })
        .await;
    let left = relay.got().len();
    assert_eq!(count("message.relayed").await, left);
    assert_eq!(house.record(ID).await.0.state, State::Stopped);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leaves_that_was_not_read() {
    let relay = Relay::start();
    let house = house(&relay.url(), &["ok@a.example"], "", 1.0, |_| {});
    house.prepare().await;
    let first = house.fingerprint(ID).await;
    let again = house.command(ID, "prepare", &Role::ALL).await;
    assert_eq!(again.status, 200);
    house.comes_to(State::Prepared).await;
    assert_eq!(house.fingerprint(ID).await, first, "the same recipients and content");
    let refused = house.command_with(ID, "confirm", &crate::house::confirm("another")).await;
    assert_eq!(refused.refusal(), crate::house::refused(412, "changed"));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(relay.got().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_content_is_no_recipients_fault() {
    let relay = Relay::start();
    let house = house(&relay.url(), &["ok@a.example"], "", 1.0, |_| {});
    let content = r#"{"from":"The shop","subject":"Hello"}"#;
    assert_eq!(house.command_with(ID, "content", content).await.status, 200);
    house.let_go().await;
    let why = "Messages cannot be handed over: the sender's address is not valid. The send slows down.";
    house
        .until("it is told", async || house.rows("sender.trouble").await.contains(&why.to_owned()).then_some(()))
        .await;
    assert_eq!(house.story(0).await, ["prepared", "deferred content"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_in_the_clear_where_it_was_to_be_encrypted() {
    let relay = Relay::start();
    for scheme in ["smtp+starttls", "smtps"] {
        let url = relay.url().replacen("smtp", scheme, 1);
        let house = house(&url, &["ok@a.example"], "", 1.0, |sending| {
            sending.login = Some(Login { name: "shop".to_owned(), password: "secret".to_owned() });
            sending.patience.command = Duration::from_millis(500);
        });
        house.let_go().await;
        house.until("it is put off", async || (house.story(0).await.len() == 2).then_some(())).await;
        assert_eq!(house.story(0).await, ["prepared", "deferred not_connected"], "{scheme}");
        assert_eq!(relay.got().len(), 0);
    }
}

/// Nobody asks, so the preparation goes over into the send by itself.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_left_out_stays_so_where_no_confirmation_is_asked_for() {
    let relay = Relay::start();
    let house = house(&relay.url(), &["ok@a.example", "OK@a.example", "nobody"], "", 1.0, |_| {});
    let plan = r#"{"plan":{"at":{"wall":"2020-01-01T09:00","zone":"UTC","confirmation":"automatic","send_time":"same_instant"}}}"#;
    let saved = house.command_with(ID, "schedule", plan).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    assert_eq!(house.command(ID, "prepare", &Role::ALL).await.status, 200);
    house.comes_to(State::Finished).await;
    assert_eq!(house.story(0).await, ["prepared", "relayed"]);
    assert_eq!(house.story(1).await, ["excluded duplicate"]);
    assert_eq!(house.story(2).await, ["excluded bad_quality_address"]);
    assert_eq!(relay.got().len(), 1);
}
