//! Every check, in the order in which a failure costs least, and a summary at the end.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::browser::{self, Browser};
use crate::debian::Root;
use crate::engines;
use crate::options::Pictures;
use crate::page;
use crate::portal::Portal;
use crate::postfix;
use crate::postgres;
use crate::service;
use crate::step::{self, Done, Step, Stop};
use crate::toolchain::{self, DEBIAN, Toolchain, WASM};
use crate::tools;
use crate::tree;

/// The packages that are compiled for the host; the page is not.
const HOST: [&str; 8] =
    ["--package", "delivery-core", "--package", "delivery-app", "--package", "delivery-server", "--package", "xtask"];

/// Tests that take this long will never end.
const HANGS_AFTER: Duration = Duration::from_secs(25 * 60);

/// Two hundred pages more, for the gallery.
const PICTURES_HANG_AFTER: Duration = Duration::from_secs(50 * 60);

/// One group of checks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Check {
    /// The layout of the code.
    Format,
    /// Clippy on host and wasm32, warnings as errors.
    Lint,
    /// Tests of core, service, xtask and the tree, and the examples in the docs.
    Host,
    /// Tests of the page's own code, in the browser.
    Wasm,
    /// The page builds and is light enough.
    Page,
    /// Playwright, against the real service.
    Browser,
    /// The same page and service in Firefox and WebKit.
    Engines,
}

impl Check {
    /// In the order they are run.
    pub const ALL: [Check; 7] =
        [Check::Format, Check::Lint, Check::Host, Check::Wasm, Check::Page, Check::Browser, Check::Engines];

    /// The word it is chosen by.
    pub fn name(self) -> &'static str {
        match self {
            Check::Format => "format",
            Check::Lint => "lint",
            Check::Host => "host",
            Check::Wasm => "wasm",
            Check::Page => "page",
            Check::Browser => "browser",
            Check::Engines => "engines",
        }
    }

    fn run(self, toolchain: &Toolchain) -> Result<Outcome, Stop> {
        match self {
            Check::Format => format(toolchain),
            Check::Lint => lint(toolchain),
            Check::Host => host_tests(toolchain),
            Check::Wasm => wasm_tests(toolchain),
            Check::Page => page::build(toolchain)?.check().map(|()| Outcome::Passed(String::new())),
            Check::Browser => browser_tests(toolchain),
            Check::Engines => engine_tests(toolchain),
        }
    }
}

/// How a group of checks ended, when it did not fail.
enum Outcome {
    /// With the test runners' closing lines.
    Passed(String),
    /// There was nothing to run.
    Skipped(&'static str),
}

/// Runs the chosen checks up to the first that fails.
pub fn run(chosen: &[Check]) -> Result<(), Stop> {
    let begun = Instant::now();
    let toolchain = toolchain::ready()?;
    let mut summary = Vec::new();
    for check in chosen {
        println!("{}:", check.name());
        let begun = Instant::now();
        match check.run(&toolchain) {
            Ok(outcome) => summary.push((*check, outcome, begun.elapsed())),
            Err(Stop(sentence)) => {
                report(&summary);
                return Err(Stop(format!(
                    "{sentence}\nThe check \"{}\" failed, after {}.",
                    check.name(),
                    step::spoken(begun.elapsed())
                )));
            }
        }
    }
    report(&summary);
    println!("Every check passed, in {}.", step::spoken(begun.elapsed()));
    Ok(())
}

fn report(summary: &[(Check, Outcome, Duration)]) {
    println!();
    for (check, outcome, took) in summary {
        let (word, lines) = match outcome {
            Outcome::Passed(lines) => ("passed", lines.as_str()),
            Outcome::Skipped(reason) => ("skipped", *reason),
        };
        println!("{:<8} {word} in {}", check.name(), step::spoken(*took));
        for line in lines.lines() {
            println!("    {line}");
        }
    }
}

fn format(toolchain: &Toolchain) -> Result<Outcome, Stop> {
    components(toolchain)?;
    let what = "Checking the layout of the code; `cargo fmt` mends it";
    let step = Step { what, usually: "", log: "format", limit: None };
    step.run(toolchain.cargo().args(["fmt", "--all", "--check", "--", "--color", "never"]))?;
    Ok(Outcome::Passed(String::new()))
}

fn lint(toolchain: &Toolchain) -> Result<Outcome, Stop> {
    components(toolchain)?;
    let runs: [(&str, &str, &[&str]); 3] = [
        ("core, service and xtask on the host", "lint-host", &["--all-targets"]),
        ("the page on wasm32", "lint-page", &["--package", "delivery-dashboard", "--all-targets", "--target", WASM]),
        (
            "core on wasm32",
            "lint-core",
            &["--package", "delivery-core", "--package", "delivery-app", "--lib", "--target", WASM],
        ),
    ];
    for (of, log, arguments) in runs {
        let what = format!("Linting {of}, warnings are errors");
        let step = Step { what: &what, usually: "2 min the first time", log, limit: None };
        let mut cargo = toolchain.cargo();
        cargo.arg("clippy").args(arguments);
        if log == "lint-host" {
            cargo.args(HOST);
        }
        step.run(cargo.args(["--", "-D", "warnings"]))?;
    }
    Ok(Outcome::Passed(String::new()))
}

fn host_tests(toolchain: &Toolchain) -> Result<Outcome, Stop> {
    let without_postfix = postfix::ready()?.map_or_else(String::new, |why| format!("{why}\n"));
    let has_nextest = tools::has_subcommand(toolchain, "nextest");
    let arguments: &[&str] = if has_nextest { &["nextest", "run"] } else { &["test", "--lib", "--bins", "--tests"] };
    let what = "Testing core, service, xtask and the tree on the host";
    let step = Step { what, usually: "3 min the first time", log: "host-tests", limit: Some(HANGS_AFTER) };
    let server = postgres::ready()?;
    let mut cargo = toolchain.cargo();
    cargo.args(arguments).args(HOST);
    if let Ok(server) = &server {
        cargo.env("DELIVERY_TEST_POSTGRES", &server.address);
    }
    let tests = step.run(&mut cargo)?;
    let on_server = match &server {
        Err(why) => format!("{why}\n"),
        Ok(server) => {
            let what = "Testing the service once more, on PostgreSQL";
            let step = Step { what, usually: "2 min", log: "postgres-tests", limit: Some(HANGS_AFTER) };
            let mut cargo = toolchain.cargo();
            closing_lines(&step.run(postgres::narrow(cargo.args(arguments).args(HOST), server, has_nextest))?)
        }
    };
    let what = "Running the examples in the documentation of core";
    let step = Step { what, usually: "", log: "doc-tests", limit: None };
    let examples = step.run(toolchain.cargo().args(["test", "--doc", "--package", "delivery-core"]))?;
    Ok(Outcome::Passed(closing_lines(&tests) + &on_server + &closing_lines(&examples) + &without_postfix))
}

fn wasm_tests(toolchain: &Toolchain) -> Result<Outcome, Stop> {
    let has_tests = ["src", "tests"].iter().any(|folder| mentions_wasm_tests(&tree::root().join(folder)));
    if !has_tests {
        return Ok(Outcome::Skipped("there are none"));
    }
    tools::ready(toolchain)?;
    let browser = browser::ready()?;
    let what = "Testing the page's own code in Chromium";
    let step = Step { what, usually: "3 min the first time", log: "wasm-tests", limit: Some(HANGS_AFTER) };
    let mut cargo = toolchain.cargo();
    cargo.args(["test", "--package", "delivery-dashboard", "--target", WASM]);
    cargo
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", browser.driver);
    Ok(Outcome::Passed(closing_lines(&step.run(&mut cargo)?)))
}

fn mentions_wasm_tests(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| {
        let is_rust = path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests/tidy.rs");
        let is_test = || fs::read_to_string(&path).is_ok_and(|text| text.contains("wasm_bindgen_test"));
        if path.is_dir() { mentions_wasm_tests(&path) } else { is_rust && is_test() }
    })
}

fn browser_tests(toolchain: &Toolchain) -> Result<Outcome, Stop> {
    service::build(toolchain)?;
    let what = "Using the page in Chromium, against the real service, and looking at each of its states";
    let step = Step { what, usually: "10 min", log: "browser-tests", limit: Some(PICTURES_HANG_AFTER) };
    playwright(toolchain, &step, Pictures::Compared, &[])
}

/// Looks at every state of the page, and at nothing else.
pub fn pictures(pictures: Pictures) -> Result<(), Stop> {
    let what = match pictures {
        Pictures::Compared => "Looking at each state of the page",
        Pictures::Renewed => "Taking a picture of each state of the page",
    };
    let step = Step { what, usually: "5 min", log: "pictures", limit: Some(PICTURES_HANG_AFTER) };
    let begun = Instant::now();
    let outcome = playwright(&toolchain::ready()?, &step, pictures, &["pictures.spec"])?;
    report(&[(Check::Browser, outcome, begun.elapsed())]);
    Ok(())
}

fn playwright(toolchain: &Toolchain, step: &Step, pictures: Pictures, only: &[&str]) -> Result<Outcome, Stop> {
    let _ = page::build(toolchain)?;
    tools::node_modules()?;
    Portal::ALL.into_iter().try_for_each(Portal::build)?;
    let Browser { chromium, .. } = browser::ready()?;
    let mut playwright = Command::new(tree::root().join("node_modules/.bin/playwright"));
    playwright.args(["test", "--config", "tests/browser/playwright.config.mjs"]).args(only);
    match (pictures, browser::has_letters()?) {
        (Pictures::Renewed, true) => {
            playwright.arg("--update-snapshots").env("RENEW", "1");
        }
        (Pictures::Compared, true) => {}
        (Pictures::Renewed, false) => return Err(Stop(browser::NO_LETTERS.to_owned())),
        (Pictures::Compared, false) => {
            step::say(format_args!("  {} Pictures are not compared.", browser::NO_LETTERS));
            playwright.arg("--ignore-snapshots");
        }
    }
    playwright
        .current_dir(tree::root())
        .env("CHROMIUM", chromium)
        .env("NO_COLOR", "1")
        .env("PATH", tree::path_with_tools());
    Ok(Outcome::Passed(closing_lines(&step.run(&mut playwright)?)))
}

fn engine_tests(toolchain: &Toolchain) -> Result<Outcome, Stop> {
    let _ = page::build(toolchain)?;
    service::build(toolchain)?;
    tools::node_modules()?;
    let engines = engines::ready(toolchain)?;
    if engines.is_empty() {
        return Ok(Outcome::Skipped("neither Firefox nor WebKit can be had here"));
    }
    let what = "Using the page in Firefox and WebKit, against the real service";
    let step = Step { what, usually: "2 min", log: "engine-tests", limit: Some(HANGS_AFTER) };
    let mut node = Command::new("node");
    node.arg("tests/engines/run.mjs").current_dir(tree::root()).env("NO_COLOR", "1");
    engines.tell(&mut node);
    let done = step.run(&mut node)?;
    Ok(Outcome::Passed(engines.missing.concat() + &closing_lines(&done)))
}

/// Sees to it that the toolchain can format and lint.
fn components(toolchain: &Toolchain) -> Result<(), Stop> {
    if tools::has_subcommand(toolchain, "clippy") && tools::has_subcommand(toolchain, "fmt") {
        return Ok(());
    }
    let what = "Installing clippy and rustfmt, which check the code";
    match (toolchain, Root::here()) {
        (Toolchain::Named(DEBIAN), Some(root)) => root.install(what, "20 s", &["rust-web-clippy", "rustfmt-web"]),
        _ => {
            let step = Step { what, usually: "10 s", log: "components", limit: Some(Duration::from_secs(300)) };
            step.run(Command::new("rustup").args(["component", "add", "clippy", "rustfmt"])).map(drop)
        }
    }
}

/// The lines in which the test runners say how many passed.
fn closing_lines(done: &Done) -> String {
    let is_closing = |line: &&str| {
        let line = line.trim_start();
        ["test result:", "Summary [", "browser:", "engines:"].iter().any(|start| line.starts_with(start))
            && !line.contains(" 0 passed; 0 failed")
    };
    done.output.lines().filter(is_closing).map(|line| format!("{}\n", line.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runners_closing_lines_are_kept() {
        let output = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 0 ignored\ntest result: ok. 0 passed; 0 failed\n     \
                      Summary [   0.1s] 2 tests run: 2 passed, 0 skipped\nbrowser: 4 passed, 0 failed, 0 skipped\n\
                      engines: 4 passed, 0 failed, 4 skipped\n";
        let done = Done { output: output.to_owned() };
        assert_eq!(closing_lines(&done).lines().count(), 4);
    }
}
