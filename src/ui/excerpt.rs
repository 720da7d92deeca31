//! What a host shows of a delivery alone: its figures, or the button that confirms it.

use delivery_app::view::{actions, deployment};
use delivery_core::domain::lifecycle::Command;
use leptos::prelude::*;

use super::Frame;
use super::action_bar::Action;
use super::context::{hands, tongue};
use super::deployment::Tiles;
use super::later::later;
use super::logs::LogDialog;
use super::notices::all_notices;
use super::parts::status_pill::StatusPill;
use super::question::QuestionDialog;
use super::seen::{Seen, part};
use super::words::Label;

impl Frame {
    /// All of a delivery, in a host's page.
    pub const ELEMENT: Self = Self { is_page: false, has_addresses: false, ..Self::PAGE };
    /// Its figures.
    pub const KPIS: Self = Self { delivery: kpis, ..Self::ELEMENT };
    /// The button that confirms it.
    pub const CONFIRM: Self = Self { delivery: confirm, ..Self::ELEMENT };
}

// A file of their own: whoever embeds all of a delivery needs neither.
later! {
    fn kpis() in excerpt, 1 grey => view! { <Kpis /> }
}

later! {
    fn confirm() in excerpt, 1 grey => view! { <Confirm /> }
}

/// The figures, and the rows behind them.
#[component]
fn Kpis() -> impl IntoView {
    let shown = hands().see(deployment);
    view! {
        <div part="card" class="card excerpt excerpt--kpis" role="group" aria-label=tongue().words.label(Label::KeyFigures)>
            <Tiles shown />
        </div>
        <LogDialog />
    }
}

/// How it stands, the button, and its question.
#[component]
fn Confirm() -> impl IntoView {
    let hands = hands();
    let shown = hands.see(actions);
    let state = hands.see(|model| model.dashboard().and_then(|dashboard| dashboard.state()).unwrap_or_default());
    let button = |command: Command| {
        let is_there = Seen::new(move || shown.with(|shown| shown.iter().any(|action| action.command == command)));
        part(move || is_there.get().then(|| view! { <Action command shown /> }))
    };
    view! {
        {all_notices()}
        <div class="excerpt excerpt--confirm">
            <StatusPill state />
            {[Command::Confirm, Command::Approve].map(button)}
        </div>
        <QuestionDialog />
    }
}
