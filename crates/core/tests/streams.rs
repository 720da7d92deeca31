//! Small streams and what must come of them, read as a stranger would read design.md.

use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::kpi::{Rate, Tally};
use delivery_core::domain::oddity::Oddities;
use delivery_core::feed::{Format, Reader};

/// Events in short form: `id type subject data`, a minute apart, `-` for no subject.
fn fold(events: &[&str]) -> Fold {
    let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
    for (minute, event) in events.iter().enumerate() {
        let mut words = event.splitn(4, ' ');
        let mut word = || words.next().unwrap_or_default();
        let (id, kind, subject, content) = (word(), word(), word(), word());
        let (source, id) = id.split_once('/').unwrap_or(("s", id));
        let subject = if subject == "-" { String::new() } else { format!(r#","subject":"{subject}""#) };
        let content = if content.is_empty() { "null" } else { content };
        let line = format!(
            r#"{{"specversion":"1.0","id":"{id}","source":"{source}","type":"{kind}","time":"2026-11-23T09:{minute:02}:00Z"{subject},"data":{content}}}"#
        );
        reader.push(line.as_bytes(), &mut fold);
        reader.push(b"\n", &mut fold);
    }
    fold
}

fn at_ten() -> Instant {
    Instant::parse("2026-11-23T10:00:00Z").expect("a time")
}

fn tally(events: &[&str]) -> Tally {
    fold(events).tally(&Settings::default(), at_ten())
}

fn rows(events: &[&str]) -> Vec<String> {
    let rows = fold(events).rows(&Settings::default(), at_ten());
    rows.iter()
        .map(|row| format!("{} {} {:?}", row.message, row.address.as_deref().unwrap_or("-"), row.detail))
        .collect()
}

#[test]
fn the_same_id_of_another_source_is_another_event() {
    let fold = fold(&["s/1 message.relayed m1", "s/1 message.relayed m1", "t/1 message.relayed m1"]);
    assert_eq!((fold.oddities().events, fold.oddities().duplicates), (2, 1));
    // Neither does it matter where the source ends and the id begins.
    let fold = self::fold(&["ab/c message.relayed m1", "a/bc message.relayed m1"]);
    assert_eq!(fold.oddities().events, 2);
}

#[test]
fn only_the_last_preparation_counts() {
    let first = [
        "1 message.prepared m1 {\"preparation\":1,\"address\":\"old@x\"}",
        "2 message.prepared m2 {\"preparation\":1}",
    ];
    assert_eq!(rows(&first), ["m1 old@x Queued", "m2 - Queued"]);
    let again = [
        first[0],
        first[1],
        "3 message.prepared m1 {\"preparation\":2,\"address\":\"new@x\"}",
        "4 message.excluded m3 {\"preparation\":2}",
    ];
    assert_eq!(rows(&again), ["m1 new@x Queued", "m3 - Excluded"]);
    // Begun is enough, whatever says so.
    for kind in ["delivery.preparation_started -", "message.relayed m9", "delivery.sung -"] {
        let begun = [first[0], first[1], &format!("3 {kind} {{\"preparation\":2}}")];
        assert!(!rows(&begun).iter().any(|row| row.contains("m1")), "{kind}");
    }
    // What happened to a message outlives its preparation; its address does not.
    let relayed = [first[0], "2 message.relayed m1", "3 delivery.preparation_started - {\"preparation\":2}"];
    assert_eq!(rows(&relayed), ["m1 - Awaiting"]);
}

#[test]
fn which_of_two_addresses_is_kept_does_not_depend_on_who_came_first() {
    let (a, b) = ("1 message.prepared m1 {\"address\":\"a@x\"}", "2 message.prepared m1 {\"address\":\"b@x\"}");
    assert_eq!(rows(&[a, b]), ["m1 a@x Queued"]);
    assert_eq!(rows(&[b, a]), ["m1 a@x Queued"]);
}

#[test]
fn test_profiles_and_traps_count_but_not_in_the_rates() {
    let tally = tally(&[
        "1 message.prepared m1 {\"test_profile\":true}",
        "2 message.prepared m2 {\"trap\":true}",
        "3 message.prepared m3 {\"trap\":false}",
        "4 message.delivered m1",
        "5 message.clicked m2",
        "6 message.delivered m3",
        "7 message.opened m3",
    ]);
    assert_eq!((tally.all.to_deliver, tally.all.sent, tally.all.delivered, tally.probes()), (3, 3, 3, 2));
    assert_eq!((tally.all.unique_opens, tally.all.unique_clicks), (2, 1));
    assert_eq!(tally.delivered_rate(), Rate { part: 1, whole: 1 });
    assert_eq!(tally.open_rate(), Rate { part: 1, whole: 1 });
    assert_eq!(tally.click_rate(), Rate { part: 0, whole: 1 });
    assert_eq!(tally.sent_rate(), Rate { part: 3, whole: 3 });
}

#[test]
fn a_preparation_declares_its_numbers_until_its_messages_are_here() {
    let declared = "1 delivery.prepared - {\"preparation\":1,\"targeted\":10,\"to_deliver\":9,\"excluded\":1}";
    let all = tally(&[declared]).all;
    assert_eq!((all.targeted, all.to_deliver, all.excluded, all.sent), (10, 9, 1, 0));
    let huge = "1 delivery.prepared - {\"preparation\":1,\"to_deliver\":1e999,\"excluded\":1}";
    assert_eq!(tally(&[huge]).all.targeted, u64::MAX);
    let all = tally(&[declared, "2 message.prepared m1 {\"preparation\":1}"]).all;
    assert_eq!((all.targeted, all.to_deliver, all.excluded), (1, 1, 0));
    let all = tally(&[declared, "2 delivery.preparation_started - {\"preparation\":2}"]).all;
    assert_eq!(all.targeted, 0);
}

#[test]
fn what_cannot_be_read_is_counted_and_kept() {
    let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
    let long = "x".repeat(1000);
    for _ in 0..100 {
        reader.push(format!("{long}\n").as_bytes(), &mut fold);
    }
    let odd = fold.oddities();
    assert_eq!(odd.malformed, 100);
    assert_eq!(odd.malformed_lines.len(), Oddities::LINES_KEPT);
    assert!(odd.malformed_lines.iter().all(|line| line.chars().count() == Oddities::LINE_KEPT + 1));
    let fold = self::fold(&["1 message.sung m1", "2 message.sung m1", "3 delivery.sung -"]);
    assert_eq!(fold.oddities().unrecognised, 3);
    assert_eq!(fold.oddities().unrecognised_types.get("message.sung"), Some(&2));
    assert!(fold.rows(&Settings::default(), at_ten()).is_empty());
}
