//! The address bar of the standalone page.

use delivery_app::Route;
use leptos::prelude::window;
use wasm_bindgen::JsValue;

/// What the address names.
pub fn route() -> Route {
    let query = window().location().search().unwrap_or_default();
    let query = web_sys::UrlSearchParams::new_with_str(&query).ok();
    let named = |name| query.as_ref().and_then(|query| query.get(name));
    Route::named(named("delivery"), named("log"))
}

/// Writes the address: a new place to come back from.
pub fn show(route: &Route) {
    if let Ok(history) = window().history() {
        // Refused only for another origin's address, which a query is not.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.href()));
    }
}

/// Writes the address: the same place, otherwise seen.
pub fn correct(route: &Route) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.href()));
    }
}
