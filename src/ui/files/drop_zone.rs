//! Where files are dropped or chosen, or an address is written.

use js_sys::{Array, Reflect};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Event};

use super::super::parts::button::{Button, Weight};
use super::super::parts::icon::{Icon, Sign};
use super::super::seen::{text, text_if_any};
use super::super::words::{FileLabel, file_words};
use super::file_hands;

/// The place for files.
#[component]
pub fn DropZone() -> impl IntoView {
    let (hands, words) = (file_hands(), file_words());
    let is_over = RwSignal::new(false);
    let let_go = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        hands.add.run(dropped(&event));
    };
    let label = text(move || words.label(if is_over.get() { FileLabel::LetGo } else { FileLabel::Drop }));
    view! {
        <section
            class="card drop-zone"
            aria-label=words.label(FileLabel::Choose)
            data-over=text_if_any(move || is_over.get().then_some("true"))
            on:dragover=move |event: leptos::ev::DragEvent| { event.prevent_default(); is_over.set(true); }
            on:dragleave=move |_| is_over.set(false)
            on:drop=let_go
        >
            <Sign icon=Icon::Email />
            <p class="drop-zone__title">{label}</p>
            <Chooser label=FileLabel::Choose weight="main" />
            <p class="drop-zone__kinds">{words.label(FileLabel::Kinds)}</p>
            <Address />
        </section>
    }
}

/// The button that opens the browser's own choice of files.
#[component]
pub fn Chooser(
    /// What it says.
    label: FileLabel,
    /// How it is to be seen.
    weight: &'static str,
) -> impl IntoView {
    let hands = file_hands();
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            hands.add.run(listed(&input));
            // The same file can be chosen again once it was removed.
            input.set_value("");
        }
    };
    view! {
        <label class="button drop-zone__choose" data-weight=weight>
            {file_words().label(label)}
            <input class="unseen" type="file" multiple node_ref=input on:change=chosen />
        </label>
    }
}

#[component]
fn Address() -> impl IntoView {
    let (hands, words) = (file_hands(), file_words());
    let written = RwSignal::new(String::new());
    let add = move || {
        let text = written.get_untracked().trim().to_string();
        if !text.is_empty() {
            hands.add_address.run(text);
            written.set(String::new());
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        add();
    };
    view! {
        <form class="drop-zone__address" on:submit=submit>
            <label class="field">
                <span>{words.label(FileLabel::Address)}</span>
                <input
                    type="text"
                    inputmode="url"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder="https://"
                    prop:value=move || written.get()
                    on:input=move |event| written.set(event_target_value(&event))
                />
            </label>
            <Button label=words.label(FileLabel::Add).to_string() weight=Weight::Plain on_press=Callback::new(move |()| add()) />
        </form>
    }
}

/// The files that were let go of.
pub fn dropped(event: &Event) -> Vec<Blob> {
    let held = Reflect::get(event, &"dataTransfer".into()).unwrap_or_default();
    listed(&held)
}

/// The files that something holds. Read by name: what is declared of the browser weighs on everybody's first load.
fn listed(holder: &JsValue) -> Vec<Blob> {
    let files = Reflect::get(holder, &"files".into()).unwrap_or_default();
    Array::from(&files).iter().filter_map(|file| file.dyn_into().ok()).collect()
}
