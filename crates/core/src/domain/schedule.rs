//! The schedule of a delivery: when it goes, who has to say so, and how its occurrences are put together.

use core::fmt;

use chrono::{Datelike, IsoWeek, NaiveDate};
use serde::{Deserialize, Serialize};

use super::civil::{Wall, Zone};
use super::recurrence::Recurrence;

mod check;
mod notes;
mod spread;

pub use check::{Field, Problem, Why, check};
pub use notes::{Note, notes};
pub use spread::{Spread, own_instant, spread};

/// When a delivery goes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// As soon as somebody confirms.
    OnceConfirmed,
    /// On a date.
    At {
        /// The contact date.
        wall: Wall,
        /// Its zone.
        zone: Zone,
        /// Whether somebody has to confirm.
        confirmation: ConfirmationPolicy,
        /// Whose clocks show the date.
        send_time: SendTime,
    },
    /// Again and again.
    Recurring {
        /// The dates.
        recurrence: Recurrence,
        /// Which occurrences share an execution.
        aggregation: Aggregation,
        /// Whether somebody has to confirm each execution.
        confirmation: ConfirmationPolicy,
        /// Whose clocks show the dates.
        send_time: SendTime,
    },
}

impl Plan {
    /// What sort of plan it is.
    pub const fn mode(&self) -> Mode {
        match self {
            Self::OnceConfirmed => Mode::OnceConfirmed,
            Self::At { .. } => Mode::Dated,
            Self::Recurring { aggregation: Aggregation::None, .. } => Mode::Recurring,
            Self::Recurring { .. } => Mode::Aggregated,
        }
    }

    /// Whether somebody has to confirm: what was chosen, where there is a choice.
    pub const fn confirmation(&self) -> ConfirmationPolicy {
        match (confirmation_offered(self.mode()), self) {
            (Offer::Choice(_), Self::At { confirmation, .. } | Self::Recurring { confirmation, .. }) => *confirmation,
            (Offer::Choice(policy) | Offer::Fixed(policy, _), _) => policy,
        }
    }

    /// Whose clocks show the date. `None` if there is none.
    pub const fn send_time(&self) -> Option<SendTime> {
        match self {
            Self::OnceConfirmed => None,
            Self::At { send_time, .. } | Self::Recurring { send_time, .. } => Some(*send_time),
        }
    }
}

/// "Request confirmation before sending messages", on or off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmationPolicy {
    /// Nothing leaves before somebody has confirmed.
    Required,
    /// What is prepared leaves by itself on its date.
    Automatic,
}

impl ConfirmationPolicy {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Required, Self::Automatic];
}

/// Whose clocks show the contact date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendTime {
    /// Those of the contact date's zone: one instant for everybody.
    #[default]
    SameInstant,
    /// Each recipient's own; who has no zone goes with the contact date's.
    RecipientZone,
}

impl SendTime {
    /// Both.
    pub const ALL: [Self; 2] = [Self::SameInstant, Self::RecipientZone];
}

/// Which occurrences share an execution, and a preparation with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// Each has its own.
    #[default]
    None,
    /// Those of a day.
    Day,
    /// Those of a week, from Monday on.
    Week,
    /// Those of a month.
    Month,
    /// Those of a year.
    Year,
}

impl Aggregation {
    /// Every aggregation.
    pub const ALL: [Self; 5] = [Self::None, Self::Day, Self::Week, Self::Month, Self::Year];

    /// The period that an occurrence belongs to, by its wall time. `None` if each stands alone.
    pub fn period(self, wall: Wall) -> Option<Period> {
        let date = wall.date();
        match self {
            Self::None => None,
            Self::Day => Some(Period::Day(date)),
            Self::Week => Some(Period::Week(date.iso_week())),
            Self::Month => Some(Period::Month { year: date.year(), month: date.month() }),
            Self::Year => Some(Period::Year(date.year())),
        }
    }
}

/// A day, week, month or year of the calendar. Two occurrences share an execution if their periods are the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Period {
    /// A date.
    Day(NaiveDate),
    /// A week by ISO 8601: the last days of December may be in week 1 of the next year.
    Week(IsoWeek),
    /// A month.
    Month {
        /// Its year.
        year: i32,
        /// 1 to 12.
        month: u32,
    },
    /// A year.
    Year(i32),
}

/// As ISO 8601 writes it: `2026-11-30`, `2026-W49`, `2026-11`, `2026`.
impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(out, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
            Self::Week(week) => write!(out, "{:04}-W{:02}", week.year(), week.week()),
            Self::Month { year, month } => write!(out, "{year:04}-{month:02}"),
            Self::Year(year) => write!(out, "{year:04}"),
        }
    }
}

/// The sorts of plans that differ in who has to confirm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Goes as soon as somebody confirms.
    OnceConfirmed,
    /// Goes on a date.
    Dated,
    /// Recurring, each occurrence by itself.
    Recurring,
    /// Recurring, the occurrences of a period together.
    Aggregated,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::OnceConfirmed, Self::Dated, Self::Recurring, Self::Aggregated];
}

/// Whether "Request confirmation before sending messages" can be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Offer {
    /// It can; this is what it is at first.
    Choice(ConfirmationPolicy),
    /// It cannot; this is what holds, and why.
    Fixed(ConfirmationPolicy, Fixed),
}

/// Why there is no choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fixed {
    /// Confirming is what sends it.
    ConfirmingSends,
    /// An execution has many dates, and nobody is asked for each.
    ManyDates,
}

/// The table of domain.md 4.4.
pub const fn confirmation_offered(mode: Mode) -> Offer {
    match mode {
        Mode::OnceConfirmed => Offer::Fixed(ConfirmationPolicy::Required, Fixed::ConfirmingSends),
        Mode::Dated => Offer::Choice(ConfirmationPolicy::Required),
        Mode::Recurring => Offer::Choice(ConfirmationPolicy::Automatic),
        Mode::Aggregated => Offer::Fixed(ConfirmationPolicy::Automatic, Fixed::ManyDates),
    }
}
