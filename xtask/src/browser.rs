//! The browser the tests are run in, and the letters of the gallery's pictures.

use std::path::Path;

use crate::debian::Root;
use crate::step::Stop;
use crate::tree;

/// The names Chromium goes by.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// What letters are drawn with in the gallery, and where Debian puts it: a picture is the same on every machine.
const LETTERS: [(&str, &str); 2] = [
    ("fonts-inter", "/usr/share/fonts/opentype/inter/Inter-Regular.otf"),
    ("fonts-dejavu-core", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"),
];

/// What is said on a machine that has other letters.
pub const NO_LETTERS: &str =
    "The gallery's pictures are of Debian's fonts-inter and fonts-dejavu-core, which are not here.";

/// Paths of the browser and of the driver of the same version.
pub struct Browser {
    /// Chromium itself.
    pub chromium: String,
    /// For the tests that speak WebDriver.
    pub driver: String,
}

/// Finds Chromium and its driver, or installs Debian's.
pub fn ready() -> Result<Browser, Stop> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    let missing = "Chromium or its driver is missing: install both (on Debian `apt install chromium chromium-driver`).";
    let root = Root::here().ok_or_else(|| Stop(missing.to_owned()))?;
    let what = "Installing Debian's Chromium and its driver, because the browser tests run in it";
    root.install(what, "1 min", &["chromium", "chromium-driver"])?;
    find().ok_or_else(|| Stop(missing.to_owned()))
}

/// Whether letters look as in the pictures; Debian's are installed if that is possible.
pub fn has_letters() -> Result<bool, Stop> {
    let missing = || {
        let is_missing = |(_, file): &&(&str, &str)| !Path::new(file).is_file();
        LETTERS.iter().filter(is_missing).map(|(package, _)| *package).collect::<Vec<_>>()
    };
    if let (false, Some(root)) = (missing().is_empty(), Root::here()) {
        root.install("Installing the fonts that the gallery's pictures are of", "10 s", &missing())?;
    }
    Ok(missing().is_empty())
}

fn find() -> Option<Browser> {
    let chromium = NAMES.iter().find_map(|name| tree::find(name))?;
    let driver = tree::find("chromedriver")?;
    Some(Browser { chromium: chromium.display().to_string(), driver: driver.display().to_string() })
}
