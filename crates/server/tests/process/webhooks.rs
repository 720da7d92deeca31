//! Webhooks by the thousand, to a service that is killed again and again: what it acknowledged is there, once.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::ground;
use crate::program::{Program, until};

const SECRET: &str = "only for webhooks: 42";
const ID: &str = "DM98";

/// Events that are posted, each by itself.
const EVENTS: u32 = 2_000;

/// One in so many names no delivery.
const STRAYS: u32 = 10;

/// Connections at once.
const LANES: usize = 8;

/// How often it is killed while they are posted.
const KILLS: usize = 4;

fn start(database: &OsStr) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_delivery-server"));
    command.env("DELIVERY_INGEST_POSTMARK", SECRET);
    Program::spawn(&mut command, database, &["--recipients", "200", "--speed", "1"])
}

fn is_stray(number: u32) -> bool {
    number.is_multiple_of(STRAYS)
}

fn click(number: u32) -> String {
    let metadata = if is_stray(number) { "{}" } else { r#"{"delivery":"DM98"}"# };
    format!(
        r#"{{"RecordType":"Click","MessageID":"P-{number}","Recipient":"p{number}@x.example","ReceivedAt":"2026-11-23T09:00:00Z","OriginalLink":"https://x.example/{number}","Metadata":{metadata}}}"#
    )
}

/// Posts until `stop`, or until there is no more to post. Gives what was acknowledged; what was not is posted again later.
fn post(address: &str, next: &AtomicU32, stop: &AtomicBool, unclear: &mut Vec<u32>) -> Vec<u32> {
    let config =
        ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(20)));
    let agent: ureq::Agent = config.build().into();
    let mut acknowledged = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let number = unclear.pop().unwrap_or_else(|| next.fetch_add(1, Ordering::Relaxed));
        if number >= EVENTS {
            break;
        }
        let request = agent.post(format!("{address}/ingest/postmark")).header("x-webhook-secret", SECRET);
        match request.send(click(number)) {
            Ok(answer) if answer.status().as_u16() == 200 => acknowledged.push(number),
            Ok(answer) => panic!("{number}: {}", answer.status()),
            Err(_) => {
                unclear.push(number);
                break;
            }
        }
    }
    acknowledged
}

/// The numbers of the events that are in the log, each as often as it is.
fn logged(program: &Program, token: &str) -> Vec<u32> {
    let log = program.log(token, ID).unwrap();
    let events = log.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let posted = events.filter(|event| event["id"].as_str().unwrap().starts_with("in."));
    let number = |event: Value| event["data"]["url"].as_str().unwrap().rsplit('/').next().unwrap().parse().unwrap();
    posted.map(number).collect()
}

fn in_tray(program: &Program) -> u64 {
    let token = program.token_of("eve").unwrap();
    let tray: Value = serde_json::from_str(&program.get(&token, "/api/tray").unwrap().text).unwrap();
    tray["heaps"].as_array().unwrap().iter().map(|heap| heap["count"].as_u64().unwrap()).sum()
}

#[test]
fn nothing_that_was_acknowledged_is_lost_or_told_twice() {
    let folder = tempfile::TempDir::new().unwrap();
    let database = ground::address(folder.path());
    let next = AtomicU32::new(0);
    let mut unclear: Vec<Vec<u32>> = vec![Vec::new(); LANES];
    let (mut acknowledged, mut posting) = (HashSet::new(), Duration::ZERO);
    for life in 0..=KILLS {
        let mut program = start(&database);
        let (address, stop) = (program.address.clone(), AtomicBool::new(false));
        let began = Instant::now();
        std::thread::scope(|scope| {
            let lanes: Vec<_> =
                unclear.iter_mut().map(|unclear| scope.spawn(|| post(&address, &next, &stop, unclear))).collect();
            if life < KILLS {
                // While many are on their way.
                let share = EVENTS / (KILLS as u32 + 1) * (life as u32 + 1);
                until("enough was posted", || (next.load(Ordering::Relaxed) >= share).then_some(()));
                program.kill();
            }
            for lane in lanes {
                acknowledged.extend(lane.join().unwrap());
            }
        });
        posting += began.elapsed();
        if life < KILLS {
            continue;
        }
        let token = program.token().unwrap();
        let logged = logged(&program, &token);
        let once: HashSet<_> = logged.iter().copied().collect();
        assert_eq!(logged.len(), once.len(), "none is told twice");
        let filed = |number: &&u32| !is_stray(**number);
        let lost: Vec<_> = acknowledged.iter().filter(filed).filter(|number| !once.contains(number)).collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        // What got no answer was posted again, so that in the end all of it is there.
        assert_eq!(acknowledged.len(), EVENTS as usize);
        assert_eq!(logged.len() as u32, EVENTS - EVENTS.div_ceil(STRAYS));
        assert_eq!(in_tray(&program), u64::from(EVENTS.div_ceil(STRAYS)));
        let rate = f64::from(EVENTS) / posting.as_secs_f64() * 60.0;
        eprintln!("{EVENTS} webhooks over {LANES} connections and {KILLS} kills: {rate:.0} a minute");
        let said = program.said.lock().unwrap().clone();
        assert!(!said.contains('@') && !said.contains(SECRET), "{said}");
    }
}
