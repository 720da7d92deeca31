//! Parts of a form.

use leptos::prelude::*;

use crate::ui::seen::part;

/// What is wrong with a field, below it.
#[component]
pub fn Trouble(
    /// The sentence, if something is wrong.
    told: Signal<Option<String>>,
) -> impl IntoView {
    part(move || told.get().map(|told| view! { <small class="field__trouble" role="alert">{told}</small> }))
}

/// One of several, of which one holds.
#[component]
pub fn Choice(
    /// The name that the choices share.
    name: &'static str,
    /// Whether it is the first, which has the focus in a dialog.
    is_first: bool,
    /// Whether it is the one.
    chosen: Signal<Option<String>>,
    /// It was chosen.
    on_choose: Callback<()>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="schedule-form__check">
            <input type="radio" name=name data-first=is_first prop:checked=move || chosen.get().is_some() on:change=move |_| on_choose.run(()) />
            <span>{children()}</span>
        </label>
    }
}

/// A choice out of a list.
#[component]
pub fn Select(
    /// What it is.
    label: &'static str,
    /// What can be chosen.
    options: Vec<String>,
    /// The place of what is chosen.
    #[prop(into)]
    chosen: Signal<usize>,
    /// Another was chosen: its place.
    on_choose: Callback<usize>,
) -> impl IntoView {
    let first = chosen.get_untracked();
    let option = |(place, name): (usize, String)| {
        view! { <option value=place.to_string() selected=place == first>{name}</option> }
    };
    let choose = move |event| {
        if let Ok(place) = event_target_value(&event).parse() {
            on_choose.run(place);
        }
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select prop:value=move || chosen.get().to_string() on:change=choose>{options.into_iter().enumerate().map(option).collect_view()}</select>
        </label>
    }
}
