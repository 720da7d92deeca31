//! Laws of lists, over random streams: a list is as long as the number it explains, it does not depend on how events
//! arrived, and it stays true however it is made.

use chrono::TimeDelta;
use delivery_core::domain::event::Action;
use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::group::Group;
use delivery_core::domain::kpi::Tally;
use delivery_core::domain::listing::{By, Filter, Listing, Query, Reading, Sort, Source};
use delivery_core::domain::status::{Detail, Feedback, Status};
use delivery_core::feed::{Format, Reader};
use proptest::prelude::*;

mod told;

use told::{HOUR, line, minute, told, whole};

/// Every number of the page, with the list that explains it.
fn numbers(Tally { all, people }: &Tally, feedback: Feedback) -> Vec<(Group, u64)> {
    let (of_delivered, of_failed) = match feedback {
        Feedback::On => (0, all.retrying),
        Feedback::Off => (all.retrying, 0),
    };
    vec![
        (Group::Targeted, all.targeted),
        (Group::ToDeliver, all.to_deliver),
        (Group::Excluded, all.excluded),
        (Group::Sent, all.sent),
        (Group::Delivered, people.delivered),
        (Group::BouncesErrors, people.bounces_errors),
        (Group::Openers, people.unique_opens),
        (Group::Clickers, people.unique_clicks),
        (Group::Arrived, all.delivered - of_delivered),
        (Group::Awaiting, all.pending),
        (Group::Retrying, all.retrying),
        (Group::FailedForGood, all.bounces_errors - of_failed),
        (Group::Cancelled, all.cancelled),
        (Group::Queued, all.queued),
        (Group::Inferred, all.inferred),
        (Group::Overdue, all.overdue),
        (Group::Complained, all.complaints),
        (Group::Conflicts, all.conflicts),
        (Group::Probes, all.to_deliver - people.to_deliver),
    ]
}

fn list(fold: &Fold, query: Query, reading: Reading) -> Listing {
    let mut listing = Listing::new(query, reading);
    while listing.step(fold, usize::MAX) {}
    listing
}

/// Every row as text, with every column.
fn rows(fold: &Fold, listing: &Listing) -> Vec<String> {
    let row = |at| match listing.query().source {
        Source::Messages => format!("{:?}", listing.entry(fold, at).expect("a row")),
        Source::Tracks => format!("{:?}", listing.track(fold, at).expect("a row")),
    };
    (0..listing.ready()).map(row).collect()
}

fn readings() -> impl Strategy<Value = Reading> {
    (any::<bool>(), 0..9_i64).prop_map(|(is_on, hours)| {
        let feedback = if is_on { Feedback::On } else { Feedback::Off };
        Reading { settings: Settings { feedback, validity: TimeDelta::hours(2) }, as_of: minute(hours * HOUR) }
    })
}

fn queries() -> impl Strategy<Value = Query> {
    let text = prop_oneof![3 => Just(""), 1 => Just("M"), 1 => Just("3."), 1 => Just("@example")];
    let reason = prop_oneof![3 => Just(None), 1 => Just(Some("reason 1")), 1 => Just(Some("cause 0"))];
    let action = prop_oneof![3 => Just(None), 1 => Just(Some(Action::Click))];
    let whens = (prop::option::of(0..6_i64), prop::option::of(0..6_i64));
    let sets = (
        prop::option::of((0..Group::NAMES.len()).prop_map(|at| Group::NAMES[at].0)),
        prop::option::weighted(0.2, (0..Status::NAMES.len()).prop_map(|at| Status::NAMES[at].0)),
        prop::option::weighted(0.2, (0..Detail::NAMES.len()).prop_map(|at| Detail::NAMES[at].0)),
    );
    let sort = prop::option::of(((0..By::ALL.len()).prop_map(|at| By::ALL[at]), any::<bool>()));
    (any::<bool>(), sets, reason, action, text, whens, sort).prop_map(
        |(is_tracks, (group, status, detail), reason, action, text, (from, until), sort)| Query {
            source: if is_tracks { Source::Tracks } else { Source::Messages },
            filter: Filter {
                group,
                status,
                detail,
                reason: reason.map(str::to_owned),
                action,
                from: from.map(|hour| minute(hour * HOUR)),
                until: until.map(|hour| minute(hour * HOUR)),
                text: text.to_owned(),
                ..Filter::default()
            },
            sort: sort.map(|(by, is_descending)| Sort { by, is_descending }),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_list_is_as_long_as_the_number_it_explains(stream in prop::collection::vec(told(), 0..120)) {
        let lines: Vec<_> = stream.iter().enumerate().map(|(at, told)| line(at, told)).collect();
        let fold = whole(&lines);
        for feedback in [Feedback::On, Feedback::Off] {
            for as_of in [minute(HOUR), minute(4 * HOUR), minute(99 * HOUR)] {
                let reading = Reading { settings: Settings { feedback, validity: TimeDelta::hours(2) }, as_of };
                for (group, count) in numbers(&fold.tally(&reading.settings, as_of), feedback) {
                    let query = Query { filter: Filter { group: Some(group), ..Filter::default() }, ..Query::default() };
                    let listing = list(&fold, query, reading);
                    prop_assert_eq!((listing.total(), listing.ready() as u64), (Some(count), count), "{:?}", group);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_a_list_shows_does_not_depend_on_the_order_of_arrival(
        (stream, shuffled) in prop::collection::vec(told(), 0..60).prop_flat_map(|stream| {
            let lines: Vec<_> = stream.iter().enumerate().map(|(at, told)| line(at, told)).collect();
            (Just(lines.clone()), Just(lines).prop_shuffle())
        }),
        reading in readings(),
    ) {
        let query = Query { sort: Some(Sort { by: By::Message, is_descending: false }), ..Query::default() };
        let seen = |lines: &[String]| {
            let fold = whole(lines);
            rows(&fold, &list(&fold, query.clone(), reading))
        };
        prop_assert_eq!(seen(&stream), seen(&shuffled));
    }

    #[test]
    fn a_list_that_is_asked_for_in_other_orders_is_the_one_made_anew(
        stream in prop::collection::vec(told(), 0..120),
        (query, reading) in (queries(), readings()),
        sorts in prop::collection::vec((queries(), any::<bool>(), 0..8_usize), 1..5),
        budget in 1..40_usize,
    ) {
        let lines: Vec<_> = stream.iter().enumerate().map(|(at, told)| line(at, told)).collect();
        let fold = whole(&lines);
        let mut listing = list(&fold, query.clone(), reading);
        let mut query = query;
        for (other, is_reversed, steps) in sorts {
            query.sort = match query.sort {
                Some(sort) if is_reversed => Some(Sort { is_descending: !sort.is_descending, ..sort }),
                _ => other.sort,
            };
            listing.ask(query.clone());
            // Another order may be wanted before this one is there.
            for _ in 0..steps {
                listing.step(&fold, budget);
            }
        }
        while listing.step(&fold, budget) {}
        prop_assert_eq!(rows(&fold, &listing), rows(&fold, &list(&fold, query, reading)));
    }

    #[test]
    fn a_list_made_while_events_come_is_the_one_made_after(
        stream in prop::collection::vec(told(), 0..120),
        query in queries(),
        readings in prop::collection::vec(readings(), 3),
        (steps, budget, size) in (0..6_usize, 1..40_usize, 1..30_usize),
    ) {
        let lines: Vec<_> = stream.iter().enumerate().map(|(at, told)| line(at, told)).collect();
        let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
        let mut listing = Listing::new(query.clone(), readings[0]);
        fold.touched();
        for (at, some) in lines.chunks(size).enumerate() {
            reader.push((some.join("\n") + "\n").as_bytes(), &mut fold);
            match fold.touched() {
                Some(touched) => listing.touch(&touched),
                None => listing.begin(),
            }
            let settings = readings[0].settings;
            listing.read_as(Reading { settings, ..readings[at * readings.len() / lines.len().max(1)] });
            for _ in 0..steps {
                listing.step(&fold, budget);
            }
        }
        while listing.step(&fold, budget) {}
        let expected = list(&fold, query, *listing.reading());
        prop_assert_eq!(listing.total(), expected.total());
        prop_assert_eq!(rows(&fold, &listing), rows(&fold, &expected));
    }
}
