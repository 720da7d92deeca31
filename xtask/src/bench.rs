//! The benches: the built page in Chromium, measured over the events of a large delivery; and the service, over loopback.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::browser::{self, Browser};
use crate::options::Wanted;
use crate::page;
use crate::service;
use crate::split;
use crate::step::{self, Step, Stop};
use crate::toolchain::{self, Toolchain, WASM};
use crate::tools;
use crate::tree;

/// What is made for the benches, and by them.
const FOLDER: &str = "target/bench";

/// What writes the events.
const GENERATOR: &str = "tests/bench/generate.mjs";

/// What they are like: the yardstick's seed, and its shares of events that come twice and late.
const STREAM: [&str; 6] = ["--seed", "7", "--duplicates", "0.02", "--disorder", "0.05"];

/// A page that takes this long will never be ready.
const HANGS_AFTER: Duration = Duration::from_secs(60 * 60);

/// Builds page and service, makes the events, measures, and prints the figures. A bar that is missed is told, and no failure; a
/// page that shows wrong numbers is one.
pub fn run(wanted: &Wanted) -> Result<(), Stop> {
    if wanted.is_json {
        step::speak_aside();
    }
    let toolchain = toolchain::ready()?;
    let _ = page::build(&toolchain)?;
    service::build(&toolchain)?;
    engine(&toolchain)?;
    tools::node_modules()?;
    let browser = browser::ready()?;
    let stream = stream(wanted.recipients)?;
    let figures = tree::root().join(FOLDER).join(if wanted.is_json { "figures.json" } else { "figures.txt" });
    // Those of before must not be taken for those of now.
    let _ = fs::remove_file(&figures);
    let measured = measure(&browser, &stream);
    // A page that is wrong has figures, too, which say how.
    if let Ok(text) = fs::read_to_string(&figures) {
        print!("{text}");
    }
    measured
}

/// The engine alone, as the page has it: to be held against plain JavaScript.
fn engine(toolchain: &Toolchain) -> Result<(), Stop> {
    let what = "Building the engine alone, as the page has it";
    let step = Step { what, usually: "1 min, 10 s when little changed", log: "engine", limit: None };
    let mut cargo = toolchain.cargo();
    cargo.args(["build", "--profile", "page", "--target", WASM, "--package", "delivery-bench"]);
    step.run(&mut cargo)?;
    let what = "Writing the glue between the engine and the browser";
    let folder = tree::root().join(FOLDER).join("engine");
    let mut glue = toolchain.command("wasm-bindgen");
    glue.args(["--target", "web", "--no-typescript", "--out-name", "engine", "--out-dir"]).arg(&folder);
    glue.arg(split::compiled("delivery_bench"));
    Step { what, usually: "", log: "engine-glue", limit: None }.run(&mut glue)?;
    split::shrink(toolchain, &[&folder.join("engine_bg.wasm")])
}

/// The file of events, written once for each number of recipients.
fn stream(recipients: u32) -> Result<PathBuf, Stop> {
    let folder = tree::root().join(FOLDER);
    fs::create_dir_all(&folder).map_err(|error| Stop::file(&folder, &error))?;
    let path = folder.join(format!("stream-{recipients}.ndjson"));
    // Written last: where it is, the events are whole.
    if path.is_file() && tree::is_fresh(&path.with_extension("ndjson.json"), &[GENERATOR]) {
        return Ok(path);
    }
    let what = format!("Writing the events of a delivery to {recipients} recipients, to measure with");
    let step = Step { what: &what, usually: "30 s for a million, once", log: "bench-stream", limit: None };
    let mut node = Command::new("node");
    node.arg(tree::root().join(GENERATOR)).arg("--out").arg(&path);
    node.arg("--recipients").arg(recipients.to_string()).args(STREAM);
    step.run(&mut node)?;
    Ok(path)
}

fn measure(browser: &Browser, stream: &Path) -> Result<(), Stop> {
    let what = "Measuring the page in Chromium; what else runs on this machine slows it down";
    let step = Step { what, usually: "some minutes for a million", log: "bench", limit: Some(HANGS_AFTER) };
    let mut node = Command::new("node");
    node.arg(tree::root().join("tests/bench/run.mjs")).arg("--dist").arg(page::folder());
    node.arg("--engine").arg(tree::root().join(FOLDER).join("engine"));
    node.arg("--fold").arg(service::binary("fold"));
    node.arg("--stream").arg(stream).arg("--out").arg(tree::root().join(FOLDER));
    node.current_dir(tree::root()).env("CHROMIUM", &browser.chromium).env("NO_COLOR", "1");
    step.run(&mut node).map(drop)
}
