//! Civil time: what a clock on a wall shows, apart from any instant, and the one rule that makes an instant of it.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::instant::Instant;

/// No clock shows this: 31 February, 25:00, a year outside 1970 to 9999, or no date at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ImpossibleDate;

impl fmt::Display for ImpossibleDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("There is no such date.")
    }
}

impl core::error::Error for ImpossibleDate {}

/// A date and a time of day to the second, of the years 1970 to 9999. Written as `2026-11-30T09:00:00`; read without
/// seconds, too, as a browser's field gives it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Wall(NaiveDateTime);

impl Wall {
    /// That date at that time of day. `None` outside the years 1970 to 9999.
    pub fn new(date: NaiveDate, time: TimeOfDay) -> Option<Self> {
        let at = date.and_hms_opt(time.0 / 3600, time.0 / 60 % 60, time.0 % 60)?;
        (1970..=9999).contains(&at.year()).then_some(Self(at))
    }

    /// Reads `YYYY-MM-DDThh:mm` or `YYYY-MM-DDThh:mm:ss`.
    ///
    /// # Errors
    /// If it is anything else, or a date or time that does not exist.
    pub fn parse(text: &str) -> Result<Self, ImpossibleDate> {
        let read = || {
            let (date, time) = (text.get(..10)?.as_bytes(), text.get(10..)?.strip_prefix('T')?);
            if date[4] != b'-' || date[7] != b'-' {
                return None;
            }
            let year = i32::try_from(number(&date[..4])?).ok()?;
            let date = NaiveDate::from_ymd_opt(year, number(&date[5..7])?, number(&date[8..])?)?;
            Self::new(date, TimeOfDay::parse(time).ok()?)
        };
        read().ok_or(ImpossibleDate)
    }

    /// Its date.
    pub fn date(self) -> NaiveDate {
        self.0.date()
    }

    /// Its time of day.
    pub fn time(self) -> TimeOfDay {
        TimeOfDay(self.0.num_seconds_from_midnight())
    }

    /// Chrono's type, for calendars.
    pub fn naive(self) -> NaiveDateTime {
        self.0
    }

    /// Seconds from 1970, as if the wall were in Greenwich.
    fn seconds(self) -> i64 {
        i64::from(self.date().to_epoch_days()) * 86_400 + i64::from(self.time().0)
    }

    fn from_seconds(seconds: i64) -> Option<Self> {
        let date = NaiveDate::from_epoch_days(i32::try_from(seconds.div_euclid(86_400)).ok()?)?;
        Self::new(date, TimeOfDay(u32::try_from(seconds.rem_euclid(86_400)).ok()?))
    }
}

impl fmt::Display for Wall {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(out, "{:04}-{:02}-{:02}T{}", date.year(), date.month(), date.day(), self.time())
    }
}

/// A time of day, to the second. Written as `09:00:00`; read without seconds, too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TimeOfDay(u32);

impl TimeOfDay {
    /// So many seconds after midnight. `None` from a whole day on.
    pub const fn from_seconds(seconds: u32) -> Option<Self> {
        if seconds < 86_400 { Some(Self(seconds)) } else { None }
    }

    /// Seconds after midnight.
    pub const fn seconds(self) -> u32 {
        self.0
    }

    /// Reads `hh:mm` or `hh:mm:ss`.
    ///
    /// # Errors
    /// If it is anything else, or no clock shows it.
    pub fn parse(text: &str) -> Result<Self, ImpossibleDate> {
        let (hour, minute, second) = match text.as_bytes() {
            [hour @ .., b':', m, n] if hour.len() == 2 => (hour, [*m, *n], [b'0'; 2]),
            [hour @ .., b':', m, n, b':', s, t] if hour.len() == 2 => (hour, [*m, *n], [*s, *t]),
            _ => return Err(ImpossibleDate),
        };
        match (number(hour), number(&minute), number(&second)) {
            (Some(hour @ 0..24), Some(minute @ 0..60), Some(second @ 0..60)) => {
                Ok(Self(hour * 3600 + minute * 60 + second))
            }
            _ => Err(ImpossibleDate),
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}:{:02}", self.0 / 3600, self.0 / 60 % 60, self.0 % 60)
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
}

macro_rules! text {
    ($($name:ident)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::parse(&Cow::<'de, str>::deserialize(deserializer)?).map_err(de::Error::custom)
            }
        }
    )*};
}

text! { Wall TimeOfDay }

/// The IANA name of a time zone, `Europe/Rome`. Whether there is such a zone, [`Offsets`] knows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zone(String);

impl Zone {
    /// Takes the name as it is.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What the outside knows of time zones: a browser, or a time zone database.
pub trait Offsets {
    /// How far a zone's clocks are ahead of UTC at an instant, in seconds. `None` if there is no such zone, and only
    /// then: before and after the instants it knows, the nearest one's offset is as good.
    fn offset_s(&self, zone: &Zone, at: Instant) -> Option<i32>;
}

/// The instant of a wall time, and what had to be decided for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolved {
    /// The clock shows it once.
    Plain(Instant),
    /// The clock jumps over it, as it does when summer time begins.
    Gap {
        /// The first instant after the gap.
        at: Instant,
        /// What the clock shows then.
        read: Wall,
    },
    /// The clock shows it twice, as it does when summer time ends.
    Overlap {
        /// The first time.
        at: Instant,
        /// The second time.
        again: Instant,
    },
}

impl Resolved {
    /// The instant that is meant.
    pub const fn at(self) -> Instant {
        match self {
            Self::Plain(at) | Self::Gap { at, .. } | Self::Overlap { at, .. } => at,
        }
    }
}

/// Seconds. No clock was ever further from UTC, and none has changed twice in such a time.
const FAR: i64 = 16 * 3600;

fn instant(seconds: i64) -> Instant {
    Instant::from_micros(seconds * 1_000_000)
}

/// The one rule (domain.md 4.3): what the clock jumps over is the first instant after the gap, what it shows twice is
/// the earlier of the two. `None` if the zone is unknown.
pub fn resolve(wall: Wall, zone: &Zone, offsets: &dyn Offsets) -> Option<Resolved> {
    let read = wall.seconds();
    let offset = |at: i64| offsets.offset_s(zone, instant(at)).map(i64::from);
    // Whatever offset is in force when the clock shows this is in force at one of these three.
    let mut found: [Option<i64>; 2] = [None; 2];
    for near in [read - FAR, read, read + FAR] {
        let at = read - offset(near)?;
        if offset(at)? == read - at && !found.contains(&Some(at)) {
            found = [Some(at), found[0]];
        }
    }
    Some(match found {
        [Some(one), Some(other)] => Resolved::Overlap { at: instant(one.min(other)), again: instant(one.max(other)) },
        [Some(at), None] => Resolved::Plain(instant(at)),
        [None, _] => {
            let at = first(read - FAR, read + FAR, |at| Some(at + offset(at)? > read))?;
            Resolved::Gap { at: instant(at), read: Wall::from_seconds(at + offset(at)?)? }
        }
    })
}

/// What the clock on the wall shows at an instant. `None` if the zone is unknown, or the year outside 1970 to 9999.
pub fn wall_at(at: Instant, zone: &Zone, offsets: &dyn Offsets) -> Option<Wall> {
    Wall::from_seconds(at.micros().div_euclid(1_000_000) + i64::from(offsets.offset_s(zone, at)?))
}

/// The next time a zone's clocks jump forward, from one instant on and not after another: the wall time that is jumped
/// over first, and the one that is shown next. `None` if they do not, or the zone is unknown.
pub(super) fn next_gap(from: Instant, to: Instant, zone: &Zone, offsets: &dyn Offsets) -> Option<Gap> {
    // The two changes of a zone that were nearest to each other lie almost seven days apart, so none hides in here.
    const STEP: i64 = 6 * 86_400;
    let offset = |at: i64| offsets.offset_s(zone, instant(at)).map(i64::from);
    let end = to.micros().div_euclid(1_000_000);
    let mut low = from.micros().div_euclid(1_000_000);
    let mut before = offset(low)?;
    while low < end {
        let high = end.min(low + STEP);
        let after = offset(high)?;
        if after > before {
            let at = first(low, high, |at| Some(offset(at)? == after))?;
            let [begin, end] = [Wall::from_seconds(at + before)?, Wall::from_seconds(at + after)?];
            return Some(Gap { at: instant(at), begin, end });
        }
        (low, before) = (high, after);
    }
    None
}

/// Clocks jump forward.
pub(super) struct Gap {
    /// When.
    pub at: Instant,
    /// What is not shown any more.
    pub begin: Wall,
    /// What is shown instead.
    pub end: Wall,
}

/// The first second after `low` and up to `high` for which something holds; it does not at `low`, does at `high`, and
/// does from its first second on. `None` if it cannot be told.
fn first(mut low: i64, mut high: i64, holds: impl Fn(i64) -> Option<bool>) -> Option<i64> {
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(middle)? {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_is_read_as_a_field_gives_it() {
        for (text, expected) in [
            ("2026-11-30T09:00", Some("2026-11-30T09:00:00")),
            ("2026-11-30T09:00:59", Some("2026-11-30T09:00:59")),
            ("2024-02-29T00:00", Some("2024-02-29T00:00:00")),
            ("1970-01-01T00:00", Some("1970-01-01T00:00:00")),
            ("9999-12-31T23:59:59", Some("9999-12-31T23:59:59")),
            ("2026-02-31T09:00", None),
            ("2025-02-29T09:00", None),
            ("1900-02-29T09:00", None),
            ("2026-13-01T09:00", None),
            ("2026-00-01T09:00", None),
            ("2026-11-31T09:00", None),
            ("2026-11-30T25:00", None),
            ("2026-11-30T24:00", None),
            ("2026-11-30T09:60", None),
            ("2026-11-30T23:59:60", None),
            ("1969-12-31T23:59", None),
            ("10000-01-01T00:00", None),
            ("2026-11-30 09:00", None),
            ("2026-11-30T9:00", None),
            ("2026-11-30T09:00Z", None),
            ("2026-11-30T09:00:00.5", None),
            ("2026-11-30T09", None),
            ("2026-11-30", None),
            ("2026-11-3éT09:00", None),
            ("+026-11-30T09:00", None),
            ("", None),
        ] {
            let wall = Wall::parse(text);
            assert_eq!(wall.ok().map(|wall| wall.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn it_is_text_on_the_wire() {
        let wall: Wall = serde_json::from_str("\"2026-11-30T09:00\"").expect("fine");
        assert_eq!(serde_json::to_string(&wall).expect("fine"), "\"2026-11-30T09:00:00\"");
        let error = serde_json::from_str::<Wall>("\"2026-02-31T09:00\"").expect_err("no date");
        assert!(error.to_string().starts_with("There is no such date."), "{error}");
        let time: TimeOfDay = serde_json::from_str("\"17:30\"").expect("fine");
        assert_eq!(serde_json::to_string(&time).expect("fine"), "\"17:30:00\"");
        assert_eq!(serde_json::to_string(&Zone::new("Europe/Rome")).expect("fine"), "\"Europe/Rome\"");
    }

    #[test]
    fn seconds_go_there_and_back() {
        for text in ["1970-01-01T00:00:00", "2000-02-29T12:34:56", "9999-12-31T23:59:59"] {
            let wall = Wall::parse(text).expect("fine");
            assert_eq!(Wall::from_seconds(wall.seconds()), Some(wall));
        }
        assert_eq!(Wall::from_seconds(-1), None);
        assert_eq!(TimeOfDay::from_seconds(86_400), None);
    }
}
