//! The schedule, row by row and by its laws. Each row is held against what is written in it and against independent
//! libraries: jiff for what clocks show, rrule for the dates of a calendar.

use chrono::TimeDelta;
use delivery_core::domain::civil::{Resolved, TimeOfDay, resolve, wall_at};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::recurrence::{Ends, Nth, Occurrence, Pattern, Recurrence, Weekday, Weekdays};
use jiff::Timestamp;

#[path = "schedule/laws.rs"]
mod laws;
#[path = "schedule/oracle.rs"]
mod oracle;
#[path = "schedule/plans.rs"]
mod plans;
#[path = "schedule/zones.rs"]
mod zones;

use oracle::Clock;
use zones::{Jiff, shown, timestamp, wall, zone};

/// The rows of a table, cut into their columns.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let is_row = |line: &&str| !line.is_empty() && !line.starts_with('#');
    table.lines().filter(is_row).map(|line| line.split('|').map(str::trim).collect())
}

const CLOCK: &str = include_str!("schedule/clock.txt");
const RECURRENCE: &str = include_str!("schedule/recurrence.txt");

#[test]
fn there_are_two_hundred_cases_at_least() {
    let (clock, recurrence) = (rows(CLOCK).count(), rows(RECURRENCE).count());
    assert!(clock >= 100 && recurrence >= 100, "{clock} and {recurrence}");
    assert!(clock + recurrence + plans::ROWS >= 200);
}

#[test]
fn a_wall_time_is_the_instant_that_the_table_says() {
    let mut wrong = Vec::new();
    for row in rows(CLOCK) {
        let (name, text, expected) = (row[0], row[1], row.get(2).copied().unwrap_or(""));
        let (zone, wall) = (zone(name), wall(text));
        let ours = resolve(wall, &zone, &Jiff).expect("a known zone");
        let ours_text = match ours {
            Resolved::Plain(at) => format!("once {}", shown(timestamp(at), &zone)),
            Resolved::Gap { at, read } => {
                assert_eq!(Some(read), wall_at(at, &zone, &Jiff), "{row:?}");
                format!("gap {}", shown(timestamp(at), &zone))
            }
            Resolved::Overlap { at, again } => {
                format!("twice {} {}", shown(timestamp(at), &zone), shown(timestamp(again), &zone))
            }
        };
        let theirs_text = match oracle::clock(oracle::civil(wall), &zone) {
            Clock::Once(at) => format!("once {}", shown(at, &zone)),
            Clock::Gap(at) => format!("gap {}", shown(at, &zone)),
            Clock::Twice(at, again) => format!("twice {} {}", shown(at, &zone), shown(again, &zone)),
        };
        if ours_text != expected || theirs_text != expected {
            wrong.push(format!("{name} | {text} | {expected}\n  ours {ours_text}\n  jiff {theirs_text}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

fn weekday(text: &str) -> Weekday {
    serde_json::from_str(&format!("\"{text}\"")).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn pattern(text: &str) -> Pattern {
    match text.split(' ').collect::<Vec<_>>()[..] {
        ["once"] => Pattern::Once,
        ["every", minutes, "min", "until", until] => {
            Pattern::TimesADay { every_minutes: number(minutes), until: TimeOfDay::parse(until).expect("a time") }
        }
        ["daily", every] => Pattern::Daily { every: number(every) },
        ["weekly", every, days] => Pattern::Weekly {
            every: number(every),
            days: Weekdays::of(&days.split(',').map(weekday).collect::<Vec<_>>()),
        },
        ["monthly", every, "day", day] => Pattern::MonthlyOnDay { every: number(every), day: number(day) },
        ["monthly", every, nth, day] => Pattern::MonthlyOnWeekday {
            every: number(every),
            nth: serde_json::from_str::<Nth>(&format!("\"{nth}\"")).expect("a place"),
            weekday: weekday(day),
        },
        ["yearly", every] => Pattern::Yearly { every: number(every) },
        _ => panic!("{text} is no pattern"),
    }
}

fn ends(text: &str) -> Ends {
    match text.split(' ').collect::<Vec<_>>()[..] {
        ["never"] => Ends::Never,
        ["after", times] => Ends::After(number(times)),
        ["until", at, name] => Ends::Until { wall: wall(at), zone: zone(name) },
        _ => panic!("{text} is no end"),
    }
}

fn rule(name: &str, first: &str, how: &str, end: &str) -> Recurrence {
    Recurrence { first: wall(first), zone: zone(name), pattern: pattern(how), ends: ends(end) }
}

fn marked(at: Timestamp, rule: &Recurrence, mark: &str) -> String {
    format!("{}{mark}", shown(at, &rule.zone))
}

fn ours(occurrence: &Occurrence, rule: &Recurrence) -> String {
    let mark = match occurrence.resolved {
        Resolved::Plain(_) => "",
        Resolved::Gap { .. } => "!",
        Resolved::Overlap { .. } => "?",
    };
    marked(timestamp(occurrence.at()), rule, mark)
}

fn theirs(clock: Clock, rule: &Recurrence) -> String {
    match clock {
        Clock::Once(at) => marked(at, rule, ""),
        Clock::Gap(at) => marked(at, rule, "!"),
        Clock::Twice(at, _) => marked(at, rule, "?"),
    }
}

/// How many occurrences a row shows of a rule that has more.
const SHOWN: usize = 5;

#[test]
fn a_rule_has_the_occurrences_that_the_table_says() {
    let mut wrong = Vec::new();
    for row in rows(RECURRENCE) {
        let [name, first, how, end, expected] = row[..] else { panic!("{row:?}") };
        let rule = rule(name, first, how, end);
        let most = SHOWN.max(expected.split(' ').filter(|word| *word != "…").count()) + 1;
        let found: Vec<_> = rule.occurrences(&Jiff).take(most).collect();
        let independent = oracle::occurrences(&rule, most);
        let written = |mut texts: Vec<String>| {
            if texts.len() == most {
                texts[most - 1] = "…".to_owned();
            }
            if texts.is_empty() { "none".to_owned() } else { texts.join(" ") }
        };
        let ours = written(found.iter().map(|found| ours(found, &rule)).collect());
        let theirs = written(independent.iter().map(|(_, clock)| theirs(*clock, &rule)).collect());
        if ours != expected || theirs != expected {
            wrong.push(format!("{} | {expected}\n  ours   {ours}\n  theirs {theirs}", row[..4].join(" | ")));
        }
        assert!(found.iter().map(|found| oracle::civil(found.wall)).eq(independent.iter().map(|(civil, _)| *civil)));
        assert!(found.iter().zip(1..).all(|(found, number)| found.number == number), "{row:?}: {found:?}");
        for at in found.iter().map(Occurrence::at) {
            for after in [at - TimeDelta::seconds(1), at] {
                let entered: Vec<_> = rule.occurrences_after(after, &Jiff).take(3).collect();
                let walked: Vec<_> = rule.occurrences(&Jiff).skip_while(|found| found.at() <= after).take(3).collect();
                assert_eq!(entered, walked, "{row:?} after {after}");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn an_old_rule_is_entered_in_the_middle() {
    let check = |how: &str, first: &str, after: &str, number: u32, expected: &str| {
        let rule = rule("Europe/Rome", first, how, "never");
        let after = Instant::parse(after).expect("an instant");
        let next = rule.occurrences_after(after, &Jiff).next().expect("an occurrence");
        assert_eq!((next.number, next.wall.to_string().as_str()), (number, expected), "{how}");
    };
    check("daily 1", "2006-11-30T09:00", "2026-11-30T08:00:00Z", 7_307, "2026-12-01T09:00:00");
    check("daily 1", "2006-11-30T09:00", "2026-11-30T07:59:59Z", 7_306, "2026-11-30T09:00:00");
    // Twenty springs have dropped six of seven each.
    check("every 10 min until 03:00", "2006-11-30T02:00", "2026-11-30T08:00:00Z", 51_023, "2026-12-01T02:00:00");
    check("daily 1", "1970-01-01T09:00", "9999-12-30T12:00:00Z", 2_932_897, "9999-12-31T09:00:00");
}

#[test]
fn it_ends_with_the_year_9999() {
    let last = |how: &str, first: &str| {
        let rule = rule("Europe/Rome", first, how, "never");
        rule.occurrences(&Jiff).last().map(|last| (last.number, last.wall.to_string()))
    };
    let expected = |number, wall: &str| Some((number, wall.to_owned()));
    assert_eq!(last("daily 1", "9999-12-30T09:00"), expected(2, "9999-12-31T09:00:00"));
    assert_eq!(last("weekly 2 mon,fri", "9999-12-01T09:00"), expected(5, "9999-12-31T09:00:00"));
    assert_eq!(last("monthly 1 day 31", "9999-11-01T09:00"), expected(2, "9999-12-31T09:00:00"));
    assert_eq!(last("yearly 1", "9998-02-28T09:00"), expected(2, "9999-02-28T09:00:00"));
    assert_eq!(last("monthly 1 first mon", "9999-12-31T09:00"), None);
    let rule = rule("Europe/Rome", "2026-11-30T09:00", "daily 1", "never");
    assert_eq!(rule.occurrences_after(Instant::from_micros(i64::MAX), &Jiff).next(), None);
    assert_eq!(rule.occurrences_after(Instant::from_micros(i64::MIN), &Jiff).next().map(|first| first.number), Some(1));
}

#[test]
fn what_makes_no_sense_has_no_occurrences() {
    for (name, how, end) in [
        ("Europe/Atlantis", "daily 1", "never"),
        ("Europe/Rome", "daily 1", "until 2030-01-01T09:00 Europe/Atlantis"),
        ("Europe/Rome", "daily 1", "after 0"),
        ("Europe/Rome", "daily 0", "never"),
        ("Europe/Rome", "weekly 0 mon", "never"),
        ("Europe/Rome", "monthly 0 day 1", "never"),
        ("Europe/Rome", "monthly 0 last fri", "never"),
        ("Europe/Rome", "monthly 1 day 0", "never"),
        ("Europe/Rome", "monthly 1 day 32", "never"),
        ("Europe/Rome", "yearly 0", "never"),
        ("Europe/Rome", "every 0 min until 12:00", "never"),
        ("Europe/Rome", "every 10 min until 08:59", "never"),
    ] {
        let rule = rule(name, "2026-11-30T09:00", how, end);
        assert_eq!(rule.occurrences(&Jiff).next(), None, "{name} {how} {end}");
        assert_eq!(rule.occurrences_after(Instant::default(), &Jiff).next(), None, "{name} {how} {end}");
    }
    let nothing = Pattern::Weekly { every: 1, days: Weekdays::default() };
    let rule = Recurrence { pattern: nothing, ..rule("Europe/Rome", "2026-11-30T09:00", "once", "never") };
    assert_eq!(rule.occurrences(&Jiff).next(), None);
}
