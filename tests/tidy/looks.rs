//! Rust names no colour, and CSS knows no data.

use crate::source::Source;

/// How CSS writes a colour, besides in hex.
const COLOUR_FUNCTIONS: [&str; 7] = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab(", "hwb("];

/// Somebody else's portals, which have colours of their own.
const OTHERS: &str = "examples/";

/// Sheets that belong to no component.
const SHARED: [&str; 3] = ["tokens", "base", "print"];

pub fn check_rust(files: &[Source]) -> Vec<String> {
    let ours = files.iter().filter(|file| (file.is_rust() || file.path.ends_with(".html")) && !file.is_in("xtask/"));
    let lines = ours.flat_map(|file| file.code().map(move |(number, line)| (file, number, line)));
    lines
        .filter_map(|(file, number, line)| {
            let colour =
                colour_in(line).map(|colour| format!("{colour} is a colour: name a token in style/tokens.css"));
            let style = has_style(line)
                .then(|| "an inline style is refused by the page's policy: use a class or an attribute".to_owned());
            colour.or(style).map(|what| format!("{}:{number}: {what}.", file.path))
        })
        .collect()
}

pub fn check_css(files: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with(".css")) {
        for (index, line) in file.text.lines().enumerate() {
            let at = format!("{}:{}", file.path, index + 1);
            if line.contains("!important") {
                complaints.push(format!("{at}: !important hides a wrong order of rules."));
            }
            if line.contains("z-index") {
                complaints.push(format!("{at}: z-index: use the top layer (dialog, popover)."));
            }
            if let Some(colour) = colour_in(line).filter(|_| file.path != "style/tokens.css" && !file.is_in(OTHERS)) {
                complaints.push(format!("{at}: {colour}: colours live in style/tokens.css."));
            }
        }
    }
    complaints
}

/// A sheet is found from its component, and the other way round, by the name alone.
pub fn check_pairs(files: &[Source]) -> Vec<String> {
    let sheets = files.iter().filter_map(|file| file.path.strip_prefix("style/")?.strip_suffix(".css"));
    let is_orphan = |sheet: &&str| {
        let module = format!("/{}.rs", sheet.replace('-', "_"));
        !SHARED.contains(sheet) && !files.iter().any(|file| file.is_in("src/") && file.path.ends_with(&module))
    };
    sheets.filter(is_orphan).map(|sheet| format!("style/{sheet}.css: no component of that name in src/.")).collect()
}

/// A sheet is linked by the page or travels with what is loaded later, and never both: it would weigh twice.
pub fn check_linked(page: &str, build: &str, files: &[Source]) -> Vec<String> {
    let sheets = files.iter().filter_map(|file| file.path.strip_prefix("style/").filter(|name| name.ends_with(".css")));
    let ways = |name: &str| {
        usize::from(page.contains(&format!("\"style/{name}\""))) + usize::from(build.contains(&format!("\"{name}\"")))
    };
    let told = |name: &str| format!("style/{name}: index.html or build.rs has to name it, and not both.");
    sheets.filter(|name| ways(name) != 1).map(told).collect()
}

fn has_style(line: &str) -> bool {
    line.match_indices("style=").any(|(at, _)| line[..at].ends_with([' ', '<']) || line[..at].is_empty())
}

fn colour_in(line: &str) -> Option<String> {
    let function =
        COLOUR_FUNCTIONS.iter().find(|function| starts_a_word(line, function)).map(|function| format!("{function}…)"));
    function.or_else(|| line.match_indices('#').find_map(|(at, _)| hex_colour(&line[at + 1..])))
}

fn starts_a_word(line: &str, function: &str) -> bool {
    line.match_indices(function)
        .any(|(at, _)| !line[..at].ends_with(|letter: char| letter.is_alphanumeric() || "_-".contains(letter)))
}

/// `3fa` or `ffffff`, but not the anchor `add` or `feed`: a digit in it, or one letter alone.
fn hex_colour(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|letter| letter.is_alphanumeric() || "_-".contains(*letter)).collect();
    let is_hex = [3, 4, 6, 8].contains(&word.len()) && word.chars().all(|letter| letter.is_ascii_hexdigit());
    let is_word =
        word.chars().all(|letter| letter.is_ascii_alphabetic()) && word.chars().any(|letter| !word.starts_with(letter));
    (is_hex && !is_word).then(|| format!("#{word}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complains;

    #[test]
    fn colours_are_noticed_in_rust() {
        for text in ["\"#3fa\"", "\"#FFFFFF\"", "\"rgb(1 2 3)\"", "<p style=\"x\">", "<p style=move || x>"] {
            assert!(complains(check_rust, "src/ui/kpis.rs", text), "{text}");
        }
        for text in ["#[derive(Debug)]", "href=\"#add\"", "let style = 1;", "srgb(x)", "style:width=x", "// #fff"] {
            assert!(!complains(check_rust, "src/ui/kpis.rs", text), "{text}");
        }
    }

    #[test]
    fn css_is_held_plain() {
        for text in ["a { color: red !important }", "z-index: 2;", "color: #123456;", "color: oklch(0.5 0 0);"] {
            assert!(complains(check_css, "style/kpis.css", text), "{text}");
        }
        assert!(!complains(check_css, "style/tokens.css", "--ink: light-dark(#123, #eee);"));
        assert!(!complains(check_css, "examples/html/portal.css", "--ink: light-dark(#123, #eee);"));
        assert!(complains(check_css, "examples/html/portal.css", "color: red !important"));
        assert!(!complains(
            check_css,
            "style/kpis.css",
            "color: color-mix(in oklch, var(--ink), transparent); /* #kpis */"
        ));
    }

    #[test]
    fn a_sheet_that_nobody_brings_is_noticed() {
        let files = [Source { path: "style/kpis.css".to_owned(), text: String::new() }];
        let check = |page: &str, build: &str| check_linked(page, build, &files).is_empty();
        let (page, build) = ("href=\"style/kpis.css\"", "[\"kpis.css\"]");
        assert!(check(page, "") && check("", build));
        assert!(!check("", "") && !check(page, build));
    }

    #[test]
    fn an_orphan_sheet_is_noticed() {
        assert!(complains(check_pairs, "style/confirm-send.css", ""));
        let file = |path: &str| Source { path: path.to_owned(), text: String::new() };
        assert!(
            check_pairs(&[file("style/confirm-send.css"), file("src/ui/confirm_send.rs"), file("style/base.css")])
                .is_empty()
        );
    }
}
