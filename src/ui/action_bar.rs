//! The buttons. Whoever may not, sees them with the reason.

use std::cell::Cell;

use delivery_app::Msg;
use delivery_app::view::{ActionView, actions};
use delivery_core::domain::lifecycle::Command;
use delivery_core::domain::schedule::Plan;
use leptos::prelude::*;
use leptos::{ev, html};

use super::context::{hands, is_focus_lost, tongue};
use super::dashboard::delivery;
use super::parts::button::{Button, Weight};
use super::seen::{Seen, act, part};
use super::words::Label;

/// Commands that have a place in the bar.
const PLACES: [Command; 10] = [
    Command::Start,
    Command::Skip,
    Command::Prepare,
    Command::StopPreparation,
    Command::Confirm,
    Command::Decline,
    Command::Approve,
    Command::Pause,
    Command::Resume,
    Command::Stop,
];

/// The action bar.
#[component]
pub fn ActionBar() -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let shown = hands.see(actions);
    // Each command has its own place: a button stays the same element while only its state changes, and none turns into
    // another command's under a pointer or a finger that meant the first.
    let commands = Seen::new(move || shown.with(|shown| shown.iter().map(|action| action.command).collect::<Vec<_>>()));
    let place = move |command: Command| {
        let is_there = Seen::new(move || commands.with(|commands| commands.contains(&command)));
        part(move || is_there.get().then(|| view! { <Action command shown /> }))
    };
    let places = PLACES.map(place);
    // A button that goes away with what it did leaves the focus nowhere: the bar keeps it.
    let group = NodeRef::<html::Div>::new();
    let had_focus = StoredValue::new(false);
    let is_first = Cell::new(true);
    act(move || {
        commands.track();
        if !is_first.replace(false) && had_focus.get_value() {
            queue_microtask(move || keep_focus(group));
        }
    });
    let left = move |event: ev::FocusEvent| {
        if event.related_target().is_some() {
            had_focus.set_value(false);
        }
    };
    view! {
        <div
            class="action-bar"
            role="group"
            tabindex="-1"
            node_ref=group
            aria-label=words.label(Label::Actions)
            on:focusin=move |_| had_focus.set_value(true)
            on:focusout=left
        >
            {places}
        </div>
    }
}

fn keep_focus(group: NodeRef<html::Div>) {
    if let Some(Some(group)) = group.try_get_untracked()
        && is_focus_lost(&group.get_root_node())
    {
        let _ = group.focus();
    }
}

/// The button of a command, wherever it stands.
#[component]
pub fn Action(command: Command, shown: Seen<Vec<ActionView>>) -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let action = Seen::new(move || shown.with(|shown| shown.iter().copied().find(|action| action.command == command)));
    let is_scheduled =
        hands.see(|model| delivery(model).is_some_and(|delivery| matches!(delivery.schedule.plan, Plan::At { .. })));
    let has = move |what: fn(&ActionView) -> bool| action.with(|action| action.as_ref().is_some_and(what));
    let label = Signal::derive(move || words.command(command, has(|action| action.is_waiting)).to_string());
    let title = Signal::derive(move || words.command_in_full(command, is_scheduled.get()).to_string());
    let refusal =
        Signal::derive(move || action.get().and_then(|action| action.refusal).map(|refusal| words.refusal(refusal)));
    let busy = Signal::derive(move || has(|action| action.is_busy));
    let weight = Signal::derive(move || match command {
        Command::Stop => Weight::Danger,
        Command::Duplicate | Command::Schedule => Weight::Quiet,
        _ if has(|action| action.is_main) => Weight::Main,
        _ => Weight::Plain,
    });
    let press = move |()| match command {
        Command::Start | Command::Confirm | Command::Approve | Command::Stop => {
            hands.tell(Msg::QuestionOpened(command));
        }
        Command::Schedule => hands.tell(Msg::EditorOpened),
        _ => hands.tell(Msg::CommandGiven(command, hands.fresh_key())),
    };
    view! { <Button label weight refusal title busy on_press=Callback::new(press) /> }
}
