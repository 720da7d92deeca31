//! A status: colour, sign and word.

use delivery_app::view::Tone;
use delivery_core::domain::lifecycle::State;
use leptos::prelude::*;

use super::icon::{Icon, Sign};
use crate::ui::context::tongue;
use crate::ui::seen::text;

/// The status of a delivery.
#[component]
pub fn StatusPill(
    /// Where it stands.
    #[prop(into)]
    state: Signal<State>,
) -> impl IntoView {
    let words = tongue().words;
    let icon = Signal::derive(move || icon(state.get()));
    view! {
        <span part="status" class="status-pill" data-tone=text(move || Tone::from(state.get()).name())>
            <Sign icon />
            <span>{text(move || words.state(state.get()))}</span>
        </span>
    }
}

/// The sign of a state.
pub const fn icon(state: State) -> Icon {
    match state {
        State::Editing => Icon::Pencil,
        State::Preparing | State::Waiting | State::Repeating => Icon::Clock,
        State::PreparationFailed | State::Outdated | State::Missed | State::Failed => Icon::Warning,
        State::Prepared | State::Approving => Icon::Hand,
        State::Sending => Icon::Plane,
        State::Paused => Icon::Pause,
        State::Skipped | State::Stopped => Icon::Stop,
        State::Finished => Icon::Tick,
    }
}
