//! Getting the wasm32 target: from rustup where it can download, else from Debian's Rust.

use std::fs;
use std::process::Command;
use std::time::Duration;

use crate::debian::{self, Root};
use crate::step::{self, Step, Stop};
use crate::toolchain::{Toolchain, WASM};
use crate::tree;

/// How long a refused download is not tried again.
const REFUSAL_LASTS: Duration = Duration::from_secs(60 * 60);

/// Installs the target in the ordinary way, or else in Debian's.
pub fn install() -> Result<Toolchain, Stop> {
    if from_rustup() {
        return Ok(Toolchain::Active);
    }
    let Some(root) = Root::here() else { return Err(neither_way()) };
    debian::install(&root)
}

fn from_rustup() -> bool {
    let Ok(refused) = step::log_path("rustup-refused") else { return false };
    let age = fs::metadata(&refused).and_then(|meta| meta.modified()).ok().and_then(|time| time.elapsed().ok());
    if age.is_some_and(|age| age < REFUSAL_LASTS) || tree::find("rustup").is_none() {
        return false;
    }
    let what = "Asking rustup for the wasm32 target, because the page is WebAssembly";
    let step = Step { what, usually: "10 s", log: "rustup", limit: Some(Duration::from_secs(120)) };
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", WASM]).env("RUSTUP_MAX_RETRIES", "1");
    let is_added = step.run(&mut rustup).is_ok() && Toolchain::Active.has_wasm();
    if !is_added {
        step::say(format_args!(
            "  rustup could not download it; see {}.",
            tree::relative(&refused.with_file_name("rustup.log"))
        ));
        let _ = fs::write(&refused, "rustup could not add the wasm32 target; delete this file to try again at once\n");
    }
    is_added
}

fn neither_way() -> Stop {
    Stop(format!(
        "The wasm32 target is missing: run `rustup target add {WASM}` where rustup can download, \
         or run this as root (or with sudo that asks no password) on Debian, whose own Rust is then used."
    ))
}
