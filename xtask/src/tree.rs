//! The checkout: where it is, and whether something built from it is still fresh.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder of the root `Cargo.toml`.
pub fn root() -> PathBuf {
    // Cargo sets it for `cargo xtask`; compiled in for a binary that was started by hand.
    let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| OsString::from(env!("CARGO_MANIFEST_DIR")));
    let package = PathBuf::from(package);
    package.parent().map(Path::to_path_buf).unwrap_or(package)
}

/// A path as people in the checkout would type it.
pub fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// `PATH` with the project's own tools and npm's before everything else.
pub fn path_with_tools() -> OsString {
    let own = [root().join("node_modules/.bin"), root().join(".tools/bin")];
    let cargo = cargo_bin().into_iter();
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = own.into_iter().chain(env::split_paths(&rest).collect::<Vec<_>>()).chain(cargo);
    env::join_paths(all).unwrap_or(rest)
}

/// Where `cargo install` puts its binaries.
fn cargo_bin() -> Option<PathBuf> {
    Some(cargo_home()?.join("bin"))
}

/// Where cargo keeps what it downloads and installs.
pub fn cargo_home() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))
}

/// A program on that path.
pub fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&path_with_tools()).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Whether `made` is at least as new as every file it is made from. Folders are searched through.
pub fn is_fresh(made: &Path, sources: &[&str]) -> bool {
    let Some(made) = changed(made) else { return false };
    sources.iter().all(|source| newest(&root().join(source)).is_none_or(|source| source <= made))
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|meta| meta.modified()).ok()
}

fn newest(path: &Path) -> Option<SystemTime> {
    // A folder's own time counts too: it moves when a file is taken away.
    let inside = fs::read_dir(path).into_iter().flatten().flatten().filter_map(|entry| newest(&entry.path()));
    inside.chain(changed(path)).max()
}
