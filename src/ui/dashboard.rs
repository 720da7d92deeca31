//! The page of one delivery: its panel, its title, what is done to it, its blocks.

use std::time::Duration;

use delivery_app::view::actions;
use delivery_app::{Failure, Model, Remote, Route};
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::wire::Delivery;
use leptos::prelude::*;

use super::action_bar::{Action, ActionBar};
use super::audience::Audience;
use super::content::Content;
use super::context::{hands, tongue};
use super::deployment::Deployment;
use super::executions::Executions;
use super::later::later;
use super::link::{Link, LogsLink};
use super::logs::LogDialog;
use super::notices::all_notices;
use super::oddities::Oddities;
use super::parts::icon::{Icon, Sign};
use super::parts::pane::{ErrorPane, Skeleton};
use super::parts::status_pill::StatusPill;
use super::question::QuestionDialog;
use super::schedule::ScheduleBlock;
use super::schedule_editor::ScheduleEditor;
use super::seen::{part, text};
use super::side_panel::SidePanel;
use super::words::Label;

/// The record of the open delivery, if it is here.
pub fn delivery(model: &Model) -> Option<&Delivery> {
    model.dashboard()?.record().shown().map(|record| &record.delivery)
}

#[derive(Clone, PartialEq)]
enum Pane {
    Loading,
    Failed(Failure),
    Shown,
}

/// The page of one delivery.
#[component]
pub fn Dashboard(
    /// Which.
    id: DeliveryId,
) -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let pane =
        hands.see(|model| match (model.dashboard().map(|dashboard| dashboard.record()), model.sign_in_failure()) {
            (Some(Remote::Failed(failure, ..)), _) | (None, Some(failure)) => Pane::Failed(failure.clone()),
            (None | Some(Remote::Unasked | Remote::Loading(_)), _) => Pane::Loading,
            (Some(Remote::Loaded(_) | Remote::Refreshing(..) | Remote::Stale(..)), _) => Pane::Shown,
        });
    let label = id.to_string();
    let frame = hands.frame;
    part(move || {
        match pane.get() {
        Pane::Loading => view! {
            <div class="dashboard">
                <h1 class="unseen">{label.clone()}</h1>
                <Skeleton rows=4 />
            </div>
        }
        .into_any(),
        Pane::Failed(failure) => view! {
            <h1 class="unseen">{label.clone()}</h1>
            <ErrorPane failure>
                {frame.is_page.then(|| view! { <Link to=Route::List class="link">{words.label(Label::BackToList)}</Link> })}
            </ErrorPane>
        }
        .into_any(),
        Pane::Shown => (frame.delivery)(),
    }
    })
}

/// All of it.
pub fn blocks() -> AnyView {
    view! {
        <div class="dashboard">
            <div class="dashboard__main">
                <Title />
                {all_notices()}
                <Deployment />
                {more_blocks()}
            </div>
            <SidePanel />
            {dialogs()}
        </div>
    }
    .into_any()
}

/// What nobody sees at first is made behind the first frame.
fn dialogs() -> impl IntoView {
    let is_time = RwSignal::new(false);
    let begin = move || {
        // Left again before that: nobody asks for them.
        let _ = is_time.try_set(true);
    };
    request_animation_frame(move || set_timeout(begin, Duration::ZERO));
    part(move || is_time.get().then(|| view! { <QuestionDialog /><ScheduleEditor /><LogDialog /> }))
}

later! {
    /// What it is made of.
    fn more_blocks() in details, 3 grey => view! {
        <Executions />
        <div class="dashboard__blocks">
            <Audience />
            <ScheduleBlock />
            <Content />
        </div>
        <Oddities />
    }
}

/// The label, the status, and the buttons.
#[component]
fn Title() -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let label = hands.see(|model| delivery(model).map(|delivery| delivery.label.clone()).unwrap_or_default());
    let state = hands.see(|model| model.dashboard().and_then(|dashboard| dashboard.state()).unwrap_or_default());
    let facts = hands.see(move |model| {
        delivery(model)
            .map(|delivery| format!("{} · {}", delivery.id, words.channel(delivery.channel)))
            .unwrap_or_default()
    });
    let actions = hands.see(actions);
    let is_locked = move || {
        !matches!(
            state.get(),
            State::Editing
                | State::Preparing
                | State::PreparationFailed
                | State::Prepared
                | State::Outdated
                | State::Skipped
                | State::Repeating
        )
    };
    let lock = part(move || {
        is_locked().then(|| {
            view! {
                <span class="dashboard__lock" title=words.label(Label::Locked)>
                    <Sign icon=Icon::Lock />
                    <span class="unseen">{words.label(Label::Locked)}</span>
                </span>
            }
        })
    });
    view! {
        <div class="dashboard__title">
            <div>
                <h1>{text(move || label.get())}{lock}</h1>
                <p class="dashboard__facts">
                    <StatusPill state />
                    <span class="dashboard__id">{text(move || facts.get())}</span>
                    <LogsLink to="" class="link dashboard__logs">{words.label(Label::OpenLogs)}</LogsLink>
                    <Action command=Command::Duplicate shown=actions />
                </p>
            </div>
            <ActionBar />
        </div>
    }
}
