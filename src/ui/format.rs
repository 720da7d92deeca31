//! The only place where numbers and dates become text. The rules of a language are the browser's own (`Intl`).

use std::cell::RefCell;

use chrono::{Datelike, NaiveDateTime, TimeDelta};
use delivery_core::domain::civil::Wall;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::kpi::Rate;
use delivery_core::domain::schedule::Aggregation;
use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Formats for one language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Format {
    locale: &'static str,
    /// The viewer's zone, where it is not the browser's.
    zone: Option<&'static str>,
}

/// What stands for a share of nothing.
const DASH: &str = "–";
/// Keeps a number and its unit on one line.
const NBSP: char = '\u{a0}';

type Options<'a> = &'a [(&'a str, Setting<'a>)];

#[derive(Clone, Copy)]
enum Setting<'a> {
    Text(&'a str),
    Number(u32),
}

const DATE: Options<'static> =
    &[("day", Setting::Text("numeric")), ("month", Setting::Text("short")), ("year", Setting::Text("numeric"))];
const TIME: Options<'static> = &[("hour", Setting::Text("2-digit")), ("minute", Setting::Text("2-digit"))];
const SECONDS: Options<'static> = &[
    ("hour", Setting::Text("2-digit")),
    ("minute", Setting::Text("2-digit")),
    ("second", Setting::Text("2-digit")),
    ("timeZoneName", Setting::Text("short")),
];
/// Three significant digits, so that figures that change keep their width.
const SIGNIFICANT: Options<'static> =
    &[("minimumSignificantDigits", Setting::Number(3)), ("maximumSignificantDigits", Setting::Number(3))];

impl Format {
    /// Formats for a language tag.
    pub const fn new(locale: &'static str) -> Self {
        Self { locale, zone: None }
    }

    /// The same, for a viewer in that zone.
    #[must_use]
    pub const fn in_zone(self, zone: Option<&'static str>) -> Self {
        Self { zone, ..self }
    }

    /// An exact number: `9,892`.
    pub fn count(self, count: u64) -> String {
        self.number("count", &[], count as f64)
    }

    /// A number at a glance: three significant digits and a magnitude from a thousand on, `9.89 k`.
    pub fn short(self, count: u64) -> String {
        if count < 1_000 {
            return self.count(count);
        }
        let mut mantissa = count as f64;
        let mut magnitude = "";
        for next in ["k", "M", "G"] {
            // What rounds up to a thousand belongs to the next magnitude.
            if mantissa < 999.5 {
                break;
            }
            mantissa /= 1_000.0;
            magnitude = next;
        }
        let digits = self.number("short", SIGNIFICANT, mantissa);
        format!("{digits}{NBSP}{magnitude}")
    }

    /// A share: three significant digits, a dash of nothing, and never 0 % or 100 % of what is not.
    pub fn percent(self, rate: Rate) -> String {
        let Rate { part, whole } = rate;
        if whole == 0 {
            return DASH.to_string();
        }
        let share = part as f64 / whole as f64;
        if part == 0 || part == whole {
            return self.share("whole", &[], share);
        }
        if share < 0.001 {
            return format!("<{}", self.share("least", &[("maximumFractionDigits", Setting::Number(1))], 0.001));
        }
        // Above 99.9 % rounding would reach 100 %.
        self.share("share", SIGNIFICANT, share.min(0.999))
    }

    /// A share without decimals, for being heard: `74%`, rounded down.
    pub fn percent_heard(self, rate: Rate) -> String {
        if rate.whole == 0 {
            return DASH.to_string();
        }
        self.share("whole", &[], (rate.part * 100 / rate.whole) as f64 / 100.0)
    }

    /// A pace or a factor: three significant digits.
    pub fn figure(self, value: f64) -> String {
        self.number("figure", &[("maximumSignificantDigits", Setting::Number(3))], value)
    }

    /// A stretch of time in its largest unit: `4 min`.
    pub fn span(self, seconds: u64) -> String {
        let (unit, value) = match seconds {
            0..60 => ("second", seconds),
            60..5_400 => ("minute", (seconds + 30) / 60),
            5_400..172_800 => ("hour", (seconds + 1_800) / 3_600),
            _ => ("day", (seconds + 43_200) / 86_400),
        };
        let options: Options<'_> =
            &[("style", Setting::Text("unit")), ("unit", Setting::Text(unit)), ("unitDisplay", Setting::Text("short"))];
        self.number(unit, options, value as f64)
    }

    /// A date and a time with its zone: `23 Nov 2026, 09:00 CET`. Without a zone, the viewer's.
    pub fn date_time(self, at: Instant, zone: Option<&str>) -> String {
        let options = [DATE, TIME, &[("timeZoneName", Setting::Text("short"))]].concat();
        self.date_as("date-time", &options, at, zone)
    }

    /// A civil date and time, of no zone: `23 Nov 2026, 09:00`.
    pub fn wall(self, wall: Wall) -> String {
        self.date_as("wall", &[DATE, TIME].concat(), in_utc(wall.naive()), Some("UTC"))
    }

    /// The day, week, month or year that a date is in: `Nov 2026`; of a week, its first day.
    pub fn period(self, within: Wall, aggregation: Aggregation) -> String {
        const MONTH: Options<'static> = &[("month", Setting::Text("long")), ("year", Setting::Text("numeric"))];
        const YEAR: Options<'static> = &[("year", Setting::Text("numeric"))];
        let within = within.naive();
        let monday = within - TimeDelta::days(i64::from(within.weekday().num_days_from_monday()));
        let (name, options, wall) = match aggregation {
            Aggregation::None | Aggregation::Day => ("day", DATE, within),
            Aggregation::Week => ("day", DATE, monday),
            Aggregation::Month => ("month", MONTH, within),
            Aggregation::Year => ("year", YEAR, within),
        };
        self.date_as(name, options, in_utc(wall), Some("UTC"))
    }

    /// A date: `23 Nov 2026`.
    pub fn date(self, at: Instant) -> String {
        self.date_as("date", DATE, at, None)
    }

    /// A moment in the viewer's zone, to the second: `23 Nov 2026, 09:04:12`.
    pub fn stamp(self, at: Instant) -> String {
        self.date_as("stamp", &[DATE, &SECONDS[..3]].concat(), at, None)
    }

    /// A time of day in the viewer's zone: `09:04:12 UTC`.
    pub fn time(self, at: Instant) -> String {
        self.date_as("time", SECONDS, at, None)
    }

    fn share(self, name: &'static str, options: Options<'_>, share: f64) -> String {
        let percent = [options, &[("style", Setting::Text("percent"))]].concat();
        self.number(if name == "share" { "percent" } else { name }, &percent, share)
    }

    fn number(self, name: &'static str, options: Options<'_>, value: f64) -> String {
        cached("NumberFormat", self.locale, name, options, None)
            .and_then(|format| format.call1(&JsValue::NULL, &value.into()).ok())
            .and_then(|text| text.as_string())
            // Every browser that runs WebAssembly has Intl.
            .unwrap_or_default()
    }

    fn date_as(self, name: &'static str, options: Options<'_>, at: Instant, zone: Option<&str>) -> String {
        let date = Date::new(&(at.millis() as f64).into());
        let zone = zone.or(self.zone);
        cached("DateTimeFormat", self.locale, name, options, zone)
            // A zone the browser does not know: the viewer's is better than nothing.
            .or_else(|| cached("DateTimeFormat", self.locale, name, options, None))
            .and_then(|format| format.call1(&JsValue::NULL, &date).ok())
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }
}

/// The forms that languages have for a number of things. No language has all of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Plural {
    /// As Arabic for none.
    Zero,
    /// One.
    One,
    /// As Arabic for a pair.
    Two,
    /// As Polish from two to four.
    Few,
    /// As Italian for whole millions.
    Many,
    /// Any other number.
    Other,
}

/// The form a language has for so many.
pub fn plural(locale: &str, count: u64) -> Plural {
    let form = cached_as("PluralRules", "select", locale, "plural", &[], None)
        .and_then(|select| select.call1(&JsValue::NULL, &(count as f64).into()).ok())
        .and_then(|form| form.as_string());
    match form.as_deref() {
        Some("zero") => Plural::Zero,
        Some("one") => Plural::One,
        Some("two") => Plural::Two,
        Some("few") => Plural::Few,
        Some("many") => Plural::Many,
        _ => Plural::Other,
    }
}

/// An instant's offset in a zone, in words that do not depend on a language: `11/23/2026, GMT+01:00`. `None`: the browser
/// does not know the zone.
pub fn offset_name(at: Instant, zone: &str) -> Option<String> {
    const OFFSET: Options<'static> = &[("timeZoneName", Setting::Text("longOffset"))];
    let date = Date::new(&(at.millis() as f64).into());
    let format = cached("DateTimeFormat", "en-US", "offset", OFFSET, Some(zone))?;
    format.call1(&JsValue::NULL, &date).ok()?.as_string()
}

/// What a wall shows, as if it were in Greenwich: for formats that shift nothing.
fn in_utc(wall: NaiveDateTime) -> Instant {
    Instant::from_millis(wall.and_utc().timestamp_millis())
}

thread_local! {
    /// Making a format takes a hundred times as long as using it.
    static FORMATS: RefCell<Vec<(String, Option<Function>)>> = const { RefCell::new(Vec::new()) };
}

/// The `format` function of an Intl object, made once.
fn cached(class: &str, locale: &str, name: &str, options: Options<'_>, zone: Option<&str>) -> Option<Function> {
    cached_as(class, "format", locale, name, options, zone)
}

/// A function of an Intl object, bound to it, made once.
fn cached_as(
    class: &str,
    deed: &str,
    locale: &str,
    name: &str,
    options: Options<'_>,
    zone: Option<&str>,
) -> Option<Function> {
    let key = format!("{locale} {class} {name} {}", zone.unwrap_or_default());
    FORMATS.with_borrow_mut(|formats| {
        // A dozen at most.
        if let Some((_, format)) = formats.iter().find(|(known, _)| *known == key) {
            return format.clone();
        }
        let make = || {
            let intl = intl(class, locale, options, zone)?;
            let deed: Function = Reflect::get(&intl, &deed.into()).ok()?.dyn_into().ok()?;
            Some(deed.bind0(&intl))
        };
        let format: Option<Function> = make();
        formats.push((key, format.clone()));
        format
    })
}

/// Makes an Intl object. `None` where the browser refuses, as for a zone it does not know.
fn intl(class: &str, locale: &str, options: Options<'_>, zone: Option<&str>) -> Option<JsValue> {
    let settings = Object::new();
    let set = |name: &str, value: JsValue| Reflect::set(&settings, &name.into(), &value).ok();
    for (name, setting) in options {
        match setting {
            Setting::Text(text) => set(name, (*text).into())?,
            Setting::Number(number) => set(name, (*number).into())?,
        };
    }
    if let Some(zone) = zone {
        set("timeZone", zone.into())?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    Reflect::construct(&class, &Array::of2(&locale.into(), &settings)).ok()
}

/// In the browser: the rules of a language are its own.
#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    const ENGLISH: Format = Format::new("en-GB");
    const ITALIAN: Format = Format::new("it-IT");

    #[wasm_bindgen_test]
    fn counts_are_exact() {
        for (count, english, italian) in
            [(0, "0", "0"), (999, "999", "999"), (9_892, "9,892", "9892"), (1_234_567, "1,234,567", "1.234.567")]
        {
            assert_eq!((ENGLISH.count(count), ITALIAN.count(count)), (english.into(), italian.into()));
        }
    }

    #[wasm_bindgen_test]
    fn at_a_glance_three_digits_are_left() {
        for (count, shown) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1.00 k"),
            (1_243, "1.24 k"),
            (9_892, "9.89 k"),
            (9_999, "10.0 k"),
            (11_612, "11.6 k"),
            (999_499, "999 k"),
            (999_500, "1.00 M"),
            (999_999, "1.00 M"),
            (1_234_567, "1.23 M"),
            (2_500_000_000, "2.50 G"),
        ] {
            assert_eq!(ENGLISH.short(count), shown.replace(' ', "\u{a0}"), "{count}");
        }
        assert_eq!(ITALIAN.short(9_892), "9,89\u{a0}k");
    }

    #[wasm_bindgen_test]
    fn a_share_is_all_or_nothing_only_when_it_is() {
        for (part, whole, shown) in [
            (0, 0, "–"),
            (0, 1_000_000, "0%"),
            (1, 1_000_000, "<0.1%"),
            (999, 1_000_000, "<0.1%"),
            (1_000, 1_000_000, "0.100%"),
            (1, 2, "50.0%"),
            (4_321, 9_892, "43.7%"),
            (9_994, 10_000, "99.9%"),
            (999_999, 1_000_000, "99.9%"),
            (1_000_000, 1_000_000, "100%"),
        ] {
            assert_eq!(ENGLISH.percent(Rate { part, whole }), shown, "{part} of {whole}");
        }
    }

    #[wasm_bindgen_test]
    fn what_is_heard_is_rounded_down() {
        for (part, whole, heard) in
            [(0, 0, "–"), (1, 1_000, "0%"), (749, 1_000, "74%"), (999, 1_000, "99%"), (7, 7, "100%")]
        {
            assert_eq!(ENGLISH.percent_heard(Rate { part, whole }), heard, "{part} of {whole}");
        }
    }

    #[wasm_bindgen_test]
    fn dates_name_their_zone() {
        // 23 November 2026, 08:00 UTC, and half a year later.
        let (winter, summer) = (Instant::from_millis(1_795_420_800_000), Instant::from_millis(1_811_145_600_000));
        for (at, zone, shown) in [
            (winter, "Europe/Rome", "23 Nov 2026, 09:00 CET"),
            (summer, "Europe/Rome", "24 May 2027, 10:00 CEST"),
            (winter, "Asia/Kolkata", "23 Nov 2026, 13:30 GMT+5:30"),
            (winter, "UTC", "23 Nov 2026, 08:00 UTC"),
        ] {
            assert_eq!(ENGLISH.date_time(at, Some(zone)), shown, "{zone}");
        }
        let unknown = ENGLISH.date_time(winter, Some("Mars/Olympus"));
        assert_eq!(unknown, ENGLISH.date_time(winter, None), "an unknown zone: the viewer's");
        assert!(unknown.contains("2026"), "{unknown}");
    }

    #[wasm_bindgen_test]
    fn each_language_has_its_own_forms_of_a_number() {
        for (count, english, italian, arabic) in [
            (0, Plural::Other, Plural::Other, Plural::Zero),
            (1, Plural::One, Plural::One, Plural::One),
            (2, Plural::Other, Plural::Other, Plural::Two),
            (5, Plural::Other, Plural::Other, Plural::Few),
            (12, Plural::Other, Plural::Other, Plural::Many),
            (1_000_000, Plural::Other, Plural::Many, Plural::Other),
            (1_000_001, Plural::Other, Plural::Other, Plural::Other),
        ] {
            let forms = ["en-GB", "it-IT", "ar"].map(|locale| plural(locale, count));
            assert_eq!(forms, [english, italian, arabic], "{count}");
        }
    }

    #[wasm_bindgen_test]
    fn a_viewer_may_be_in_another_zone_than_the_browser() {
        let at = Instant::from_millis(1_795_420_800_000);
        assert_eq!(ENGLISH.in_zone(Some("Asia/Kolkata")).date_time(at, None), "23 Nov 2026, 13:30 GMT+5:30");
        assert_eq!(ITALIAN.in_zone(Some("UTC")).date_time(at, Some("Europe/Rome")), "23 nov 2026, 09:00 CET");
    }

    #[wasm_bindgen_test]
    fn a_span_has_one_unit() {
        // Whether it says `mins` or `min` is up to the browser.
        for (seconds, start) in
            [(0, "0 sec"), (59, "59 sec"), (240, "4 min"), (5_399, "90 min"), (5_400, "2 hr"), (172_800, "2 day")]
        {
            let shown = ENGLISH.span(seconds);
            assert!(shown.starts_with(start), "{seconds} s: {shown}");
        }
    }
}
