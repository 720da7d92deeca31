//! The program, split: what `src/ui/later.rs` loads later goes into files of its own. The bundler cannot do that, so its
//! whole program is replaced by the parts, cut from what the compiler wrote.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_split_cli_support::{Options, transform};

use crate::page;
use crate::step::{Step, Stop};
use crate::toolchain::{Toolchain, WASM};
use crate::tree;

/// What the compiler has to be told: that the program will be split, and to keep what the cut is made by.
pub const FLAGS: [&str; 4] = ["--cfg", "split", "-C", "link-args=--emit-relocs"];

/// The parts, before they are placed.
const FOLDER: &str = "target/split";

/// What browsers of today can do, then everything that makes a program smaller. The lowest addresses are the far end of
/// the stack: no pointer is offset into them.
const SMALL: &str = "--enable-bulk-memory --enable-simd --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue --low-memory-unused -Oz --flatten --rereloop --local-cse -Oz -Oz \
    --converge --reorder-functions-by-name --strip-debug --strip-producers \
    --strip-target-features";

/// Puts the parts in the place of the whole program in `dist/`.
pub fn split(toolchain: &Toolchain) -> Result<(), Stop> {
    let folder = tree::root().join(FOLDER);
    // Parts of before must not be placed again.
    let _ = fs::remove_dir_all(&folder);
    let whole = mute(&folder)?;
    let later = cut(&folder, &whole)?;
    let first = folder.join("first.wasm");
    let what = "Writing the glue between the program and the browser";
    let mut glue = toolchain.command("wasm-bindgen");
    // The parts find each other by what the linker exported.
    glue.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", "program", "--out-dir"]);
    Step { what, usually: "", log: "glue", limit: None }.run(glue.arg(&folder).arg(&first))?;
    let program = folder.join("program_bg.wasm");
    let what = "Taking from the glue what nobody uses";
    Step { what, usually: "", log: "exports", limit: None }.run(&mut script("glue.mjs", &folder))?;
    let what = "Listing what weighs what inside, in target/xtask-logs/weights-inside.log";
    Step { what, usually: "", log: "weights-inside", limit: None }.run(&mut script("inside.mjs", &program))?;
    let parts: Vec<&Path> = later.iter().map(PathBuf::as_path).chain([program.as_path()]).collect();
    shrink(toolchain, &parts)?;
    let what = "Putting the parts in their place";
    let mut place = script("place.mjs", &folder);
    Step { what, usually: "", log: "place", limit: None }.run(place.arg(page::folder())).map(drop)
}

fn script(name: &str, on: &Path) -> Command {
    let mut node = Command::new("node");
    node.arg(tree::root().join("xtask/src").join(name)).arg(on);
    node
}

/// Takes from the compiled program what nobody hears; answers where the rest is.
fn mute(folder: &Path) -> Result<PathBuf, Stop> {
    let (compiled, whole) = (compiled("delivery-dashboard"), folder.join("whole.wasm"));
    fs::create_dir_all(folder).map_err(|error| Stop::file(folder, &error))?;
    fs::copy(&compiled, &whole).map_err(|error| Stop::file(&compiled, &error))?;
    let what = "Taking from the program what is never heard";
    Step { what, usually: "", log: "mute", limit: None }.run(&mut script("mute.mjs", &whole))?;
    Ok(whole)
}

/// Cuts what is loaded later out of the program; answers where it is.
fn cut(folder: &Path, whole: &Path) -> Result<Vec<PathBuf>, Stop> {
    let program = fs::read(whole).map_err(|error| Stop::file(whole, &error))?;
    let first = folder.join("first.wasm");
    let mut options = Options::new(&program);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.main_module = "./program.js";
    options.link_name = "./later.js";
    let parts = transform(options).map_err(|error| {
        Stop(format!("The program could not be split: {error:#}. It is {}.", tree::relative(whole)))
    })?;
    Ok(parts.split_modules)
}

/// Where cargo put a program for the browser.
pub fn compiled(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| tree::root().join("target"), PathBuf::from);
    target.join(WASM).join("page").join(format!("{name}.wasm"))
}

/// Makes programs smaller, each in its place.
pub fn shrink(toolchain: &Toolchain, parts: &[&Path]) -> Result<(), Stop> {
    let what = "Making the program and its parts smaller";
    let step = Step { what, usually: "90 s", log: "shrink", limit: None };
    let mut optimiser = toolchain.command("node");
    step.run(optimiser.arg(tree::root().join("xtask/src/shrink.mjs")).arg(SMALL).args(parts)).map(drop)
}
