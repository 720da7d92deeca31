//! Killed at any moment, the service loses nothing it has acknowledged, relays no message twice, and in the end has the
//! numbers of a run that nobody disturbed.
//!
//! `CRASH_SEEDS=1,2,3` chooses other moments; a failure says which seed it was.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::time::Duration;

use chrono::TimeDelta;
use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::status::Feedback;
use delivery_core::feed::{Format, Reader};
use delivery_server::mta::chance::{Chance, Purpose};
use serde_json::Value;

use crate::ground;
use crate::program::{Program, until};

pub const ID: &str = "DM95";
pub const RECIPIENTS: &str = "300";
/// At this speed a preparation takes a sixth of a second and handing over under two.
pub const SLOW: &str = "600";
/// At this speed a week passes in less than a second.
pub const FAST: &str = "1000000";

/// A command that was given, and not answered yet.
struct Open {
    path: String,
    version: String,
    key: String,
    body: String,
}

/// A client that remembers what it was promised.
#[derive(Default)]
pub struct Client {
    open: Option<Open>,
    commands: u32,
    pub seen: Vec<String>,
    pub promised: u64,
}

#[test]
fn killed_at_any_moment() {
    let seeds = std::env::var("CRASH_SEEDS").unwrap_or_else(|_| "1,2,3".to_owned());
    let undisturbed = undisturbed();
    for seed in seeds.split(',') {
        let log = disturbed(seed.trim().parse().unwrap());
        check_log(&log, seed);
        check_times(&log, seed);
        assert_eq!(numbers(&log), numbers(&undisturbed), "seed {seed}: the numbers of an undisturbed run");
        assert_eq!(fates(&log), fates(&undisturbed), "seed {seed}: every message has the same fate");
    }
}

pub fn undisturbed() -> Vec<String> {
    let folder = tempfile::TempDir::new().unwrap();
    let program = Program::start(ground::address(folder.path()), &["--recipients", RECIPIENTS, "--speed", FAST]);
    let token = program.token().unwrap();
    let mut client = Client::default();
    until("it is finished", || {
        client.step(&program, &token, false).unwrap();
        (program.record(&token, ID).unwrap().0.state == State::Finished).then_some(())
    });
    played_out(&program, &token)
}

/// The log, once everything that will happen has happened.
pub fn played_out(program: &Program, token: &str) -> Vec<String> {
    let mut length = 0;
    let mut quiet = 0;
    until("nothing more happens", || {
        let log = program.log(token, ID).unwrap();
        quiet = if log.len() == length { quiet + 1 } else { 0 };
        length = log.len();
        // The validity period and the longest time to read are over within a week: a second of rest is two weeks.
        std::thread::sleep(Duration::from_millis(100));
        (quiet > 10).then_some(log)
    })
}

fn disturbed(seed: u64) -> Vec<String> {
    let folder = tempfile::TempDir::new().unwrap();
    let database = ground::address(folder.path());
    let mut chance = Chance::of(seed, Purpose::Fate, 0);
    let mut client = Client::default();
    let mut finished = false;
    let mut kills = 0;
    while !finished {
        kills += 1;
        assert!(kills < 400, "seed {seed}: it gets nowhere");
        finished = round(&database, &mut client, &mut chance, seed);
    }
    assert!(kills > 10, "seed {seed}: it was hardly disturbed: {kills}");
    let program = Program::start(&database, &["--recipients", RECIPIENTS, "--speed", FAST]);
    played_out(&program, &program.token().unwrap())
}

/// One life of the service. Gives whether everything was handed over.
fn round(database: &OsStr, client: &mut Client, chance: &mut Chance, seed: u64) -> bool {
    let mut program = Program::start(database, &["--recipients", RECIPIENTS, "--speed", SLOW]);
    let process = program.child.id().to_string();
    let wait = Duration::from_micros(chance.below(140_000));
    let killer = std::thread::spawn(move || {
        std::thread::sleep(wait);
        let _killed = std::process::Command::new("kill").args(["-KILL", &process]).status();
    });
    let mut finished = false;
    // Until it is gone, which shows as an error here.
    if let Ok(token) = program.token() {
        while let Ok(state) = client.step(&program, &token, chance.happens(1_000)) {
            finished = state == State::Finished;
            let Ok(log) = program.log(&token, ID) else { break };
            assert!(log.len() as u64 >= client.promised, "seed {seed}: what was acknowledged is there");
            assert!(log.starts_with(&client.seen), "seed {seed}: what was seen stays");
            client.seen = log;
        }
    }
    killer.join().unwrap();
    program.kill();
    let said = program.said.lock().unwrap().clone();
    assert!(!said.contains('@'), "seed {seed}: no address is logged: {said}");
    finished
}

impl Client {
    /// Repeats the command that was not answered, or gives the next one.
    pub fn step(&mut self, program: &Program, token: &str, restless: bool) -> Result<State, ureq::Error> {
        let (record, version) = program.record(token, ID)?;
        if self.open.is_none() {
            let (command, body) = match record.state {
                State::Editing => ("prepare", String::new()),
                State::Prepared => {
                    let fingerprint = record.preparation.unwrap().fingerprint;
                    ("confirm", serde_json::json!({ "fingerprint": fingerprint }).to_string())
                }
                State::Sending if restless => ("pause", String::new()),
                State::Paused => ("resume", String::new()),
                other => return Ok(other),
            };
            self.commands += 1;
            let (path, key) = (format!("/api/deliveries/{ID}/{command}"), format!("key-{}", self.commands));
            self.open = Some(Open { path, version, key, body });
        }
        if let Some(open) = &self.open {
            let answer = program.post(token, &open.path, &open.version, &open.key, &open.body)?;
            // Handing over may have ended between reading and pausing.
            let fine = answer.status == 200 || (matches!(answer.status, 409 | 412) && open.path.ends_with("/pause"));
            assert!(fine, "{} {}: {} {}", open.path, open.key, answer.status, answer.text);
            self.promised = self.promised.max(answer.cursor.parse().unwrap_or(0));
            self.open = None;
        }
        Ok(record.state)
    }
}

fn parse(log: &[String]) -> Vec<Value> {
    log.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub fn check_log(log: &[String], seed: &str) {
    let events = parse(log);
    let (mut ids, mut prepared, mut relayed) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut milestones = BTreeMap::<String, u32>::new();
    for (event, sequence) in events.iter().zip(1_u64..) {
        assert_eq!(event["sequence"], format!("{sequence:016}"), "seed {seed}: no gaps");
        assert!(ids.insert(event["id"].to_string()), "seed {seed}: twice: {event}");
        let kind = event["type"].as_str().unwrap();
        match kind {
            "message.prepared" => drop(prepared.insert(event["subject"].to_string())),
            "message.relayed" => {
                assert!(relayed.insert(event["subject"].to_string()), "seed {seed}: relayed twice: {event}");
            }
            _ => {}
        }
        if kind.starts_with("delivery.") {
            *milestones.entry(kind.to_owned()).or_default() += 1;
        }
    }
    assert_eq!(prepared, relayed, "seed {seed}: everybody gets the message");
    for kind in ["preparation_started", "prepared", "confirmed", "started", "finished"] {
        assert_eq!(milestones[&format!("delivery.{kind}")], 1, "seed {seed}: {kind}: {milestones:?}");
    }
}

fn check_times(log: &[String], seed: &str) {
    let events = parse(log);
    let times: Vec<_> = events.iter().map(|event| event["time"].as_str().and_then(Instant::parse).unwrap()).collect();
    assert!(times.is_sorted(), "seed {seed}: the clock never goes back");
}

pub fn numbers(log: &[String]) -> String {
    let mut fold = Fold::new();
    let text: String = log.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    Reader::new(Format::CloudEvents).push(text.as_bytes(), &mut fold);
    let settings = Settings { feedback: Feedback::On, validity: TimeDelta::hours(48) };
    let far = Instant::parse("2100-01-01T00:00:00Z").unwrap();
    format!("{:?}", fold.tally(&settings, far).all)
}

/// What happened to each message, in order.
pub fn fates(log: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut fates = BTreeMap::<_, Vec<_>>::new();
    for event in parse(log) {
        if let Some(message) = event["subject"].as_str() {
            fates.entry(message.to_owned()).or_default().push(event["id"].to_string());
        }
    }
    fates
}
