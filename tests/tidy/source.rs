//! The files of the tree, and the few things the rules need to know about Rust's text.

use std::fs;
use std::path::{Path, PathBuf};

/// What is built, fetched or hidden.
const FOREIGN: [&str; 4] = ["target", "dist", "node_modules", "corpus"];

/// One file of ours.
pub struct Source {
    /// From the root, with `/`.
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    pub fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// The part that is compiled into the product: before its tests, and nothing of a file of tests.
    pub fn shipped(&self) -> &str {
        if self.path.ends_with("tests.rs") || self.path.contains("/tests/") || self.path.starts_with("tests/") {
            return "";
        }
        // `#[cfg(test)] mod tests;` among the modules at the top ends nothing.
        let is_block =
            |after: &str| !after.lines().find(|line| !line.is_empty()).is_some_and(|line| line.ends_with(';'));
        let mut marks = self.text.match_indices("#[cfg(test)]");
        let tests = marks.find(|(at, mark)| is_block(&self.text[at + mark.len()..]));
        tests.map_or(&self.text, |(at, _)| &self.text[..at])
    }

    /// The lines of that part with their numbers, comments left out: prose may name anything.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.shipped().lines().map(|line| {
            // Not the slashes of an address in a string.
            let comment = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':'));
            comment.map_or(line, |(at, _)| &line[..at])
        });
        lines.enumerate().map(|(index, line)| (index + 1, line))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// One file's text; nothing if it is missing.
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// Every Rust, CSS and HTML file and every manifest of ours.
pub fn all() -> Vec<Source> {
    let is_wanted = |path: &String| [".rs", ".css", ".html", "Cargo.toml"].iter().any(|ending| path.ends_with(ending));
    let paths = walk(&root()).0;
    paths.into_iter().filter(is_wanted).map(|path| Source { text: text(&path), path }).collect()
}

/// Every folder of ours, from the root.
pub fn folders() -> Vec<String> {
    walk(&root()).1
}

/// Files, then folders.
fn walk(folder: &Path) -> (Vec<String>, Vec<String>) {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || FOREIGN.contains(&name.as_str()) {
            continue;
        }
        let path = entry.path();
        let shown = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            let (inner_files, inner_folders) = walk(&path);
            files.extend(inner_files);
            folders.push(shown);
            folders.extend(inner_folders);
        } else {
            files.push(shown);
        }
    }
    files.sort();
    folders.sort();
    (files, folders)
}

/// Whether a text names this word or path, not as a part of a longer word.
pub fn names(text: &str, word: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let is_open_end = !word.ends_with(is_letter);
        !before.is_some_and(is_letter) && (is_open_end || !after.is_some_and(is_letter))
    })
}

/// The modules at the top of this crate that a text reaches for, as `crate::x` or in `crate::{x, y::z}`.
pub fn crate_modules(text: &str) -> Vec<String> {
    let packed: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let word = |text: &str| {
        text.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    let mut modules = Vec::new();
    for (at, path) in packed.match_indices("crate::") {
        let rest = &packed[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(group) => modules.extend(top_level(group).into_iter().map(word)),
            None => modules.push(word(rest)),
        }
    }
    modules.retain(|module: &String| !module.is_empty());
    modules
}

/// The members of a group up to its closing brace, inner groups kept whole.
fn top_level(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut members) = (0, 0, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            ',' if depth == 0 => {
                members.push(&group[start..at]);
                start = at + 1;
            }
            '}' if depth == 0 => {
                members.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    members
}

#[test]
fn words_are_whole() {
    assert!(names("use rand::Rng;", "rand"));
    assert!(!names("let operand = 1;", "rand"));
    assert!(names("std::fs::read", "std::fs"));
    assert!(!names("std::fsync", "std::fs"));
}

#[test]
fn modules_are_found_in_groups_too() {
    assert_eq!(crate_modules("use crate::feed::x; crate::app::y()"), ["feed", "app"]);
    assert_eq!(crate_modules("use crate::{\n  domain::{a, b},\n  feed,\n};"), ["domain", "feed"]);
}

#[test]
fn comments_and_tests_are_not_code() {
    let file = Source {
        path: "src/a.rs".to_owned(),
        text: "let a = \"http://b\"; // leptos\n/// rand\n#[cfg(test)]\nmod tests {}\n".to_owned(),
    };
    let code: Vec<&str> = file.code().map(|(_, line)| line.trim()).collect();
    assert_eq!(code, ["let a = \"http://b\";", ""]);
    let declared = Source { path: "src/a.rs".to_owned(), text: "#[cfg(test)]\nmod tests;\nfn a() {}\n".to_owned() };
    assert_eq!(declared.code().count(), 3);
}
