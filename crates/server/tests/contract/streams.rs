//! The log as history and as a stream: resumed, masked, and honest about what is lost.

use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::http::Request;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::ground::Aside;
use crate::house::{House, refused};
use crate::stages::Stage;

/// A stream as it is being read.
struct Open {
    body: Body,
    begins_after: String,
    text: String,
}

impl Open {
    async fn at(house: &House, path: &str, token: &str, last: Option<&str>) -> Self {
        let mut request = Request::get(path).header("accept", "text/event-stream");
        request = request.header("authorization", format!("Bearer {token}"));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let begins_after = response.headers()["last-event-id"].to_str().unwrap().to_owned();
        Self { body: response.into_body(), begins_after, text: String::new() }
    }

    /// Reads on. False at the end of the stream.
    async fn read(&mut self) -> bool {
        let Some(frame) = self.body.frame().await else { return false };
        self.text.push_str(std::str::from_utf8(&frame.unwrap().into_data().unwrap()).unwrap());
        true
    }

    /// Reads until there are so many events.
    async fn events(&mut self, count: usize) -> Vec<(String, String)> {
        while self.parsed().len() < count {
            let read = tokio::time::timeout(Duration::from_secs(20), self.read()).await.unwrap();
            assert!(read, "the stream ended: {}", self.text);
        }
        self.parsed()
    }

    /// Cursor and line of each event so far.
    fn parsed(&self) -> Vec<(String, String)> {
        let whole = self.text.rfind("\n\n").map_or("", |end| &self.text[..end]);
        let events = whole.split("\n\n").filter(|event| event.contains("data: "));
        events
            .map(|event| {
                let (id, data) = event.split_once("\ndata: ").unwrap();
                (id.trim_start_matches("id: ").to_owned(), data.to_owned())
            })
            .collect()
    }
}

fn prepared() -> House {
    House::with(&[("P", Stage { recipients: 1_200, ..State::Prepared.into() })])
}

fn cursor(at: usize) -> String {
    format!("{at:016}")
}

#[tokio::test]
async fn history_is_whole_and_goes_on_from_a_cursor() {
    let house = prepared();
    let whole = house.get("/api/deliveries/P/events").await;
    assert_eq!(whole.header("content-type"), "application/x-ndjson");
    assert_eq!(whole.header("last-event-id"), cursor(0));
    let lines: Vec<_> = whole.text.lines().collect();
    assert!(lines.len() > 1_200 && whole.text.ends_with('\n'));
    for (at, line) in lines.iter().enumerate() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(event["sequence"], cursor(at + 1));
        assert_eq!(event["source"], "/deliveries/P");
        assert_eq!(event["specversion"], "1.0");
    }
    let rest = house.get("/api/deliveries/P/events?after=700").await;
    assert_eq!(rest.header("last-event-id"), cursor(700));
    assert_eq!(rest.text.lines().collect::<Vec<_>>(), lines[700..]);
    let header =
        house.get_as("/api/deliveries/P/events?after=3", &Role::ALL, &[("last-event-id", &cursor(1_000))]).await;
    assert_eq!(header.text.lines().collect::<Vec<_>>(), lines[1_000..], "the header goes before the address");
    let record = house.get("/api/deliveries/P").await;
    assert_eq!(record.header("last-event-id"), cursor(lines.len()));
}

#[tokio::test]
async fn cursors_that_cannot_be_are_told() {
    let house = prepared();
    let end = house.log("P").await.len();
    for (asked, answered) in [(end + 1, end), (usize::MAX, end), (end, end)] {
        let answer = house.get(&format!("/api/deliveries/P/events?after={asked}")).await;
        assert_eq!((answer.status, answer.text.as_str()), (200, ""), "{asked}");
        assert_eq!(answer.header("last-event-id"), cursor(answered), "{asked}");
    }
    for asked in ["x", "-1", "1.0", "18446744073709551616"] {
        let answer = house.get(&format!("/api/deliveries/P/events?after={asked}")).await;
        assert_eq!(answer.refusal(), refused(400, "bad-request"), "{asked}");
    }
    assert_eq!(house.get("/api/deliveries/Q/events").await.refusal(), refused(404, "not-found"));
    let stream = Open::at(&house, "/api/deliveries/P/events?after=999999", &house.token("ada", &[]), None).await;
    assert_eq!(stream.begins_after, cursor(end), "a client that asked for more knows that something was lost");
}

#[tokio::test]
async fn a_cursor_older_than_what_is_kept_is_gone() {
    let house = prepared();
    Aside::to(house.folder.path()).run("DELETE FROM events WHERE seq <= 500");
    for (after, expected) in [(1, 410), (499, 410), (500, 200), (501, 200), (0, 200)] {
        let answer = house.get(&format!("/api/deliveries/P/events?after={after}")).await;
        assert_eq!(answer.status, expected, "{after}");
        if expected == 410 {
            assert_eq!(answer.refusal(), refused(410, "cursor-gone"));
        }
    }
    let all = house.get("/api/deliveries/P/events").await;
    assert_eq!(all.header("last-event-id"), cursor(500), "from the beginning: of what is kept, and it says so");
}

#[tokio::test]
async fn a_stream_gives_what_was_missed_and_then_what_happens() {
    let house = prepared();
    let token = house.token("ada", &Role::ALL);
    let whole = house.get("/api/deliveries/P/events").await;
    let lines: Vec<_> = whole.text.lines().collect();
    let mut stream = Open::at(&house, "/api/deliveries/P/events", &token, Some(&cursor(600))).await;
    assert_eq!(stream.begins_after, cursor(600));
    let missed = stream.events(lines.len() - 600).await;
    assert!(stream.text.starts_with("retry: 1000\nid: 0000000000000600\n\n"), "the cursor is there before any event");
    for ((id, line), (at, expected)) in missed.iter().zip(lines.iter().enumerate().skip(600)) {
        assert_eq!((id.as_str(), line.as_str()), (cursor(at + 1).as_str(), *expected));
    }
    assert_eq!(house.command("P", "prepare", &Role::ALL).await.status, 200);
    let all = stream.events(lines.len() - 600 + 1).await;
    let (id, line) = all.last().unwrap();
    assert_eq!(*id, cursor(lines.len() + 1));
    assert!(line.contains("delivery.preparation_started"), "{line}");
}

#[tokio::test]
async fn a_stream_ends_with_its_token() {
    let house = prepared();
    let nearly_over = SystemTime::now() - Duration::from_millis(598_500);
    let token = house.token_at("ada", &Role::ALL, nearly_over);
    let mut stream = Open::at(&house, "/api/deliveries/P/events?after=1200", &token, None).await;
    let ended = tokio::time::timeout(Duration::from_secs(5), async { while stream.read().await {} }).await;
    assert!(ended.is_ok(), "the client comes back with a new one");
}

#[tokio::test]
async fn a_silent_stream_says_that_it_is_alive() {
    let house = prepared();
    let end = house.log("P").await.len();
    let path = format!("/api/deliveries/P/events?after={end}");
    let mut stream = Open::at(&house, &path, &house.token("ada", &Role::ALL), None).await;
    stream.read().await;
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    stream.read().await;
    assert!(stream.text.ends_with(": alive\n\n"), "{}", stream.text);
    assert!(began.elapsed() <= Duration::from_secs(16), "{:?}", began.elapsed());
}

#[tokio::test]
async fn addresses_are_masked_for_those_who_may_not_see_them() {
    let house = prepared();
    let without: Vec<_> = Role::ALL.into_iter().filter(|role| *role != Role::ViewLogs).collect();
    let plain = house.get("/api/deliveries/P/events").await.text;
    let masked = house.get_as("/api/deliveries/P/events", &without, &[]).await.text;
    assert!(!plain.contains("•••"));
    let mut seen = 0;
    for (plain, masked) in plain.lines().zip(masked.lines()) {
        if let Some(address) = address_of(plain).zip(address_of(masked)).filter(|(plain, _)| !plain.is_empty()) {
            let (plain, masked) = address;
            let (local, domain) = plain.rsplit_once('@').unwrap();
            assert_eq!(masked, format!("{}•••@{domain}", local.chars().next().unwrap()));
            seen += 1;
        }
    }
    assert!(seen > 1_100);
    let mut stream = Open::at(&house, "/api/deliveries/P/events", &house.token("bo", &without), None).await;
    let streamed = stream.events(masked.lines().count()).await;
    assert!(streamed.iter().map(|(_, line)| line.as_str()).eq(masked.lines()), "the stream masks as the history does");
}

fn address_of(line: &str) -> Option<String> {
    let event: serde_json::Value = serde_json::from_str(line).unwrap();
    event["data"]["address"].as_str().map(str::to_owned)
}
