//! The page: bundled by trunk into `dist/`, and compressed beside each file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::split;
use crate::step::{Step, Stop, say};
use crate::toolchain::Toolchain;
use crate::tools;
use crate::tree;
use crate::weights::{Load, weigh};

/// Everything the page is made from, and what makes it.
const SOURCES: [&str; 23] = [
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
    "xtask/src/weights.rs",
];

/// Cargo adds these to what `.cargo/config.toml` says for wasm32.
const ADDED_FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Where the page is put.
pub fn folder() -> PathBuf {
    tree::root().join("dist")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_is_made_from_is_there() {
        for source in SOURCES {
            assert!(tree::root().join(source).exists(), "{source}");
        }
    }
}
