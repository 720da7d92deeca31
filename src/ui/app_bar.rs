//! The bar at the top: where one is, and the tools at its end.

use delivery_app::Route;
use leptos::prelude::*;

use super::app_tools::app_tools;
use super::context::{hands, tongue};
use super::link::Link;
use super::seen::part;
use super::words::Label;

/// The bar.
#[component]
pub fn AppBar() -> impl IntoView {
    let (hands, tongue) = (hands(), tongue());
    let words = tongue.words;
    let open = hands.see(|model| {
        model.dashboard().map(|dashboard| {
            dashboard
                .record()
                .shown()
                .map_or_else(|| dashboard.id().to_string(), |record| record.delivery.label.clone())
        })
    });
    let here = part(move || {
        open.get().map(|label| {
            view! {
                <span aria-hidden="true">"/"</span>
                <span class="app-bar__here" aria-current="page">{label}</span>
            }
        })
    });
    view! {
        <header class="app-bar">
            <a class="app-bar__skip" href="#content">{words.label(Label::SkipToContent)}</a>
            <nav class="app-bar__crumbs" aria-label=words.label(Label::Product)>
                <Mark />
                <Link to=Route::List>{(hands.frame.list_name)(tongue)}</Link>
                {here}
            </nav>
            <div class="app-bar__tools">
                {app_tools()}
            </div>
        </header>
    }
}

/// The product's mark: a message, handed over and on its way.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="app-bar__mark" viewBox="0 0 24 24" aria-hidden="true">
            <rect class="app-bar__mark-ground" width="24" height="24" rx="7" />
            <path d="M5 12.500l4.2 4.200L19 7.3" />
            <path d="M5 7.300h6.500M5 17h0" />
        </svg>
    }
}
