//! A schedule as it is being written: texts and choices of the editor's fields, and the plan they make, if they make one.
//! Nothing here is asked of the service before it holds.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::{Datelike, TimeDelta};

use crate::domain::civil::{Offsets, TimeOfDay, Wall, Zone, resolve, wall_at};
use crate::domain::instant::Instant;
use crate::domain::lifecycle::Kind;
use crate::domain::recurrence::{Ends, Nth, Occurrence, PREVIEW, Pattern, Recurrence, Weekday, Weekdays};
use crate::domain::schedule::{
    Aggregation, ConfirmationPolicy, Field, Mode, Note, Offer, Plan, Problem, SendTime, Why, check,
    confirmation_offered, notes,
};

/// How often, as it is chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rhythm {
    /// On one date.
    Once,
    /// Several times on each day.
    TimesADay,
    /// Every so many days.
    Daily,
    /// On chosen days of every so many weeks.
    Weekly,
    /// On a day of every so many months.
    MonthlyOnDay,
    /// On a weekday of every so many months.
    MonthlyOnWeekday,
    /// Every so many years.
    Yearly,
}

impl Rhythm {
    /// Every rhythm, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::Once,
        Self::TimesADay,
        Self::Daily,
        Self::Weekly,
        Self::MonthlyOnDay,
        Self::MonthlyOnWeekday,
        Self::Yearly,
    ];
}

/// Until when, as it is chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// Without an end.
    Never,
    /// After so many.
    After,
    /// On a date.
    Until,
}

impl Ending {
    /// Every ending, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Never, Self::After, Self::Until];
}

/// What stands in the editor's fields.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// What sort of delivery it is for.
    pub kind: Kind,
    /// Of a one-off: whether it has a date.
    pub is_dated: bool,
    /// Date and time: `2026-11-30T09:00`.
    pub wall: String,
    /// The name of the zone.
    pub zone: String,
    /// Whether somebody has to confirm.
    pub confirmation: ConfirmationPolicy,
    /// Whose time the date is.
    pub send_time: SendTime,
    /// How often.
    pub rhythm: Rhythm,
    /// Every so many days, weeks, months or years; or minutes.
    pub every: String,
    /// Until what time of each day: `18:00`.
    pub until_time: String,
    /// On which days of the week.
    pub days: Weekdays,
    /// On which day of the month.
    pub day: String,
    /// On which of the month's weekdays.
    pub nth: Nth,
    /// Which weekday.
    pub weekday: Weekday,
    /// Until when.
    pub ending: Ending,
    /// After so many.
    pub after: String,
    /// The last day: `2026-12-31`.
    pub until: String,
    /// How executions are counted together.
    pub aggregation: Aggregation,
}

/// What a draft would do, as far as it can be told.
#[derive(Clone, PartialEq, Debug)]
pub struct Outlook {
    /// The plan, if the fields make one.
    pub plan: Option<Plan>,
    /// The instant of its date, or of its first occurrence to come: what saving is bound to.
    pub at: Option<Instant>,
    /// What is wrong, by field.
    pub problems: Vec<Problem>,
    /// What is good to know before saving.
    pub notes: Vec<Note>,
    /// The next occurrences of what repeats.
    pub occurrences: Vec<Occurrence>,
    /// Whether confirmation can be asked for, and why not.
    pub offer: Offer,
}

impl Draft {
    /// The fields of a plan. What it leaves open is filled with what is likely: tomorrow at nine, in the viewer's zone.
    pub fn of(kind: Kind, plan: &Plan, now: Instant, own_zone: &str, offsets: &dyn Offsets) -> Self {
        let tomorrow = wall_at(now + TimeDelta::days(1), &Zone::new(own_zone), offsets).map(Wall::date);
        let nine = tomorrow.zip(TimeOfDay::from_seconds(9 * 3_600)).and_then(|(date, nine)| Wall::new(date, nine));
        let weekday = tomorrow.map_or(Weekday::Mon, Weekday::of);
        let mut draft = Self {
            kind,
            is_dated: false,
            wall: nine.map(field).unwrap_or_default(),
            zone: own_zone.to_string(),
            confirmation: if kind == Kind::Recurring {
                ConfirmationPolicy::Automatic
            } else {
                ConfirmationPolicy::Required
            },
            send_time: SendTime::SameInstant,
            rhythm: Rhythm::Weekly,
            every: "1".to_string(),
            until_time: "18:00".to_string(),
            days: Weekdays::of(&[weekday]),
            day: tomorrow.map_or(1, |date| date.day()).to_string(),
            nth: Nth::First,
            weekday,
            ending: Ending::Never,
            after: "10".to_string(),
            until: String::new(),
            aggregation: Aggregation::None,
        };
        match plan {
            Plan::OnceConfirmed => {}
            Plan::At { wall, zone, confirmation, send_time } => {
                draft.is_dated = true;
                draft.wall = field(*wall);
                draft.zone = zone.to_string();
                draft.confirmation = *confirmation;
                draft.send_time = *send_time;
            }
            Plan::Recurring { recurrence, aggregation, confirmation, send_time } => {
                draft.aggregation = *aggregation;
                draft.confirmation = *confirmation;
                draft.send_time = *send_time;
                draft.take(recurrence);
            }
        }
        draft
    }

    fn take(&mut self, recurrence: &Recurrence) {
        self.wall = field(recurrence.first);
        self.zone = recurrence.zone.to_string();
        let (rhythm, every) = match &recurrence.pattern {
            Pattern::Once => (Rhythm::Once, 1),
            Pattern::TimesADay { every_minutes, until } => {
                self.until_time = until.to_string();
                (Rhythm::TimesADay, *every_minutes)
            }
            Pattern::Daily { every } => (Rhythm::Daily, *every),
            Pattern::Weekly { every, days } => {
                self.days = *days;
                (Rhythm::Weekly, *every)
            }
            Pattern::MonthlyOnDay { every, day } => {
                self.day = day.to_string();
                (Rhythm::MonthlyOnDay, *every)
            }
            Pattern::MonthlyOnWeekday { every, nth, weekday } => {
                (self.nth, self.weekday) = (*nth, *weekday);
                (Rhythm::MonthlyOnWeekday, *every)
            }
            Pattern::Yearly { every } => (Rhythm::Yearly, *every),
        };
        (self.rhythm, self.every) = (rhythm, every.to_string());
        match &recurrence.ends {
            Ends::Never => self.ending = Ending::Never,
            Ends::After(count) => (self.ending, self.after) = (Ending::After, count.to_string()),
            Ends::Until { wall, .. } => {
                let date = wall.to_string();
                (self.ending, self.until) = (Ending::Until, date[..10].to_string());
            }
        }
    }

    /// What the fields make, and what it would do.
    pub fn outlook(&self, now: Instant, validity_hours: u32, offsets: &dyn Offsets) -> Outlook {
        let mut problems = Vec::new();
        let plan = self.plan(&mut problems);
        if let Some(Err(found)) = plan.as_ref().map(|plan| check(plan, offsets)) {
            problems.extend(found);
        }
        let mut outlook = Outlook {
            plan: plan.filter(|_| problems.is_empty()),
            at: None,
            problems,
            notes: Vec::new(),
            occurrences: Vec::new(),
            offer: confirmation_offered(self.mode()),
        };
        match &outlook.plan {
            None => return outlook,
            Some(Plan::OnceConfirmed) => {}
            Some(Plan::At { wall, zone, .. }) => {
                outlook.at = resolve(*wall, zone, offsets).map(|resolved| resolved.at())
            }
            Some(Plan::Recurring { recurrence, .. }) => {
                outlook.occurrences = recurrence.occurrences_after(now, offsets).take(PREVIEW).collect();
                outlook.at = outlook.occurrences.first().map(Occurrence::at);
            }
        }
        outlook.notes = outlook.plan.as_ref().map(|plan| notes(plan, now, validity_hours, offsets)).unwrap_or_default();
        outlook
    }

    /// What sort of plan the choices make, whatever stands in the fields.
    pub fn mode(&self) -> Mode {
        match (self.kind, self.is_dated, self.aggregation) {
            (Kind::Recurring, _, Aggregation::None) => Mode::Recurring,
            (Kind::Recurring, ..) => Mode::Aggregated,
            (Kind::OneOff | Kind::Execution | Kind::Elsewhere, true, _) => Mode::Dated,
            (Kind::OneOff | Kind::Execution | Kind::Elsewhere, false, _) => Mode::OnceConfirmed,
        }
    }

    fn plan(&self, problems: &mut Vec<Problem>) -> Option<Plan> {
        if self.kind != Kind::Recurring && !self.is_dated {
            return Some(Plan::OnceConfirmed);
        }
        let wall = Wall::parse(&self.wall);
        if wall.is_err() {
            problems.push(Problem { field: Field::Start, why: Why::ImpossibleDate });
        }
        let zone = Zone::new(self.zone.trim());
        if self.kind != Kind::Recurring {
            let (confirmation, send_time) = (self.confirmation, self.send_time);
            return Some(Plan::At { wall: wall.ok()?, zone, confirmation, send_time });
        }
        let pattern = self.pattern(problems);
        let ends = self.ends(&zone, problems);
        let recurrence = Recurrence { first: wall.ok()?, zone, pattern: pattern?, ends: ends? };
        // What is counted together is sent without asking, whatever was ticked before (domain.md 4.4).
        let confirmation = match self.aggregation {
            Aggregation::None => self.confirmation,
            _ => ConfirmationPolicy::Automatic,
        };
        let (aggregation, send_time) = (self.aggregation, self.send_time);
        Some(Plan::Recurring { recurrence, aggregation, confirmation, send_time })
    }

    fn pattern(&self, problems: &mut Vec<Problem>) -> Option<Pattern> {
        if self.rhythm == Rhythm::Once {
            return Some(Pattern::Once);
        }
        let every = number(&self.every);
        Some(match self.rhythm {
            Rhythm::Once => Pattern::Once,
            Rhythm::TimesADay => {
                let until = TimeOfDay::parse(&self.until_time);
                if until.is_err() {
                    problems.push(Problem { field: Field::DayUntil, why: Why::ImpossibleDate });
                }
                Pattern::TimesADay { every_minutes: every, until: until.ok()? }
            }
            Rhythm::Daily => Pattern::Daily { every },
            Rhythm::Weekly => Pattern::Weekly { every, days: self.days },
            Rhythm::MonthlyOnDay => Pattern::MonthlyOnDay { every, day: number(&self.day) },
            Rhythm::MonthlyOnWeekday => Pattern::MonthlyOnWeekday { every, nth: self.nth, weekday: self.weekday },
            Rhythm::Yearly => Pattern::Yearly { every },
        })
    }

    fn ends(&self, zone: &Zone, problems: &mut Vec<Problem>) -> Option<Ends> {
        match self.ending {
            Ending::Never => Some(Ends::Never),
            Ending::After => Some(Ends::After(number(&self.after))),
            Ending::Until => {
                // The whole of its last day.
                let wall = Wall::parse(&format!("{}T23:59:59", self.until));
                if wall.is_err() {
                    problems.push(Problem { field: Field::EndDate, why: Why::ImpossibleDate });
                }
                wall.ok().map(|wall| Ends::Until { wall, zone: zone.clone() })
            }
        }
    }
}

/// As a field of date and time takes it: without the seconds, unless there are some.
fn field(wall: Wall) -> String {
    let text = wall.to_string();
    text.strip_suffix(":00").map(ToString::to_string).unwrap_or(text)
}

/// A whole number out of a field. What is none counts as zero, which no field takes: so it is told at the field.
fn number<T: core::str::FromStr + Default>(text: &str) -> T {
    text.trim().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zone without clock changes, an hour ahead of UTC.
    struct Fixed;

    impl Offsets for Fixed {
        fn offset_s(&self, zone: &Zone, _: Instant) -> Option<i32> {
            (zone.as_str() == "Europe/Nowhere").then_some(3_600)
        }
    }

    const NOW: Instant = Instant::from_millis(1_795_424_400_000);

    fn wall(text: &str) -> Wall {
        Wall::parse(text).unwrap_or_else(|_| panic!("{text}"))
    }

    fn draft(kind: Kind) -> Draft {
        Draft::of(kind, &Plan::OnceConfirmed, NOW, "Europe/Nowhere", &Fixed)
    }

    fn problems(draft: &Draft) -> Vec<(Field, Why)> {
        let outlook = draft.outlook(NOW, 84, &Fixed);
        assert_eq!(outlook.plan.is_none(), !outlook.problems.is_empty(), "a plan, or what is wrong");
        outlook.problems.iter().map(|problem| (problem.field, problem.why)).collect()
    }

    #[test]
    fn what_a_plan_says_comes_out_as_it_went_in() {
        let zone = Zone::new("Europe/Nowhere");
        let (confirmation, send_time) = (ConfirmationPolicy::Automatic, SendTime::RecipientZone);
        let first = wall("2026-11-30T09:00:30");
        let until = Ends::Until { wall: wall("2027-03-31T23:59:59"), zone: zone.clone() };
        let weekly = Pattern::Weekly { every: 2, days: Weekdays::of(&[Weekday::Mon, Weekday::Fri]) };
        let times = Pattern::TimesADay { every_minutes: 30, until: TimeOfDay::parse("17:30").expect("a time") };
        let monthly = Pattern::MonthlyOnWeekday { every: 3, nth: Nth::Last, weekday: Weekday::Sun };
        let recurring = |pattern, ends, aggregation| Plan::Recurring {
            recurrence: Recurrence { first, zone: zone.clone(), pattern, ends },
            aggregation,
            confirmation,
            send_time,
        };
        for (kind, plan) in [
            (Kind::OneOff, Plan::OnceConfirmed),
            (Kind::OneOff, Plan::At { wall: first, zone: zone.clone(), confirmation, send_time }),
            (Kind::Recurring, recurring(weekly, until, Aggregation::None)),
            (Kind::Recurring, recurring(times, Ends::After(7), Aggregation::Month)),
            (Kind::Recurring, recurring(monthly, Ends::Never, Aggregation::Year)),
            (Kind::Recurring, recurring(Pattern::MonthlyOnDay { every: 1, day: 31 }, Ends::Never, Aggregation::None)),
            (Kind::Recurring, recurring(Pattern::Yearly { every: 4 }, Ends::Never, Aggregation::None)),
            (Kind::Recurring, recurring(Pattern::Once, Ends::Never, Aggregation::None)),
        ] {
            let draft = Draft::of(kind, &plan, NOW, "UTC", &Fixed);
            assert_eq!(draft.outlook(NOW, 84, &Fixed).plan, Some(plan));
        }
    }

    #[test]
    fn each_bad_field_is_named() {
        let dated = Draft { is_dated: true, ..draft(Kind::OneOff) };
        assert_eq!(problems(&dated), []);
        let bad = Draft { wall: "2026-02-31T09:00".into(), ..dated.clone() };
        assert_eq!(problems(&bad), [(Field::Start, Why::ImpossibleDate)]);
        let bad = Draft { zone: "Mars/Olympus".into(), ..dated.clone() };
        assert_eq!(problems(&bad), [(Field::Zone, Why::UnknownZone)]);
        let recurring = draft(Kind::Recurring);
        assert_eq!(problems(&recurring), []);
        let bad = Draft { every: "0".into(), ..recurring.clone() };
        assert_eq!(problems(&bad), [(Field::Every, Why::ZeroInterval)]);
        let bad = Draft { every: "often".into(), ..recurring.clone() };
        assert_eq!(problems(&bad), [(Field::Every, Why::ZeroInterval)]);
        let bad = Draft { days: Weekdays::of(&[]), ..recurring.clone() };
        assert_eq!(problems(&bad), [(Field::Days, Why::NoWeekday)]);
        let bad = Draft { ending: Ending::Until, until: "2026-11-01".into(), ..recurring.clone() };
        assert_eq!(problems(&bad), [(Field::EndDate, Why::EndBeforeStart)]);
        let bad = Draft { ending: Ending::Until, until: String::new(), ..recurring.clone() };
        assert_eq!(problems(&bad), [(Field::EndDate, Why::ImpossibleDate)]);
        let bad = Draft { rhythm: Rhythm::MonthlyOnDay, day: "32".into(), ..recurring.clone() };
        assert_eq!(problems(&bad), [(Field::DayOfMonth, Why::NoSuchDay)]);
        let bad = Draft { ending: Ending::After, after: "0".into(), ..recurring };
        assert_eq!(problems(&bad), [(Field::EndAfter, Why::ZeroTimes)]);
    }

    #[test]
    fn what_is_counted_together_asks_nobody() {
        let asking = Draft { confirmation: ConfirmationPolicy::Required, ..draft(Kind::Recurring) };
        let plan = |draft: &Draft| draft.outlook(NOW, 84, &Fixed).plan.map(|plan| plan.confirmation());
        assert_eq!(plan(&asking), Some(ConfirmationPolicy::Required));
        let together = Draft { aggregation: Aggregation::Month, ..asking };
        assert_eq!(plan(&together), Some(ConfirmationPolicy::Automatic));
        assert!(matches!(together.outlook(NOW, 84, &Fixed).offer, Offer::Fixed(..)));
    }

    #[test]
    fn ten_dates_are_shown_and_saving_is_bound_to_the_first() {
        let outlook = draft(Kind::Recurring).outlook(NOW, 84, &Fixed);
        assert_eq!(outlook.occurrences.len(), 10);
        assert_eq!(outlook.at, Some(outlook.occurrences[0].at()));
        let dated = Draft { is_dated: true, ..draft(Kind::OneOff) }.outlook(NOW, 84, &Fixed);
        // Nine o'clock, an hour ahead of UTC.
        assert_eq!(dated.at, Instant::parse("2026-11-24T08:00:00Z"));
    }
}
