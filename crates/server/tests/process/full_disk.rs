//! A disk that is full: commands are refused, nothing is half-written, and the service goes on once there is room.

use std::process::Command;

use delivery_core::domain::lifecycle::State;

use crate::program::{Program, until};

/// Sets how large a file the process may write, in bytes: beyond it, writing fails as on a full disk.
fn limit(program: &Program, bytes: &str) {
    let process = program.child.id().to_string();
    let limited = Command::new("prlimit").args(["--pid", &process, &format!("--fsize={bytes}")]).status();
    assert!(limited.unwrap().success());
}

#[test]
fn a_full_disk_refuses_and_recovers() {
    let folder = tempfile::TempDir::new().unwrap();
    let database = folder.path().join("d.db");
    let mut shell = Command::new("sh");
    // Exceeding the limit is to be an error of the write, as on a full disk, not a signal that kills.
    shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_delivery-server")]);
    let program = Program::spawn(&mut shell, &database, &["--recipients", "2000", "--speed", "200"]);
    let token = program.token().unwrap();
    let (_, version) = program.record(&token, "DM95").unwrap();
    limit(&program, "4096:unlimited");
    let prepare = |key: &str| program.post(&token, "/api/deliveries/DM95/prepare", &version, key, "").unwrap();
    // What the log ahead has room for is still written; then there is none.
    let refused = until("there is no room", || Some(prepare("full")).filter(|answer| answer.status == 503));
    assert!(refused.text.contains("/problems/unavailable"), "{}", refused.text);
    let (record, same) = program.record(&token, "DM95").unwrap();
    assert_eq!((record.state, same), (State::Editing, version.clone()), "reading goes on, and nothing changed");
    assert!(program.log(&token, "DM95").unwrap().is_empty());
    let sending = program.log(&token, "DM97").unwrap().len();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(program.log(&token, "DM97").unwrap().len(), sending, "nothing can be told meanwhile");
    limit(&program, "unlimited:unlimited");
    until("there is room again", || Some(prepare("full")).filter(|answer| answer.status == 200));
    until("it is prepared", || (program.record(&token, "DM95").unwrap().0.state == State::Prepared).then_some(()));
    for id in ["DM95", "DM97"] {
        let log = program.log(&token, id).unwrap();
        for (line, sequence) in log.iter().zip(1..) {
            let event: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(event["sequence"], format!("{sequence:016}"), "{id}");
        }
        assert!(id == "DM95" || log.len() > sending, "and the rest is told");
    }
    let said = program.said.lock().unwrap().clone();
    assert!(said.contains("not available") && !said.contains('@'), "{said}");
    assert!(said.lines().count() < 100, "it does not fill what is left of the disk with complaints: {said}");
}
