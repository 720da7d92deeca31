//! Laws over random rules, instants and zones.

use chrono::TimeDelta;
use delivery_core::domain::civil::{Resolved, TimeOfDay, Wall, Zone, resolve, wall_at};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::recurrence::{Ends, Nth, Pattern, Recurrence, Weekday, Weekdays};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::oracle::{self, Clock};
use super::zones::{Jiff, timestamp};

/// The zones with the oddest clocks, and some ordinary ones.
const ZONES: [&str; 14] = [
    "Europe/Rome",
    "America/New_York",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "Europe/Dublin",
    "America/Sao_Paulo",
    "Asia/Pyongyang",
    "Asia/Gaza",
    "Africa/Monrovia",
    "UTC",
];

fn zones() -> impl Strategy<Value = Zone> {
    prop::sample::select(&ZONES[..]).prop_map(Zone::new)
}

/// 1971 to 2100, to the quarter of an hour: there gaps and overlaps begin and end.
fn walls() -> impl Strategy<Value = Wall> {
    (366..47_800_i64, 0..96_i64).prop_map(|(day, quarter)| {
        let at = Instant::from_millis((day * 96 + quarter) * 900_000);
        wall_at(at, &Zone::new("UTC"), &Jiff).expect("in range")
    })
}

/// Wall times around a change of the zone's clocks: random ones would seldom meet one.
fn walls_near_a_change() -> impl Strategy<Value = (Zone, Wall)> {
    (zones(), walls(), -8..12_i64).prop_map(|(zone, wall, quarters)| {
        let known = TimeZone::get(zone.as_str()).expect("a known zone");
        let from = oracle::clock(oracle::civil(wall), &zone).at();
        let change = known.following(from).next().map_or(from, |change| change.timestamp());
        let at = Instant::from_millis(change.as_millisecond()) + TimeDelta::minutes(quarters * 15);
        let before = known.to_offset(change - jiff::SignedDuration::from_secs(1)).seconds();
        let shown = at + TimeDelta::seconds(before.into());
        let shown = wall_at(shown, &Zone::new("UTC"), &Jiff).expect("in range");
        (zone, shown)
    })
}

fn patterns() -> impl Strategy<Value = Pattern> {
    let days = prop::sample::subsequence(Weekday::ALL.to_vec(), 1..=7).prop_map(|days| Weekdays::of(&days));
    let minutes = prop::sample::select(vec![10_u16, 15, 25, 60, 90, 360]);
    prop_oneof![
        Just(Pattern::Once),
        (minutes, 0..96_u32).prop_map(|(every_minutes, quarter)| Pattern::TimesADay {
            every_minutes,
            until: TimeOfDay::from_seconds(quarter * 900).expect("a time"),
        }),
        (1..5_u16).prop_map(|every| Pattern::Daily { every }),
        (1..5_u16, days).prop_map(|(every, days)| Pattern::Weekly { every, days }),
        (1..5_u16, 1..=31_u8).prop_map(|(every, day)| Pattern::MonthlyOnDay { every, day }),
        (1..5_u16, prop::sample::select(&Nth::ALL[..]), prop::sample::select(&Weekday::ALL[..]))
            .prop_map(|(every, nth, weekday)| Pattern::MonthlyOnWeekday { every, nth, weekday }),
        (1..5_u16).prop_map(|every| Pattern::Yearly { every }),
    ]
}

fn rules() -> impl Strategy<Value = Recurrence> {
    let starts = prop_oneof![walls_near_a_change(), (zones(), walls())];
    (starts, patterns(), any::<bool>(), 1..60_u32, (zones(), 0..90_i64)).prop_map(
        |((zone, first), pattern, ends_after, times, (end_zone, days))| {
            let start = resolve(first, &zone, &Jiff).expect("a known zone").at();
            let end = wall_at(start + TimeDelta::days(days), &end_zone, &Jiff).expect("in range");
            let ends = match days {
                0..30 => Ends::Never,
                _ if ends_after => Ends::After(times),
                _ => Ends::Until { wall: end, zone: end_zone },
            };
            Recurrence { first, zone, pattern, ends }
        },
    )
}

/// Ours and theirs in the same words.
fn as_jiff(resolved: Resolved) -> Clock {
    match resolved {
        Resolved::Plain(at) => Clock::Once(timestamp(at)),
        Resolved::Gap { at, .. } => Clock::Gap(timestamp(at)),
        Resolved::Overlap { at, again } => Clock::Twice(timestamp(at), timestamp(again)),
    }
}

/// What entering a rule in the middle rests on: see `next_gap`, and `resolve`.
#[test]
fn no_zone_has_changed_twice_in_six_days() {
    let six_days = jiff::SignedDuration::from_hours(6 * 24);
    let mut seen = 0;
    for zone in jiff::tz::db().available() {
        let zone = TimeZone::get(zone.as_str()).expect("a known zone");
        let mut last: Option<Timestamp> = None;
        let mut offset = zone.to_offset(Timestamp::UNIX_EPOCH);
        for change in zone.following(Timestamp::UNIX_EPOCH).take(400) {
            if change.offset() != offset {
                let at = change.timestamp();
                assert!(last.is_none_or(|last| at.duration_since(last) > six_days), "{zone:?} {last:?} {at}");
                (last, offset) = (Some(at), change.offset());
                seen += 1;
            }
        }
    }
    assert!(seen > 10_000, "{seen}");
}

/// Greenland's clocks stayed as they were that night, and jiff says so of the instants around it; of the wall time it
/// says that it came twice.
const TORN: [&str; 2] = ["America/Nuuk", "America/Godthab"];
const TORN_AT: &str = "2023-10-28T23:00:00";

/// Every change of every zone's clocks, from its first second to its last.
#[test]
fn every_change_of_every_zone_is_seen() {
    let mut gaps = 0;
    for name in jiff::tz::db().available() {
        let (known, zone) = (TimeZone::get(name.as_str()).expect("a known zone"), Zone::new(name.as_str()));
        for change in known.following(Timestamp::UNIX_EPOCH).take(120) {
            let before = known.to_offset(change.timestamp() - jiff::SignedDuration::from_secs(1));
            let [low, high] = [before, change.offset()].map(|offset| i64::from(offset.seconds()));
            let (low, high) = (low.min(high), low.max(high));
            for second in [low - 1, low, (low + high) / 2, high - 1, high] {
                let shown = Instant::from_millis((change.timestamp().as_second() + second) * 1000);
                let Some(wall) = wall_at(shown, &Zone::new("UTC"), &Jiff) else { continue };
                let ours = resolve(wall, &zone, &Jiff).expect("a known zone");
                let is_torn = TORN.contains(&name.as_str()) && wall.to_string() == TORN_AT;
                assert!(
                    is_torn || as_jiff(ours) == oracle::clock(oracle::civil(wall), &zone),
                    "{name} {wall}: {ours:?}"
                );
                gaps += u32::from(matches!(ours, Resolved::Gap { .. }));
            }
        }
    }
    assert!(gaps > 10_000, "{gaps}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_wall_time_and_its_instant_go_there_and_back((zone, wall) in walls_near_a_change()) {
        let resolved = resolve(wall, &zone, &Jiff).expect("a known zone");
        prop_assert_eq!(as_jiff(resolved), oracle::clock(oracle::civil(wall), &zone));
        let read = wall_at(resolved.at(), &zone, &Jiff).expect("in range");
        match resolved {
            Resolved::Plain(_) => prop_assert_eq!(read, wall),
            Resolved::Overlap { at, again } => {
                prop_assert_eq!(read, wall);
                prop_assert_eq!(wall_at(again, &zone, &Jiff), Some(wall));
                prop_assert!(at < again);
            }
            Resolved::Gap { at, read: promised } => {
                prop_assert_eq!(read, promised);
                prop_assert!(read > wall);
                // The first instant: a second earlier the clock has not come so far.
                prop_assert!(wall_at(at - TimeDelta::seconds(1), &zone, &Jiff) < Some(wall));
            }
        }
    }

    #[test]
    fn occurrences_only_rise_and_are_what_others_find(rule in rules()) {
        let found: Vec<_> = rule.occurrences(&Jiff).take(40).collect();
        prop_assert!(found.is_sorted_by(|one, other| one.at() < other.at() && one.wall < other.wall));
        prop_assert!(found.iter().zip(1..).all(|(found, number)| found.number == number));
        prop_assert!(found.iter().all(|found| found.wall >= rule.first));
        let same: Vec<_> = found.iter().map(|found| (oracle::civil(found.wall), as_jiff(found.resolved))).collect();
        prop_assert_eq!(same, oracle::occurrences(&rule, 40));
    }

    #[test]
    fn entering_later_is_leaving_out(rule in rules(), steps in 0..600_usize, seconds in -5_000..5_000_i64) {
        let near = rule.occurrences(&Jiff).take(steps).last();
        let start = resolve(rule.first, &rule.zone, &Jiff).expect("a known zone").at();
        let after = near.map_or(start, |near| near.at()) + TimeDelta::seconds(seconds);
        let entered: Vec<_> = rule.occurrences_after(after, &Jiff).take(12).collect();
        let walked: Vec<_> = rule.occurrences(&Jiff).skip_while(|found| found.at() <= after).take(12).collect();
        prop_assert_eq!(entered, walked);
    }
}
