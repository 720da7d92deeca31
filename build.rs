//! Joins the style sheets of what is loaded later into one, for the page to adopt. All others are linked by `index.html`.

// How a build script speaks to cargo.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;
use std::{env, fs};

/// Of parts whose code is loaded later (src/ui/later.rs): adopted with the first of them.
const LATER: [&str; 35] = [
    "app-tools.css",
    "chart.css",
    "confirm-send.css",
    "content.css",
    "delivery-list.css",
    "dialog.css",
    "drop-zone.css",
    "excerpt.css",
    "executions.css",
    "facts.css",
    "field.css",
    "file-comparison.css",
    "file-list.css",
    "file-terms.css",
    "files-dashboard.css",
    "files-room.css",
    "hint.css",
    "log-breakdown.css",
    "log-filters.css",
    "log-footer.css",
    "log-grid.css",
    "log-oddities.css",
    "log-story.css",
    "log-window.css",
    "log.css",
    "notices.css",
    "oddities.css",
    "print.css",
    "question.css",
    "schedule-form.css",
    "schedule-outlook.css",
    "segmented-bar.css",
    "stop-send.css",
    "tray.css",
    "trend.css",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=style");
    // Set by `cargo xtask` when it splits the program; see src/ui/later.rs.
    println!("cargo::rustc-check-cfg=cfg(split)");
    let mut later = String::new();
    for name in LATER {
        later.push_str(&plain(&fs::read_to_string(Path::new("style").join(name))?));
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("later.css"), later)?;
    Ok(())
}

/// Without comments and indentation: they would travel with the program.
fn plain(sheet: &str) -> String {
    let mut kept = String::new();
    let mut rest = sheet;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n") + "\n"
}
