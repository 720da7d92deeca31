//! The one Rust toolchain a checkout is built with, host and wasm32 alike: two would rebuild everything in turns.

use std::fs::File;
use std::process::{Command, Stdio};

use crate::step::{self, Stop};
use crate::tree;
use crate::wasm_target;

/// The name rustup knows Debian's own Rust by, once linked.
pub const DEBIAN: &str = "debian";

/// The wasm target of the page.
pub const WASM: &str = "wasm32-unknown-unknown";

/// A toolchain that compiles for the host and for wasm32.
#[derive(Debug, Clone, PartialEq)]
pub enum Toolchain {
    /// The one cargo was called with.
    Active,
    /// One that rustup knows by this name.
    Named(&'static str),
}

impl Toolchain {
    /// A program that uses this toolchain, with the project's tools on its path, started in the root folder.
    pub fn command(&self, program: &str) -> Command {
        // Looked up here: std would search the path this process was started with, not the one below.
        let mut command = Command::new(tree::find(program).unwrap_or_else(|| program.into()));
        command.current_dir(tree::root()).env("PATH", tree::path_with_tools());
        // What cargo and rustup set for xtask itself must not reach the builds it starts.
        for (name, _) in std::env::vars_os() {
            let name_text = name.to_string_lossy();
            if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        command.env_remove("LD_LIBRARY_PATH").env_remove("CARGO");
        if let Toolchain::Named(name) = self {
            command.env("RUSTUP_TOOLCHAIN", name);
        }
        command
    }

    /// Cargo of this toolchain.
    pub fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// Whether it really compiles and links for wasm32, which also notices a standard library of another version.
    pub fn has_wasm(&self) -> bool {
        let Ok(log) = step::log_path("wasm32-probe") else { return false };
        let Ok(file) = File::create(&log) else { return false };
        let mut rustc = self.command("rustc");
        rustc.args(["--edition", "2024", "--target", WASM, "--crate-type", "cdylib", "-"]);
        rustc.arg("-o").arg(log.with_extension("wasm"));
        rustc.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file).status().is_ok_and(|status| status.success())
    }
}

/// The toolchain of this checkout, set up first if need be.
pub fn ready() -> Result<Toolchain, Stop> {
    for toolchain in [Toolchain::Active, Toolchain::Named(DEBIAN)] {
        if toolchain.has_wasm() {
            return Ok(toolchain);
        }
    }
    wasm_target::install()
}
