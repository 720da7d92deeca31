//! The time zone database that travels with the program; `core` asks it through [`Offsets`].

use delivery_core::domain::civil::{Offsets, Zone};
use delivery_core::domain::instant::Instant;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The zones of the bundled database.
#[derive(Clone, Copy, Debug)]
pub struct BundledZones;

impl Offsets for BundledZones {
    fn offset_s(&self, zone: &Zone, at: Instant) -> Option<i32> {
        let zone = TimeZone::get(zone.as_str()).ok()?;
        // Beyond what the library can say, the nearest instant's offset is as good.
        let at = at.micros().clamp(Timestamp::MIN.as_microsecond() + 1, Timestamp::MAX.as_microsecond() - 1);
        Some(zone.to_offset(Timestamp::from_microsecond(at).ok()?).seconds())
    }
}

/// The zone of this name, however that is spelt, if there is one.
pub fn known(name: &str) -> Option<Zone> {
    TimeZone::get(name.trim()).ok()?.iana_name().map(Zone::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_the_zones_own() {
        for (zone, at, expected) in [
            ("UTC", "2026-11-23T08:00:00Z", Some(0)),
            ("Europe/Rome", "2026-11-23T08:00:00Z", Some(3_600)),
            ("Europe/Rome", "2027-05-24T08:00:00Z", Some(7_200)),
            ("Asia/Kathmandu", "2026-11-23T08:00:00Z", Some(20_700)),
            ("America/St_Johns", "2026-11-23T08:00:00Z", Some(-12_600)),
            ("Mars/Olympus", "2026-11-23T08:00:00Z", None),
            ("", "2026-11-23T08:00:00Z", None),
        ] {
            let at = Instant::parse(at).expect("an instant");
            assert_eq!(BundledZones.offset_s(&Zone::new(zone), at), expected, "{zone}");
        }
    }
}
