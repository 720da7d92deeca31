//! The browser knows every time zone; `core` asks it through [`Offsets`].

use delivery_core::domain::civil::{Offsets, Zone};
use delivery_core::domain::instant::Instant;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::format::offset_name;

/// The zones of this browser.
#[derive(Clone, Copy, Debug)]
pub struct BrowserZones;

impl Offsets for BrowserZones {
    fn offset_s(&self, zone: &Zone, at: Instant) -> Option<i32> {
        read_offset(&offset_name(at, zone.as_str())?)
    }
}

/// The seconds in `11/23/2026, GMT+05:30`; without digits it is UTC itself.
fn read_offset(name: &str) -> Option<i32> {
    let (_, offset) = name.split_once("GMT")?;
    let is_west = offset.starts_with(['-', '\u{2212}']);
    let mut seconds = 0;
    let mut unit = 3_600;
    for digits in offset.trim_start_matches(['+', '-', '\u{2212}']).split(':').filter(|digits| !digits.is_empty()) {
        seconds += digits.parse::<i32>().ok()? * unit;
        unit /= 60;
    }
    Some(if is_west { -seconds } else { seconds })
}

/// The name of the viewer's own zone.
pub fn own_zone() -> String {
    let found = || -> Option<String> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let class: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
        let format = Reflect::construct(&class, &Array::new()).ok()?;
        let options: Function = Reflect::get(&format, &"resolvedOptions".into()).ok()?.dyn_into().ok()?;
        Reflect::get(&options.call0(&format).ok()?, &"timeZone".into()).ok()?.as_string()
    };
    found().unwrap_or_else(|| "UTC".to_string())
}

/// The names of all zones, as far as the browser tells.
pub fn all_zones() -> Vec<String> {
    let found = || -> Option<Vec<String>> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let list: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        let names: Array = list.call1(&intl, &JsValue::from_str("timeZone")).ok()?.dyn_into().ok()?;
        Some(names.iter().filter_map(|name| name.as_string()).collect())
    };
    let mut zones = found().unwrap_or_default();
    // The lists leave it out, and it is the one that never shifts.
    zones.push("UTC".to_string());
    zones
}

/// In the browser, whose zones they are.
#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn offsets_are_the_zones_own() {
        // 23 November 2026, 08:00 UTC, and half a year later.
        let (winter, summer) = (Instant::from_millis(1_795_420_800_000), Instant::from_millis(1_811_145_600_000));
        for (zone, at, expected) in [
            ("UTC", winter, Some(0)),
            ("Europe/London", winter, Some(0)),
            ("Europe/Rome", winter, Some(3_600)),
            ("Europe/Rome", summer, Some(7_200)),
            ("Asia/Kathmandu", winter, Some(20_700)),
            ("America/St_Johns", winter, Some(-12_600)),
            ("Australia/Lord_Howe", winter, Some(39_600)),
            ("Mars/Olympus", winter, None),
        ] {
            assert_eq!(BrowserZones.offset_s(&Zone::new(zone), at), expected, "{zone}");
        }
    }

    #[wasm_bindgen_test]
    fn every_listed_zone_has_an_offset() {
        let zones = all_zones();
        assert!(zones.len() > 300, "{}", zones.len());
        for zone in zones {
            assert!(BrowserZones.offset_s(&Zone::new(&zone), Instant::from_millis(0)).is_some(), "{zone}");
        }
    }
}
