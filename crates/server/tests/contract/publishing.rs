//! What a hub is given, and what whoever would follow it is told.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use delivery_core::wire;
use serde_json::json;

use crate::house::{Answer, House};
use crate::hub::{Hub, PUBLIC, SECRET, Version, claims, fields};
use crate::stages::Stage;

/// A house with a delivery that moves, in this state, and this hub.
fn house_in(state: State, hub: &Hub) -> House {
    let stage = Stage { recipients: 300, relay_seconds: 60, ..state.into() };
    House::built(&[("DM 1", stage)], 600.0, false).publishing(&hub.address)
}

fn house(hub: &Hub) -> House {
    house_in(State::Prepared, hub)
}

const TOPIC: &str = "https://mail.example/api/deliveries/DM%201/events";
const MASKED: &str = "https://mail.example/api/deliveries/DM%201/events?masked";
const BEAT: &str = "https://mail.example/api/deliveries";

/// Asks until it is so.
async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..4_000 {
        if let Some(answer) = ask().await {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("waited in vain until {what}");
}

/// Asks for a stream after a place, as somebody who can follow.
async fn ask(house: &House, after: usize, roles: &[Role]) -> Answer {
    house
        .get_as(
            &format!("/api/deliveries/DM%201/events?after={after:016}&hub"),
            roles,
            &[("accept", "text/event-stream")],
        )
        .await
}

/// The way, once the hub has taken something. Until then, there is a stream, which does not end.
async fn way(house: &House, after: usize, roles: &[Role]) -> wire::Hub {
    until("the hub is offered", async || {
        let answer = tokio::time::timeout(Duration::from_millis(300), ask(house, after, roles)).await.ok()?;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
        assert_eq!(answer.header("last-event-id"), format!("{after:016}"));
        Some(serde_json::from_str(&answer.text).unwrap())
    })
    .await
}

/// Sends it, and gives its log once it is published.
async fn sent(house: &House, hub: &Hub) -> Vec<String> {
    assert_eq!(house.command("DM%201", "confirm", &Role::ALL).await.status, 200);
    until("it is finished and published", async || {
        let log = house.get("/api/deliveries/DM%201/events").await.text;
        let is_published = hub.lines(MASKED).iter().any(|line| line.contains("\"delivery.finished\""));
        (is_published && log.contains("\"delivery.finished\"")).then(|| log.lines().map(str::to_owned).collect())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_published_once_in_its_order_with_and_without_addresses() {
    let hub = Hub::start(Version::One);
    let house = house_in(State::Editing, &hub);
    let before = house.log("DM%201").await.len();
    way(&house, before, &Role::ALL).await;
    assert_eq!(house.command("DM%201", "prepare", &Role::ALL).await.status, 200);
    until("it is prepared", async || (house.record("DM%201").await.0.state == State::Prepared).then_some(())).await;
    let log = sent(&house, &hub).await;
    let published = hub.lines(TOPIC);
    assert_eq!(
        published,
        log[before..before + published.len()],
        "what was there before, everybody has from the service"
    );
    assert!(published.len() >= 300);
    assert!(published.iter().any(|line| line.contains("\"address\":\"")));
    let masked = house.get_as("/api/deliveries/DM%201/events", &[Role::PrepareDeliveries], &[]).await.text;
    assert_eq!(hub.lines(MASKED)[..], masked.lines().skip(before).take(published.len()).collect::<Vec<_>>());
    assert_ne!(hub.lines(MASKED), published);
    for topic in [TOPIC, MASKED] {
        let mut place = before;
        for update in hub.got().into_iter().filter(|update| update.topic == topic) {
            place += update.data.lines().count();
            assert_eq!(update.id.unwrap(), format!("{topic}#{place:016}"));
            assert!(update.is_private && !update.data.ends_with('\n'));
        }
    }
    let beats = hub.got().into_iter().filter(|update| update.topic == BEAT).count();
    assert!(beats >= 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_follow_what_and_for_how_long() {
    let hub = Hub::start(Version::One);
    let house = house(&hub);
    let end = house.log("DM%201").await.len();
    for (roles, topic) in [(&Role::ALL[..], TOPIC), (&[Role::PrepareDeliveries][..], MASKED)] {
        let asked = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let way = way(&house, end, roles).await;
        assert_eq!(way.last_event_id.unwrap(), format!("{topic}#{end:016}"));
        let (address, query) = way.address.split_once('?').unwrap();
        assert_eq!(address, hub.address);
        assert_eq!(fields(query), [("match".to_owned(), topic.to_owned()), ("match".to_owned(), BEAT.to_owned())]);
        let claims = claims(&way.token, SECRET, &hub.address).unwrap();
        let detail = &claims["authorization_details"][0];
        assert_eq!(detail["actions"], json!(["subscribe"]));
        assert_eq!(detail["topics"], json!([{ "match": topic }, { "match": BEAT }]), "and nothing else");
        let lives = claims["exp"].as_u64().unwrap() - asked;
        assert!((590..=602).contains(&lives), "as long as the token of whoever asked: {lives}");
    }
    let behind = way(&house, end - 1, &Role::ALL).await;
    assert_eq!(behind.last_event_id, None, "what is behind has to be read first");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_follow_or_has_much_to_read_is_served_here() {
    let hub = Hub::start(Version::One);
    let stage = Stage { recipients: 12_000, ..State::Prepared.into() };
    let house = House::with(&[("DM 1", stage)]).publishing(&hub.address);
    let end = house.log("DM%201").await.len();
    assert!(end > 10_000);
    way(&house, end, &Role::ALL).await;
    way(&house, end - 10_000, &Role::ALL).await;
    for path in [format!("?after={end:016}"), format!("?after={:016}&hub", end - 10_001)] {
        let path = format!("/api/deliveries/DM%201/events{path}");
        let answer = house.get_as(&path, &Role::ALL, &[("accept", "text/event-stream")]);
        let served = tokio::time::timeout(Duration::from_millis(500), answer).await;
        assert!(served.is_err(), "a stream, which goes on");
    }
    let lines = house.get(&format!("/api/deliveries/DM%201/events?after={:016}&hub", end - 1)).await;
    assert_eq!((lines.header("content-type"), lines.text.lines().count()), ("application/x-ndjson", 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_hub_does_not_take_is_given_again_and_meanwhile_nobody_is_sent_there() {
    let hub = Hub::start(Version::One);
    let house = house(&hub);
    let before = house.log("DM%201").await.len();
    way(&house, before, &Role::ALL).await;
    hub.refuse([503, 401, 413]);
    let log = sent(&house, &hub).await;
    assert_eq!(hub.refused(), 3);
    let published = hub.lines(TOPIC);
    let mut seen: Vec<&String> = Vec::new();
    for line in &published {
        if !seen.contains(&line) {
            seen.push(line);
        }
    }
    assert_eq!(seen, log[before..before + seen.len()].iter().collect::<Vec<_>>(), "nothing is left out or overtaken");

    let silent = Hub::start(Version::One);
    silent.refuse([401; 10_000]);
    let house = self::house(&silent);
    let answer = tokio::time::timeout(Duration::from_secs(2), ask(&house, 0, &Role::ALL)).await;
    assert!(answer.is_err(), "a stream: the hub has never taken anything");
    assert!(silent.refused() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn hubs_of_before_are_asked_as_they_understand() {
    let hub = Hub::start(Version::Zero);
    let house = house(&hub);
    let end = house.log("DM%201").await.len();
    let way = way(&house, end, &Role::ALL).await;
    let query = way.address.split_once('?').unwrap().1;
    assert_eq!(fields(query), [("topic".to_owned(), TOPIC.to_owned()), ("topic".to_owned(), BEAT.to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_while_the_service_was_gone_is_published_then() {
    let hub = Hub::start(Version::One);
    let house = house(&hub);
    let before = house.log("DM%201").await.len();
    way(&house, before, &Role::ALL).await;
    let house = house.publishing_nothing();
    assert_eq!(house.command("DM%201", "confirm", &Role::ALL).await.status, 200);
    until("it has begun", async || house.log("DM%201").await.get(before + 20).map(drop)).await;
    assert_eq!(hub.lines(TOPIC), Vec::<String>::new());
    let house = house.publishing(&hub.address);
    until("it is published from where it was left", async || {
        let log = house.get("/api/deliveries/DM%201/events").await.text;
        let published = hub.lines(TOPIC);
        let expected: Vec<_> = log.lines().skip(before).take(published.len()).map(str::to_owned).collect();
        assert_eq!(published, expected);
        (published.len() > 20).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_may_connect_to_the_hub() {
    let hub = Hub::start(Version::One);
    let house = house(&hub);
    let origin = hub.address.trim_end_matches("/.well-known/mercure");
    let policy = house.get("/").await.header("content-security-policy").to_owned();
    assert!(policy.contains(&format!("connect-src 'self' {origin};")), "{policy}");
    assert_eq!(PUBLIC, BEAT.trim_end_matches("/api/deliveries"));
}
