//! Links within the app: real ones, that open in a new tab when they are asked to.

use delivery_app::{Msg, Place, Route};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::context::hands;

/// A link to a place.
#[component]
pub fn Link(
    /// Where it leads.
    to: Route,
    /// Its style.
    #[prop(optional)]
    class: &'static str,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let hands = hands();
    // In an element the address is the host's, and has no place for ours, and files are not in another window: there, the page
    // begins anew.
    let href = if hands.frame.has_addresses { to.href() } else { String::new() };
    let follow = move |event: MouseEvent| {
        let is_plain = event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
            && !event.default_prevented();
        if is_plain {
            event.prevent_default();
            hands.tell(Msg::LinkFollowed(to.clone()));
        }
    };
    view! { <a class=class href=href on:click=follow>{children()}</a> }
}

/// A link from a number of the open delivery to the rows that make it.
#[component]
pub fn LogsLink(
    /// The place in the log window.
    #[prop(into)]
    to: String,
    /// Its style.
    #[prop(optional)]
    class: &'static str,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let id = hands().see(|model| model.route().delivery().cloned()).with_untracked(Clone::clone);
    let to = id.map_or(Route::List, |id| Route::Logs(id, Place::new(to)));
    view! { <Link to class>{children()}</Link> }
}
