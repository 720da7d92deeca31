//! What each provider's feed gives. Every payload here was written for these tests, from what the providers document.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::feed::tests::Seen;
use crate::feed::{Format, Reader};

mod brevo;
mod kumomta;
mod mailgun;
mod mailjet;
mod postal;
mod postmark;
mod resend;
mod sendgrid;
mod ses;
mod sparkpost;

/// Nine in the morning of a day, which all events here are of, in seconds.
const NINE: i64 = 1_795_424_400;

/// What a stream gives, an event a line, without ids. A time that is nine is left out.
fn told(format: Format, input: &str) -> Vec<String> {
    let (mut seen, mut reader) = (Seen::default(), Reader::new(format));
    reader.push(input.as_bytes(), &mut seen);
    reader.finish(&mut seen);
    let without_id = |line: String| line.split(" #").next().map(ToString::to_string).unwrap_or_default();
    seen.0.into_iter().map(without_id).map(|line| line.replace(" @2026-11-23T09:00:00.000Z", "")).collect()
}

/// The same as that provider's, as whoever's feed it is found out to be, as one among another's, and as what is posted.
fn check(provider: Provider, input: &str, expected: &[&str]) {
    assert_eq!(told(Format::Of(provider), input), expected, "as {}: {input}", provider.name());
    assert_eq!(told(Format::Auto, input), expected, "told by itself: {input}");
    let other = if provider == Provider::Postal { Provider::Resend } else { Provider::Postal };
    let mut feed = Feed::new(other, Others::Read);
    let (mut seen, mut posted) = (Seen::default(), Seen::default());
    feed.push(input.as_bytes(), &mut None, &mut seen);
    read(provider, input.as_bytes(), &mut posted);
    assert_eq!(seen.0, posted.0, "among {}'s: {input}", other.name());
    assert_eq!(seen.0.len(), expected.len(), "{input}");
    let alike: Vec<_> = Provider::ALL
        .into_iter()
        .filter(|other| other.dialect().is_like(input.trim_start_matches('[').as_bytes()))
        .collect();
    assert_eq!(alike, [provider], "looks like one provider's only: {input}");
}

/// That the events are one, however they are told apart.
fn check_once(provider: Provider, input: &str) {
    check_events(provider, input, 1);
}

fn check_events(provider: Provider, input: &str, expected: u64) {
    let mut fold = crate::domain::fold::Fold::new();
    read(provider, input.as_bytes(), &mut fold);
    assert_eq!((fold.oddities().events, fold.oddities().malformed), (expected, 0), "{input}");
}

#[test]
fn every_provider_is_known_by_its_name() {
    for provider in Provider::ALL {
        assert_eq!(Provider::named(provider.name()), Some(provider));
    }
    assert_eq!(Provider::named("pigeon"), None);
}

#[test]
fn a_file_may_hold_what_several_providers_say() {
    let mixed = r#"{"event":"sent","time":1795424400,"MessageID":1,"email":"a@x.example"}
{"RecordType":"Delivery","MessageID":"p","Recipient":"b@x.example","DeliveredAt":"2026-11-23T09:00:00Z"}
{"of":"nobody"}
{"event":"open","time":1795424400,"MessageID":1,"email":"a@x.example"}"#;
    let expected = [
        "1 a@x.example Delivered",
        "p/b@x.example b@x.example Delivered",
        "! {\"of\":\"nobody\"}",
        "1 a@x.example Open /",
    ];
    assert_eq!(told(Format::Auto, mixed), expected);
    let as_said = told(Format::Of(Provider::Mailjet), mixed);
    assert!(as_said[1].starts_with('!') && as_said[2].starts_with('!'), "{as_said:?}");
}

/// On a small stack, so that what is deeper than that is read soon.
#[test]
fn a_list_within_a_list_is_no_event() {
    let read_lists = std::thread::Builder::new().stack_size(256 * 1024).spawn(lists_within_lists);
    assert!(read_lists.is_ok_and(|reading| reading.join().is_ok()));
}

fn lists_within_lists() {
    for (provider, open, close) in [
        (Provider::Ses, r#"{"Records":[{"Sns":"#, "}]}"),
        (Provider::SparkPost, r#"{"links":{},"results":["#, "]}"),
        (Provider::Mailgun, r#"{"paging":{},"items":["#, "]}"),
        (Provider::Mailgun, r#"{"event-data":"#, "}"),
        (Provider::Postmark, r#"{"TotalCount":1,"Bounces":["#, "]}"),
        (Provider::Brevo, r#"{"events":["#, "]}"),
        (Provider::Postal, r#"{"event":"MessageSent","payload":"#, "}"),
    ] {
        // Deeper than that stack, if each list took no more than the address it is left from.
        let deep = 256 * 1024 / size_of::<usize>();
        let input = open.repeat(deep) + "{}" + &close.repeat(deep);
        for format in [Format::Auto, Format::Of(provider)] {
            let is_no_event = |line: &String| line.starts_with(['!', '?']);
            assert!(told(format, &input).iter().all(is_no_event), "{} as {format}", provider.name());
        }
    }
}

#[test]
fn what_is_posted_is_whole() {
    let mut seen = Seen::default();
    read(
        Provider::Mailjet,
        br#"[{"event":"sent","time":1795424400,"MessageID":1,"email":"a@x.example"},{"event":"#,
        &mut seen,
    );
    assert_eq!(seen.0[1], r#"! {"event":"#);
    let mut nothing = Seen::default();
    read(Provider::Mailjet, b" [ ] ", &mut nothing);
    assert!(nothing.0.is_empty());
}
