//! A hub as the Mercure protocol describes it, as far as a publisher sees one: it takes updates, lets whoever may follow,
//! and can be told to refuse. What it was given is kept in its order.
#![allow(dead_code, missing_docs)]

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL;
use delivery_server::clock::wall;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

pub const SECRET: &str = "what the hub of the tests knows tokens by";
pub const PUBLIC: &str = "https://mail.example";

/// How topics are asked for there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Version {
    /// 1.0.
    One,
    /// 0.24 and earlier.
    Zero,
}

/// What was published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Update {
    pub topic: String,
    pub data: String,
    pub id: Option<String>,
    pub is_private: bool,
}

#[derive(Clone)]
pub struct Hub {
    pub address: String,
    state: Arc<Mutex<State>>,
}

struct State {
    version: Version,
    /// Answers to come, before it takes what is published.
    refusals: VecDeque<u16>,
    got: Vec<Update>,
    /// What it did not take.
    refused: usize,
}

impl Hub {
    pub fn start(version: Version) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/.well-known/mercure", listener.local_addr().unwrap());
        let state = State { version, refusals: VecDeque::new(), got: Vec::new(), refused: 0 };
        let hub = Self { address, state: Arc::new(Mutex::new(state)) };
        let working = hub.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever was killed in between has not written all of it.
                let _broken = working.serve(stream);
            }
        });
        hub
    }

    /// Refuses what is published next with these.
    pub fn refuse(&self, statuses: impl IntoIterator<Item = u16>) {
        self.state.lock().unwrap().refusals = statuses.into_iter().collect();
    }

    /// How often it refused.
    pub fn refused(&self) -> usize {
        self.state.lock().unwrap().refused
    }

    /// What it took.
    pub fn got(&self) -> Vec<Update> {
        self.state.lock().unwrap().got.clone()
    }

    /// The lines of a topic, in the order that they came.
    pub fn lines(&self, topic: &str) -> Vec<String> {
        let of = |update: &Update| update.topic == topic;
        self.got()
            .into_iter()
            .filter(of)
            .flat_map(|update| update.data.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }

    /// The last line of a topic.
    pub fn last(&self, topic: &str) -> Option<String> {
        let state = self.state.lock().unwrap();
        let last = state.got.iter().rfind(|update| update.topic == topic)?;
        last.data.lines().last().map(str::to_owned)
    }

    fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?);
        let mut first = String::new();
        lines.read_line(&mut first)?;
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            lines.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.insert(name.to_ascii_lowercase(), value.to_owned());
        }
        let mut body = vec![0; headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0)];
        lines.read_exact(&mut body)?;
        let (status, text) = self.answer(&first, &headers, &String::from_utf8(body).unwrap());
        write!(stream, "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}", text.len())
    }

    fn answer(&self, first: &str, headers: &BTreeMap<String, String>, body: &str) -> (u16, String) {
        let mut state = self.state.lock().unwrap();
        let token = headers.get("authorization").and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        let Some(claims) = claims(token, SECRET, &self.address) else { return (401, String::new()) };
        let (method, target) = (first.split(' ').next().unwrap(), first.split(' ').nth(1).unwrap());
        let details = &claims["authorization_details"][0];
        if method == "GET" {
            let wanted = match state.version {
                Version::One => "match",
                Version::Zero => "topic",
            };
            let asked = fields(target.split_once('?').map_or("", |(_, query)| query));
            // The new one knows the old parameter, and refuses it; the old one has never heard of the new one.
            let is_understood = asked.iter().any(|(name, _)| name == wanted)
                && !asked.iter().any(|(name, _)| name == "topic" && state.version == Version::One);
            let may = details["actions"] == serde_json::json!(["subscribe"]);
            return (
                if !may {
                    403
                } else if is_understood {
                    200
                } else {
                    400
                },
                ":\n".to_owned(),
            );
        }
        assert_eq!(method, "POST");
        assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
        if details["actions"] != serde_json::json!(["publish"]) {
            return (403, String::new());
        }
        if let Some(status) = state.refusals.pop_front() {
            state.refused += 1;
            return (status, String::new());
        }
        let fields: BTreeMap<_, _> = fields(body).into_iter().collect();
        state.got.push(Update {
            topic: fields["topic"].clone(),
            data: fields.get("data").cloned().unwrap_or_default(),
            id: fields.get("id").cloned(),
            is_private: fields.contains_key("private"),
        });
        (200, fields.get("id").cloned().unwrap_or_else(|| "urn:uuid:7".to_owned()))
    }
}

/// What a token says, if the hub at this address takes it: RFC 9068, and what versions before 1.0 read.
pub fn claims(token: &str, secret: &str, audience: &str) -> Option<Value> {
    let (signed, signature) = token.rsplit_once('.')?;
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(signed);
    mac.verify_slice(&URL.decode(signature).ok()?).ok()?;
    let (header, said) = signed.split_once('.')?;
    let read = |part: &str| serde_json::from_slice::<Value>(&URL.decode(part).ok()?).ok();
    let (header, said) = (read(header)?, read(said)?);
    let is_whole = ["sub", "client_id", "jti", "iat"].iter().all(|name| !said[name].is_null());
    let is_for_us = said["aud"] == audience && said["iss"] == PUBLIC;
    let is_current = said["exp"].as_i64()? > wall().millis() / 1_000;
    let detail = &said["authorization_details"][0];
    let is_detail = detail["type"] == "https://mercure.rocks/authorization-detail";
    let action = detail["actions"][0].as_str()?;
    let topics: Vec<_> = detail["topics"].as_array()?.iter().map(|topic| topic["match"].clone()).collect();
    let is_the_same_before = said["mercure"][action] == Value::Array(topics);
    let is_taken = header["typ"] == "at+jwt" && header["alg"] == "HS256";
    (is_taken && is_whole && is_for_us && is_current && is_detail && is_the_same_before).then_some(said)
}

/// Names and values of a form or a query.
pub fn fields(text: &str) -> Vec<(String, String)> {
    let read = |text: &str| {
        let (mut bytes, mut rest) = (Vec::new(), text.bytes());
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
                }
                other => other,
            });
        }
        String::from_utf8(bytes).unwrap()
    };
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (read(name), read(value)))
        .collect()
}
