//! What became of one message, and what else its recipient was sent.

use delivery_app::logs::{Column, LogWindow, Step, StoryDetail, StoryEvent, Wish};
use delivery_app::{Failure, Remote, Route};
use delivery_core::domain::instant::Instant;
use delivery_core::wire::Touch;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::cell::tone;
use super::{story_place, wish};
use crate::ui::context::{hands, tongue};
use crate::ui::link::Link;
use crate::ui::parts::button::{Button, Weight};
use crate::ui::parts::pane::Skeleton;
use crate::ui::seen::{part, text};
use crate::ui::words::{LogLabel, detail_words, log_words};

/// Something asked for.
#[derive(Clone, PartialEq)]
enum Had<T> {
    Waiting,
    Missing(Failure),
    Here(T),
}

fn had<T: Clone>(remote: &Remote<T>) -> Had<T> {
    match (remote.shown(), remote.failure()) {
        (Some(shown), _) => Had::Here(shown.clone()),
        (None, Some(failure)) => Had::Missing(failure.clone()),
        (None, None) => Had::Waiting,
    }
}

/// The story beside the list.
#[component]
pub fn LogStory() -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    let message = hands.see(|model| {
        LogWindow::of(model).and_then(LogWindow::story).map(|story| story.message.clone()).unwrap_or_default()
    });
    // Whom it was for, as the events tell it.
    let heading = hands.see(|model| {
        let fold = model.dashboard().map(|dashboard| dashboard.follow().fold());
        let story = LogWindow::of(model).and_then(LogWindow::story);
        let address = fold.zip(story).and_then(|(fold, story)| fold.address(&story.message).map(String::from));
        address.or_else(|| story.map(|story| story.message.clone())).unwrap_or_default()
    });
    let deadline = hands.see(|model| LogWindow::of(model).and_then(LogWindow::story)?.deadline(model));
    let id = hands.see(|model| model.route().delivery().cloned());
    let place = hands.see(story_place);
    let steps = hands
        .see(|model| LogWindow::of(model).and_then(LogWindow::story).map_or(Had::Waiting, |story| had(&story.steps)));
    let history = hands
        .see(|model| LogWindow::of(model).and_then(LogWindow::story).map_or(Had::Waiting, |story| had(&story.history)));
    let further = move |by: isize| Callback::new(move |()| wish(hands, Wish::Further(by)));
    let at_end = move |by: isize| {
        Signal::derive(move || {
            let is_there =
                place.get().is_some_and(|(at, ready)| at.checked_add_signed(by).is_some_and(|next| next < ready));
            (!is_there).then(|| words.label(LogLabel::List).to_string())
        })
    };
    let steer = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowDown" | "ArrowRight" if event.alt_key() => 1,
            "ArrowUp" | "ArrowLeft" if event.alt_key() => -1,
            "j" | "J" => 1,
            "k" | "K" => -1,
            _ => return,
        };
        event.prevent_default();
        wish(hands, Wish::Further(by));
    };
    let panel = NodeRef::<html::Section>::new();
    Effect::new(move |_| {
        if let Some(panel) = panel.get() {
            let _ = panel.focus();
        }
    });
    let quiet = Signal::stored(Weight::Quiet);
    let missing = move |failure: &Failure| {
        view! {
            <p role="alert">{tongue().words.failure(failure)}</p>
            <Button label=words.label(LogLabel::TryAgain).to_string() on_press=Callback::new(move |()| wish(hands, Wish::StoryAgain)) />
        }
    };
    let until = part(move || {
        let at = deadline.get()?;
        let name = words.column(Column::Deadline);
        Some(view! { <p class="log-story__until">{name}" "{tongue().format.stamp(at)}</p> })
    });
    let told = part(move || match steps.get() {
        Had::Waiting => view! { <Skeleton rows=2 /> }.into_any(),
        Had::Missing(failure) => missing(&failure).into_any(),
        Had::Here(steps) => {
            view! { <ol class="log-story__steps">{steps.into_iter().map(step).collect_view()}</ol> }.into_any()
        }
    });
    let touches = part(move || match history.get() {
        Had::Waiting => ().into_any(),
        Had::Missing(failure) => missing(&failure).into_any(),
        Had::Here(touches) => {
            // Deliveries may number their messages alike.
            let (this, of) = (message.get(), id.get());
            let is_this = |touch: &Touch| touch.message == this && Some(&touch.delivery) == of.as_ref();
            let has_others = touches.iter().any(|touch| !is_this(touch));
            let none =
                (!has_others).then(|| view! { <p class="log-story__none">{words.label(LogLabel::NoHistory)}</p> });
            let rows = touches.into_iter().map(|touch| touch_row(is_this(&touch), touch)).collect_view();
            view! { <ul class="log-story__history">{rows}</ul>{none} }.into_any()
        }
    });
    view! {
        <section class="log-story" tabindex="-1" node_ref=panel aria-labelledby="log-story-title" on:keydown=steer>
            <div class="log-story__head">
                <Button label=words.label(LogLabel::Back).to_string() weight=quiet on_press=Callback::new(move |()| wish(hands, Wish::StoryOver)) />
                <span class="log-story__ways">
                    <Button label=format!("‹ {}", words.label(LogLabel::Previous)) weight=quiet refusal=at_end(-1) title=Signal::stored("K".to_string()) on_press=further(-1) />
                    <Button label=format!("{} ›", words.label(LogLabel::Next)) weight=quiet refusal=at_end(1) title=Signal::stored("J".to_string()) on_press=further(1) />
                </span>
            </div>
            <h3 id="log-story-title">{text(move || heading.get())}</h3>
            <p class="log-story__id">{text(move || message.get())}</p>
            {until}
            {told}
            <h4>{words.label(LogLabel::History)}</h4>
            {touches}
        </section>
    }
}

/// Something that happened.
fn step(step: Step) -> impl IntoView {
    let (words, format) = (log_words(), tongue().format);
    let Step { time, event, became } = step;
    let became = match became {
        Some((status, detail)) => {
            let cell = delivery_app::logs::Cell::Standing(status, detail);
            view! { <span class="log-story__became" data-tone=tone(&cell)>"→ "{words.standing(status, detail)}</span> }
                .into_any()
        }
        None => view! { <span class="log-story__same">{words.label(LogLabel::NoChange)}</span> }.into_any(),
    };
    let (name, rest) = match event {
        None => (words.label(LogLabel::TimePassed).to_string(), None),
        Some(StoryEvent { kind, details, raw }) => {
            let facts = details.into_iter().map(fact).collect_view();
            let rest = view! {
                <dl class="log-story__facts">{facts}</dl>
                <details class="log-story__raw">
                    <summary>{words.label(LogLabel::Raw)}</summary>
                    <code>{raw}</code>
                </details>
            };
            (words.step(&kind), Some(rest))
        }
    };
    view! {
        <li class="log-story__step">
            <time>{format.stamp(time)}</time>
            <div>
                <p><b>{name}</b>" "{became}</p>
                {rest}
            </div>
        </li>
    }
}

fn fact((detail, said): (StoryDetail, String)) -> impl IntoView {
    let (words, format) = (log_words(), tongue().format);
    let said = match detail {
        StoryDetail::Reason | StoryDetail::Nature => words.reason(&said),
        StoryDetail::Cause => detail_words().cause(&said),
        StoryDetail::NextAttempt => Instant::parse(&said).map_or(said, |at| format.stamp(at)),
        StoryDetail::Machine => words.label(LogLabel::Yes).to_string(),
        StoryDetail::Preparation
        | StoryDetail::Smtp
        | StoryDetail::Enhanced
        | StoryDetail::Attempt
        | StoryDetail::Server
        | StoryDetail::By
        | StoryDetail::Url
        | StoryDetail::Label => said,
    };
    view! { <dt>{words.story_detail(detail)}</dt><dd>{said}</dd> }
}

/// A delivery that reached for the same recipient.
fn touch_row(is_this: bool, touch: Touch) -> impl IntoView {
    let (words, format) = (log_words(), tongue().format);
    let cell = delivery_app::logs::Cell::Standing(touch.status, touch.detail);
    let name = format!("{} · {}", touch.delivery, touch.label);
    let name = if is_this {
        view! { <span>{name}" ("{words.label(LogLabel::ThisMessage)}")"</span> }.into_any()
    } else {
        view! { <Link to=Route::Delivery(touch.delivery.clone()) class="link">{name}</Link> }.into_any()
    };
    view! {
        <li>
            <time>{format.stamp(touch.at)}</time>
            {name}
            <span class="log-story__became" data-tone=tone(&cell)>{words.standing(touch.status, touch.detail)}</span>
        </li>
    }
}
