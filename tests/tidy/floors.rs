//! The floors of the house: imports look down only, and the core touches nothing but its arguments.

use crate::source::{Source, crate_modules, names};

/// A folder, the modules of its own crate it must not reach for, and the reason.
const FLOORS: [(&str, &[&str], &str); 6] = [
    ("crates/core/src/domain/", &["feed", "app", "wire"], "the domain knows neither formats nor the app"),
    ("crates/core/src/feed/", &["app"], "reading events is below the app"),
    ("crates/core/src/sheet/", &["feed", "app"], "writing lists knows neither events nor the app"),
    ("crates/core/src/wire/", &["app"], "the wire is below the app"),
    ("src/ui/", &["shell", "embed"], "blocks read state and dispatch messages; effects are the shell's"),
    ("src/shell/", &["ui", "embed"], "the shell knows effects and messages, not what is on the screen"),
];

/// What belongs to the outside world: a browser, a clock, chance, files, the network, threads, the terminal.
const OUTSIDE: [&str; 20] = [
    "web_sys",
    "js_sys",
    "gloo",
    "gloo_net",
    "gloo_timers",
    "leptos",
    "wasm_bindgen",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "rand",
    "getrandom",
    "fastrand",
    "std::fs",
    "std::net",
    "std::thread",
    "std::env",
    "std::process",
    "println!",
];

/// Crates that cannot be dependencies of the core, for the same reasons.
const OUTSIDE_CRATES: [&str; 8] =
    ["web-sys", "js-sys", "gloo-net", "leptos", "wasm-bindgen", "rand", "getrandom", "tokio"];

/// Formats and fetching, which blocks leave to the core and to the shell.
const NOT_IN_BLOCKS: [&str; 3] = ["serde_json", "gloo_net", "serde"];

pub fn check_imports(files: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let code: String = file.code().map(|(_, line)| format!("{line}\n")).collect();
        let reached = crate_modules(&code);
        for (folder, forbidden, reason) in FLOORS.iter().filter(|(folder, ..)| file.is_in(folder)) {
            for module in reached.iter().filter(|module| forbidden.contains(&module.as_str())) {
                complaints.push(format!("{}: reaches for crate::{module} out of {folder}: {reason}.", file.path));
            }
        }
    }
    let blocks = files.iter().filter(|file| file.is_rust() && file.is_in("src/ui/"));
    complaints.extend(blocks.flat_map(|file| named(file, &NOT_IN_BLOCKS, "formats and fetching are not a block's")));
    complaints
}

pub fn check_purity(files: &[Source]) -> Vec<String> {
    let is_core =
        |file: &&Source| file.is_rust() && file.is_in("crates/core/src/") && !file.is_in("crates/core/src/bin/");
    let reason = "what the core needs from outside is handed to it, so that every behaviour can be replayed";
    let mut complaints: Vec<String> =
        files.iter().filter(is_core).flat_map(|file| named(file, &OUTSIDE, reason)).collect();
    for manifest in files.iter().filter(|file| file.path == "crates/core/Cargo.toml") {
        let dependencies = manifest.text.split("[dependencies]").nth(1).unwrap_or_default();
        let dependencies = dependencies.split("\n[").next().unwrap_or_default();
        let is_outside = |line: &&str| OUTSIDE_CRATES.contains(&line.split([' ', '.', '=']).next().unwrap_or_default());
        complaints.extend(
            dependencies.lines().filter(is_outside).map(|line| format!("{}: {line}: {reason}.", manifest.path)),
        );
    }
    complaints
}

fn named(file: &Source, words: &[&str], reason: &str) -> Vec<String> {
    let found = file
        .code()
        .flat_map(|(number, line)| words.iter().filter(move |word| names(line, word)).map(move |word| (number, *word)));
    found.map(|(number, word)| format!("{}:{number}: names {word}: {reason}.", file.path)).collect()
}

/// The bundler calls cargo without naming a package.
pub fn check_workspace(manifest: &str) -> Vec<String> {
    let line = manifest.lines().find(|line| line.starts_with("default-members"));
    let others = line.filter(|line| line.replace(' ', "") != "default-members=[\".\"]");
    others
        .map(|line| {
            format!("Cargo.toml: `{line}` hides the page from trunk, which builds the default members; leave it out.")
        })
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complains;

    #[test]
    fn looking_up_is_noticed() {
        for (path, text) in [
            ("crates/core/src/domain/fold.rs", "use crate::feed::Line;"),
            ("crates/core/src/domain/fold.rs", "use crate::{domain::x, app::Model};"),
            ("crates/core/src/feed/ses.rs", "crate::app::update()"),
            ("crates/core/src/wire/event.rs", "use crate::app::Msg;"),
            ("src/ui/kpis.rs", "use crate::shell::Dispatcher;"),
            ("src/ui/kpis.rs", "let x = serde_json::json!(1);"),
            ("src/shell/fetch.rs", "use crate::ui::format;"),
        ] {
            assert!(complains(check_imports, path, text), "{path}: {text}");
        }
        assert!(!complains(check_imports, "crates/core/src/app/update.rs", "use crate::feed::Line;"));
        assert!(!complains(
            check_imports,
            "crates/core/src/domain/fold.rs",
            "// crate::feed parses\nuse crate::domain::id;"
        ));
    }

    #[test]
    fn the_outside_world_is_noticed_in_the_core() {
        for text in ["web_sys::window()", "Utc::now()", "use std::fs;", "rand::random()", "println!(\"x\")"] {
            assert!(complains(check_purity, "crates/core/src/domain/fold.rs", text), "{text}");
            assert!(!complains(check_purity, "crates/core/src/bin/fold.rs", text), "{text}");
        }
        assert!(!complains(
            check_purity,
            "crates/core/src/lib.rs",
            "//! No leptos here\n#[cfg(test)]\nmod tests { use std::fs; }"
        ));
        assert!(complains(check_purity, "crates/core/Cargo.toml", "[dependencies]\nweb-sys.workspace = true\n"));
        assert!(!complains(check_purity, "crates/core/Cargo.toml", "[dev-dependencies]\nrand = \"1\"\n"));
    }

    #[test]
    fn default_members_are_noticed() {
        assert!(!check_workspace("default-members = [\"crates/core\"]").is_empty());
        assert!(check_workspace("members = [\".\"]\ndefault-members = [\".\"]").is_empty());
    }
}
