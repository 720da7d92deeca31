//! The `fold` command, run as people run it.

use std::io::Write;
use std::process::{Command, Output, Stdio};

const EVENTS: &str = r#"{"specversion":"1.0","id":"1","source":"s","type":"message.prepared","time":"2026-11-23T09:00:00Z","subject":"m2","data":{"address":"收件人@例子.example"}}
{"specversion":"1.0","id":"2","source":"s","type":"message.relayed","time":"2026-11-23T09:00:00Z","subject":"m10"}
{"specversion":"1.0","id":"3","source":"s","type":"message.deferred","time":"2026-11-23T09:01:00Z","subject":"m10"}
{"specversion":"1.0","id":"3","source":"s","type":"message.deferred","time":"2026-11-23T09:01:00Z","subject":"m10"}
oops
"#;

fn fold(words: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_fold"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // One that refuses its words does not read on.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("the command ends")
}

fn answer(words: &[&str]) -> String {
    let output = fold(words, EVENTS);
    assert!(output.status.success() && output.stderr.is_empty(), "{words:?}: {output:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn it_prints_the_numbers_in_the_order_of_the_contract() {
    let expected = |delivered: u64, failed: u64, retrying: u64| {
        format!(
            r#"{{"targeted":2,"to_deliver":2,"excluded":0,"sent":1,"delivered":{delivered},"bounces_errors":{failed},"pending":0,"cancelled":0,"unique_opens":0,"unique_clicks":0,"complaints":0,"events":3,"duplicates":1,"unrecognised":0,"malformed":1,"conflicts":0,"inferred":0,"retrying":{retrying},"overdue":0}}"#
        ) + "\n"
    };
    assert_eq!(answer(&["--as-of", "2026-11-23T10:00:00Z", "-"]), expected(0, 1, 1));
    assert_eq!(answer(&["--feedback=off", "--as-of=2026-11-23T10:00:00Z", "-"]), expected(1, 0, 1));
    assert_eq!(
        answer(&["--feedback", "off", "--validity-hours", "0.5", "--as-of", "2026-11-23T10:00:00Z", "-"]),
        expected(0, 1, 0)
    );
}

#[test]
fn it_prints_rows_sorted_by_message() {
    let rows = answer(&["--rows", "--format", "cloudevents", "--as-of", "2026-11-23T10:00:00Z", "-"]);
    let expected = r#"{"message":"m10","address":null,"status":"failed","detail":"retrying"}
{"message":"m2","address":"收件人@例子.example","status":"pending","detail":"queued"}
"#;
    assert_eq!(rows, expected);
}

#[test]
fn it_refuses_with_one_line_and_exit_2() {
    for words in [
        &[][..],
        &["--feedback", "maybe", "-"],
        &["--feedback"],
        &["--validity-hours", "-1", "-"],
        &["--validity-hours", "long", "-"],
        &["--as-of", "tomorrow", "-"],
        &["--format", "morse", "-"],
        &["--sideways", "-"],
        &["-", "-"],
        &["/no/such/file"],
    ] {
        let output = fold(words, EVENTS);
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {complaint}");
        assert_eq!(complaint.lines().count(), 1, "{words:?}: {complaint}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn its_help_lists_every_format_on_lines_that_fit() {
    let help = answer(&["--help"]);
    for (_, name) in delivery_core::feed::Format::NAMES {
        assert!(help.contains(name), "{name}: {help}");
    }
    assert!(help.lines().all(|line| line.len() <= 110), "{help}");
}

#[test]
fn it_reads_a_providers_feed() {
    let feed = r#"[{"event":"sent","time":1795424400,"MessageID":19421777835146491,"email":"ada@example.com"}]"#;
    for words in [&["--rows", "--as-of", "2026-11-24T00:00:00Z", "-"][..], &["--rows", "--format", "mailjet", "-"]] {
        let output = fold(words, feed);
        let expected =
            r#"{"message":"19421777835146491","address":"ada@example.com","status":"sent","detail":"confirmed"}"#;
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), expected);
    }
}

#[test]
fn an_empty_stream_is_no_error() {
    let output = fold(&["-"], "");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(r#"{"targeted":0,"#));
}
