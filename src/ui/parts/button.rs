//! A button that says why it does not work, instead of going away.

use super::hint::hint;
use crate::ui::seen::{part, text, text_if_any};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How a button is to be seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weight {
    /// One among others.
    Plain,
    /// The way forward: one at most.
    Main,
    /// Ends something for good.
    Danger,
    /// Quiet, within text.
    Quiet,
}

impl Weight {
    const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Main => "main",
            Self::Danger => "danger",
            Self::Quiet => "quiet",
        }
    }
}

/// A button. One that does not work, or is busy, stays in the order of the keyboard and does nothing.
#[component]
pub fn Button(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// How it is to be seen.
    #[prop(optional, into)]
    weight: Option<Signal<Weight>>,
    /// Why it does not work; it is told on focus, hover, and to who cannot see it.
    #[prop(optional, into)]
    refusal: Option<Signal<Option<String>>>,
    /// What it does, at length.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
    /// Whether what it does is under way.
    #[prop(optional, into)]
    busy: Option<Signal<bool>>,
    /// What happens.
    on_press: Callback<()>,
) -> impl IntoView {
    let reason = move || refusal.and_then(|refusal| refusal.get());
    let is_busy = move || busy.is_some_and(|busy| busy.get());
    let is_off = move || is_busy() || reason().is_some();
    let press = move |event: MouseEvent| {
        // The second click of a double click belongs to what the first one did.
        if !is_off() && event.detail() < 2 {
            on_press.run(());
        }
    };
    let id = format!("hint-{}", next_id());
    let described = id.clone();
    view! {
        <span class="button-holder">
            <button
                type="button"
                part="button"
                class="button"
                data-weight=text(move || weight.map_or(Weight::Plain, |weight| weight.get()).name())
                aria-disabled=text_if_any(move || is_off().then_some("true"))
                aria-busy=text_if_any(move || is_busy().then_some("true"))
                aria-describedby=text_if_any(move || reason().map(|_| described.clone()))
                title=text_if_any(move || title.filter(|_| reason().is_none()).map(|title| title.get()))
                on:click=press
            >
                {label}
            </button>
            {part(move || reason().map(|reason| hint(id.clone(), reason)))}
        </span>
    }
}

/// A number no other element of this page has.
pub fn next_id() -> usize {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static LAST: AtomicUsize = AtomicUsize::new(0);
    LAST.fetch_add(1, Ordering::Relaxed)
}
