//! What recipients do with their messages.

use axum::body::Body;
use axum::http::Request;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;

use super::{ID, house};
use crate::house::{Answer, House};
use crate::relay::Relay;

/// A message's picture, link and way out, as they stand in it.
struct Ways {
    picture: String,
    link: String,
    leave: String,
}

async fn sent() -> (House, Ways) {
    let relay = Relay::start();
    let house = house(&relay.url(), &["zoe@a.example"], "", 1.0, |_| {});
    house.let_go().await;
    house.comes_to(State::Finished).await;
    // Lines of the page end anywhere when it is sent as quoted-printable.
    let text = relay.got().remove(0).text.replace("=\r\n", "").replace("=3D", "=");
    let way = |start: &str| {
        let rest = text.split(start).nth(1).unwrap_or_else(|| panic!("{start} in {text}"));
        let end = rest.find(['"', '>']).unwrap();
        format!("{}{}", &start["https://mail.example".len()..], &rest[..end])
    };
    let [picture, link, leave] = ["o", "c", "u"].map(|kind| way(&format!("https://mail.example/{kind}/")));
    (house, Ways { picture, link, leave })
}

async fn ask(house: &House, method: &str, path: &str, header: (&str, &str)) -> Answer {
    let request = Request::builder().method(method).uri(path).header(header.0, header.1).body(Body::empty()).unwrap();
    house.send(request).await
}

const PLAIN: (&str, &str) = ("accept", "*/*");

#[tokio::test(flavor = "multi_thread")]
async fn opens_and_clicks_are_told_and_machines_are_called_so() {
    let (house, ways) = sent().await;
    let answer = ask(&house, "GET", &ways.picture, PLAIN).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/gif"));
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin", "mail programs show it in their pages");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(ask(&house, "GET", &ways.picture, PLAIN).await.status, 200);
    assert_eq!(ask(&house, "HEAD", &ways.picture, PLAIN).await.status, 200);
    let answer = ask(&house, "GET", &ways.link, PLAIN).await;
    assert_eq!((answer.status, answer.header("location")), (302, "https://shop.example/spring?a=1&b=2"));
    assert_eq!(ask(&house, "GET", &ways.link, ("purpose", "prefetch")).await.status, 302);
    let log = house.log(ID).await;
    let tracked: Vec<_> = log
        .iter()
        .filter(|event| ["message.opened", "message.clicked"].contains(&event["type"].as_str().unwrap()))
        .map(|event| (event["type"].as_str().unwrap(), event["data"]["machine"] == true))
        .collect();
    let [opened, clicked] = ["message.opened", "message.clicked"];
    // The second look within a minute is the first one still.
    assert!(tracked.iter().filter(|told| **told == (opened, false)).count() <= 2, "{tracked:?}");
    for told in [(opened, false), (opened, true), (clicked, false), (clicked, true)] {
        assert!(tracked.contains(&told), "{told:?} in {tracked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_takes_a_post_and_holds_for_what_comes() {
    let (house, ways) = sent().await;
    let asks = ask(&house, "GET", &ways.leave, PLAIN).await;
    assert!(asks.status == 200 && asks.text.contains("<form method=\"post\">"), "{}", asks.text);
    assert!(asks.header("content-security-policy").contains("form-action 'self'"));
    assert_eq!(house.story(0).await, ["prepared", "relayed"], "a program that follows links leaves no list");
    for _ in 0..2 {
        let form = ("content-type", "application/x-www-form-urlencoded");
        assert_eq!(ask(&house, "POST", &ways.leave, form).await.status, 200);
    }
    assert_eq!(house.story(0).await, ["prepared", "relayed", "opted_out"], "once");
    assert_eq!(house.command(ID, "duplicate", &Role::ALL).await.status, 201);
    assert_eq!(house.command("DM2", "prepare", &Role::ALL).await.status, 200);
    let preparation = house.until("it is prepared", async || house.record("DM2").await.0.preparation).await;
    assert_eq!((preparation.to_deliver, preparation.causes["denylist"]), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_address_leads_anywhere() {
    let (house, ways) = sent().await;
    let mark = |way: &str| way[3..].to_owned();
    for path in [
        "/c/https://elsewhere.example".to_owned(),
        format!("/c/{}", mark(&ways.leave)),
        format!("/u/{}", mark(&ways.link)),
        format!("/c/{}?to=https://elsewhere.example", mark(&ways.picture)),
        ways.link.replacen(".0.0.", ".0.1.", 1),
        ways.link.replacen(".0.0.", ".1.0.", 1),
        "/o/x.gif".to_owned(),
        "/o/".to_owned(),
        "/u/x".to_owned(),
    ] {
        let answer = ask(&house, "GET", &path, PLAIN).await;
        assert!(answer.status == 404 && answer.header("location").is_empty(), "{path}: {}", answer.status);
    }
    assert_eq!(house.story(0).await, ["prepared", "relayed"]);
}
