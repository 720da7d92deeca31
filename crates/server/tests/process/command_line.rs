//! How the program is used, and how it ends.

use std::io::Read;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::ground;
use crate::program::Program;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_delivery-server")).args(arguments).output().unwrap()
}

#[test]
fn bad_usage_is_one_line_and_two() {
    for arguments in [
        &["--nonsense"] as &[_],
        &["--listen"],
        &["--listen", "nowhere"],
        &["--speed", "0"],
        &["--demo", "--listen", "0.0.0.0:0"],
        &["--demo", "--listen", "[::]:0"],
    ] {
        let output = run(arguments);
        let line = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {line}");
        assert_eq!(line.lines().count(), 1, "{line}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn what_keeps_it_from_starting_is_one_line_and_one() {
    let folder = tempfile::TempDir::new().unwrap();
    let not_ours = folder.path().join("text.db");
    std::fs::write(&not_ours, "not a database, and long enough to be seen as such".repeat(100)).unwrap();
    let good = folder.path().join("good.db");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (database, listen) in [
        (not_ours.to_str().unwrap(), "127.0.0.1:0"),
        (folder.path().to_str().unwrap(), "127.0.0.1:0"),
        ("/nowhere/at/all.db", "127.0.0.1:0"),
        (good.to_str().unwrap(), address.as_str()),
    ] {
        let output = run(&["--database", database, "--listen", listen]);
        let line = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{database} {listen} {line}");
        assert_eq!(line.lines().count(), 1, "{line}");
    }
}

#[test]
fn asked_to_end_it_ends_its_streams_and_itself() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut program = Program::start(ground::address(folder.path()), &["--recipients", "50"]);
    let token = program.token().unwrap();
    let mut stream = program.stream(&token, "DM97");
    let reading = std::thread::spawn(move || {
        let mut text = String::new();
        let ended = stream.read_to_string(&mut text);
        (ended.is_ok(), text)
    });
    std::thread::sleep(Duration::from_millis(300));
    let asked = Instant::now();
    assert!(Command::new("kill").args(["-TERM", &program.child.id().to_string()]).status().unwrap().success());
    let status = program.child.wait().unwrap();
    assert!(status.success(), "{status}");
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
    let (ended, text) = reading.join().unwrap();
    assert!(ended && text.ends_with("\n\n"), "the stream ends after a whole event");
}

#[test]
fn a_client_that_stopped_reading_does_not_keep_it_from_ending() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut program = Program::start(ground::address(folder.path()), &["--recipients", "20000"]);
    let token = program.token().unwrap();
    // Megabytes of history, of which nothing is read.
    let _stalled = program.stream(&token, "DM98");
    std::thread::sleep(Duration::from_millis(300));
    let asked = Instant::now();
    assert!(Command::new("kill").args(["-TERM", &program.child.id().to_string()]).status().unwrap().success());
    assert!(program.child.wait().unwrap().success());
    assert!(asked.elapsed() < Duration::from_secs(6), "{:?}", asked.elapsed());
}
