//! The log window: a tab for each list, what is shown of it, and what became of one recipient.

mod cell;
mod log_breakdown;
mod log_columns;
mod log_filters;
mod log_footer;
mod log_grid;
mod log_oddities;
mod log_sight;
mod log_story;
mod log_window;

use delivery_app::logs::{LogWindow, View, Wish};
use delivery_app::{Model, Msg, Route};
use leptos::prelude::*;

use super::context::{Hands, hands};
use super::later::later;
use super::parts::dialog::Dialog;
use super::seen::Seen;
use log_window::Window;

/// The window, open while the address names it.
#[component]
pub fn LogDialog() -> impl IntoView {
    let hands = hands();
    let open = hands.see(|model| matches!(model.route(), Route::Logs(..)));
    let on_cancel = leave(hands);
    view! {
        <Dialog open labelled_by="logs-title" described_by="logs-about" is_wide=true on_cancel>
            {log_window()}
        </Dialog>
    }
}

later! {
    /// What is in the window.
    fn log_window() in logs, 2 grey => view! { <Window /> }
}

/// The way back to the dashboard behind it.
fn leave(hands: Hands) -> Callback<()> {
    let id = hands.see(|model| model.route().delivery().cloned());
    Callback::new(move |()| {
        if let Some(id) = id.get() {
            hands.tell(Msg::LinkFollowed(Route::Delivery(id)));
        }
    })
}

/// Tells the window what somebody wants.
fn wish(hands: Hands, wish: Wish) {
    hands.tell(Msg::Wished(wish));
}

/// The place in the list of the message whose story is open, and how many rows there are to go on to.
fn story_place(model: &Model) -> Option<(usize, usize)> {
    let window = LogWindow::of(model)?;
    let listing = window.listing()?;
    Some((window.story()?.place_in(listing, model.dashboard()?.follow().fold())?, listing.ready()))
}

/// How the window's rows are seen.
fn view_of(hands: Hands) -> Seen<View> {
    hands.see(|model| LogWindow::of(model).map(|window| window.view().clone()).unwrap_or_default())
}

/// Changes the view and tells it.
fn change(hands: Hands, view: Seen<View>, act: impl FnOnce(&mut View)) {
    let mut next = view.with_untracked(View::clone);
    act(&mut next);
    wish(hands, Wish::View(next));
}
