//! An engine as an owner may have one: it is told by HTTP what to do, and signs what it reports.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use delivery_server::clock::wall;
use delivery_server::sender::Secret;
use serde_json::{Value, json};

pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub id: String,
    pub is_signed: bool,
    pub body: Value,
}

/// An engine that gives these answers, and then yes.
pub fn engine(answers: &'static [(u16, &'static str)]) -> (String, Arc<Mutex<Vec<Asked>>>) {
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

/// An event of an engine's about a delivery, of a moment ago: two clocks differ by some milliseconds, and nothing is taken in
/// as later than now.
pub fn event(delivery: &str, id: &str, kind: &str, subject: Option<&str>, more: &Value) -> Value {
    let mut event = json!({
        "specversion": "1.0", "id": id, "source": format!("/deliveries/{delivery}"), "type": kind,
        "time": wall() - TimeDelta::milliseconds(20), "data": more,
    });
    if let Some(subject) = subject {
        event["subject"] = json!(subject);
    }
    event
}

/// The headers of a report that is signed so many seconds from now.
pub fn signed(body: &str, seconds: i64) -> [(&'static str, String); 3] {
    let stamp = wall().millis() / 1_000 + seconds;
    let signature = Secret::parse(SECRET).unwrap().sign("msg_1", stamp, body);
    [("webhook-id", "msg_1".to_owned()), ("webhook-timestamp", stamp.to_string()), ("webhook-signature", signature)]
}
