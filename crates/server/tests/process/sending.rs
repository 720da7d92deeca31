//! Mail to a relay, by a service that is killed at any moment: nobody gets a message twice, and what became of each is in
//! the log, or that nobody knows.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use delivery_core::domain::lifecycle::State;
use delivery_server::mta::chance::{Chance, Purpose};
use serde_json::Value;

use crate::ground;
use crate::program::{Program, until};
use crate::relay::Relay;

const RECIPIENTS: usize = 80;

/// Files that describe a delivery.
pub fn files(folder: &Path, recipients: &[String], more: &str) {
    let mut list = "address\n".to_owned();
    for recipient in recipients {
        writeln!(list, "{recipient}").unwrap();
    }
    std::fs::write(folder.join("list.csv"), list).unwrap();
    std::fs::write(folder.join("letter.txt"), "Hello").unwrap();
    let delivery = format!(
        r#"{{"name":"Spring","from":"Shop <letters@shop.example>","subject":"Hello","text":"letter.txt","recipients":"list.csv"{more}}}"#
    );
    std::fs::write(folder.join("delivery.json"), delivery).unwrap();
}

/// The delivery that was made of them, by its name.
pub fn made(program: &Program, token: &str) -> Option<String> {
    let cards: Value = serde_json::from_str(&program.get(token, "/api/deliveries").ok()?.text).ok()?;
    let card = cards.as_array()?.iter().find(|card| card["label"] == "Spring")?;
    Some(card["id"].as_str()?.to_owned())
}

/// Brings it one command further. `None` if the service is gone.
pub fn step(program: &Program, token: &str, id: &str) -> Option<State> {
    let (record, version) = program.record(token, id).ok()?;
    let (command, body) = match (record.state, &record.preparation) {
        (State::Editing, _) => ("prepare", String::new()),
        (State::Prepared, Some(preparation)) => {
            ("confirm", serde_json::json!({ "fingerprint": preparation.fingerprint }).to_string())
        }
        (other, _) => return Some(other),
    };
    // The same key for the same step: repeated after a crash, it is one step all the same.
    let answer = program.post(token, &format!("/api/deliveries/{id}/{command}"), &version, command, &body).ok()?;
    assert!(matches!(answer.status, 200 | 412), "{command}: {} {}", answer.status, answer.text);
    Some(record.state)
}

#[test]
fn killed_at_any_moment_it_sends_nothing_twice() {
    let folder = tempfile::TempDir::new().unwrap();
    let recipients: Vec<_> = (0..RECIPIENTS).map(|number| format!("ok{number}@a.example")).collect();
    files(folder.path(), &recipients, "");
    let relay = Relay::start();
    let (file, url) = (folder.path().join("delivery.json"), relay.url());
    let options = ["--recipients", "5", "--sender", &url, "--deliver", file.to_str().unwrap(), "--pace", "60"];
    let database = ground::address(folder.path());
    let mut chance = Chance::of(7, Purpose::Fate, 0);
    let (mut kills, mut finished) = (0, false);
    while !finished {
        kills += 1;
        assert!(kills < 100, "it gets nowhere");
        let mut program = Program::start(&database, &options);
        let process = program.child.id().to_string();
        let wait = Duration::from_millis(50 + chance.below(350));
        let killer = std::thread::spawn(move || {
            std::thread::sleep(wait);
            let _killed = Command::new("kill").args(["-KILL", &process]).status();
        });
        if let Ok(token) = program.token()
            && let Some(id) = made(&program, &token)
        {
            while let Some(state) = step(&program, &token, &id) {
                finished = state == State::Finished;
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        killer.join().unwrap();
        program.kill();
        assert!(!program.said.lock().unwrap().contains('@'), "no address is said");
    }
    assert!(kills > 3, "it was hardly disturbed: {kills}");
    let program = Program::start(&database, &options);
    let token = program.token().unwrap();
    let id = made(&program, &token).unwrap();
    let log: Vec<Value> =
        program.log(&token, &id).unwrap().iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut relayed = HashSet::new();
    let mut uncertain = HashSet::new();
    for event in &log {
        if event["type"] == "message.relayed" {
            assert!(relayed.insert(event["subject"].as_str().unwrap().to_owned()), "told twice: {event}");
        } else if event["data"]["code"] == "sender.uncertain" {
            let text = event["data"]["text"].as_str().unwrap();
            uncertain.insert(text.split(' ').nth(1).unwrap().to_owned());
        }
    }
    assert!(relayed.is_disjoint(&uncertain));
    assert_eq!(relayed.len() + uncertain.len(), RECIPIENTS, "each is accounted for");
    let counts = relay.counts();
    assert!(counts.values().all(|count| *count == 1), "twice: {counts:?}");
    for (number, recipient) in recipients.iter().enumerate() {
        let is_known = relayed.contains(&format!("m{number:09}"));
        assert!(!is_known || counts.contains_key(recipient), "{recipient} was told and not sent");
    }
    assert!(uncertain.len() <= 4 * kills, "one a lane and a crash at most");
}

#[test]
fn what_was_leaving_when_it_was_killed_is_not_sent_again() {
    let folder = tempfile::TempDir::new().unwrap();
    files(folder.path(), &["hang@a.example".to_owned()], "");
    let relay = Relay::start();
    let (file, url) = (folder.path().join("delivery.json"), relay.url());
    let options = ["--recipients", "5", "--sender", &url, "--deliver", file.to_str().unwrap()];
    let database = ground::address(folder.path());
    let mut program = Program::start(&database, &options);
    let token = program.token().unwrap();
    let id = made(&program, &token).unwrap();
    until("it is being sent", || step(&program, &token, &id).filter(|state| *state == State::Sending));
    // The relay has the message, and says nothing.
    until("its end has come", || (relay.got().len() == 1).then_some(()));
    program.kill();
    let program = Program::start(&database, &options);
    let token = program.token().unwrap();
    until("it is finished", || step(&program, &token, &id).filter(|state| *state == State::Finished));
    let log = program.log(&token, &id).unwrap().concat();
    assert!(log.contains("sender.uncertain") && !log.contains("message.relayed"), "{log}");
    assert_eq!(relay.got().len(), 1);
}
