//! What is wrong with a plan, field by field. Page and service ask the same.

use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::{ConfirmationPolicy, Plan};
use crate::domain::civil::{ImpossibleDate, Offsets, Zone, resolve};
use crate::domain::instant::Instant;
use crate::domain::recurrence::{Ends, Pattern, Recurrence};

/// The fewest minutes between two occurrences of a day (domain.md 4.5).
const SHORTEST_MINUTES: u16 = 10;

/// Something that has to be changed before a plan can be saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// What.
    pub why: Why,
}

/// A field of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The contact date, or the first date of a recurrence.
    Start,
    /// The zone of that date.
    Zone,
    /// The interval: every so many minutes, days, weeks, months, years.
    Every,
    /// The last time of the day.
    DayUntil,
    /// The days of the week.
    Days,
    /// The day of the month.
    DayOfMonth,
    /// How many times.
    EndAfter,
    /// The last date.
    EndDate,
    /// The zone of the last date.
    EndZone,
    /// "Request confirmation before sending messages".
    Confirmation,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 10] = [
        Self::Start,
        Self::Zone,
        Self::Every,
        Self::DayUntil,
        Self::Days,
        Self::DayOfMonth,
        Self::EndAfter,
        Self::EndDate,
        Self::EndZone,
        Self::Confirmation,
    ];
}

/// What is wrong with a field.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// What is in the field is no date, or no time: 31 February, 25:00.
    ImpossibleDate,
    /// Nobody knows this zone.
    UnknownZone,
    /// Every zero days.
    ZeroInterval,
    /// Less than ten minutes from one to the next.
    TooOften,
    /// The day's last time is before its first one.
    DayEndsBeforeStart,
    /// No day of the week is chosen.
    NoWeekday,
    /// Months have days 1 to 31.
    NoSuchDay,
    /// Zero times.
    ZeroTimes,
    /// The end is before the start.
    EndBeforeStart,
    /// No date fits.
    NoOccurrence,
    /// Here nobody is asked to confirm.
    ConfirmationNotOffered,
    /// The service's clock rules give another instant than was shown, or time has passed it. Only the service finds this.
    OtherInstant,
}

impl Why {
    /// Every one.
    pub const ALL: [Self; 12] = [
        Self::ImpossibleDate,
        Self::UnknownZone,
        Self::ZeroInterval,
        Self::TooOften,
        Self::DayEndsBeforeStart,
        Self::NoWeekday,
        Self::NoSuchDay,
        Self::ZeroTimes,
        Self::EndBeforeStart,
        Self::NoOccurrence,
        Self::ConfirmationNotOffered,
        Self::OtherInstant,
    ];
}

impl From<ImpossibleDate> for Why {
    fn from(_: ImpossibleDate) -> Self {
        Self::ImpossibleDate
    }
}

impl fmt::Display for Why {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::ImpossibleDate => "There is no such date.",
            Self::UnknownZone => "There is no such time zone.",
            Self::ZeroInterval => "The interval is zero.",
            Self::TooOften => "There are less than ten minutes from one to the next.",
            Self::DayEndsBeforeStart => "The last time of the day is before the first one.",
            Self::NoWeekday => "No day of the week is chosen.",
            Self::NoSuchDay => "The day of the month is not between 1 and 31.",
            Self::ZeroTimes => "The number of times is zero.",
            Self::EndBeforeStart => "The end is before the start.",
            Self::NoOccurrence => "There is no date between the start and the end.",
            Self::ConfirmationNotOffered => "Executions of a whole period are not confirmed one by one.",
            Self::OtherInstant => "The service makes another instant of this date than the one shown. Nothing was saved; look at it again.",
        })
    }
}

/// Whether a plan can be saved.
///
/// # Errors
/// All that is wrong with it, in the order of the fields.
pub fn check(plan: &Plan, offsets: &dyn Offsets) -> Result<(), Vec<Problem>> {
    let mut problems = match plan {
        Plan::OnceConfirmed => Vec::new(),
        Plan::At { zone, .. } => unknown(zone, Field::Zone, offsets).into_iter().collect(),
        Plan::Recurring { recurrence, .. } => of_recurrence(recurrence, offsets),
    };
    let chosen = match plan {
        Plan::OnceConfirmed => None,
        Plan::At { confirmation, .. } | Plan::Recurring { confirmation, .. } => Some(*confirmation),
    };
    if chosen == Some(ConfirmationPolicy::Required) && plan.confirmation() == ConfirmationPolicy::Automatic {
        problems.push(Problem { field: Field::Confirmation, why: Why::ConfirmationNotOffered });
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn unknown(zone: &Zone, field: Field, offsets: &dyn Offsets) -> Option<Problem> {
    let is_unknown = offsets.offset_s(zone, Instant::default()).is_none();
    is_unknown.then_some(Problem { field, why: Why::UnknownZone })
}

fn of_recurrence(recurrence: &Recurrence, offsets: &dyn Offsets) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(unknown(&recurrence.zone, Field::Zone, offsets));
    let mut expect = |holds: bool, field, why| {
        if !holds {
            problems.push(Problem { field, why });
        }
    };
    match recurrence.pattern {
        Pattern::Once => {}
        Pattern::TimesADay { every_minutes, until } => {
            let why = if every_minutes == 0 { Why::ZeroInterval } else { Why::TooOften };
            expect(every_minutes >= SHORTEST_MINUTES, Field::Every, why);
            expect(until >= recurrence.first.time(), Field::DayUntil, Why::DayEndsBeforeStart);
        }
        Pattern::Daily { every } | Pattern::Yearly { every } | Pattern::MonthlyOnWeekday { every, .. } => {
            expect(every > 0, Field::Every, Why::ZeroInterval);
        }
        Pattern::Weekly { every, days } => {
            expect(every > 0, Field::Every, Why::ZeroInterval);
            expect(!days.is_empty(), Field::Days, Why::NoWeekday);
        }
        Pattern::MonthlyOnDay { every, day } => {
            expect(every > 0, Field::Every, Why::ZeroInterval);
            expect((1..=31).contains(&day), Field::DayOfMonth, Why::NoSuchDay);
        }
    }
    let end = match &recurrence.ends {
        Ends::Never => Field::Start,
        Ends::After(times) => {
            expect(*times > 0, Field::EndAfter, Why::ZeroTimes);
            Field::Start
        }
        Ends::Until { wall, zone } => {
            problems.extend(unknown(zone, Field::EndZone, offsets));
            let [start, end] = [(recurrence.first, &recurrence.zone), (*wall, zone)]
                .map(|(wall, zone)| Some(resolve(wall, zone, offsets)?.at()));
            // Both are known, or one is complained of already.
            if start.zip(end).is_some_and(|(start, end)| end < start) {
                problems.push(Problem { field: Field::EndDate, why: Why::EndBeforeStart });
            }
            Field::EndDate
        }
    };
    if problems.is_empty() && recurrence.occurrences(offsets).next().is_none() {
        problems.push(Problem { field: end, why: Why::NoOccurrence });
    }
    problems
}
