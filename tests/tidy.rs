//! Rules about the tree: what may name what, how long a file may be, which words are not ours. Each rule is a function
//! from files to complaints, and has a test beside it which proves that it can complain.
// It reads the checkout, which a browser cannot.
#![cfg(not(target_arch = "wasm32"))]

#[path = "tidy/floors.rs"]
mod floors;
#[path = "tidy/looks.rs"]
mod looks;
#[path = "tidy/names.rs"]
mod names;
#[path = "tidy/source.rs"]
mod source;

use source::Source;

/// Fails with all complaints at once, so that one run is enough to mend them.
fn expect_none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n\n{}\n", complaints.join("\n"));
}

#[test]
fn imports_look_down_only() {
    expect_none(floors::check_imports(&source::all()));
}

#[test]
fn core_is_pure() {
    expect_none(floors::check_purity(&source::all()));
}

#[test]
fn the_bundler_finds_the_page() {
    expect_none(floors::check_workspace(&source::text("Cargo.toml")));
}

#[test]
fn rust_names_no_colour() {
    expect_none(looks::check_rust(&source::all()));
}

#[test]
fn css_stays_plain() {
    expect_none(looks::check_css(&source::all()));
}

#[test]
fn every_stylesheet_has_its_component() {
    expect_none(looks::check_pairs(&source::all()));
}

#[test]
fn every_stylesheet_reaches_the_page_once() {
    expect_none(looks::check_linked(&source::text("index.html"), &source::text("build.rs"), &source::all()));
}

#[test]
fn files_are_small_rooms() {
    expect_none(names::check_lengths(&source::all()));
}

#[test]
fn no_banned_names() {
    expect_none(names::check_banned(&source::all()));
}

#[test]
fn the_code_map_names_every_folder() {
    expect_none(names::check_map(&source::text("README.md"), &source::folders(), &source::all()));
}

/// A rule that reads no file would never complain.
#[test]
fn the_tree_is_read() {
    let all = source::all();
    for path in ["xtask/src/main.rs", "crates/core/src/lib.rs", "src/main.rs", "tests/tidy/source.rs"] {
        assert!(all.iter().any(|file| file.path == path), "{path} was not read");
    }
    assert!(all.iter().all(|file| !file.path.starts_with("target/")));
}

/// For the rules' own tests: one file, and whether the rule complains of it.
fn complains(check: impl Fn(&[Source]) -> Vec<String>, path: &str, text: &str) -> bool {
    !check(&[Source { path: path.to_owned(), text: text.to_owned() }]).is_empty()
}
