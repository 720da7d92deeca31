//! Instants: points on the UTC time line, apart from any wall clock.

use core::fmt;
use core::ops::{Add, Sub};

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::digits::eight;

/// A point in time, in microseconds since 1970-01-01T00:00:00Z. Every RFC 3339 time of the years 0000 to 9999 fits;
/// digits finer than a microsecond are cut off.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Instant(i64);

impl Instant {
    /// The instant that many microseconds after (before, if negative) the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The instant that many milliseconds after the epoch: what a browser's clock gives.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1000))
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Milliseconds since the epoch, rounded towards the past.
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Reads an RFC 3339 time, any offset, any number of decimals. `None` if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        fast(text.as_bytes()).or_else(|| DateTime::parse_from_rfc3339(text).ok().map(|at| Self(at.timestamp_micros())))
    }

    /// The same instant as chrono's type, for calendars. `None` outside chrono's range, far beyond RFC 3339's.
    pub fn to_utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_micros(self.0)
    }

    /// Time from `earlier` to `self`; negative if `earlier` is the later one.
    pub fn since(self, earlier: Self) -> TimeDelta {
        TimeDelta::microseconds(self.0.saturating_sub(earlier.0))
    }
}

/// `YYYY-MM-DDThh:mm:ss[.d…]Z`, the common case, without chrono's general parser. Gives up on anything else.
fn fast(text: &[u8]) -> Option<Instant> {
    let (head, rest) = text.split_first_chunk::<19>()?;
    let [c, d, u, y, b'-', m, n, b'-', a, z, b'T', h, i, b':', k, l, b':', s, t] = *head else { return None };
    let (day, second) = (eight([c, d, u, y, m, n, a, z])?, eight([b'0', b'0', h, i, k, l, s, t])?);
    let (hour, minute, second) = (second / 10_000, second / 100 % 100, second % 100);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let date = NaiveDate::from_ymd_opt((day / 10_000) as i32, day / 100 % 100, day % 100)?;
    let decimals = match *rest {
        [b'Z'] => 0,
        [b'.', t, h, m, b'Z'] => eight([b'0', b'0', t, h, m, b'0', b'0', b'0'])?,
        [b'.', ref digits @ .., b'Z'] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => {
            (0..6).fold(0, |sum, at| sum * 10 + digits.get(at).map_or(0, |digit| u32::from(digit - b'0')))
        }
        _ => return None,
    };
    let seconds = i64::from(date.to_epoch_days()) * 86_400 + i64::from(hour * 3600 + minute * 60 + second);
    Some(Instant(seconds * 1_000_000 + i64::from(decimals)))
}

impl Add<TimeDelta> for Instant {
    type Output = Self;

    fn add(self, span: TimeDelta) -> Self {
        Self(self.0.saturating_add(span.num_microseconds().unwrap_or(i64::MAX)))
    }
}

impl Sub<TimeDelta> for Instant {
    type Output = Self;

    fn sub(self, span: TimeDelta) -> Self {
        Self(self.0.saturating_sub(span.num_microseconds().unwrap_or(i64::MAX)))
    }
}

/// RFC 3339 in UTC: milliseconds, or microseconds where there are any.
impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = if self.0 % 1000 == 0 { SecondsFormat::Millis } else { SecondsFormat::Micros };
        match self.to_utc() {
            Some(at) => out.write_str(&at.to_rfc3339_opts(decimals, true)),
            None => write!(out, "{} microseconds from 1970", self.0),
        }
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <alloc::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not an RFC 3339 time"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_rfc_3339_allows_and_nothing_else() {
        let check = |text: &str, expected: Option<i64>| {
            assert_eq!(Instant::parse(text).map(Instant::micros), expected, "{text}")
        };
        let nine = 1_795_424_400_000_000;
        check("2026-11-23T09:00:00Z", Some(nine));
        check("2026-11-23T09:00:00.123Z", Some(nine + 123_000));
        check("2026-11-23T09:00:00.1234567Z", Some(nine + 123_456));
        check("2026-11-23T09:00:00.1Z", Some(nine + 100_000));
        check("2026-11-23t09:00:00z", Some(nine));
        check("2026-11-23T10:00:00+01:00", Some(nine));
        check("2026-11-23T03:30:00-05:30", Some(nine));
        check("1969-12-31T23:59:59.999Z", Some(-1000));
        check("2024-02-29T00:00:00Z", Some(1_709_164_800_000_000));
        check("2023-02-29T00:00:00Z", None);
        check("2026-11-23T24:00:00Z", None);
        check("2026-11-23T09:60:00Z", None);
        check("2026-11-23T09:00:00", None);
        check("2026-11-23", None);
        check("2026-11-23T09:00:00.Z", None);
        check("1795424400", None);
        check("", None);
    }

    proptest! {
        #[test]
        fn the_fast_path_agrees_with_chrono(text in "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,9})?Z") {
            let general = DateTime::parse_from_rfc3339(&text).ok().map(|at| Instant(at.timestamp_micros()));
            prop_assert_eq!(Instant::parse(&text), general);
        }

        #[test]
        fn what_is_written_is_read_back(micros in -62_000_000_000_000_000_i64..250_000_000_000_000_000) {
            let at = Instant(micros);
            prop_assert_eq!(Instant::parse(&at.to_string()), Some(at));
        }
    }
}
