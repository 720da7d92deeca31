//! Plans: what is wrong with one, what there is to know of it, and how it is written.

use delivery_core::domain::civil::{ImpossibleDate, TimeOfDay};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::recurrence::{Nth, Pattern, Weekday, Weekdays};
use delivery_core::domain::schedule::{
    Aggregation, ConfirmationPolicy, Field, Fixed, Mode, Note, Offer, Period, Plan, Problem, SendTime, Spread, Why,
    check, confirmation_offered, notes, spread,
};

use super::zones::{Jiff, wall, zone};
use super::{ends, pattern, rule};

const EVERY_DAY: &str = "2026-11-30T09:00";

fn instant(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

fn at(name: &str, date: &str, send_time: SendTime) -> Plan {
    Plan::At { wall: wall(date), zone: zone(name), confirmation: ConfirmationPolicy::Required, send_time }
}

/// Of each occurrence by itself, sent automatically.
fn recurring(name: &str, first: &str, pattern: Pattern, end: &str) -> Plan {
    let mut recurrence = rule(name, first, "once", "never");
    (recurrence.pattern, recurrence.ends) = (pattern, ends(end));
    Plan::Recurring {
        recurrence,
        aggregation: Aggregation::None,
        confirmation: ConfirmationPolicy::Automatic,
        send_time: SendTime::SameInstant,
    }
}

fn with(plan: Plan, aggregation: Aggregation, confirmation: ConfirmationPolicy) -> Plan {
    match plan {
        Plan::Recurring { recurrence, send_time, .. } => {
            Plan::Recurring { recurrence, aggregation, confirmation, send_time }
        }
        other => other,
    }
}

#[test]
fn the_checkbox_is_offered_as_the_table_says() {
    use ConfirmationPolicy::{Automatic, Required};
    let table = [
        (Mode::OnceConfirmed, Offer::Fixed(Required, Fixed::ConfirmingSends)),
        (Mode::Dated, Offer::Choice(Required)),
        (Mode::Recurring, Offer::Choice(Automatic)),
        (Mode::Aggregated, Offer::Fixed(Automatic, Fixed::ManyDates)),
    ];
    assert!(Mode::ALL.into_iter().eq(table.map(|(mode, _)| mode)));
    for (mode, offer) in table {
        assert_eq!(confirmation_offered(mode), offer, "{mode:?}");
    }
    let daily = || recurring("Europe/Rome", EVERY_DAY, Pattern::Daily { every: 1 }, "never");
    for (plan, mode, policy) in [
        (Plan::OnceConfirmed, Mode::OnceConfirmed, Required),
        (at("Europe/Rome", EVERY_DAY, SendTime::SameInstant), Mode::Dated, Required),
        (daily(), Mode::Recurring, Automatic),
        (with(daily(), Aggregation::None, Required), Mode::Recurring, Required),
        (with(daily(), Aggregation::Day, Required), Mode::Aggregated, Automatic),
        (with(daily(), Aggregation::Year, Automatic), Mode::Aggregated, Automatic),
    ] {
        assert_eq!((plan.mode(), plan.confirmation()), (mode, policy), "{plan:?}");
    }
}

/// Zone, pattern, end, and what is wrong.
type Checked = (&'static str, &'static str, &'static str, &'static [(Field, Why)]);

/// All begin on 30 November 2026 at nine.
const CHECKED: &[Checked] = &[
    ("Europe/Rome", "once", "never", &[]),
    ("Europe/Rome", "daily 1", "after 1", &[]),
    ("Europe/Rome", "every 10 min until 09:00", "never", &[]),
    ("Europe/Rome", "monthly 1 day 31", "until 2026-11-30T09:00 Europe/Rome", &[]),
    ("Europe/Rome", "daily 1", "until 2026-11-30T03:00 America/New_York", &[]),
    ("Europe/Atlantis", "daily 1", "never", &[(Field::Zone, Why::UnknownZone)]),
    ("", "daily 1", "never", &[(Field::Zone, Why::UnknownZone)]),
    ("Europe/Rome", "daily 1", "until 2027-11-30T09:00 Mars/Crater", &[(Field::EndZone, Why::UnknownZone)]),
    ("Europe/Rome", "daily 0", "never", &[(Field::Every, Why::ZeroInterval)]),
    ("Europe/Rome", "weekly 0 mon", "never", &[(Field::Every, Why::ZeroInterval)]),
    ("Europe/Rome", "monthly 0 day 1", "never", &[(Field::Every, Why::ZeroInterval)]),
    ("Europe/Rome", "monthly 0 last fri", "never", &[(Field::Every, Why::ZeroInterval)]),
    ("Europe/Rome", "yearly 0", "never", &[(Field::Every, Why::ZeroInterval)]),
    ("Europe/Rome", "every 0 min until 12:00", "never", &[(Field::Every, Why::ZeroInterval)]),
    ("Europe/Rome", "every 9 min until 12:00", "never", &[(Field::Every, Why::TooOften)]),
    ("Europe/Rome", "every 60 min until 08:59:59", "never", &[(Field::DayUntil, Why::DayEndsBeforeStart)]),
    ("Europe/Rome", "monthly 1 day 0", "never", &[(Field::DayOfMonth, Why::NoSuchDay)]),
    ("Europe/Rome", "monthly 1 day 32", "never", &[(Field::DayOfMonth, Why::NoSuchDay)]),
    ("Europe/Rome", "daily 1", "after 0", &[(Field::EndAfter, Why::ZeroTimes)]),
    ("Europe/Rome", "daily 1", "until 2026-11-30T08:59 Europe/Rome", &[(Field::EndDate, Why::EndBeforeStart)]),
    ("Europe/Rome", "daily 1", "until 2026-11-30T09:00 Asia/Tokyo", &[(Field::EndDate, Why::EndBeforeStart)]),
    ("Europe/Rome", "daily 1", "until 2026-11-30T02:59 America/New_York", &[(Field::EndDate, Why::EndBeforeStart)]),
    ("Europe/Rome", "weekly 1 tue", "until 2026-11-30T23:00 Europe/Rome", &[(Field::EndDate, Why::NoOccurrence)]),
    ("Europe/Rome", "monthly 1 day 29", "until 2026-12-01T09:00 Europe/Rome", &[(Field::EndDate, Why::NoOccurrence)]),
    (
        "Europe/Atlantis",
        "every 5 min until 08:00",
        "after 0",
        &[
            (Field::Zone, Why::UnknownZone),
            (Field::Every, Why::TooOften),
            (Field::DayUntil, Why::DayEndsBeforeStart),
            (Field::EndAfter, Why::ZeroTimes),
        ],
    ),
    (
        "Europe/Rome",
        "daily 0",
        "until 2025-11-30T09:00 Europe/Rome",
        &[(Field::Every, Why::ZeroInterval), (Field::EndDate, Why::EndBeforeStart)],
    ),
];

/// How many cases are in the tables here.
pub const ROWS: usize = CHECKED.len();

fn problems(plan: &Plan) -> Vec<(Field, Why)> {
    check(plan, &Jiff).err().unwrap_or_default().iter().map(|problem| (problem.field, problem.why)).collect()
}

#[test]
fn what_is_wrong_is_told_by_field() {
    for (name, how, end, expected) in CHECKED {
        assert_eq!(problems(&recurring(name, EVERY_DAY, pattern(how), end)), *expected, "{name} {how} {end}");
    }
    let nothing = Pattern::Weekly { every: 1, days: Weekdays::default() };
    assert_eq!(problems(&recurring("Europe/Rome", EVERY_DAY, nothing, "never")), [(Field::Days, Why::NoWeekday)]);
    let late = recurring("Europe/Rome", "9999-12-31T09:00", pattern("monthly 1 day 1"), "never");
    assert_eq!(problems(&late), [(Field::Start, Why::NoOccurrence)]);
    assert_eq!(problems(&Plan::OnceConfirmed), []);
    assert_eq!(problems(&at("Europe/Rome", EVERY_DAY, SendTime::SameInstant)), []);
    let unknown = at("Europe/Atlantis", EVERY_DAY, SendTime::RecipientZone);
    assert_eq!(problems(&unknown), [(Field::Zone, Why::UnknownZone)]);
    for aggregation in Aggregation::ALL {
        let plan = recurring("Europe/Rome", EVERY_DAY, Pattern::Daily { every: 1 }, "never");
        let plan = with(plan, aggregation, ConfirmationPolicy::Required);
        let expected = [(Field::Confirmation, Why::ConfirmationNotOffered)];
        let none = aggregation == Aggregation::None;
        assert_eq!(problems(&plan), if none { &[][..] } else { &expected }, "{aggregation:?}");
    }
}

#[test]
fn a_problem_is_text_and_a_sentence() {
    let problem = Problem { field: Field::EndDate, why: ImpossibleDate.into() };
    let text = r#"{"field":"end_date","why":"impossible_date"}"#;
    assert_eq!(serde_json::to_string(&problem).expect("text"), text);
    assert_eq!(serde_json::from_str::<Problem>(text).expect("a problem"), problem);
    assert_eq!(Why::EndBeforeStart.to_string(), "The end is before the start.");
    assert_eq!(Why::ImpossibleDate.to_string(), ImpossibleDate.to_string());
    let sentences: std::collections::BTreeSet<_> = Why::ALL.iter().map(|why| why.to_string()).collect();
    assert_eq!(sentences.len(), Why::ALL.len());
    assert!(sentences.iter().all(|sentence| sentence.ends_with('.')));
}

#[test]
fn a_plan_is_read_as_it_is_written() {
    let weekly = Pattern::Weekly { every: 2, days: Weekdays::of(&[Weekday::Fri, Weekday::Mon]) };
    for (plan, text) in [
        (Plan::OnceConfirmed, r#""once_confirmed""#),
        (
            at("Europe/Rome", EVERY_DAY, SendTime::RecipientZone),
            r#"{"at":{"wall":"2026-11-30T09:00:00","zone":"Europe/Rome","confirmation":"required","send_time":"recipient_zone"}}"#,
        ),
        (
            recurring("Europe/Rome", EVERY_DAY, weekly, "after 3"),
            r#"{"recurring":{"recurrence":{"first":"2026-11-30T09:00:00","zone":"Europe/Rome","pattern":{"weekly":{"every":2,"days":["mon","fri"]}},"ends":{"after":3}},"aggregation":"none","confirmation":"automatic","send_time":"same_instant"}}"#,
        ),
    ] {
        assert_eq!(serde_json::to_string(&plan).expect("text"), text);
        assert_eq!(serde_json::from_str::<Plan>(text).expect("a plan"), plan);
    }
    for (pattern, text) in [
        (Pattern::Once, r#""once""#),
        (
            Pattern::TimesADay { every_minutes: 0, until: TimeOfDay::parse("17:30").expect("a time") },
            r#"{"times_a_day":{"every_minutes":0,"until":"17:30:00"}}"#,
        ),
        (
            Pattern::MonthlyOnWeekday { every: 1, nth: Nth::Last, weekday: Weekday::Sun },
            r#"{"monthly_on_weekday":{"every":1,"nth":"last","weekday":"sun"}}"#,
        ),
        (Pattern::MonthlyOnDay { every: 0, day: 99 }, r#"{"monthly_on_day":{"every":0,"day":99}}"#),
    ] {
        assert_eq!(serde_json::to_string(&pattern).expect("text"), text);
        assert_eq!(serde_json::from_str::<Pattern>(text).expect("a pattern"), pattern);
    }
    let impossible = r#"{"at":{"wall":"2026-02-31T09:00","zone":"Europe/Rome","confirmation":"required","send_time":"same_instant"}}"#;
    assert!(serde_json::from_str::<Plan>(impossible).is_err());
}

#[test]
fn what_there_is_to_know_is_noted() {
    let before = |date: &str| instant(&format!("{date}T00:00:00Z"));
    let noted = |plan: &Plan, now, hours| notes(plan, now, hours, &Jiff);
    assert_eq!(noted(&Plan::OnceConfirmed, before("2026-11-01"), 84), [Note::NoContactDate]);
    let cut = Note::ValidityCut { hours: 84 };
    assert_eq!(noted(&Plan::OnceConfirmed, before("2026-11-01"), 85), [Note::NoContactDate, cut]);

    let plain = at("Europe/Rome", EVERY_DAY, SendTime::SameInstant);
    let nine = instant("2026-11-30T08:00:00Z");
    assert_eq!(noted(&plain, nine, 1), []);
    let past = Note::Past { wall: wall(EVERY_DAY), at: nine };
    assert_eq!(noted(&plain, instant("2026-11-30T08:00:01Z"), 1), [past]);
    let by_zone = at("Europe/Rome", EVERY_DAY, SendTime::RecipientZone);
    assert_eq!(noted(&by_zone, before("2026-11-01"), 1), [Note::ReadyBy(instant("2026-11-29T08:00:00Z"))]);
    assert_eq!(noted(&by_zone, instant("2026-11-29T08:00:01Z"), 1), [Note::NotReadyBy]);
    assert_eq!(noted(&by_zone, instant("2026-11-30T08:00:01Z"), 1), [past]);

    let gap = |date: &str| Note::Gap {
        wall: wall(date),
        read: wall("2026-03-29T03:00"),
        at: instant("2026-03-29T01:00:00Z"),
    };
    let night = at("Europe/Rome", "2026-03-29T02:30", SendTime::SameInstant);
    assert_eq!(noted(&night, before("2026-03-01"), 1), [gap("2026-03-29T02:30")]);
    let (first, second) = (instant("2026-10-25T00:30:00Z"), instant("2026-10-25T01:30:00Z"));
    let overlap = Note::Overlap { wall: wall("2026-10-25T02:30"), at: first, again: second };
    let night = at("Europe/Rome", "2026-10-25T02:30", SendTime::SameInstant);
    assert_eq!(noted(&night, before("2026-10-01"), 1), [overlap]);
    assert_eq!(noted(&night, second, 1), [Note::Past { wall: wall("2026-10-25T02:30"), at: first }, overlap]);

    let nightly = recurring("Europe/Rome", "2026-03-17T02:30", Pattern::Daily { every: 1 }, "after 20");
    assert_eq!(noted(&nightly, before("2026-03-01"), 1), []);
    // From the 20th on it is among the next ten.
    assert_eq!(noted(&nightly, before("2026-03-20"), 1), [Note::Passed(3), gap("2026-03-29T02:30")]);
    assert_eq!(noted(&nightly, before("2026-04-05"), 1), [Note::Passed(19)]);
    assert_eq!(noted(&nightly, before("2026-04-06"), 1), [Note::NoneLeft]);
}

#[test]
fn one_wall_time_goes_round_the_earth() {
    let zones =
        |zones: &[(&str, u64)]| zones.iter().map(|(name, messages)| (zone(name), *messages)).collect::<Vec<_>>();
    let now = instant("2026-11-30T00:00:00Z");
    let of = |list: &[(&str, u64)]| spread(wall(EVERY_DAY), &zone("Europe/Rome"), &zones(list), now, &Jiff);
    let (tokyo, rome, york) = ("2026-11-30T00:00:00Z", "2026-11-30T08:00:00Z", "2026-11-30T14:00:00Z");
    let expected = |first, last, past, total| Some(Spread { first: instant(first), last: instant(last), past, total });
    assert_eq!(of(&[]), expected(rome, rome, 0, 0));
    assert_eq!(of(&[("", 5), ("Mars/Crater", 7)]), expected(rome, rome, 0, 12));
    assert_eq!(of(&[("America/New_York", 3), ("Asia/Tokyo", 2)]), expected(tokyo, york, 0, 5));
    assert_eq!(of(&[("America/New_York", 3)]), expected(york, york, 0, 3));
    assert_eq!(of(&[("America/New_York", 3), ("Asia/Tokyo", 0)]), expected(york, york, 0, 3));
    let samoa = "2026-11-29T20:00:00Z";
    let early = of(&[("Pacific/Apia", 4), ("Europe/Rome", 1), ("Asia/Tokyo", 1)]);
    assert_eq!(early, expected(samoa, rome, 4, 6));
    assert_eq!(early.map(|early| early.effective(now)), Some((now, instant(rome))));
    let gap = spread(wall("2026-03-29T02:30"), &zone("UTC"), &zones(&[("Europe/Rome", 1)]), now, &Jiff);
    assert_eq!(gap, expected("2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z", 1, 1));
    assert_eq!(spread(wall(EVERY_DAY), &zone("Mars/Crater"), &[], now, &Jiff), None);
}

#[test]
fn a_period_is_one_of_the_calendar() {
    for (aggregation, date, expected) in [
        (Aggregation::None, "2026-11-30T09:00", None),
        (Aggregation::Day, "2026-11-30T09:00", Some("2026-11-30")),
        (Aggregation::Week, "2026-11-29T23:59", Some("2026-W48")),
        (Aggregation::Week, "2026-11-30T00:00", Some("2026-W49")),
        (Aggregation::Week, "2027-01-03T09:00", Some("2026-W53")),
        (Aggregation::Week, "2027-01-04T09:00", Some("2027-W01")),
        (Aggregation::Week, "2025-12-29T09:00", Some("2026-W01")),
        (Aggregation::Week, "2021-01-03T09:00", Some("2020-W53")),
        (Aggregation::Month, "2026-11-30T09:00", Some("2026-11")),
        (Aggregation::Year, "2026-11-30T09:00", Some("2026")),
    ] {
        let period = aggregation.period(wall(date));
        assert_eq!(period.map(|period| period.to_string()).as_deref(), expected, "{aggregation:?} {date}");
    }
    let week = |date: &str| Aggregation::Week.period(wall(date)).expect("a week");
    assert_eq!(week("2026-12-28T09:00"), week("2027-01-03T09:00"));
    assert!(week("2027-01-03T09:00") < week("2027-01-04T09:00"));
    let month = |date: &str| Aggregation::Month.period(wall(date));
    assert!(month("2026-12-31T09:00") < month("2027-01-01T09:00"));
    assert_eq!(Aggregation::Year.period(wall("2026-01-01T00:00")), Some(Period::Year(2026)));
}
