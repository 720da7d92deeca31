//! What the page weighs on its way to a browser, and how much it may.

use crate::step::{Stop, say};

/// What the first load weighs at most, in bytes of brotli: more fails the tests.
const BUDGET: u64 = 150_000;

/// What the code that only reads events weighs at most, without what it shares with the logs: it comes right behind the first
/// load, and the page's own numbers wait for it.
const READING: u64 = 20_000;

/// What it never weighs: a page beyond it is not even built.
const HARD_STOP: u64 = 200_000;

/// What an element is defined by.
const DEFINITION: &str = "delivery-dashboard.js";

/// The files that hosts know by name.
const ELEMENT: [&str; 5] = ["delivery-dashboard.js", "delivery-frame.js", "embed.html", "frame.css", "frame.js"];

/// The first load, in bytes of brotli: of the page, and of a host's page with an element.
#[must_use]
pub struct Load {
    page: u64,
    element: u64,
    reading: u64,
}

impl Load {
    /// Fails a page that is too heavy. Whoever only wants to use it is not kept from it.
    pub fn check(self) -> Result<(), Stop> {
        let Self { page, element, reading } = self;
        for (what, weight, most) in
            [("The first load", page.max(element), BUDGET), ("What reads events", reading, READING)]
        {
            if weight > most {
                let told =
                    format!("{what} weighs {weight} bytes in brotli and may weigh {most} at most: make it lighter.");
                return Err(Stop(told));
            }
        }
        Ok(())
    }
}

struct Weight<'a> {
    name: &'a str,
    raw: u64,
    brotli: u64,
}

fn read_weight(line: &str) -> Option<Weight<'_>> {
    let mut words = line.split(' ');
    Some(Weight { name: words.next()?, raw: words.next()?.parse().ok()?, brotli: words.next()?.parse().ok()? })
}

/// What the browser needs before anything can be done on the page. What hosts load instead of page and boot
/// script is not in it.
fn is_first_load(name: &str) -> bool {
    [".html", ".js", ".css", ".wasm"].iter().any(|ending| name.ends_with(ending))
        && !is_later(name)
        && !is_element(name)
}

/// What a host's page loads instead of ours.
fn is_element(name: &str) -> bool {
    ELEMENT.contains(&name)
}

/// What an element needs before it shows anything: the program and its sheet as the page does, but neither our page nor what
/// boots it.
fn is_first_load_of_element(name: &str) -> bool {
    name == DEFINITION || (is_first_load(name) && !name.ends_with(".html") && !name.starts_with("boot-"))
}

/// What the browser loads when it is idle, or needs it.
fn is_later(name: &str) -> bool {
    name.starts_with("later-")
}

/// Says what weighs what, of a line `name raw br gz` for each file; fails what nobody should be given.
pub fn weigh(listed: &str) -> Result<Load, Stop> {
    let first: Vec<Weight<'_>> =
        listed.lines().filter_map(read_weight).filter(|weight| is_first_load(weight.name)).collect();
    let total: u64 = first.iter().map(|weight| weight.brotli).sum();
    let element = listed.lines().filter_map(read_weight).filter(|weight| is_first_load_of_element(weight.name));
    let element: u64 = element.map(|weight| weight.brotli).sum();
    say(format_args!("  first load {:>31} {:>10}", "bytes", "brotli"));
    for weight in &first {
        say(format_args!("  {:<31} {:>10} {:>10}", shortened(weight.name), weight.raw, weight.brotli));
    }
    say(format_args!(
        "  {:<31} {:>10} {total:>10} of {BUDGET}",
        "total",
        first.iter().map(|weight| weight.raw).sum::<u64>()
    ));
    say(format_args!("  {:<31} {:>10} {element:>10} of {BUDGET}", "with the element instead", ""));
    let later: Vec<Weight<'_>> =
        listed.lines().filter_map(read_weight).filter(|weight| is_later(weight.name)).collect();
    if !later.is_empty() {
        say("  loaded later:");
    }
    for weight in &later {
        say(format_args!("  {:<31} {:>10} {:>10}", shortened(weight.name), weight.raw, weight.brotli));
    }
    if total == 0 {
        return Err(Stop(
            "dist/ holds no page, although its build did not fail; see target/xtask-logs/trunk.log.".to_owned(),
        ));
    }
    let most = total.max(element);
    if most > HARD_STOP {
        return Err(Stop(format!("The first load weighs {most} bytes in brotli, and {HARD_STOP} is the end of it.")));
    }
    if most > BUDGET {
        say("  That is over the budget: look at what grew.");
    }
    let reading = later.iter().filter(|weight| weight.name.starts_with("later-reading-"));
    Ok(Load { page: total, element, reading: reading.map(|weight| weight.brotli).sum() })
}

/// A file name without the middle of its long hash.
fn shortened(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= 31 {
        return name.to_owned();
    }
    letters[..20].iter().chain(['…'].iter()).chain(&letters[letters.len() - 10..]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_fails_the_tests_and_the_hard_stop_the_build() {
        for (brotli, is_fine, is_built) in [
            (100, true, true),
            (150_000, true, true),
            (150_001, false, true),
            (200_000, false, true),
            (200_001, false, false),
            (0, false, false),
        ] {
            let weighed = || weigh(&format!("app.wasm 1 {brotli} 1"));
            assert_eq!((weighed().and_then(Load::check).is_ok(), weighed().is_ok()), (is_fine, is_built), "{brotli}");
        }
    }

    #[test]
    fn pictures_and_what_comes_later_are_not_first_load() {
        let load = weigh("index.html 10 10 10\nhuge.svg 900000 900000 900000\nlater-a-0123.wasm 900000 900000 900000");
        assert!(load.is_ok_and(|load| load.page == 10 && load.element == 0));
    }

    #[test]
    fn an_element_has_the_program_and_its_own_script_and_the_same_budget() {
        let listed = "index.html 1 10 1\nboot-0123.js 1 20 1\napp.wasm 1 300 1\npage-0123.css 1 40 1\n\
            delivery-dashboard.js 1 50 1\ndelivery-frame.js 1 9000 1\nframe.js 1 9000 1\nembed.html 1 9000 1";
        assert!(weigh(listed).is_ok_and(|load| load.page == 370 && load.element == 390));
        for (listed, is_fine) in [
            ("app.wasm 1 149000 1\ndelivery-dashboard.js 1 1001 1", false),
            ("app.wasm 1 149000 1\ndelivery-dashboard.js 1 1000 1", true),
            ("app.wasm 1 1 1\nlater-reading-01.wasm 1 20000 1", true),
            ("app.wasm 1 1 1\nlater-reading-01.wasm 1 20001 1", false),
        ] {
            assert_eq!(weigh(listed).and_then(Load::check).is_ok(), is_fine, "{listed}");
        }
    }
}
