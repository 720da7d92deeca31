//! The engines besides Chromium that the page is used in, each through the WebDriver of those who make it.

use std::path::PathBuf;
use std::process::Command;

use crate::debian::Root;
use crate::step::{Stop, say};
use crate::toolchain::Toolchain;
use crate::tools;
use crate::tree;

/// An engine, and where it comes from.
struct Engine {
    /// The word that `tests/engines` knows it by.
    word: &'static str,
    /// What people call it.
    name: &'static str,
    /// What it takes to use it: the variable that tells the tests where it is, and the names it goes by.
    programs: &'static [(&'static str, &'static [&'static str])],
    /// What Debian has them in.
    packages: &'static [&'static str],
}

const FIREFOX: Engine = Engine {
    word: "firefox",
    name: "Firefox",
    programs: &[("FIREFOX", &["firefox-esr", "firefox"])],
    packages: &["firefox-esr"],
};

const WEBKIT: Engine = Engine {
    word: "webkit",
    name: "WebKit",
    // It has no way to run unseen, so it gets a screen that nobody sees.
    programs: &[("WEBKIT_DRIVER", &["WebKitWebDriver"]), ("XVFB", &["Xvfb"])],
    packages: &["webkit2gtk-driver", "xvfb"],
};

/// What there is to use the page in.
pub struct Engines {
    /// The words of those that are here.
    words: Vec<&'static str>,
    /// Where their programs are, by the variable that says so.
    places: Vec<(&'static str, PathBuf)>,
    /// A line for each that cannot be had here.
    pub missing: Vec<String>,
}

impl Engines {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Tells the tests which there are, and where.
    pub fn tell(&self, tests: &mut Command) {
        tests.env("ENGINES", self.words.join(",")).envs(self.places.iter().cloned());
    }
}

/// Finds the engines and their drivers, or installs Debian's. Only a machine that Debian's packages are not for can be
/// without one.
pub fn ready(toolchain: &Toolchain) -> Result<Engines, Stop> {
    let mut engines = Engines { words: Vec::new(), places: Vec::new(), missing: Vec::new() };
    for engine in [FIREFOX, WEBKIT] {
        match engine.ready()? {
            Some(places) => {
                engines.words.push(engine.word);
                engines.places.extend(places);
            }
            None => engines.missing.push(engine.is_missing()),
        }
    }
    if engines.words.contains(&FIREFOX.word) {
        engines.places.push(("GECKODRIVER", tools::geckodriver(toolchain)?));
    }
    for line in &engines.missing {
        say(line.trim_end());
    }
    Ok(engines)
}

impl Engine {
    fn ready(&self) -> Result<Option<Vec<(&'static str, PathBuf)>>, Stop> {
        if let Some(found) = self.find() {
            return Ok(Some(found));
        }
        if !Root::has_packages() {
            return Ok(None);
        }
        let packages = self.packages.join(" ");
        let missing = format!("{} is missing: install it (`apt install {packages}`).", self.name);
        let root = Root::here().ok_or_else(|| Stop(missing.clone()))?;
        let what = format!("Installing Debian's {}, because the page is used in it, too", self.name);
        root.install(&what, "30 s", self.packages)?;
        self.find().map(Some).ok_or(Stop(missing))
    }

    fn find(&self) -> Option<Vec<(&'static str, PathBuf)>> {
        let place = |names: &[&str]| names.iter().find_map(|name| tree::find(name));
        self.programs.iter().map(|(variable, names)| Some((*variable, place(names)?))).collect()
    }

    fn is_missing(&self) -> String {
        let programs: Vec<_> = self.programs.iter().filter_map(|(_, names)| names.first().copied()).collect();
        format!(
            "SKIPPED, NOT TESTED: {}. There is no apt here to install it with; it is tested once {} can be found.\n",
            self.name,
            programs.join(" and ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARGO: (&str, &[&str]) = ("CARGO", &["no-such-program", "cargo"]);
    const NOTHING: (&str, &[&str]) = ("NOTHING", &["no-such-program"]);

    #[test]
    fn an_engine_is_there_only_with_all_of_its_programs() {
        let whole = Engine { programs: &[CARGO], ..FIREFOX };
        assert!(whole.find().is_some_and(|found| found[0].0 == "CARGO"));
        let half = Engine { programs: &[CARGO, NOTHING], ..FIREFOX };
        assert!(half.find().is_none());
        assert!(half.is_missing().starts_with("SKIPPED, NOT TESTED: Firefox."));
    }
}
