//! The port to time zones, on jiff.

use std::cell::RefCell;

use delivery_core::domain::civil::{Offsets, Wall, Zone};
use delivery_core::domain::instant::Instant;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What jiff knows.
pub struct Jiff;

impl Offsets for Jiff {
    fn offset_s(&self, zone: &Zone, at: Instant) -> Option<i32> {
        // Found once, asked often.
        thread_local!(static LAST: RefCell<Option<(Zone, TimeZone)>> = const { RefCell::new(None) });
        LAST.with_borrow_mut(|last| {
            if last.as_ref().is_none_or(|(name, _)| name != zone) {
                *last = Some((zone.clone(), TimeZone::get(zone.as_str()).ok()?));
            }
            last.as_ref().map(|(_, known)| known.to_offset(timestamp(at)).seconds())
        })
    }
}

/// The nearest instant that jiff has: its last ones are missing.
pub fn timestamp(at: Instant) -> Timestamp {
    let nearest = if at < Instant::default() { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_microsecond(at.micros()).unwrap_or(nearest)
}

pub fn zone(name: &str) -> Zone {
    Zone::new(name.trim())
}

pub fn wall(text: &str) -> Wall {
    Wall::parse(text.trim()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// An instant as a zone's clock shows it, with its offset: `2026-03-29T03:00+02:00`.
pub fn shown(at: Timestamp, zone: &Zone) -> String {
    let known = TimeZone::get(zone.as_str()).expect("a known zone");
    let offset = known.to_offset(at).seconds();
    let (sign, offset) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
    let seconds = if offset.is_multiple_of(60) { String::new() } else { format!(":{:02}", offset % 60) };
    let clock = known.to_datetime(at).to_string();
    let clock = clock.strip_suffix(":00").unwrap_or(&clock);
    format!("{clock}{sign}{:02}:{:02}{seconds}", offset / 3600, offset / 60 % 60)
}
