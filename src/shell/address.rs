//! The address bar of the standalone page.

use delivery_core::app::Route;
use leptos::prelude::window;
use wasm_bindgen::JsValue;

/// What the address names.
pub fn route() -> Route {
    let query = window().location().search().unwrap_or_default();
    let chosen = web_sys::UrlSearchParams::new_with_str(&query).ok().and_then(|query| query.get("delivery"));
    Route::named(chosen)
}

/// Writes the address: a new place to come back from.
pub fn show(route: &Route) {
    if let Ok(history) = window().history() {
        // Refused only for another origin's address, which a query is not.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.href()));
    }
}
