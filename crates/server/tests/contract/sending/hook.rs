//! The owner's engine is told what to do, and says whether it does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use delivery_server::sender::{Secret, Sending};
use serde_json::Value;

use super::{ID, house};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A request as it came.
#[derive(Clone, Debug)]
struct Asked {
    id: String,
    is_signed: bool,
    body: Value,
}

/// An engine that gives these answers, and then yes.
fn engine(answers: &'static [(u16, &'static str)]) -> (String, Arc<Mutex<Vec<Asked>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/deliveries", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&asked);
    std::thread::spawn(move || {
        let mut answers = answers.iter();
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            let (mut length, mut headers) = (0, std::collections::HashMap::new());
            loop {
                let mut line = String::new();
                lines.read_line(&mut line).unwrap();
                let Some((name, value)) = line.trim_end().split_once(": ") else {
                    if line.trim_end().is_empty() { break } else { continue }
                };
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.parse().unwrap();
                }
                headers.insert(name.to_ascii_lowercase(), value.to_owned());
            }
            let mut body = vec![0; length];
            lines.read_exact(&mut body).unwrap();
            let body = String::from_utf8(body).unwrap();
            let id = headers["webhook-id"].clone();
            let timestamp = headers["webhook-timestamp"].parse().unwrap();
            let is_signed = headers["webhook-signature"] == Secret::parse(SECRET).unwrap().sign(&id, timestamp, &body);
            into.lock().unwrap().push(Asked { id, is_signed, body: serde_json::from_str(&body).unwrap() });
            let (status, text) = answers.next().copied().unwrap_or((202, ""));
            let _sent = write!(
                stream,
                "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
                text.len()
            );
        }
    });
    (address, asked)
}

fn with_secret(sending: &mut Sending) {
    sending.secret = Secret::parse(SECRET);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_is_told_what_was_confirmed() {
    let (address, asked) = engine(&[]);
    let house = house(&address, &["zoe@a.example", "bo@a.example", "nobody"], "", 1.0, with_secret);
    house.let_go().await;
    house.comes_to(State::Sending).await;
    let fingerprint = house.fingerprint(ID).await;
    assert_eq!(house.command(ID, "pause", &Role::ALL).await.status, 200);
    assert_eq!(house.command(ID, "resume", &Role::ALL).await.status, 200);
    assert_eq!(house.command(ID, "stop", &Role::ALL).await.status, 200);
    house.until("all was told", async || (asked.lock().unwrap().len() == 4).then_some(())).await;
    let asked = asked.lock().unwrap().clone();
    let kinds: Vec<_> = asked.iter().map(|asked| asked.body["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["delivery.start", "delivery.pause", "delivery.resume", "delivery.stop"]);
    assert!(asked.iter().all(|asked| asked.is_signed && asked.body["data"]["delivery"] == ID));
    let start = &asked[0].body["data"];
    assert_eq!(start["fingerprint"], fingerprint);
    assert_eq!((&start["counts"]["to_deliver"], &start["counts"]["excluded"]), (&2.into(), &1.into()));
    assert!(!asked.iter().any(|asked| asked.body.to_string().contains("a.example")), "no recipient is named");
    let log = house.log(ID).await;
    assert!(!log.iter().any(|event| event["type"] == "message.cancelled"), "the engine says what it has not sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_without_an_answer_is_repeated_with_the_same_key() {
    let (address, asked) = engine(&[(500, ""), (503, "")]);
    let house = house(&address, &["zoe@a.example"], "", 60.0, with_secret);
    house.let_go().await;
    house.comes_to(State::Sending).await;
    let asked = asked.lock().unwrap().clone();
    assert_eq!(asked.len(), 3);
    assert!(asked.iter().all(|one| one.is_signed && one.id == asked[0].id), "{asked:?}");
    assert_eq!(house.rows("engine.unanswered").await.len(), 1, "told once");
    let started = house.log(ID).await.iter().filter(|event| event["type"] == "delivery.started").count();
    assert_eq!(started, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_may_refuse() {
    let (address, asked) = engine(&[(409, r#"{"detail":"This list was withdrawn."}"#)]);
    let house = house(&address, &["zoe@a.example"], "", 1.0, with_secret);
    house.let_go().await;
    house.comes_to(State::Failed).await;
    let failed = house.log(ID).await.into_iter().find(|event| event["type"] == "delivery.failed").unwrap();
    assert_eq!(failed["data"]["reason"], "This list was withdrawn.");
    assert_eq!(asked.lock().unwrap().len(), 1);
}
