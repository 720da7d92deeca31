//! What outlives a reload: the intent under way, who is signed in to the demo, theme and language, figures as they were last seen.
//! No recipients, no token.

use delivery_app::{Language, LastSeen, Theme};
use leptos::prelude::window;
use web_sys::Storage;

const INTENT: &str = "delivery-dashboard.intent";
const LOGIN: &str = "delivery-dashboard.login";
const THEME: &str = "delivery-dashboard.theme";
const LANGUAGE: &str = "delivery-dashboard.language";
const SEEN: &str = "delivery-dashboard.seen";

/// Of this tab. A browser may refuse; then nothing is remembered.
fn tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Of this browser.
fn browser() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn read(storage: Option<Storage>, key: &str) -> Option<String> {
    storage?.get_item(key).ok().flatten()
}

fn write(storage: Option<Storage>, key: &str, value: &str) {
    if let Some(storage) = storage {
        // A full storage loses a convenience, and nothing that was promised.
        let _ = storage.set_item(key, value);
    }
}

fn remove(storage: Option<Storage>, key: &str) {
    if let Some(storage) = storage {
        let _ = storage.remove_item(key);
    }
}

/// Where the intent of one app is kept, among the others of a tab: a page's own has no name.
fn intent_key(app: &str) -> String {
    if app.is_empty() { INTENT.to_string() } else { [INTENT, ".", app].concat() }
}

/// The intent that was out, as it was kept.
pub fn intent(app: &str) -> Option<String> {
    read(tab(), &intent_key(app))
}

/// Keeps the intent.
pub fn keep_intent(app: &str, text: &str) {
    write(tab(), &intent_key(app), text);
}

/// The intent came to its end.
pub fn drop_intent(app: &str) {
    remove(tab(), &intent_key(app));
}

/// Who was signed in to the demo.
pub fn login() -> Option<String> {
    read(tab(), LOGIN)
}

/// Keeps who is signed in to the demo.
pub fn keep_login(login: &str) {
    write(tab(), LOGIN, login);
}

/// The theme of last time.
pub fn theme() -> Theme {
    match read(browser(), THEME).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Keeps the theme.
pub fn keep_theme(theme: Theme) {
    write(browser(), THEME, theme.name());
}

/// Keeps the language. What it was last time is read by `public/boot.js`.
pub fn keep_language(language: Language) {
    write(browser(), LANGUAGE, language.tag());
}

/// Keeps figures as they are seen.
pub fn keep_seen(seen: &LastSeen, figures: &str) {
    let before = read(browser(), SEEN);
    write(browser(), SEEN, &seen.kept(figures, before.as_deref()));
}

/// Keeps none.
pub fn forget_seen() {
    remove(browser(), SEEN);
}
