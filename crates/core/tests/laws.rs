//! Laws of the fold, over random streams: order, repeats and chunks do not matter, nothing is counted twice, and the
//! rules give what a plain reading of them gives.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use delivery_core::domain::fold::{Fold, Row, Settings};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::kpi::Tally;
use delivery_core::domain::status::{Detail, Feedback, Status};
use delivery_core::feed::{Format, Reader};
use proptest::prelude::*;

mod told;

use told::{HOUR, Told, line, minute, read, told, whole};

type Seen = Vec<(Tally, Vec<Row>)>;

/// All that can be seen, in both settings and at several instants.
fn seen(fold: &Fold) -> Seen {
    let mut seen = vec![];
    for feedback in [Feedback::On, Feedback::Off] {
        let settings = Settings { feedback, validity: TimeDelta::hours(2) };
        for as_of in [minute(0), minute(2 * HOUR), minute(3 * HOUR), minute(99 * HOUR)] {
            seen.push((fold.tally(&settings, as_of), fold.rows(&settings, as_of)));
        }
    }
    seen
}

/// The rules of design.md section 4, read out plainly over the list of one message's events.
fn by_the_book(events: &[&Told], top: u8, feedback: Feedback, as_of: Instant) -> Option<(Status, Detail)> {
    let of_preparation = |told: &Told| ["prepared", "excluded"].contains(&told.kind);
    let events: Vec<_> = events.iter().filter(|told| !of_preparation(told) || told.preparation == top).collect();
    if events.is_empty() {
        return None;
    }
    let times = |kinds: &[&str]| {
        let mut times: Vec<_> =
            events.iter().filter(|told| kinds.contains(&told.kind)).map(|told| told.minute).collect();
        times.sort_unstable();
        times
    };
    let first = |kinds: &[&str]| times(kinds).first().copied();
    let last = |kinds: &[&str]| times(kinds).last().copied();
    let others: BTreeSet<_> = events.iter().map(|told| told.kind).filter(|kind| *kind != "auto_replied").collect();
    if others == BTreeSet::from(["excluded"]) {
        return Some((Status::Excluded, Detail::Excluded));
    }
    let evidence = last(&["delivered", "opened", "clicked", "opted_out", "complained"]);
    let was_tried = evidence.is_some() || first(&["relayed", "deferred", "hard", "soft", "expired"]).is_some();
    if !was_tried {
        let cancelled = first(&["cancelled"]).is_some();
        return Some(if cancelled {
            (Status::Cancelled, Detail::Cancelled)
        } else {
            (Status::Pending, Detail::Queued)
        });
    }
    if first(&["hard"]).is_some() {
        return Some((Status::Failed, Detail::Hard));
    }
    if let Some(given_up) = last(&["soft", "expired"])
        && evidence.is_none_or(|evidence| evidence <= given_up)
    {
        let expired = last(&["expired"]) == Some(given_up);
        return Some((Status::Failed, if expired { Detail::Expired } else { Detail::Soft }));
    }
    if evidence.is_some() {
        let confirmed = first(&["delivered"]).is_some();
        return Some((Status::Sent, if confirmed { Detail::Confirmed } else { Detail::Inferred }));
    }
    let from = first(&["relayed"]).or(first(&["deferred"]))?;
    let over = as_of >= minute(from) + TimeDelta::hours(2);
    let deferred = first(&["deferred"]).is_some();
    Some(match (deferred, feedback, over) {
        (true, _, true) => (Status::Failed, Detail::Expired),
        (true, Feedback::On, _) => (Status::Failed, Detail::Retrying),
        (true, Feedback::Off, _) => (Status::Sent, Detail::Retrying),
        (false, Feedback::Off, _) => (Status::Sent, Detail::Relayed),
        (false, Feedback::On, true) => (Status::Pending, Detail::Overdue),
        (false, Feedback::On, false) => (Status::Pending, Detail::Awaiting),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn order_and_repeats_do_not_matter(
        (stream, again) in prop::collection::vec(told(), 0..40).prop_flat_map(|stream| {
            let lines: Vec<_> = stream.iter().enumerate().map(|(at, told)| line(at, told)).collect();
            let repeats = prop::collection::vec(any::<prop::sample::Index>(), 0..20);
            (Just(lines.clone()), (Just(lines), repeats).prop_flat_map(|(mut lines, repeats)| {
                if !lines.is_empty() {
                    let repeated: Vec<_> = repeats.iter().map(|at| at.get(&lines).clone()).collect();
                    lines.extend(repeated);
                }
                Just(lines).prop_shuffle()
            }))
        })
    ) {
        let (plain, shuffled) = (whole(&stream), whole(&again));
        prop_assert_eq!(seen(&plain), seen(&shuffled));
        prop_assert_eq!(plain.oddities().events, shuffled.oddities().events);
        prop_assert_eq!(shuffled.oddities().duplicates as usize, again.len() - stream.len());
    }

    #[test]
    fn chunks_do_not_matter(
        stream in prop::collection::vec(told(), 0..12),
        noise in prop::collection::vec(prop_oneof![Just("not json"), Just(""), Just("{}"), Just("{\"specversion\":\"1.0\"")], 0..4),
        size in 1..200_usize,
        is_sse in any::<bool>(),
        format in prop::sample::select(Format::NAMES.map(|(format, _)| format).to_vec()),
    ) {
        let mut lines: Vec<_> = stream.iter().enumerate().map(|(at, told)| line(at, told)).collect();
        lines.extend(noise.iter().map(|noise| noise.to_string()));
        let text = if is_sse {
            lines.iter().map(|line| format!("id: 7\r\ndata: {line}\r\n\r\n")).collect::<String>()
        } else {
            lines.join("\n")
        };
        let chunks: Vec<_> = text.as_bytes().chunks(size).collect();
        let (at_once, in_chunks) = (read(format, &[text.as_bytes()]), read(format, &chunks));
        prop_assert_eq!(seen(&at_once), seen(&in_chunks));
        prop_assert_eq!(at_once.oddities(), in_chunks.oddities());
    }

    #[test]
    fn the_numbers_add_up(stream in prop::collection::vec(told(), 0..60)) {
        let lines: Vec<_> = stream.iter().enumerate().map(|(at, told)| line(at, told)).collect();
        let fold = whole(&lines);
        for (at, (tally, rows)) in seen(&fold).into_iter().enumerate() {
            let feedback_is_off = at >= 4;
            for counts in [tally.all, tally.people] {
                prop_assert_eq!(counts.delivered + counts.bounces_errors + counts.pending, counts.sent);
                prop_assert_eq!(counts.to_deliver + counts.excluded, counts.targeted);
                prop_assert_eq!(counts.sent + counts.queued + counts.cancelled, counts.to_deliver);
                prop_assert!(counts.unique_clicks <= counts.unique_opens && counts.unique_opens <= counts.delivered);
                prop_assert!(!feedback_is_off || counts.pending == 0);
            }
            let rates = [tally.sent_rate(), tally.delivered_rate(), tally.bounce_rate(), tally.open_rate(), tally.click_rate()];
            prop_assert!(rates.iter().all(|rate| rate.part <= rate.whole));
            let count = |status| rows.iter().filter(|row| row.status == status).count() as u64;
            prop_assert_eq!(rows.len() as u64, tally.all.targeted);
            prop_assert_eq!(count(Status::Sent), tally.all.delivered);
            prop_assert_eq!(count(Status::Failed), tally.all.bounces_errors);
            prop_assert_eq!(count(Status::Pending), tally.all.pending + tally.all.queued);
            prop_assert_eq!(count(Status::Cancelled), tally.all.cancelled);
            prop_assert_eq!(count(Status::Excluded), tally.all.excluded);
        }
    }

    #[test]
    fn each_message_stands_as_the_rules_read(stream in prop::collection::vec(told(), 0..40), is_on in any::<bool>(), hours in 0..9_i64) {
        let lines: Vec<_> = stream.iter().enumerate().map(|(at, told)| line(at, told)).collect();
        let feedback = if is_on { Feedback::On } else { Feedback::Off };
        let (settings, as_of) = (Settings { feedback, validity: TimeDelta::hours(2) }, minute(hours * HOUR));
        let of_preparation = |told: &&Told| ["prepared", "excluded"].contains(&told.kind);
        let top = stream.iter().filter(of_preparation).map(|told| told.preparation).max().unwrap_or(0);
        let mut by_message: BTreeMap<String, Vec<&Told>> = BTreeMap::new();
        for told in &stream {
            by_message.entry(format!("m{}", told.message)).or_default().push(told);
        }
        let expected: Vec<_> = by_message.iter().filter_map(|(message, events)| {
            let address = events.iter().find(|told| of_preparation(told) && told.preparation == top)
                .map(|told| format!("{}.{top}@example.com", told.message));
            let (status, detail) = by_the_book(events, top, feedback, as_of)?;
            Some(Row { message: message.clone(), address, status, detail })
        }).collect();
        prop_assert_eq!(whole(&lines).rows(&settings, as_of), expected);
    }

    #[test]
    fn the_numbers_are_what_the_rows_add_up_to_whenever_they_are_asked_for(
        stream in prop::collection::vec((told(), 0..99 * HOUR, any::<bool>(), 0..4_i64), 0..60)
    ) {
        let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
        for (at, (told, minutes, is_on, hours)) in stream.iter().enumerate() {
            reader.push(format!("{}\n", line(at, told)).as_bytes(), &mut fold);
            let feedback = if *is_on { Feedback::On } else { Feedback::Off };
            let (settings, as_of) = (Settings { feedback, validity: TimeDelta::hours(*hours) }, minute(*minutes));
            let rows = fold.rows(&settings, as_of);
            let (tally, until) = fold.tally_until(&settings, as_of);
            let all = tally.all;
            let of = |is: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| is(row)).count() as u64;
            let is = |status: Status| of(&|row| row.status == status);
            let why = |detail: Detail| of(&|row| row.detail == detail);
            let is_tried = |row: &Row| !matches!(row.detail, Detail::Excluded | Detail::Queued | Detail::Cancelled);
            prop_assert_eq!(
                [all.targeted, all.excluded, all.sent, all.delivered, all.bounces_errors, all.cancelled, all.queued],
                [rows.len() as u64, is(Status::Excluded), of(&is_tried), is(Status::Sent), is(Status::Failed), is(Status::Cancelled), why(Detail::Queued)]
            );
            prop_assert_eq!([all.inferred, all.retrying, all.overdue], [why(Detail::Inferred), why(Detail::Retrying), why(Detail::Overdue)]);
            prop_assert_eq!(all.sent - all.delivered - all.bounces_errors, all.pending);
            if let Some(until) = until.filter(|until| *until > as_of) {
                let just_before = until - TimeDelta::microseconds(1);
                prop_assert_eq!(fold.tally(&settings, just_before), tally, "nothing changes before {}", until);
            }
            if until.is_none() {
                prop_assert_eq!(fold.tally(&settings, minute(9999 * HOUR)), tally, "nothing changes any more");
            }
        }
    }

    #[test]
    fn the_chart_ends_where_the_tiles_are(stream in prop::collection::vec(told(), 0..40), points in 2..30_usize) {
        let lines: Vec<_> = stream.iter().enumerate().map(|(at, told)| line(at, told)).collect();
        let fold = whole(&lines);
        for feedback in [Feedback::On, Feedback::Off] {
            let settings = Settings { feedback, validity: TimeDelta::hours(2) };
            let as_of = minute(99 * HOUR);
            let (all, chart) = (fold.tally(&settings, as_of).all, fold.timeline(&settings, as_of, points));
            if let Some(last) = chart.points.last() {
                prop_assert_eq!([last.sent, last.delivered, last.failed], [all.sent as i64, all.delivered as i64, all.bounces_errors as i64]);
                prop_assert!(chart.points.iter().all(|point| point.delivered >= 0 && point.failed >= 0));
                prop_assert!(chart.points.is_sorted_by_key(|point| point.sent));
            }
        }
    }

    #[test]
    fn no_bytes_are_too_odd(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0..300_usize) {
        for (format, _) in Format::NAMES {
            let cut = cut.min(bytes.len());
            let (once, twice) = (read(format, &[&bytes]), read(format, &[&bytes[..cut], &bytes[cut..]]));
            prop_assert_eq!(once.oddities(), twice.oddities());
        }
    }
}
