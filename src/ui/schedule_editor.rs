//! The way to change a schedule: a button, and a dialog with the fields.

use delivery_app::view::actions;
use delivery_app::{Dashboard, Msg};
use delivery_core::domain::lifecycle::Command;
use leptos::prelude::*;

use super::action_bar::Action;
use super::context::hands;
use super::later::later;
use super::parts::dialog::Dialog;
use super::schedule_form::ScheduleForm;
use super::seen::{Seen, part};

/// The button, where the schedule can be changed, or could be by somebody else.
#[component]
pub fn EditorButton() -> impl IntoView {
    let shown = hands().see(actions);
    let has = Seen::new(move || shown.with(|shown| shown.iter().any(|action| action.command == Command::Schedule)));
    part(move || has.get().then(|| view! { <Action command=Command::Schedule shown /> }))
}

/// The dialog, open or not.
#[component]
pub fn ScheduleEditor() -> impl IntoView {
    let hands = hands();
    let is_editing = hands.see(|model| model.dashboard().is_some_and(Dashboard::is_editing));
    let close = Callback::new(move |()| hands.tell(Msg::EditorClosed));
    view! {
        <Dialog open=is_editing labelled_by="editor-title" described_by="editor-title" on_cancel=close>
            {form()}
        </Dialog>
    }
}

later! {
    /// The fields.
    fn form() in editor, 3 grey => view! { <ScheduleForm /> }
}
