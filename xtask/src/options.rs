//! The command line, read once.

use std::path::PathBuf;

use crate::checks::Check;
use crate::portal::Portal;
use crate::step::Stop;

/// What `cargo xtask help` prints.
pub const USAGE: &str = "\
cargo xtask run [--port 4870] [--speed N] [--database PATH] [--portal html|react|vue|svelte]
    builds the page and the service, starts the service with its demo deliveries, prints the address to open; with a
    portal, builds that example too, and gives it out one port above
cargo xtask run --gallery [--port 4870]
    builds the page, starts the gallery of all its states, prints the address to open
cargo xtask test [format] [lint] [host] [wasm] [page] [browser] [engines]
    runs every check, or only the named ones; browser is Chromium, engines are Firefox and WebKit
cargo xtask test pictures [--renew]
    of the browser tests only those of the gallery; --renew takes its pictures anew
cargo xtask bench [--json] [--recipients 1000000]
    measures the page in Chromium over a delivery of this size and prints a table, or one JSON object
cargo xtask build
    builds the page into dist/ and weighs its first load";

/// Their stream takes 8 GB on the disk.
const MOST_RECIPIENTS: u32 = 10_000_000;

/// What was asked for.
pub enum Order {
    /// Say how to ask.
    Help,
    /// Build the page.
    Build,
    /// Build and serve the demo.
    Run(Demo),
    /// Build the page, and serve every state of it on this port.
    Gallery(u16),
    /// Run these checks, in their own order.
    Test(Vec<Check>),
    /// Look at every state of the page.
    Pictures(Pictures),
    /// Measure the page.
    Bench(Wanted),
}

/// What becomes of pictures that differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pictures {
    /// They fail.
    Compared,
    /// They are taken anew.
    Renewed,
}

/// How the demo is served.
#[derive(Debug, PartialEq)]
pub struct Demo {
    /// Port on 127.0.0.1.
    pub port: u16,
    /// Event time against wall time; the service has its own default.
    pub speed: Option<String>,
    /// The database file; the demo's own unless given.
    pub database: Option<PathBuf>,
    /// The example portal that is given out beside it.
    pub portal: Option<Portal>,
}

/// What is measured, and how it is told.
#[derive(Debug, PartialEq)]
pub struct Wanted {
    /// Messages of the delivery that the page is measured with.
    pub recipients: u32,
    /// One JSON object instead of a table.
    pub is_json: bool,
}

/// Reads the arguments after `cargo xtask`.
pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Order, Stop> {
    match words.next().as_deref() {
        None | Some("help" | "--help" | "-h") => Ok(Order::Help),
        Some("build") => nothing_more(words, Order::Build),
        Some("run") => parse_run(words),
        Some("bench") => parse_wanted(words).map(Order::Bench),
        Some("test") => parse_test(words),
        Some(other) => Err(unknown(other)),
    }
}

fn parse_run(mut words: impl Iterator<Item = String>) -> Result<Order, Stop> {
    let mut demo = Demo { port: 4870, speed: None, database: None, portal: None };
    let mut is_gallery = false;
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| Stop(format!("{word} needs a value after it.")));
        match word.as_str() {
            "--port" => {
                let text = value()?;
                demo.port = text.parse().map_err(|_| Stop(format!("{text} is no port: give a number up to 65535.")))?;
            }
            "--speed" => {
                let text = value()?;
                let is_factor = text.parse::<f64>().is_ok_and(|factor| factor.is_finite() && factor > 0.0);
                if !is_factor {
                    return Err(Stop(format!("{text} is no speed: give a number above 0, 1 for real time.")));
                }
                demo.speed = Some(text);
            }
            "--database" => demo.database = Some(PathBuf::from(value()?)),
            "--portal" => demo.portal = Some(Portal::named(&value()?)?),
            "--gallery" => is_gallery = true,
            other => return Err(unknown(other)),
        }
    }
    match (is_gallery, &demo) {
        (false, _) => Ok(Order::Run(demo)),
        (true, Demo { port, speed: None, database: None, portal: None }) => Ok(Order::Gallery(*port)),
        (true, _) => {
            Err(Stop("In the gallery time stands still, and nothing is kept or embedded: give only --port.".to_owned()))
        }
    }
}

fn parse_wanted(mut words: impl Iterator<Item = String>) -> Result<Wanted, Stop> {
    let mut wanted = Wanted { recipients: 1_000_000, is_json: false };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => wanted.is_json = true,
            "--recipients" => {
                let text = words.next().ok_or_else(|| Stop(format!("{word} needs a value after it.")))?;
                let is_fine = |recipients: &u32| (1..=MOST_RECIPIENTS).contains(recipients);
                wanted.recipients = text.parse().ok().filter(is_fine).ok_or_else(|| {
                    Stop(format!("{text} is no number of recipients: give one from 1 to {MOST_RECIPIENTS}."))
                })?;
            }
            other => return Err(unknown(other)),
        }
    }
    Ok(wanted)
}

fn parse_test(words: impl Iterator<Item = String>) -> Result<Order, Stop> {
    let named: Vec<String> = words.collect();
    match named.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["pictures"] => Ok(Order::Pictures(Pictures::Compared)),
        ["pictures", "--renew"] => Ok(Order::Pictures(Pictures::Renewed)),
        _ => parse_checks(&named).map(Order::Test),
    }
}

fn parse_checks(named: &[String]) -> Result<Vec<Check>, Stop> {
    for word in named {
        if Check::ALL.iter().all(|check| check.name() != word) {
            return Err(unknown(word));
        }
    }
    let is_chosen = |check: &Check| named.is_empty() || named.iter().any(|word| word == check.name());
    Ok(Check::ALL.into_iter().filter(is_chosen).collect())
}

fn nothing_more(mut words: impl Iterator<Item = String>, order: Order) -> Result<Order, Stop> {
    words.next().map_or(Ok(order), |word| Err(unknown(&word)))
}

fn unknown(word: &str) -> Stop {
    Stop(format!("cargo xtask does not know {word}. It knows:\n{USAGE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Order, Stop> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_demo_has_a_port_of_its_own() {
        let Ok(Order::Run(demo)) = read("run") else { panic!("run is an order") };
        assert_eq!(demo, Demo { port: 4870, speed: None, database: None, portal: None });
    }

    #[test]
    fn every_option_of_the_demo_is_read() {
        let Ok(Order::Run(demo)) = read("run --speed 2.5 --database /tmp/x.sqlite --port 0 --portal vue") else {
            panic!("an order")
        };
        let database = Some(PathBuf::from("/tmp/x.sqlite"));
        assert_eq!(demo, Demo { port: 0, speed: Some("2.5".into()), database, portal: Some(Portal::Vue) });
    }

    #[test]
    fn the_gallery_takes_a_port_and_nothing_else() {
        assert!(matches!(read("run --gallery"), Ok(Order::Gallery(4870))));
        assert!(matches!(read("run --port 0 --gallery"), Ok(Order::Gallery(0))));
        for line in ["run --gallery --speed 2", "run --database /tmp/x.sqlite --gallery", "run --gallery sending"] {
            assert!(read(line).is_err(), "{line} should be refused");
        }
    }

    #[test]
    fn pictures_are_only_renewed_when_told_to() {
        assert!(matches!(read("test pictures"), Ok(Order::Pictures(Pictures::Compared))));
        assert!(matches!(read("test pictures --renew"), Ok(Order::Pictures(Pictures::Renewed))));
        for line in ["test --renew", "test browser --renew", "test browser pictures"] {
            assert!(read(line).is_err(), "{line} should be refused");
        }
    }

    #[test]
    fn checks_keep_their_order_whatever_order_they_are_named_in() {
        let Ok(Order::Test(checks)) = read("test engines browser format") else { panic!("an order") };
        assert_eq!(checks, [Check::Format, Check::Browser, Check::Engines]);
    }

    #[test]
    fn a_million_recipients_are_measured_unless_said_otherwise() {
        let Ok(Order::Bench(wanted)) = read("bench") else { panic!("bench is an order") };
        assert_eq!(wanted, Wanted { recipients: 1_000_000, is_json: false });
        let Ok(Order::Bench(wanted)) = read("bench --recipients 20000 --json") else { panic!("an order") };
        assert_eq!(wanted, Wanted { recipients: 20_000, is_json: true });
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for line in [
            "fly",
            "run --port",
            "run --port 70000",
            "run --speed 0",
            "run --speed fast",
            "run --portal",
            "run --portal angular",
            "test all",
            "build now",
            "bench --recipients 0",
            "bench load",
        ] {
            assert!(read(line).is_err(), "{line} should be refused");
        }
    }
}
