//! A link within the app: a real one, that opens in a new tab when it is asked to.

use delivery_core::app::{Msg, Route};
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
    let href = to.href();
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
