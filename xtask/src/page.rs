//! The page: bundled by trunk into `dist/`, compressed beside each file, and weighed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::split;
use crate::step::{Step, Stop, say};
use crate::toolchain::Toolchain;
use crate::tools;
use crate::tree;

/// What the first load weighs at most, in bytes of brotli: more fails the tests.
const BUDGET: u64 = 150_000;

/// What it never weighs: a page beyond it is not even built.
const HARD_STOP: u64 = 200_000;

/// Everything the page is made from, and what makes it.
const SOURCES: [&str; 22] = [
    ".cargo/config.toml",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "build.rs",
    "index.html",
    "package-lock.json",
    "src",
    "style",
    "public",
    "crates/core/Cargo.toml",
    "crates/core/src",
    "xtask/src/compress.mjs",
    "xtask/src/glue.mjs",
    "xtask/src/inside.mjs",
    "xtask/src/mute.mjs",
    "xtask/src/page.rs",
    "xtask/src/place.mjs",
    "xtask/src/shrink.mjs",
    "xtask/src/split.rs",
    "xtask/src/trim.mjs",
    "xtask/src/wasm.mjs",
];

/// The files that hosts know by name.
const ELEMENT: [&str; 5] = ["delivery-dashboard.js", "delivery-frame.js", "embed.html", "frame.css", "frame.js"];

/// Cargo adds these to what `.cargo/config.toml` says for wasm32.
const ADDED_FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Where the page is put.
pub fn folder() -> PathBuf {
    tree::root().join("dist")
}

/// The first load, in bytes of brotli.
#[must_use]
pub struct Load(u64);

impl Load {
    /// Fails a page that is too heavy. Whoever only wants to use it is not kept from it.
    pub fn check(self) -> Result<(), Stop> {
        match self.0 {
            0..=BUDGET => Ok(()),
            total => Err(Stop(format!(
                "The first load weighs {total} bytes in brotli and may weigh {BUDGET} at most: make it lighter."
            ))),
        }
    }
}

/// Builds the page unless nothing changed since it was built, and weighs it.
pub fn build(toolchain: &Toolchain) -> Result<Load, Stop> {
    let weights = tree::root().join("target/xtask-logs/weights.txt");
    let is_built = folder().join("index.html").is_file() && tree::is_fresh(&weights, &SOURCES);
    let weighed = if is_built {
        say("- The page in dist/ is up to date");
        fs::read_to_string(&weights).map_err(|error| Stop::file(&weights, &error))?
    } else {
        // An interrupted build must not look finished.
        let _ = fs::remove_file(&weights);
        tools::ready(toolchain)?;
        let begun = SystemTime::now();
        bundle(toolchain)?;
        split::split(toolchain)?;
        let weighed = compress()?;
        write_as_of(begun, &weights, &weighed).map_err(|error| Stop::file(&weights, &error))?;
        weighed
    };
    weigh(&weighed)
}

/// Dated back to when the build began, so that what was changed meanwhile counts as changed.
fn write_as_of(begun: SystemTime, path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text)?;
    fs::File::options().write(true).open(path)?.set_modified(begun)
}

fn bundle(toolchain: &Toolchain) -> Result<(), Stop> {
    let what = "Fetching the crates that Cargo.lock names";
    let step = Step { what, usually: "10 s", log: "fetch", limit: None };
    step.run(toolchain.cargo().arg("fetch"))?;
    let what = "Building the page for the browser into dist/";
    let step = Step { what, usually: "2 min, 15 s when little changed", log: "trunk", limit: None };
    let mut trunk = toolchain.command("trunk");
    // Offline, so that trunk uses the tools that are here instead of downloading its own.
    trunk.args(["build", "--release", "--offline"]).env("NO_COLOR", "true").env("RUST_BACKTRACE", "0");
    // Flags from outside would replace the checkout's own instead of adding to them.
    trunk.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS").env(ADDED_FLAGS, flags());
    step.run(&mut trunk).map(drop)
}

/// Has the program compiled to be split, and without the paths of whoever builds it: they are nobody's business, and
/// weigh something.
fn flags() -> String {
    let registries = tree::cargo_home().map(|home| home.join("registry/src"));
    let registries = registries.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let folders = registries.map(|registry| registry.path()).chain([tree::root()]);
    // Cargo splits the flags at spaces, so a path with one in it cannot be named.
    let named =
        folders.map(|folder| folder.display().to_string()).filter(|folder| !folder.contains(char::is_whitespace));
    let remapped = named.map(|folder| format!("--remap-path-prefix={folder}="));
    split::FLAGS.map(str::to_owned).into_iter().chain(remapped).collect::<Vec<_>>().join(" ")
}

/// Writes a .br and a .gz beside each file of text; answers a line `name raw br gz` for each.
fn compress() -> Result<String, Stop> {
    let what = "Compressing it with brotli and gzip, so that no server has to";
    let step = Step { what, usually: "5 s", log: "compress", limit: None };
    let mut node = std::process::Command::new("node");
    node.arg(tree::root().join("xtask/src/compress.mjs")).arg(folder());
    Ok(step.run(&mut node)?.output)
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

/// What the browser loads when it is idle, or needs it.
fn is_later(name: &str) -> bool {
    name.starts_with("later-")
}

fn weigh(listed: &str) -> Result<Load, Stop> {
    let first: Vec<Weight<'_>> =
        listed.lines().filter_map(read_weight).filter(|weight| is_first_load(weight.name)).collect();
    let total: u64 = first.iter().map(|weight| weight.brotli).sum();
    say(format_args!("  first load {:>31} {:>10}", "bytes", "brotli"));
    for weight in &first {
        say(format_args!("  {:<31} {:>10} {:>10}", shortened(weight.name), weight.raw, weight.brotli));
    }
    say(format_args!(
        "  {:<31} {:>10} {total:>10} of {BUDGET}",
        "total",
        first.iter().map(|weight| weight.raw).sum::<u64>()
    ));
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
    if total > HARD_STOP {
        return Err(Stop(format!("The first load weighs {total} bytes in brotli, and {HARD_STOP} is the end of it.")));
    }
    if total > BUDGET {
        say("  That is over the budget: look at what grew.");
    }
    Ok(Load(total))
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
    fn what_the_page_is_made_from_is_there() {
        for source in SOURCES {
            assert!(tree::root().join(source).exists(), "{source}");
        }
    }

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
        assert!(load.is_ok_and(|load| load.0 == 10));
    }
}
