//! The address bar of the page on files: where they are from stays in it, beside the place that is seen.

use delivery_app::Route;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

/// What the address names.
pub fn route() -> Route {
    let query = query();
    let named = |name| query.as_ref().and_then(|query| query.get(name));
    Route::named(named("delivery"), named("log"))
}

/// Where event files are from, as far as the address says: `?events=…`, as often as there are files.
pub fn events() -> Vec<String> {
    let all = query().map(|query| query.get_all("events")).unwrap_or_default();
    all.iter().filter_map(|address| address.as_string()).collect()
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
    let href = route.href();
    let place = href.strip_prefix('?').map(|place| ["&", place].concat());
    let from = UrlSearchParams::new().ok();
    if let Some(from) = &from {
        for address in events() {
            from.append("events", &address);
        }
    }
    let from = from.and_then(|from| from.to_string().as_string()).filter(|from| !from.is_empty());
    ["?", &from.unwrap_or_else(|| "files".into()), &place.unwrap_or_default()].concat()
}

fn query() -> Option<UrlSearchParams> {
    UrlSearchParams::new_with_str(&window().location().search().unwrap_or_default()).ok()
}
