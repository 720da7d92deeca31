//! Two copies of the service on one PostgreSQL: commands are given to either, one of them is killed, the other goes on, and
//! what happened is what would have happened to one alone.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;

use delivery_core::domain::lifecycle::State;
use delivery_server::mta::chance::{Chance, Purpose};
use serde_json::Value;

use crate::crash::{Client, FAST, ID, RECIPIENTS, SLOW, check_log, fates, numbers, played_out, undisturbed};
use crate::ground::{self, Cluster};
use crate::program::{Program, until};
use crate::relay::Relay;
use crate::sending::{files, made};

/// Recipients of real mail.
const LETTERS: usize = 80;

/// Where recipients reach each copy: it stands in what that copy sends.
const PUBLIC: [&str; 2] = ["http://one.example", "http://two.example"];

/// A database for both. `None` without PostgreSQL, which is said.
fn database(folder: &Path) -> Option<String> {
    if Cluster::programs().is_none() && std::env::var_os("DELIVERY_TEST_POSTGRES").is_none() {
        eprintln!("skipped: PostgreSQL is not here");
        return None;
    }
    Some(ground::served(folder))
}

#[test]
fn one_is_killed_in_mid_send_and_the_other_sends_the_rest() {
    let folder = tempfile::TempDir::new().unwrap();
    let Some(database) = database(folder.path()) else { return };
    let recipients: Vec<_> = (0..LETTERS).map(|number| format!("ok{number}@a.example")).collect();
    files(folder.path(), &recipients, "");
    let relay = Relay::start();
    let (file, url) = (folder.path().join("delivery.json"), relay.url());
    let mut copies = PUBLIC.map(|public| {
        let sending = ["--sender", &url, "--deliver", file.to_str().unwrap(), "--pace", "40", "--public", public];
        Program::start(&database, &[&["--recipients", "5"], &sending[..]].concat())
    });
    // The secret that signs it is in the database: it is good at both.
    let token = copies[0].token().unwrap();
    let id = made(&copies[1], &token).unwrap();
    let path = format!("/api/deliveries/{id}/");
    let (_, version) = copies[0].record(&token, &id).unwrap();
    let prepared = copies[0].post(&token, &format!("{path}prepare"), &version, "prepare", "").unwrap();
    assert_eq!(prepared.status, 200, "{}", prepared.text);
    let (record, version) = until("both know that it is prepared", || {
        let [one, two] = [&copies[0], &copies[1]].map(|copy| copy.record(&token, &id).unwrap());
        (one.0.state == State::Prepared && one == two).then_some(two)
    });

    let streams = [&copies[0], &copies[1]].map(|copy| {
        let stream = copy.stream(&token, &id);
        std::thread::spawn(move || to_the_end(BufReader::new(stream)))
    });
    let body = serde_json::json!({ "fingerprint": record.preparation.unwrap().fingerprint }).to_string();
    let confirm = |copy: &Program, key: &str| {
        let answer = copy.post(&token, &format!("{path}confirm"), &version, key, &body).unwrap();
        (answer.status, answer.text)
    };
    let answers = std::thread::scope(|scope| {
        let both = [("one", &copies[0]), ("two", &copies[1])].map(|(key, copy)| {
            let confirm = &confirm;
            scope.spawn(move || confirm(copy, key))
        });
        both.map(|answer| answer.join().unwrap())
    });
    let mut statuses = answers.clone().map(|(status, _)| status);
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "one confirms: {answers:?}");
    for (key, answer) in ["one", "two"].into_iter().zip(&answers) {
        for copy in &copies {
            assert_eq!(confirm(copy, key), *answer, "the same intent has the same answer at either");
        }
    }

    until("some have left", || (relay.got().len() >= 15).then_some(()));
    let sent_by = |public: &str| relay.got().iter().filter(|got| got.text.contains(public)).count();
    let sender = usize::from(sent_by(PUBLIC[0]) == 0);
    assert_eq!(sent_by(PUBLIC[1 - sender]), 0, "one copy sends");
    copies[sender].kill();
    let other = &copies[1 - sender];
    until("the other has sent the rest", || {
        (other.record(&token, &id).unwrap().0.state == State::Finished).then_some(())
    });
    assert!(sent_by(PUBLIC[1 - sender]) > 0, "the other sends the rest");

    let log: Vec<Value> =
        other.log(&token, &id).unwrap().iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (mut relayed, mut uncertain, mut confirmed) = (HashSet::new(), HashSet::new(), 0);
    for (event, sequence) in log.iter().zip(1_u64..) {
        assert_eq!(event["sequence"], format!("{sequence:016}"), "no gaps");
        if event["type"] == "message.relayed" {
            assert!(relayed.insert(event["subject"].as_str().unwrap().to_owned()), "told twice: {event}");
        } else if event["data"]["code"] == "sender.uncertain" {
            let text = event["data"]["text"].as_str().unwrap();
            uncertain.insert(text.split(' ').nth(1).unwrap().to_owned());
        }
        confirmed += usize::from(event["type"] == "delivery.confirmed");
    }
    assert_eq!(confirmed, 1);
    assert!(relayed.is_disjoint(&uncertain));
    assert_eq!(relayed.len() + uncertain.len(), LETTERS, "each is accounted for");
    assert!(uncertain.len() <= 4, "one a lane at most: {uncertain:?}");
    let counts = relay.counts();
    assert!(counts.values().all(|count| *count == 1), "twice: {counts:?}");
    for (number, recipient) in recipients.iter().enumerate() {
        let is_known = relayed.contains(&format!("m{number:09}"));
        assert!(!is_known || counts.contains_key(recipient), "{recipient} was told and not sent");
    }
    let [one, two] = streams.map(|stream| stream.join().unwrap());
    let followed = if sender == 0 { two } else { one };
    let end = log.iter().position(|event| event["type"] == "delivery.finished").unwrap() as u64 + 1;
    assert_eq!(followed, (1..=end).collect::<Vec<_>>(), "whoever followed it there has seen all, once");
    for copy in &copies {
        let said = copy.said.lock().unwrap();
        assert!(!said.contains('@'), "no address is said: {said}");
    }
}

/// The places of what a stream gives, until the delivery is finished or the stream ends.
fn to_the_end(stream: impl BufRead) -> Vec<u64> {
    let (mut places, mut last) = (Vec::new(), 0);
    for line in stream.lines().map_while(Result::ok) {
        if let Some(place) = line.strip_prefix("id: ") {
            last = place.parse().unwrap();
        } else if line.starts_with("data: ") {
            places.push(last);
        }
        if line.contains("\"delivery.finished\"") {
            break;
        }
    }
    places
}

#[test]
fn two_that_are_killed_now_and_then_play_what_one_would() {
    let folder = tempfile::TempDir::new().unwrap();
    let Some(database) = database(folder.path()) else { return };
    let start = |speed| Program::start(&database, &["--recipients", RECIPIENTS, "--speed", speed]);
    let mut copies = [start(SLOW), start(SLOW)];
    let token = copies[0].token().unwrap();
    let (mut client, mut chance, mut kills) = (Client::default(), Chance::of(3, Purpose::Fate, 0), 0);
    for step in 0.. {
        assert!(step < 5_000, "it gets nowhere");
        let state = client.step(&copies[step % 2], &token, chance.happens(1_000)).unwrap();
        if state == State::Finished {
            break;
        }
        let log = copies[chance.below(2) as usize].log(&token, ID).unwrap();
        assert!(log.starts_with(&client.seen), "what was seen at one copy is there at the other");
        assert!(log.len() as u64 >= client.promised, "what was acknowledged is there");
        client.seen = log;
        if step % 4 == 3 && kills < 8 {
            kills += 1;
            let killed = chance.below(2) as usize;
            copies[killed].kill();
            copies[killed] = start(SLOW);
        }
    }
    assert!(kills > 3, "they were hardly disturbed: {kills}");
    copies.iter_mut().for_each(Program::kill);
    let program = start(FAST);
    let log = played_out(&program, &token);
    check_log(&log, "of two copies");
    let undisturbed = undisturbed();
    assert_eq!(numbers(&log), numbers(&undisturbed), "the numbers of an undisturbed run");
    assert_eq!(fates(&log), fates(&undisturbed), "every message has the same fate");
}

#[test]
fn a_server_that_goes_away_and_comes_back_loses_nothing() {
    let folder = tempfile::TempDir::new().unwrap();
    let Some(database) = database(folder.path()) else { return };
    let program = Program::start(&database, &["--recipients", "50", "--speed", SLOW]);
    let token = program.token().unwrap();
    let (_, version) = program.record(&token, ID).unwrap();
    let prepare = || program.post(&token, &format!("/api/deliveries/{ID}/prepare"), &version, "once", "").unwrap();
    ground::shut(folder.path());
    assert_eq!(prepare().status, 503);
    assert_eq!(program.get(&token, "/api/deliveries").unwrap().status, 503);
    ground::reopen(folder.path());
    let answer = until("it answers again", || Some(prepare()).filter(|answer| answer.status != 503));
    assert_eq!(answer.status, 200, "{}", answer.text);
    ground::cut(folder.path());
    let again = until("it answers again", || Some(prepare()).filter(|answer| answer.status != 503));
    assert_eq!((again.status, again.text), (200, answer.text), "the answer of then");
    until("it is prepared", || (program.record(&token, ID).ok()?.0.state == State::Prepared).then_some(()));
    let log = program.log(&token, ID).unwrap().concat();
    assert_eq!(log.matches("\"delivery.preparation_started\"").count(), 1);
}
