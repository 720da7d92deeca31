//! The same questions, answered by others: jiff for clocks, rrule (iCalendar) for dates. Nothing of ours but what is
//! asked.

use delivery_core::domain::civil::{Wall, Zone};
use delivery_core::domain::recurrence::{Ends, Nth, Pattern, Recurrence, Weekdays};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};
use rrule::RRuleSet;

/// Ours is not to parse.
pub fn civil(wall: Wall) -> DateTime {
    wall.to_string().parse().expect("a date")
}

/// What a wall time is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    Once(Timestamp),
    Gap(Timestamp),
    Twice(Timestamp, Timestamp),
}

impl Clock {
    pub fn at(self) -> Timestamp {
        match self {
            Self::Once(at) | Self::Gap(at) | Self::Twice(at, _) => at,
        }
    }
}

pub fn clock(civil: DateTime, zone: &Zone) -> Clock {
    let zone = TimeZone::get(zone.as_str()).expect("a known zone");
    match zone.to_ambiguous_timestamp(civil).offset() {
        AmbiguousOffset::Unambiguous { offset } => Clock::Once(offset.to_timestamp(civil).expect("in range")),
        AmbiguousOffset::Fold { before, after } => {
            Clock::Twice(before.to_timestamp(civil).expect("in range"), after.to_timestamp(civil).expect("in range"))
        }
        AmbiguousOffset::Gap { after, .. } => {
            let shortly_before = after.to_timestamp(civil).expect("in range");
            let change = zone.following(shortly_before).find(|change| change.offset() == after);
            Clock::Gap(change.expect("a change").timestamp())
        }
    }
}

/// The first dates of a rule, so many at most, by the wall and as instants.
pub fn occurrences(rule: &Recurrence, most: usize) -> Vec<(DateTime, Clock)> {
    let mut kept: Vec<(DateTime, Clock)> = Vec::new();
    // As many wall times may be dropped in a gap.
    for civil in civils(rule, most + 200) {
        let clock = clock(civil, &rule.zone);
        if kept.last().is_none_or(|(_, last)| last.at() < clock.at()) {
            kept.push((civil, clock));
        }
    }
    match &rule.ends {
        Ends::Never => {}
        Ends::After(times) => kept.truncate(*times as usize),
        Ends::Until { wall, zone } => {
            let until = self::clock(self::civil(*wall), zone).at();
            kept.retain(|(_, clock)| clock.at() <= until);
        }
    }
    kept.truncate(most);
    kept
}

fn civils(rule: &Recurrence, most: usize) -> Vec<DateTime> {
    let first = civil(rule.first);
    let by = match rule.pattern {
        Pattern::Once => return vec![first],
        Pattern::TimesADay { every_minutes, until } => {
            // A day's times are an iCalendar rule of their own.
            let until = until.to_string().parse().expect("a time");
            if first.time() > until {
                return vec![];
            }
            let days = first.series(1.day());
            let times = days.flat_map(|day| {
                let until = day.date().to_datetime(until);
                ical(day, &format!("FREQ=MINUTELY;INTERVAL={every_minutes};UNTIL={}", stamp(until)), 1440)
            });
            return times.take(most).collect();
        }
        Pattern::Daily { every } => format!("FREQ=DAILY;INTERVAL={every}"),
        Pattern::Weekly { every, days } => format!("FREQ=WEEKLY;INTERVAL={every};WKST=MO;BYDAY={}", letters(days)),
        Pattern::MonthlyOnDay { every, day } => {
            // The last of the days up to this one that a month has.
            let days: Vec<_> = (day.min(28)..=day).map(|day| day.to_string()).collect();
            format!("FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={};BYSETPOS=-1", days.join(","))
        }
        Pattern::MonthlyOnWeekday { every, nth, weekday } => {
            let nth = match nth {
                Nth::First => 1,
                Nth::Second => 2,
                Nth::Third => 3,
                Nth::Fourth => 4,
                Nth::Last => -1,
            };
            format!("FREQ=MONTHLY;INTERVAL={every};BYDAY={nth}{}", letters(Weekdays::of(&[weekday])))
        }
        Pattern::Yearly { every } if first.month() == 2 && first.day() == 29 => {
            format!("FREQ=YEARLY;INTERVAL={every};BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1")
        }
        Pattern::Yearly { every } => format!("FREQ=YEARLY;INTERVAL={every}"),
    };
    ical(first, &by, most)
}

/// Dates of an iCalendar rule, in UTC, which has no gaps: they stand for wall times.
fn ical(first: DateTime, rule: &str, most: usize) -> Vec<DateTime> {
    let text = format!("DTSTART:{}\nRRULE:{rule}", stamp(first));
    let set: RRuleSet = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    let dates = set.all(most as u16).dates;
    dates.iter().map(|date| date.format("%Y-%m-%dT%H:%M:%S").to_string().parse().expect("a date")).collect()
}

fn stamp(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn letters(days: Weekdays) -> String {
    let letters: Vec<_> = days.iter().map(|day| format!("{day:?}")[..2].to_uppercase()).collect();
    letters.join(",")
}
