//! The browser the tests are run in.

use crate::debian::Root;
use crate::step::Stop;
use crate::tree;

/// The names Chromium goes by.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

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

fn find() -> Option<Browser> {
    let chromium = NAMES.iter().find_map(|name| tree::find(name))?;
    let driver = tree::find("chromedriver")?;
    Some(Browser { chromium: chromium.display().to_string(), driver: driver.display().to_string() })
}
