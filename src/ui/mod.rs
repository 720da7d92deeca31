//! What is on the screen. Each block is a file here and a sheet of the same name; it reads the model through a memo and
//! tells it what happened.

pub mod context;
pub mod format;
mod parts;
pub mod words;

mod action_bar;
mod app_bar;
mod audience;
mod confirm_send;
mod content;
mod dashboard;
mod delivery_list;
mod deployment;
mod executions;
pub mod kpi_tile;
mod later;
mod link;
mod live_region;
mod log;
mod logs;
mod notices;
mod oddities;
mod question;
mod rhythm_fields;
mod safeguards;
mod schedule;
mod schedule_editor;
mod schedule_form;
mod schedule_outlook;
mod seen;
mod side_panel;
mod start_repeating;
mod stop_send;
mod trend;
mod zones;

use delivery_app::{Model, Route};
use leptos::prelude::*;

use context::{Hands, hands, tongue};
pub use seen::act;
use seen::{part, text};
use words::Label;

/// The whole app: bar, page, live region. Fits into a page as into an element.
#[component]
pub fn App(
    /// The model, and the way to change it.
    hands: Hands,
) -> impl IntoView {
    provide_context(hands);
    provide_context(later::Attempts::new());
    let words = tongue().words;
    let theme = hands.see(Model::theme);
    let has_begun = hands.see(Model::has_begun);
    let whole = move || {
        view! {
            <div class="app" data-theme=text(move || theme.get().name()) lang=words.locale()>
                <app_bar::AppBar />
                <Place />
                {live_region::live_region()}
            </div>
        }
    };
    // Made once, of what is there by then: not grey first, and then bit by bit.
    part(move || has_begun.get().then(whole))
}

/// The list, or one delivery.
#[component]
fn Place() -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let delivery = hands.see(|model| match model.route() {
        Route::List => None,
        Route::Delivery(id) | Route::Logs(id, _) => Some(id.clone()),
    });
    view! {
        <main class="place" id="content" tabindex="-1" aria-label=text(move || {
            if delivery.with(Option::is_none) { words.label(Label::Deliveries) } else { words.label(Label::Delivery) }
        })>
            {part(move || match delivery.get() {
                None => delivery_list::delivery_list(),
                Some(id) => view! { <dashboard::Dashboard id /> }.into_any(),
            })}
        </main>
    }
}

/// What the title of the window says.
pub fn page_title(model: &Model) -> String {
    let words = tongue().words;
    let product = words.label(Label::Product);
    let shown = model.dashboard().and_then(|dashboard| Some((dashboard.record().shown()?, dashboard.state()?)));
    match shown {
        Some((record, state)) => {
            let delivery = &record.delivery;
            format!("{} – {product}", words.page_title(&delivery.label, delivery.id.as_str(), state))
        }
        None => format!("{} – {product}", words.label(Label::Deliveries)),
    }
}
