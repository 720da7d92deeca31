//! The address bar of the page on files: where they are from stays in it, beside the place that is seen.

use delivery_app::Route;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

/// What stands before the address of a file.
const EVENTS: &str = "events=";

/// What the address names.
pub fn route() -> Route {
    let query = UrlSearchParams::new_with_str(&search()).ok();
    let named = |name| query.as_ref().and_then(|query| query.get(name));
    Route::named(named("delivery"), named("log"))
}

/// Where event files are from, as far as the address says: `?events=…`, as often as there are files.
pub fn events() -> Vec<String> {
    let read = |part: &str| UrlSearchParams::new_with_str(part).ok()?.get("events");
    parts(&search()).filter_map(read).collect()
}

/// Writes the address: a new place to come back from, or the same place, otherwise seen.
pub fn write(route: &Route, is_new: bool) {
    let Ok(history) = window().history() else { return };
    let href = href(route);
    // Refused only for another origin's address, which a query is not.
    let _ = match is_new {
        true => history.push_state_with_url(&JsValue::NULL, "", Some(&href)),
        false => history.replace_state_with_url(&JsValue::NULL, "", Some(&href)),
    };
}

fn href(route: &Route) -> String {
    let search = search();
    let from = parts(&search).collect::<Vec<_>>().join("&");
    let place = route.href();
    let place = place.strip_prefix('?').map(|place| ["&", place].concat());
    ["?", if from.is_empty() { "files" } else { &from }, &place.unwrap_or_default()].concat()
}

fn search() -> String {
    window().location().search().unwrap_or_default()
}

/// The parts of a query that say where files are from, as they stand there.
fn parts(search: &str) -> impl Iterator<Item = &str> {
    search.trim_start_matches('?').split('&').filter(|part| part.starts_with(EVENTS))
}
