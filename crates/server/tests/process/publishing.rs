//! A hub is given everything, in its order, however often whoever publishes is killed: the one service, or one of two copies.

use std::ffi::{OsStr, OsString};
use std::process::Command;

use delivery_core::domain::lifecycle::State;
use delivery_server::mta::chance::{Chance, Purpose};

use crate::crash::{Client, FAST, ID, RECIPIENTS, SLOW, played_out};
use crate::ground::{self, Cluster};
use crate::hub::{Hub, PUBLIC, SECRET, Version};
use crate::program::{Program, until};

fn start(database: &OsStr, hub: &Hub, speed: &str) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_delivery-server"));
    let options = ["--recipients", RECIPIENTS, "--speed", speed, "--public", PUBLIC, "--hub", &hub.address];
    Program::spawn(command.env("DELIVERY_HUB_SECRET", SECRET), database, &options)
}

#[test]
fn killed_at_any_moment_it_leaves_nothing_out() {
    let folder = tempfile::TempDir::new().unwrap();
    disturbed(&ground::address(folder.path()), 1);
}

#[test]
fn of_two_copies_whichever_is_left_goes_on() {
    if Cluster::programs().is_none() && std::env::var_os("DELIVERY_TEST_POSTGRES").is_none() {
        eprintln!("skipped: PostgreSQL is not here");
        return;
    }
    let folder = tempfile::TempDir::new().unwrap();
    disturbed(&OsString::from(ground::served(folder.path())), 2);
}

/// Sends a delivery through so many copies, which are killed now and then, and compares what the hub got with the log.
fn disturbed(database: &OsStr, count: usize) {
    let hub = Hub::start(Version::One);
    let topic = format!("{PUBLIC}/api/deliveries/{ID}/events");
    let mut copies: Vec<_> = (0..count).map(|_| start(database, &hub, SLOW)).collect();
    let token = copies[0].token().unwrap();
    let before = copies[0].log(&token, ID).unwrap().len();
    until("the hub has been found", || (!hub.got().is_empty()).then_some(()));
    let (mut client, mut chance, mut kills) = (Client::default(), Chance::of(5, Purpose::Fate, 0), 0);
    for step in 0.. {
        assert!(step < 5_000, "it gets nowhere");
        let state = client.step(&copies[step % count], &token, chance.happens(1_000)).unwrap();
        if state == State::Finished {
            break;
        }
        if step % 3 == 2 && kills < 8 {
            kills += 1;
            let killed = chance.below(count as u64) as usize;
            copies[killed].kill();
            copies[killed] = start(database, &hub, SLOW);
        }
    }
    // Where starting takes long, the send is over after a few.
    assert!(kills > 1, "they were hardly disturbed: {kills}");
    copies.iter_mut().for_each(Program::kill);
    let log = played_out(&start(database, &hub, FAST), &token);
    // While weeks pass in a second, recurring deliveries tell more than anybody could publish.
    let program = start(database, &hub, SLOW);
    // Whatever was taken and not noted comes again; nothing is left out, and nothing comes before what it follows.
    let expected = &log[before..];
    until("all is published", || (hub.last(&topic)? == *expected.last()?).then_some(()));
    let mut next = 0;
    for line in hub.lines(&topic) {
        let place = expected.iter().position(|known| *known == line).unwrap_or_else(|| panic!("in no log: {line}"));
        assert!(place <= next, "left out: {}", expected[next]);
        next = next.max(place + 1);
    }
    assert_eq!(next, expected.len());
    assert!(!program.said.lock().unwrap().contains('@'), "no address is said");
}
