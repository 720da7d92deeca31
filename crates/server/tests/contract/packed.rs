//! Answers that are made smaller on their way: the same once they are unpacked, and never what has to stay as it is.

use std::io::Read;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::house::House;
use crate::stages::Stage;

/// As many lines as fill more than one block.
fn large() -> House {
    House::with(&[("P", Stage { recipients: 2_500, ..State::Prepared.into() })])
}

/// What is sent to somebody who takes these codings, and what it is unpacked.
async fn sent(house: &House, path: &str, takes: &str, roles: &[Role]) -> (HeaderMap, Vec<u8>, String) {
    let token = house.token("ada", roles);
    let request =
        Request::get(path).header("authorization", format!("Bearer {token}")).header("accept-encoding", takes);
    let response = house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let (parts, body) = response.into_parts();
    let bytes = Vec::from(body.collect().await.unwrap().to_bytes());
    let mut text = String::new();
    match coding(&parts.headers) {
        "zstd" => drop(zstd::Decoder::new(&bytes[..]).unwrap().read_to_string(&mut text).unwrap()),
        "gzip" => drop(flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap()),
        _ => text = String::from_utf8(bytes.clone()).unwrap(),
    }
    (parts.headers, bytes, text)
}

fn coding(headers: &HeaderMap) -> &str {
    headers.get("content-encoding").map_or("", |coding| coding.to_str().unwrap())
}

#[tokio::test]
async fn a_history_is_the_same_in_every_coding_and_from_every_place() {
    let house = large();
    let without: Vec<_> = Role::ALL.into_iter().filter(|role| *role != Role::ViewLogs).collect();
    for roles in [&Role::ALL[..], &without] {
        let whole = house.get_as("/api/deliveries/P/events", roles, &[]).await.text;
        let lines: Vec<_> = whole.split_inclusive('\n').collect();
        assert!(whole.len() > 500_000, "some blocks: {}", whole.len());
        let places = [0, 1, 399, 600, 1_200, lines.len() - 1, lines.len()];
        for (after, takes) in
            places.into_iter().flat_map(|after| ["", "gzip", "gzip, br, zstd"].map(|one| (after, one)))
        {
            let path = format!("/api/deliveries/P/events?after={after}");
            let (headers, bytes, text) = sent(&house, &path, takes, roles).await;
            assert!(text == lines[after..].concat(), "{after} {takes}");
            let expected = if after == lines.len() && takes.contains("zstd") {
                "gzip"
            } else {
                takes.rsplit(", ").next().unwrap()
            };
            assert_eq!(coding(&headers), expected, "{after}");
            assert_eq!(headers["content-type"], "application/x-ndjson");
            assert!(takes.is_empty() || after > 0 || bytes.len() < whole.len() / 5, "{takes}: {}", bytes.len());
        }
    }
}

#[tokio::test]
async fn what_has_a_strong_tag_and_what_is_live_is_sent_as_it_is() {
    let house = large();
    let (plain, _, text) = sent(&house, "/api/deliveries/P", "", &Role::ALL).await;
    assert!(text.len() > 700);
    for takes in ["gzip", "gzip, deflate, br, zstd"] {
        let (headers, _, same) = sent(&house, "/api/deliveries/P", takes, &Role::ALL).await;
        assert_eq!((coding(&headers), headers["etag"].clone(), same), ("", plain["etag"].clone(), text.clone()));
    }
    let request = Request::get("/api/deliveries/P/events").header("accept", "text/event-stream");
    let request = request.header("accept-encoding", "gzip, deflate, br, zstd");
    let request = request.header("authorization", format!("Bearer {}", house.token("ada", &Role::ALL)));
    let response = house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(coding(response.headers()), "");
    let first = response.into_body().frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(&first[..], b"retry: 1000\nid: 0000000000000000\n\n");
}

#[tokio::test]
async fn other_answers_are_packed_where_it_pays() {
    let house = large();
    let (headers, bytes, text) = sent(&house, "/api/openapi.json", "gzip", &Role::ALL).await;
    assert_eq!((coding(&headers), headers["vary"].to_str().unwrap()), ("gzip", "accept-encoding"));
    assert!(bytes.len() < text.len() / 3, "{} of {}", bytes.len(), text.len());
    assert_eq!(coding(&sent(&house, "/api/session", "gzip", &Role::ALL).await.0), "", "too short");
    let token = house.token("ada", &Role::ALL);
    let request = Request::builder().method(Method::HEAD).uri("/api/deliveries/P/events");
    let request = request.header("accept-encoding", "zstd").header("authorization", format!("Bearer {token}"));
    let answer = house.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status, answer.text.as_str(), answer.header("content-encoding")), (200, "", "zstd"));
}
