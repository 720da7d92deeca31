//! Debian's own Rust as the toolchain: its packages, and a standard library for wasm32 built once from their source.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::step::{self, Step, Stop};
use crate::toolchain::{DEBIAN, Toolchain, WASM};
use crate::tree;

/// The oldest Rust the workspace compiles with, from the root `Cargo.toml`.
const OLDEST: &str = env!("CARGO_PKG_RUST_VERSION");

const STANDARD_LIBRARY: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";

/// Whether the package lists were read by this run: once is enough.
static HAS_LISTS: AtomicBool = AtomicBool::new(false);

/// The right to install packages, on a machine that has apt.
pub enum Root {
    /// Already root.
    Own,
    /// Through sudo, which asks no password.
    Sudo,
}

impl Root {
    /// Whether this machine takes Debian's packages, whoever may install them.
    pub fn has_packages() -> bool {
        tree::find("apt-get").is_some() || Path::new("/usr/bin/apt-get").is_file()
    }

    /// The way this user may install packages, if any.
    pub fn here() -> Option<Root> {
        if !Root::has_packages() {
            return None;
        }
        if step::answer(Command::new("id").arg("-u"))? == "0" {
            return Some(Root::Own);
        }
        step::answer(Command::new("sudo").args(["-n", "true"])).map(|_| Root::Sudo)
    }

    /// A program, with the right to change the machine.
    pub fn command(&self, program: &str) -> Command {
        match self {
            Root::Own => Command::new(program),
            Root::Sudo => {
                let mut sudo = Command::new("sudo");
                sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", program]);
                sudo
            }
        }
    }

    /// Installs packages, with the reason as the announced line.
    pub fn install(&self, what: &str, usually: &str, packages: &[&str]) -> Result<(), Stop> {
        let lists = "Reading Debian's package lists, because packages are needed";
        let step = Step { what: lists, usually: "10 s", log: "apt-update", limit: None };
        if !HAS_LISTS.swap(true, Ordering::Relaxed) {
            step.run(self.command("apt-get").args(["update", "-q"]))?;
        }
        let step = Step { what, usually, log: "apt-install", limit: None };
        let mut apt = self.command("apt-get");
        apt.args(["install", "-y", "-q", "--no-install-recommends"]).args(packages);
        step.run(apt.env("DEBIAN_FRONTEND", "noninteractive")).map(drop)
    }
}

/// Installs Debian's Rust, builds what it lacks, and links it where rustup is in charge.
pub fn install(root: &Root) -> Result<Toolchain, Stop> {
    install_packages(root)?;
    let is_known_to_rustup = tree::find("rustup").is_some();
    if is_known_to_rustup {
        link()?;
    }
    let toolchain = if is_known_to_rustup { Toolchain::Named(DEBIAN) } else { Toolchain::Active };
    if !toolchain.has_wasm() {
        build_standard_library(root)?;
    }
    if toolchain.has_wasm() {
        return Ok(toolchain);
    }
    let log = step::log_path("wasm32-probe")?;
    Err(Stop(format!(
        "Debian's Rust is installed but does not compile for wasm32; the compiler's words are in {}.",
        tree::relative(&log)
    )))
}

fn install_packages(root: &Root) -> Result<(), Stop> {
    let files = ["rustc", "cargo", "rust-lld", "clippy-driver", "rustfmt"];
    let has_source = Path::new("/usr/lib/rustlib/src/rust/library/std/Cargo.toml").exists();
    let is_complete = has_source && files.iter().all(|file| Path::new("/usr/bin").join(file).exists());
    if !is_complete {
        let what = "Installing Debian's Rust, because rustup has no wasm32 target and cannot download it";
        let packages = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "rustfmt-web"];
        root.install(what, "1 min", &packages)?;
    }
    install_linker(root)?;
    let version = step::answer(Command::new("/usr/bin/rustc").arg("--version")).unwrap_or_default();
    let number = version.strip_prefix("rustc ").unwrap_or_default();
    if minor_version(number) >= minor_version(OLDEST) {
        return Ok(());
    }
    Err(Stop(format!(
        "Debian's Rust is too old ({version}): {OLDEST} or newer is needed, for instance from its security updates."
    )))
}

/// `rust-lld` is a link to a linker of one LLVM version, which no package here pulls in.
fn install_linker(root: &Root) -> Result<(), Stop> {
    let link = Path::new("/usr/bin/rust-lld");
    if link.exists() {
        return Ok(());
    }
    let target = fs::read_link(link).map_err(|error| Stop::file(link, &error))?;
    let package = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    root.install("Installing the linker for wasm32, because Debian's Rust leaves it out", "10 s", &[&package])
}

fn minor_version(version: &str) -> Option<u32> {
    version.strip_prefix("1.")?.split('.').next()?.parse().ok()
}

fn link() -> Result<(), Stop> {
    let known = step::answer(Command::new("rustup").args(["toolchain", "list"])).unwrap_or_default();
    let is_linked = known.lines().any(|line| line.split_whitespace().next() == Some(DEBIAN));
    if is_linked {
        return Ok(());
    }
    let what = "Linking Debian's Rust to rustup under the name debian, so that cargo can be told to use it";
    let step = Step { what, usually: "", log: "rustup-link", limit: None };
    step.run(Command::new("rustup").args(["toolchain", "link", DEBIAN, "/usr"])).map(drop)
}

fn build_standard_library(root: &Root) -> Result<(), Stop> {
    let package = tree::root().join("target/std-for-wasm");
    write_empty_package(&package)?;
    let what = "Building Rust's standard library for wasm32, because Debian ships only its source";
    let step = Step { what, usually: "1 to 2 min", log: "std-for-wasm", limit: None };
    let mut cargo = Command::new("/usr/bin/cargo");
    cargo.current_dir(&package).args(["build", "--release", "--target", WASM]);
    cargo.arg("-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test");
    cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", package.join("target"));
    // Without bitcode in it, link-time optimisation of the page fails.
    cargo.env("RUSTFLAGS", "-Cembed-bitcode=yes").env_remove("LD_LIBRARY_PATH").env_remove("RUSTUP_TOOLCHAIN");
    step.run(&mut cargo)?;
    place(root, &package.join("target").join(WASM).join("release/deps"))?;
    // Cargo cannot see that what it built for wasm32 stands on another standard library now.
    let stale = tree::root().join("target").join(WASM);
    if stale.exists() {
        fs::remove_dir_all(&stale).map_err(|error| Stop::file(&stale, &error))?;
    }
    fs::remove_dir_all(&package).map_err(|error| Stop::file(&package, &error))
}

/// A crate of nothing, in a workspace of its own: only the standard library it pulls in is wanted.
fn write_empty_package(package: &Path) -> Result<(), Stop> {
    let manifest = "[package]\nname = \"std-for-wasm\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n";
    let _ = fs::remove_dir_all(package);
    let written = fs::create_dir_all(package.join("src"))
        .and_then(|()| fs::write(package.join("Cargo.toml"), manifest))
        .and_then(|()| fs::write(package.join("src/lib.rs"), ""));
    written.map_err(|error| Stop::file(package, &error))
}

fn place(root: &Root, built: &Path) -> Result<(), Stop> {
    let entries = fs::read_dir(built).map_err(|error| Stop::file(built, &error))?;
    let libraries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| is_library(path)).collect();
    let what = "Putting it where Debian's Rust looks for it";
    // An older one must go first: two versions side by side are an error to the compiler.
    let script = format!("rm -rf {STANDARD_LIBRARY} && mkdir -p {STANDARD_LIBRARY} && cp \"$@\" {STANDARD_LIBRARY}");
    let step = Step { what, usually: "", log: "std-place", limit: None };
    step.run(root.command("sh").args(["-c", &script, "sh"]).args(&libraries)).map(drop)
}

fn is_library(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("lib") && name.ends_with(".rlib") && !name.starts_with("libstd_for_wasm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(minor_version("1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"), Some(96));
        assert_eq!(minor_version(""), None);
        assert!(minor_version("") < minor_version(OLDEST));
    }

    #[test]
    fn the_empty_crate_itself_is_left_behind() {
        assert!(is_library(Path::new("deps/libcore-12.rlib")));
        assert!(!is_library(Path::new("deps/libcore-12.rmeta")));
        assert!(!is_library(Path::new("deps/libstd_for_wasm-12.rlib")));
    }
}
