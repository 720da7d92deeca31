//! What is on the screen. Each block is a file here and a sheet of the same name; it reads the model through a memo and
//! tells it what happened.

pub mod context;
pub mod format;
mod parts;
pub mod words;

mod action_bar;
mod app_bar;
mod app_tools;
mod audience;
mod confirm_send;
mod content;
mod dashboard;
mod delivery_list;
mod deployment;
mod excerpt;
mod executions;
pub mod files;
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
pub mod speech;
mod start_repeating;
mod stop_send;
mod tray;
mod trend;
mod zones;

use delivery_app::{Language, Model, Route};
use leptos::prelude::*;

use context::{Hands, Tongue, hands, tongue};
use later::later;
pub use seen::act;
use seen::{part, text};
use speech::Speech;
use words::Label;

/// What is around the app, and what of a delivery is shown in it.
pub struct Frame {
    /// Whether it is a page of its own, with a bar, an address and a title.
    pub is_page: bool,
    /// A delivery, once it is here.
    pub delivery: fn() -> AnyView,
    /// Where no delivery is chosen.
    pub list: fn() -> AnyView,
    /// What that place is called.
    pub list_name: fn(Tongue) -> &'static str,
    /// Whether a place has an address that leads to it in another window.
    pub has_addresses: bool,
}

impl Frame {
    /// All of it.
    pub const PAGE: Self = Self {
        is_page: true,
        delivery: dashboard::blocks,
        list: delivery_list::delivery_list,
        list_name: |tongue| tongue.words.label(Label::Deliveries),
        has_addresses: true,
    };
}

/// The app, or what of it fits the frame.
#[component]
pub fn App(
    /// The model, and the way to change it.
    hands: Hands,
    /// What is spoken.
    speech: Speech,
) -> impl IntoView {
    provide_context(hands);
    provide_context(later::Attempts::new());
    provide_context(app_tools::LanguageLeft(StoredValue::new(false)));
    let chosen = hands.see(Model::language);
    part(move || match chosen.get() {
        Language::English => whole(speech, Tongue::english()),
        Language::Italian => in_italian(speech),
    })
}

later! {
    /// What nobody loads who does not read it.
    fn in_italian(speech: Speech) in italian, 4 grey => whole(speech, Tongue::of(&words::Italian))
}

/// The app in a language. Another language is another page: what is open, chosen and filtered is the model's, and stays.
fn whole(speech: Speech, tongue: Tongue) -> AnyView {
    let hands = hands();
    let theme = hands.see(Model::theme);
    let has_begun = hands.see(Model::has_begun);
    speech.speak(tongue);
    let whole = move |tongue: Tongue| {
        provide_context(tongue);
        view! {
            <div class="app" data-theme=text(move || theme.get().name()) lang=tongue.words.locale()>
                {hands.frame.is_page.then(|| view! { <app_bar::AppBar /> })}
                <Place />
                {live_region::live_region()}
            </div>
        }
    };
    // Made once, of what is there by then: not grey first, and then bit by bit.
    part(move || speech.tongue().filter(|_| has_begun.get()).map(whole)).into_any()
}

/// The list, or one delivery.
#[component]
fn Place() -> impl IntoView {
    let (hands, tongue) = (hands(), tongue());
    let delivery = hands.see(|model| match model.route() {
        Route::List => None,
        Route::Delivery(id) | Route::Logs(id, _) => Some(id.clone()),
    });
    let name = text(move || {
        if delivery.with(Option::is_none) {
            (hands.frame.list_name)(tongue)
        } else {
            tongue.words.label(Label::Delivery)
        }
    });
    let shown = part(move || match delivery.get() {
        None => (hands.frame.list)(),
        Some(id) => view! { <dashboard::Dashboard id /> }.into_any(),
    });
    // A page has one main part, and in an element it is the host's; several elements may be of the same name.
    let role = if hands.frame.is_page { "main" } else { "group" };
    view! { <div class="place" id="content" role=role tabindex="-1" aria-label=name>{shown}</div> }
}

/// What the title of the window says.
pub fn page_title(model: &Model, frame: &Frame, tongue: Tongue) -> String {
    let words = tongue.words;
    let product = words.label(Label::Product);
    let shown = model.dashboard().and_then(|dashboard| Some((dashboard.record().shown()?, dashboard.state()?)));
    match shown {
        Some((record, state)) => {
            let delivery = &record.delivery;
            format!("{} – {product}", words.page_title(&delivery.label, delivery.id.as_str(), state))
        }
        None => format!("{} – {product}", (frame.list_name)(tongue)),
    }
}
