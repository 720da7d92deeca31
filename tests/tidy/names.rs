//! Small rooms, words that say something, and a map that shows every room.

use crate::source::Source;

/// About 300 lines, with some air.
const LONGEST: usize = 320;

/// A language is one file, named by its two letters, and as long as what it says.
fn is_language(file: &Source) -> bool {
    let name = file.path.strip_prefix("src/ui/words/").and_then(|name| name.strip_suffix(".rs"));
    name.is_some_and(|name| name.len() == 2)
}

/// Say nothing wherever they stand in a name.
const EMPTY_WORDS: [&str; 5] = ["manager", "helper", "helpers", "util", "utils"];

/// Say nothing at the end of a name.
const EMPTY_ENDINGS: [&str; 3] = ["data", "info", "item"];

/// What a name follows.
const KEYWORDS: [&str; 6] = ["mod ", "fn ", "struct ", "enum ", "trait ", "type "];

pub fn check_lengths(files: &[Source]) -> Vec<String> {
    let rust = files.iter().filter(|file| file.is_rust() && !is_language(file));
    let long = rust.map(|file| (file, file.shipped().lines().count())).filter(|(_, lines)| *lines > LONGEST);
    long.map(|(file, lines)| {
        format!("{}: {lines} lines before its tests, {LONGEST} at most: split it by noun.", file.path)
    })
    .collect()
}

pub fn check_banned(files: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let stem = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
        if is_banned(stem) {
            complaints.push(format!("{}: {stem} says nothing: name the noun.", file.path));
        }
        for (index, line) in file.text.lines().enumerate() {
            if let Some(name) = defined(line).filter(|name| is_banned(name)) {
                complaints.push(format!(
                    "{}:{}: {name} says nothing: name the noun, or the deed.",
                    file.path,
                    index + 1
                ));
            }
        }
    }
    complaints
}

/// The name a line of Rust defines.
fn defined(line: &str) -> Option<&str> {
    // Traits of others ask for `type Item` and the like.
    if line.starts_with(' ') && line.trim_start().starts_with("type ") {
        return None;
    }
    let mut rest = line.trim_start();
    if let Some(public) = rest.strip_prefix("pub") {
        rest = public
            .strip_prefix('(')
            .and_then(|inside| inside.split_once(')'))
            .map_or(public, |(_, after)| after)
            .trim_start();
    }
    for word in ["const ", "async ", "unsafe "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let name = KEYWORDS.iter().find_map(|keyword| rest.strip_prefix(keyword))?;
    let end = name.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(name.len());
    Some(&name[..end])
}

fn is_banned(name: &str) -> bool {
    let words = words(name);
    name.starts_with("handle_")
        || words.iter().any(|word| EMPTY_WORDS.contains(&word.as_str()))
        || words.last().is_some_and(|word| EMPTY_ENDINGS.contains(&word.as_str()))
}

/// The words of a snake or camel name.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if (letter == '_' || letter.is_uppercase()) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter != '_') {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

/// Folders of the first levels: what is deeper is told by the first lines of its files.
pub fn check_map(readme: &str, folders: &[String], files: &[Source]) -> Vec<String> {
    let is_shown = |folder: &&String| {
        let (parent, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        // A folder beside a file of its name is that file's; `src` and `tests` are said by what is in them.
        let is_told = name == "src" || name == "tests" || files.iter().any(|file| file.path == format!("{folder}.rs"));
        ["", "src", "crates", "tests", "crates/core/src"].contains(&parent) && (parent.is_empty() || !is_told)
    };
    let is_named = |folder: &String| {
        let name = folder.rsplit('/').next().unwrap_or_default();
        readme.contains(&format!("`{folder}")) || readme.contains(&format!("{name}/"))
    };
    let missing = folders.iter().filter(is_shown).filter(|folder| !is_named(folder));
    missing.map(|folder| format!("README.md: the code map does not name {folder}/.")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complains;

    #[test]
    fn a_long_file_is_noticed() {
        assert!(complains(check_lengths, "src/a.rs", &"\n".repeat(LONGEST + 1)));
        let tested = format!("#[cfg(test)]\n{}", "\n".repeat(LONGEST));
        assert!(!complains(check_lengths, "src/a.rs", &tested));
    }

    #[test]
    fn empty_names_are_noticed() {
        for text in [
            "struct EventManager;",
            "pub fn handle_click() {}",
            "mod utils;",
            "pub(crate) async fn load_data() {}",
            "enum Item {",
        ] {
            assert!(complains(check_banned, "src/a.rs", text), "{text}");
        }
        assert!(complains(check_banned, "src/helpers.rs", ""));
        for text in [
            "    type Item = u8;",
            "struct Dataset;",
            "let data = 1;",
            "fn database() {}",
            "fn informed() {}",
            "// fn helper",
        ] {
            assert!(!complains(check_banned, "src/a.rs", text), "{text}");
        }
    }

    #[test]
    fn a_folder_off_the_map_is_noticed() {
        let folders = ["src", "src/ui", "crates/core/src", "crates/core/src/feed", "src/shell"].map(str::to_owned);
        let complaints = check_map("`src/ui`, and shell/", &folders, &[]);
        assert_eq!(complaints, ["README.md: the code map does not name crates/core/src/feed/."]);
    }
}
