//! Recurrence: from a first date, a pattern and an end to the dates that people see in a calendar, one by one.
//!
//! A pattern is civil: it names the n-th wall time by arithmetic alone, so that a rule begun twenty years ago is entered
//! in the middle. Zones come in afterwards, through [`resolve`].

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::civil::{Offsets, Resolved, TimeOfDay, Wall, Zone, next_gap, resolve, wall_at};
use super::instant::Instant;

mod days;

pub use days::{Nth, Weekday, Weekdays};

/// How many of the next dates are shown before saving.
pub const PREVIEW: usize = 10;

/// When something happens again and again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recurrence {
    /// From when on, and at what time of day. An occurrence only if the pattern hits it; none comes before.
    pub first: Wall,
    /// Whose clocks.
    pub zone: Zone,
    /// On which days and at what times.
    pub pattern: Pattern,
    /// How long.
    pub ends: Ends,
}

/// On which days, at the first date's time of day. An interval of zero has no occurrences.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// The first date alone.
    Once,
    /// Each day, from the first date's time of day on.
    TimesADay {
        /// The minutes from one to the next.
        every_minutes: u16,
        /// The day's last possible time, itself included.
        until: TimeOfDay,
    },
    /// Every so many days.
    Daily {
        /// 1 is each day.
        every: u16,
    },
    /// On some days of every so many weeks, counted from the week of the first date. Weeks start on Monday.
    Weekly {
        /// 1 is each week.
        every: u16,
        /// The days.
        days: Weekdays,
    },
    /// On a day of every so many months. A shorter month has it on its last day: people say "on the 31st" and mean the
    /// end of the month, and a month left out is a mail that never comes.
    MonthlyOnDay {
        /// 1 is each month.
        every: u16,
        /// 1 to 31.
        day: u8,
    },
    /// On, say, the second Tuesday of every so many months.
    MonthlyOnWeekday {
        /// 1 is each month.
        every: u16,
        /// Which of the month's.
        nth: Nth,
        /// The day of the week.
        weekday: Weekday,
    },
    /// On the first date's day of every so many years; 29 February is 28 February in other years.
    Yearly {
        /// 1 is each year.
        every: u16,
    },
}

/// How long something goes on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// For good.
    Never,
    /// So many times.
    After(u32),
    /// Until a date, itself included.
    Until {
        /// The date.
        wall: Wall,
        /// Whose clocks; not necessarily the recurrence's.
        zone: Zone,
    },
}

/// One time that something happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Occurrence {
    /// 1, 2, …
    pub number: u32,
    /// The wall time that the pattern names.
    pub wall: Wall,
    /// Its instant.
    pub resolved: Resolved,
}

impl Occurrence {
    /// When it happens.
    pub const fn at(&self) -> Instant {
        self.resolved.at()
    }
}

impl Recurrence {
    /// Its occurrences, each made when it is asked for, each later than the one before. None if a zone is unknown; the
    /// last one is in the year 9999.
    ///
    /// Where the clock jumps over several wall times, all of them mean the instant after the gap: the first is an
    /// occurrence, the others are dropped and have no number.
    pub fn occurrences<'a>(&'a self, offsets: &'a dyn Offsets) -> impl Iterator<Item = Occurrence> + 'a {
        self.start(offsets)
    }

    /// Its occurrences later than an instant, with the numbers they have in [`Recurrence::occurrences`]. As quick for
    /// an old rule as for a new one, but for a look at the zone every six days.
    pub fn occurrences_after<'a>(
        &'a self,
        after: Instant,
        offsets: &'a dyn Offsets,
    ) -> impl Iterator<Item = Occurrence> + 'a {
        let mut walk = self.start(offsets);
        match wall_at(after, &self.zone, offsets) {
            Some(wall) => walk.enter(self.index(wall), after),
            // Before the first year all are later, after the last year none is.
            None if after > Instant::default() => walk.most = 0,
            None => {}
        }
        walk.skip_while(move |occurrence| occurrence.at() <= after)
    }

    fn start<'a>(&'a self, offsets: &'a dyn Offsets) -> Walk<'a> {
        let (most, until) = match &self.ends {
            Ends::Never => (u32::MAX, None),
            Ends::After(times) => (*times, None),
            Ends::Until { wall, zone } => match resolve(*wall, zone, offsets) {
                Some(resolved) => (u32::MAX, Some(resolved.at())),
                None => (0, None),
            },
        };
        Walk { rule: self, offsets, index: 0, number: 0, last: None, most, until }
    }

    /// The wall time of an index, 0, 1, …, each later than the one before. `None` if there is none: then there is none
    /// for any higher index.
    fn wall(&self, index: u32) -> Option<Wall> {
        let (date, time) = (self.first.date(), self.first.time());
        match self.pattern {
            Pattern::Once => (index == 0).then_some(self.first),
            Pattern::TimesADay { every_minutes, until } => {
                let step = u32::from(every_minutes) * 60;
                let a_day = until.seconds().checked_sub(time.seconds())?.checked_div(step)? + 1;
                let time = TimeOfDay::from_seconds(time.seconds() + index % a_day * step)?;
                Wall::new(days_on(date, index / a_day, 1)?, time)
            }
            Pattern::Daily { every } => Wall::new(days_on(date, index, every.into())?, time),
            Pattern::Weekly { every, days } => {
                let today = Weekday::of(date);
                // As if it began on Monday, less what comes before the first date.
                let index = index.checked_add(days.iter().filter(|day| *day < today).count() as u32)?;
                let monday = date.checked_sub_days(Days::new(today as u64))?;
                let week = days_on(monday, index.checked_div(days.len())?, u32::from(every) * 7)?;
                let day = days.iter().nth((index % days.len()) as usize)?;
                Wall::new(week.checked_add_days(Days::new(day as u64))?, time)
            }
            Pattern::MonthlyOnDay { every, .. } | Pattern::MonthlyOnWeekday { every, .. } => {
                let month = date.with_day(1)?;
                let is_before = self.in_month(month)? < date;
                let month = months_on(month, index.checked_add(is_before.into())?, every.into())?;
                Wall::new(self.in_month(month)?, time)
            }
            Pattern::Yearly { every } => Wall::new(months_on(date, index, u32::from(every) * 12)?, time),
        }
    }

    /// The pattern's date in the month that begins on a date.
    fn in_month(&self, month: NaiveDate) -> Option<NaiveDate> {
        let days = month.num_days_in_month();
        let day = match self.pattern {
            Pattern::MonthlyOnDay { day: day @ 1..=31, .. } => day.min(days),
            Pattern::MonthlyOnWeekday { nth, weekday, .. } => {
                let first = 1 + (7 + weekday as u8 - Weekday::of(month) as u8) % 7;
                let day = first + 7 * nth as u8;
                if day > days { day - 7 } else { day }
            }
            _ => return None,
        };
        month.with_day(day.into())
    }

    /// How many wall times come before one: the index of the first that does not.
    fn index(&self, wall: Wall) -> u32 {
        let (mut low, mut high) = (0, u32::MAX);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.wall(middle).is_some_and(|at| at < wall) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// How many of the wall times before an index are dropped, given that it is not after an instant.
    fn dropped(&self, index: u32, to: Instant, offsets: &dyn Offsets) -> Option<u32> {
        // A second earlier, so that a gap which moves the first one is seen.
        let mut from = resolve(self.wall(0)?, &self.zone, offsets)?.at() - TimeDelta::seconds(1);
        let mut dropped = 0;
        while let Some(gap) = next_gap(from, to, &self.zone, offsets) {
            let (begin, end) = (self.index(gap.begin).min(index), self.index(gap.end).min(index));
            if begin < end {
                let meets_them = end < index && self.wall(end) == Some(gap.end);
                dropped += end - begin - 1 + u32::from(meets_them);
            }
            from = gap.at;
        }
        Some(dropped)
    }
}

/// A way through the wall times of a rule.
struct Walk<'a> {
    rule: &'a Recurrence,
    offsets: &'a dyn Offsets,
    /// The next wall time.
    index: u32,
    /// How many occurrences there were.
    number: u32,
    /// When the last of them was.
    last: Option<Instant>,
    most: u32,
    until: Option<Instant>,
}

impl Walk<'_> {
    /// Goes on at an index whose wall time is the first that is not before what the clock shows at an instant.
    fn enter(&mut self, index: u32, at: Instant) {
        let last = index.checked_sub(1).and_then(|last| self.rule.wall(last));
        if let Some(last) = last.and_then(|last| resolve(last, &self.rule.zone, self.offsets)) {
            self.index = index;
            self.number = index - self.rule.dropped(index, at, self.offsets).unwrap_or(0);
            self.last = Some(last.at());
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Occurrence;

    fn next(&mut self) -> Option<Occurrence> {
        while self.number < self.most {
            let wall = self.rule.wall(self.index)?;
            let resolved = resolve(wall, &self.rule.zone, self.offsets)?;
            if self.until.is_some_and(|until| resolved.at() > until) {
                return None;
            }
            self.index += 1;
            if self.last.is_none_or(|last| resolved.at() > last) {
                self.number += 1;
                self.last = Some(resolved.at());
                return Some(Occurrence { number: self.number, wall, resolved });
            }
        }
        None
    }
}

/// So many steps of so many days later.
fn days_on(date: NaiveDate, steps: u32, every: u32) -> Option<NaiveDate> {
    (every > 0).then(|| date.checked_add_days(Days::new(u64::from(steps) * u64::from(every))))?
}

/// So many steps of so many months later, at most on the last day of the month.
fn months_on(date: NaiveDate, steps: u32, every: u32) -> Option<NaiveDate> {
    (every > 0).then(|| date.checked_add_months(Months::new(steps.checked_mul(every)?)))?
}
