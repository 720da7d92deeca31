//! What each format gives: one `check(input, expected)` a format.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::domain::event::{Body, Fact, Reason};

/// Each event in one line, and `!` and its text for what was no event.
#[derive(Default)]
pub(super) struct Seen(pub Vec<String>);

impl Sink for Seen {
    fn event(&mut self, event: &Event<'_>) {
        let said = match &event.body {
            Body::Message { message, address, fact } => {
                format!("{message} {} {}", address.as_deref().unwrap_or("-"), said(fact))
            }
            Body::Delivery(milestone) => format!("{milestone:?}"),
            Body::Unrecognised(kind) => format!("? {kind}"),
        };
        // An id that is a digest of the whole says nothing to whoever reads a test.
        let digest = event.id.rsplit_once('/').filter(|(_, end)| end.len() == 16 && said.starts_with('?'));
        let id = digest.map_or_else(|| event.id.to_string(), |(kind, _)| format!("{kind}/…"));
        self.0.push(format!("{said} @{} #{id}", event.time));
    }

    fn malformed(&mut self, line: &[u8]) {
        self.0.push(format!("! {}", String::from_utf8_lossy(line)));
    }
}

/// A fact with what it says besides.
fn said(fact: &Fact<'_>) -> String {
    let why = |name: &str, Reason { code, smtp, enhanced, .. }: &Reason<'_>| format!("{name} {code}/{smtp}/{enhanced}");
    match fact {
        Fact::Deferred(reason) => why("Deferred", reason),
        Fact::Bounced(nature, reason) => why(&format!("Bounced({nature:?})"), reason),
        Fact::Expired(reason) => why("Expired", reason),
        Fact::Tracked(track) => {
            let by = if track.is_machine { " by a machine" } else { "" };
            format!("{:?} {}/{}{by}", track.action, track.url, track.label)
        }
        other => format!("{other:?}"),
    }
}

pub(super) fn check(format: Format, input: &str, expected: &[&str]) {
    for format in [format, Format::Auto] {
        let (mut seen, mut reader) = (Seen::default(), Reader::new(format));
        reader.push(input.as_bytes(), &mut seen);
        reader.finish(&mut seen);
        assert_eq!(seen.0, expected, "as {format}: {input}");
    }
}

fn event(rest: &str) -> String {
    format!(
        r#"{{"specversion":"1.0","id":"e1","source":"s","type":"message.relayed","time":"2026-11-23T09:00:00Z","subject":"m1"{rest}}}"#
    )
}

const RELAYED: &str = "m1 - Relayed @2026-11-23T09:00:00.000Z #e1";

#[test]
fn cloudevents_of_any_legal_shape() {
    let good = |line: &str| check(Format::CloudEvents, line, &[RELAYED]);
    good(&event(""));
    good(&event("\n").replace('\n', ""));
    good(&format!("\u{feff}{}\r\n\r\n", event("")));
    good(&event(r#","extra":{"a":[1,2,{"b":null}]},"sequence":17,"data":null"#));
    good(&event(r#","huge":123456789012345678901234567890e999,"data":"not an object""#));
    good(&event(&format!(r#","deep":{}{}"#, "[".repeat(500), "]".repeat(500))));
    good(
        r#" { "subject" : "m1" , "time":"2026-11-23T10:00:00+01:00","type":"message.\u0072elayed","source":"s","\u0069d":"e1","specversion":"1.0"} "#,
    );
    good(
        r#"{"specversion":"0.3","specversion":"1.0","id":"e1","source":"s","type":"message.relayed","time":"2026-11-23T09:00:00Z","subject":"m1"}"#,
    );
}

#[test]
fn what_a_provider_left_out_is_said_in_the_services_own_log_too() {
    let suppressed = event("").replace("message.relayed", "message.suppressed");
    check(Format::CloudEvents, &suppressed, &["m1 - Suppressed @2026-11-23T09:00:00.000Z #e1"]);
}

#[test]
fn what_is_not_an_event_is_malformed() {
    let bad = |line: &str| {
        let input = format!("{}\n{line}\n", event(""));
        check(Format::CloudEvents, &input, &[RELAYED, &format!("! {line}")]);
    };
    bad("not json");
    bad("[]");
    bad("{}");
    bad("null");
    bad(&event("").replace("1.0", "1.1"));
    bad(&event("").replace(r#""1.0""#, "1.0"));
    bad(&event("").replace(r#""e1""#, "17"));
    bad(&event("").replace(r#""e1""#, "null"));
    bad(&event("").replace(r#","source":"s""#, ""));
    bad(&event("").replace(r#","subject":"m1""#, ""));
    bad(&event("").replace(r#""m1""#, "{}"));
    bad(&event("").replace("09:00", "29:00"));
    bad(&format!("{} trailing", event("")));
    bad(&event("").replace("message.relayed", "message.new").replace(r#","subject":"m1""#, ""));
    bad(&event("")[..60]);
}

#[test]
fn the_last_line_waits_while_it_is_cut_off() {
    let whole = event("");
    check(Format::CloudEvents, &format!("{whole}\n{}", &whole[..70]), &[RELAYED]);
    check(Format::CloudEvents, &format!("{whole}\nnonsense"), &[RELAYED, "! nonsense"]);
    check(Format::CloudEvents, &whole[..70], &[]);
}

#[test]
fn bytes_that_are_no_text_are_malformed() {
    let mut line = event(r#","extra":"x""#).into_bytes();
    let at = line.len() - 3;
    line[at] = 0xff;
    let (mut seen, mut reader) = (Seen::default(), Reader::new(Format::CloudEvents));
    reader.push(&line, &mut seen);
    reader.push(b"\n", &mut seen);
    assert_eq!(seen.0.len(), 1);
    assert!(seen.0[0].starts_with('!'));
}

#[test]
fn unknown_types_are_kept_by_name() {
    let line = event("").replace("message.relayed", "message.teleported");
    check(Format::CloudEvents, &line, &["? message.teleported @2026-11-23T09:00:00.000Z #e1"]);
    let line = event("").replace("message.relayed", "delivery.sung").replace(r#","subject":"m1""#, "");
    check(Format::CloudEvents, &line, &["? delivery.sung @2026-11-23T09:00:00.000Z #e1"]);
}

#[test]
fn numbers_of_any_size_are_counts() {
    let prepared = |number: &str| {
        let line = event(&format!(r#","data":{{"preparation":{number}}}"#));
        cloudevents::parse(line.as_bytes()).map(|event| event.preparation)
    };
    assert_eq!(prepared("2"), Some(2));
    assert_eq!(prepared("2.0"), Some(2));
    assert_eq!(prepared("2e1"), Some(20));
    assert_eq!(prepared("-1"), Some(0));
    assert_eq!(prepared("1e999"), Some(u64::MAX));
    assert_eq!(prepared("99999999999999999999999"), Some(u64::MAX));
    assert_eq!(prepared("null"), Some(0));
    assert_eq!(prepared(r#""2""#), Some(0));
}

#[test]
fn the_cursor_is_the_last_position_read_completely() {
    let numbered = |sequence: u32| event(&format!(r#","sequence":"{sequence:016}""#));
    let cursor = |format, input: &str| {
        let mut reader = Reader::new(format);
        reader.push(input.as_bytes(), &mut Seen::default());
        reader.cursor()
    };
    assert_eq!(cursor(Format::CloudEvents, ""), None);
    assert_eq!(
        cursor(Format::CloudEvents, &format!("{}\n{}\n{}", numbered(7), numbered(8), numbered(9))),
        Some(Cursor(8))
    );
    let sse = format!("id: 0000000000000007\ndata: {}\n\nid: 0000000000000008\ndata: {}\n", event(""), event(""));
    assert_eq!(cursor(Format::Sse, &sse), Some(Cursor(7)));
    assert_eq!(cursor(Format::Sse, "id: 0000000000000005\n\n: alive\n\n"), Some(Cursor(5)));
}

#[test]
fn event_streams_carry_cloudevents() {
    let input = format!(": hello\n\nid: 1\nevent: message\ndata: {}\n\ndata: oops\n\nid: 2\n\n", event(""));
    check(Format::Sse, &input, &[RELAYED, "! oops"]);
}

#[test]
fn a_hub_may_hand_on_several_events_as_one() {
    let numbered = |sequence: u32| event(&format!(r#","sequence":"{sequence:016}""#));
    let together = format!("id: urn:of:the:hub#1\ndata: {}\ndata: {}\ndata: no\n\n", numbered(7), numbered(8));
    check(Format::Sse, &together, &[RELAYED, RELAYED, "! no"]);
    let mut reader = Reader::new(Format::Sse);
    reader.push(together.as_bytes(), &mut Seen::default());
    assert_eq!(reader.cursor(), Some(Cursor(8)), "by what the events say: the number is the hub's own");
    let spread = event("").replace(',', ",\ndata: ");
    check(Format::Sse, &format!("data: {spread}\n\n"), &[RELAYED]);
}

#[test]
fn every_format_has_a_name_of_its_own() {
    for (format, name) in Format::NAMES {
        assert_eq!((name.parse(), format.to_string().as_str()), (Ok(format), name));
    }
    assert_eq!("morse".parse::<Format>(), Err(UnknownFormat));
}

#[test]
fn the_format_is_told_by_the_first_bytes_that_tell() {
    let sniff = |input: &str| {
        let mut sniffer = Sniffer::default();
        sniffer.push(input.as_bytes()).unwrap_or_else(|| sniffer.guess()).to_string()
    };
    assert_eq!(sniff(""), "cloudevents");
    assert_eq!(sniff("garbage\n"), "cloudevents");
    assert_eq!(sniff(&format!("garbage\n{{\"broken\":\n{}", event(""))), "cloudevents");
    assert_eq!(sniff(": hi\n"), "sse");
    assert_eq!(sniff("\u{feff}data: {}\n"), "sse");
    assert_eq!(sniff("garbage\n{\"eventType\":\"Send\"}\n"), "ses");
    assert_eq!(sniff("{\n  \"notificationType\": \"Bounce\"\n}"), "ses");
    assert_eq!(sniff(&"{\"eventType\":\"Send\"}".repeat(10_000)), "ses");
    assert_eq!(sniff("[{\"eventType\":\"Send\"},\n"), "ses");
    // One line, whose first object tells nothing.
    assert_eq!(sniff("[{},{\"x\":1},{\"eventType\":\"Send\"}]"), "ses");
    // A page longer than anybody wants to wait for.
    assert_eq!(sniff(&format!("{{\"paging\":{{}},\"items\":[{}", "{\"a\":1},".repeat(10_000))), "mailgun");
    assert_eq!(sniff(&format!("{{\"a\":[{}", "{\"a\":1},".repeat(10_000))), "cloudevents");
}

#[test]
fn files_of_events_need_no_lines() {
    let (first, second) = (event(""), event("").replace("e1", "e2"));
    let expected = ["m1 - Relayed @2026-11-23T09:00:00.000Z #e1", "m1 - Relayed @2026-11-23T09:00:00.000Z #e2"];
    let spread = |text: &str| text.replace(',', ",\n  ");
    for file in [
        format!("{first}\n{second}\n"),
        format!("[{first},{second}]"),
        format!("[\n{first},\n{second}\n]\n"),
        format!("{first}{second}"),
        format!("{}\n{}", spread(&first), spread(&second)),
    ] {
        let (mut seen, mut reader) = (Seen::default(), Reader::new(Format::Auto));
        reader.push(file.as_bytes(), &mut seen);
        reader.finish(&mut seen);
        assert_eq!(seen.0, expected, "{file}");
    }
}

#[test]
fn an_address_is_heard_with_whatever_happens() {
    let line = event(r#","data":{"address":"a@x.example"}"#);
    check(Format::CloudEvents, &line, &["m1 a@x.example Relayed @2026-11-23T09:00:00.000Z #e1"]);
}
