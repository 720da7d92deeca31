//! When something happened, as providers write it.

use crate::domain::instant::Instant;
use crate::feed::json::{Raw, word};

/// An instant: RFC 3339, or the time since 1970 as a number or as a text, whole or with decimals. `None` for anything
/// else; above all for a clock's time without its offset, which is no instant.
pub(super) fn instant(raw: Raw<'_>) -> Option<Instant> {
    let text = word(raw)?;
    let text = text.trim();
    Instant::parse(text).or_else(|| since_epoch(text)).or_else(|| {
        // Postgres leaves out the minutes of an offset.
        let is_short = text.len() > 19 && matches!(text.as_bytes()[text.len() - 3], b'+' | b'-');
        is_short.then(|| Instant::parse(&alloc::format!("{text}:00"))).flatten()
    })
}

/// The first of several that is an instant.
pub(super) fn first_instant<'a>(raws: impl IntoIterator<Item = Raw<'a>>) -> Option<Instant> {
    raws.into_iter().find_map(instant)
}

/// Read digit by digit: a double is too coarse for nanoseconds. How large it is tells its unit, since no mail was sent
/// in the first days of 1970, nor will be in the year 5000.
fn since_epoch(text: &str) -> Option<Instant> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let micros = match whole {
        0..100_000_000_000 => {
            let digits = decimals.bytes().chain(core::iter::repeat(b'0')).take(6);
            whole * 1_000_000 + digits.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'))
        }
        100_000_000_000..100_000_000_000_000 => whole * 1_000,
        100_000_000_000_000..100_000_000_000_000_000 => whole,
        _ => whole / 1_000,
    };
    Some(Instant::from_micros(micros))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_in_any_unit_and_a_clocks_time_is_none() {
        let check =
            |raw: &str, expected: Option<i64>| assert_eq!(instant(Some(raw)).map(Instant::micros), expected, "{raw}");
        let nine = 1_795_424_400_000_000;
        check("1795424400", Some(nine));
        check("\"1795424400\"", Some(nine));
        check("1795424400.123456", Some(nine + 123_456));
        check("1795424400.5", Some(nine + 500_000));
        check("\" 1795424400.1234567 \"", Some(nine + 123_456));
        check("1795424400123", Some(nine + 123_000));
        check("1795424400123456", Some(nine + 123_456));
        check("1795424400123456789", Some(nine + 123_456));
        check("\"2026-11-23T09:00:00.123456789Z\"", Some(nine + 123_456));
        check("\"2026-11-23T05:00:00.1234567-04:00\"", Some(nine + 123_456));
        check("\"2026-11-23 09:00:00.5+00\"", Some(nine + 500_000));
        check("\"2026-11-23 09:00:00\"", None);
        check("\"2026-11-23\"", None);
        check("\"\"", None);
        check("null", None);
        check("-5", None);
        check("99999999999999999999", None);
    }
}
