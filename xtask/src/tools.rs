//! What the page is built and tested with besides the compiler: trunk, wasm-bindgen, geckodriver, and what npm brings.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::step::{self, Step, Stop};
use crate::toolchain::Toolchain;
use crate::tree;

/// Newer ones want a newer compiler than Debian has.
const TRUNK: &str = "0.21.14";

/// Debian has Firefox, but not what drives it.
const GECKODRIVER: &str = "0.37.1";

/// A tool that cargo builds from source.
struct Tool<'a> {
    /// The binary that answers `--version`.
    program: &'a str,
    /// The package it is installed from.
    package: &'a str,
    version: &'a str,
    /// Whether the lock file it was published with is used.
    is_locked: bool,
    why: &'a str,
    usually: &'a str,
}

/// Sees to it that the page can be bundled.
pub fn ready(toolchain: &Toolchain) -> Result<(), Stop> {
    node_modules()?;
    let wasm_bindgen = locked_version("wasm-bindgen")?;
    let tools = [
        Tool {
            program: "wasm-bindgen",
            package: "wasm-bindgen-cli",
            version: &wasm_bindgen,
            // Its published lock file names a release of webpki-roots that not every registry has.
            is_locked: false,
            why: "it must be of exactly the version in Cargo.lock",
            usually: "2 to 4 min, once",
        },
        Tool {
            program: "trunk",
            package: "trunk",
            version: TRUNK,
            is_locked: true,
            why: "it bundles the page",
            usually: "4 to 8 min, once",
        },
    ];
    for tool in &tools {
        if !tool.is_there() {
            tool.install(toolchain)?;
        }
    }
    clear();
    Ok(())
}

/// Where what drives Firefox is. Any that is here will do: it came with whatever Firefox is here.
pub fn geckodriver(toolchain: &Toolchain) -> Result<PathBuf, Stop> {
    if let Some(path) = tree::find("geckodriver") {
        return Ok(path);
    }
    let tool = Tool {
        program: "geckodriver",
        package: "geckodriver",
        version: GECKODRIVER,
        is_locked: true,
        why: "the page is used in Firefox, too",
        usually: "2 to 4 min, once",
    };
    tool.install(toolchain)?;
    clear();
    tree::find(tool.program).ok_or_else(|| tool.is_lost())
}

/// What the tools were built from is not needed again.
fn clear() {
    let _ = fs::remove_dir_all(tree::root().join("target/tools"));
}

impl Tool<'_> {
    fn is_there(&self) -> bool {
        tree::find(self.program).is_some_and(|path| self.is_right(&path))
    }

    fn is_right(&self, path: &Path) -> bool {
        let said = step::answer(std::process::Command::new(path).arg("--version")).unwrap_or_default();
        said.split_whitespace().any(|word| word == self.version)
    }

    fn install(&self, toolchain: &Toolchain) -> Result<(), Stop> {
        let what = format!("Building {} {}, because {}", self.package, self.version, self.why);
        let step = Step { what: &what, usually: self.usually, log: self.package, limit: None };
        let mut cargo = toolchain.cargo();
        cargo.args(["install", self.package, "--version", self.version]);
        if self.is_locked {
            cargo.arg("--locked");
        }
        if tree::find(self.program).is_some() {
            // Another version is somebody's choice elsewhere: it stays, and ours comes first on our path.
            cargo.arg("--force").arg("--root").arg(tree::root().join(".tools"));
        }
        // What both are made of is compiled once; and a tool that runs for a second needs no minutes of optimising.
        cargo.env("CARGO_TARGET_DIR", tree::root().join("target/tools"));
        cargo.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1").env("CARGO_PROFILE_RELEASE_DEBUG", "0");
        step.run(&mut cargo)?;
        if self.is_there() { Ok(()) } else { Err(self.is_lost()) }
    }

    fn is_lost(&self) -> Stop {
        Stop(format!("{} {} was built but is not found; put ~/.cargo/bin on your PATH.", self.package, self.version))
    }
}

/// Installs what `package-lock.json` says, unless that is what is there.
pub fn node_modules() -> Result<(), Stop> {
    let node = step::answer(std::process::Command::new("node").arg("--version")).unwrap_or_default();
    let major = node.strip_prefix('v').and_then(|version| version.split('.').next()?.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        let seen = if node.is_empty() { "is missing".to_owned() } else { format!("{node} is too old") };
        return Err(Stop(format!(
            "Node {seen}: install Node 20 or newer (https://nodejs.org), with npm, and try again."
        )));
    }
    let what = "Installing wasm-opt and the browser tests' tools from npm, as package-lock.json says";
    install("", &Step { what, usually: "20 s", log: "npm", limit: None })
}

/// The same for what the example portals are made with, which nothing else needs.
pub fn example_modules() -> Result<(), Stop> {
    let what = "Installing what the example portals are made with from npm, as examples/package-lock.json says";
    install("examples/", &Step { what, usually: "40 s", log: "npm-examples", limit: None })
}

fn install(folder: &str, step: &Step<'_>) -> Result<(), Stop> {
    let installed = tree::root().join(folder).join("node_modules/.package-lock.json");
    if tree::is_fresh(&installed, &[&format!("{folder}package-lock.json")]) {
        return Ok(());
    }
    let mut npm = std::process::Command::new("npm");
    npm.current_dir(tree::root().join(folder)).arg("ci").env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    step.run(&mut npm).map(drop)
}

/// The version of a package in `Cargo.lock`.
fn locked_version(package: &str) -> Result<String, Stop> {
    let path = tree::root().join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(|error| Stop::file(&path, &error))?;
    version_in(&text, package)
        .ok_or_else(|| Stop(format!("Cargo.lock names no {package}: is it a dependency of the page?")))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

/// Whether a cargo subcommand answers in this toolchain.
pub fn has_subcommand(toolchain: &Toolchain, name: impl AsRef<OsStr>) -> bool {
    step::answer(toolchain.cargo().arg(name).arg("--version")).is_some()
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn the_exact_package_is_found_in_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "bindgen"), None);
    }
}
