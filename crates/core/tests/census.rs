//! Laws of what lists are grouped by, over random streams: every count is the length of a list, and it stays true
//! however it is made.

use chrono::TimeDelta;
use delivery_core::domain::census::Census;
use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::group::Group;
use delivery_core::domain::listing::{Filter, Listing, Query, Reading, Source};
use delivery_core::domain::status::Feedback;
use delivery_core::feed::{Format, Reader};
use proptest::prelude::*;

mod told;

use told::{HOUR, line, minute, told};

fn length(fold: &Fold, source: Source, filter: Filter, reading: Reading) -> u64 {
    let mut listing = Listing::new(Query { source, filter, sort: None }, reading);
    while listing.step(fold, usize::MAX) {}
    listing.total().expect("all was looked at")
}

fn check(fold: &Fold, census: &Census, reading: Reading) {
    let of = |filter: Filter| length(fold, Source::Messages, filter, reading);
    let counted = census.counted(fold).expect("all was counted");
    for (group, name) in Group::NAMES {
        assert_eq!(counted.of(group), of(Filter { group: Some(group), ..Filter::default() }), "{name}");
    }
    let within = |group: Group| Filter { group: Some(group), ..Filter::default() };
    let mut sum = 0;
    for (cause, count) in counted.causes() {
        sum += count;
        assert_eq!(count, of(Filter { reason: Some(cause.into()), ..within(Group::Excluded) }), "{cause}");
    }
    assert_eq!(sum, counted.of(Group::Excluded));
    for pairs in [counted.domains(), counted.reasons()] {
        assert_eq!(pairs.iter().map(|(_, count)| count).sum::<u64>(), counted.of(Group::NotReached));
        assert!(pairs.is_sorted_by_key(|(_, count)| core::cmp::Reverse(*count)));
    }
    for (domain, count) in counted.domains() {
        assert_eq!(count, of(Filter { domain: Some(domain.into()), ..within(Group::NotReached) }), "@{domain}");
    }
    for (reason, count) in counted.reasons() {
        assert_eq!(count, of(Filter { reason: Some(reason.into()), ..within(Group::NotReached) }), "{reason}");
    }
    let mut sum = 0;
    for (remedy, count) in counted.remedies() {
        sum += count;
        assert_eq!(count, of(Filter { remedy: Some(remedy), ..Filter::default() }), "{remedy:?}");
    }
    assert_eq!(sum, counted.of(Group::NotReached));
    for link in counted.urls() {
        let filter = Filter { url: Some(link.url.into()), action: Some(link.action), ..Filter::default() };
        let of_all_labels: u64 = counted
            .urls()
            .iter()
            .filter(|other| other.url == link.url && other.action == link.action)
            .map(|link| link.events)
            .sum();
        assert_eq!(length(fold, Source::Tracks, filter, reading), of_all_labels, "{}", link.url);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_count_is_the_length_of_its_list_while_events_come(
        events in prop::collection::vec(told(), 0..60), is_on in any::<bool>(), budget in 1..9_usize,
        hours in prop::collection::vec(0..9_i64, 3),
    ) {
        let feedback = if is_on { Feedback::On } else { Feedback::Off };
        let settings = Settings { feedback, validity: TimeDelta::hours(2) };
        let mut hours = hours;
        hours.sort_unstable();
        let reading = |hours: i64| Reading { settings, as_of: minute(hours * HOUR) };
        let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
        let mut census = Census::new(reading(hours[0]));
        fold.touched();
        for (at, piece) in events.chunks(20).enumerate() {
            for (place, told) in piece.iter().enumerate() {
                reader.push(format!("{}\n", line(at * 20 + place, told)).as_bytes(), &mut fold);
                // In the middle of the making.
                if place % 7 == 0 {
                    match fold.touched() {
                        Some(rows) => census.touch(&rows),
                        None => census.begin(),
                    }
                    census.step(&fold, budget);
                }
            }
            let reading = reading(hours[at.min(2)]);
            match fold.touched() {
                Some(rows) => census.touch(&rows),
                None => census.begin(),
            }
            census.read_as(reading);
            while census.step(&fold, budget) {}
            check(&fold, &census, reading);
        }
        for hours in hours {
            let mut at_once = Census::new(reading(hours));
            while at_once.step(&fold, usize::MAX) {}
            check(&fold, &at_once, reading(hours));
        }
    }
}

#[test]
fn more_classes_than_a_short_number_holds_are_told_apart() {
    const MANY: usize = 66_000;
    let event = |id: usize, kind: &str, message: usize, content: &str| {
        let told = format!(r#"{{"specversion":"1.0","id":"{kind}{id}","source":"/d","type":"message.{kind}","#);
        let about = format!(r#""subject":"m{message}","time":"2027-01-15T08:00:0{}Z","data":{content}}}"#, id % 10);
        told + &about + "\n"
    };
    let bounced = |at: usize| {
        let address = format!(r#"{{"address":"a@d{at}.example"}}"#);
        event(at * 10, "prepared", at, &address) + &event(at * 10, "bounced", at, r#"{"nature":"hard","reason":"r"}"#)
    };
    let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
    for at in 0..MANY {
        reader.push(bounced(at).as_bytes(), &mut fold);
    }
    let reading = Reading { settings: Settings::default(), as_of: minute(99 * HOUR) };
    let mut census = Census::new(reading);
    fold.touched();
    while census.step(&fold, 10_000) {}
    let counts = |census: &Census, fold: &Fold| {
        let counted = census.counted(fold).expect("all was counted");
        (counted.domains().len(), counted.of(Group::NotReached), counted.of(Group::Conflicts))
    };
    assert_eq!(counts(&census, &fold), (MANY, MANY as u64, 0));
    // The last ones become others.
    for at in [MANY - 1, MANY - 2, 0] {
        reader.push(event(at * 10 + 9, "opened", at, "{}").as_bytes(), &mut fold);
    }
    census.touch(&fold.touched().expect("nothing was renewed"));
    while census.step(&fold, 10_000) {}
    assert_eq!(counts(&census, &fold), (MANY, MANY as u64, 3));
}
