//! What an administrator asks of whoever confirms, for everybody.

use delivery_app::{Model, Msg, Remote};
use delivery_core::domain::role::Role;
use delivery_core::domain::safeguards::Safeguards as Limits;
use leptos::prelude::*;

use super::context::{hands, tongue};
use super::later::later;
use super::parts::button::{Button, Weight};
use super::parts::dialog::Dialog;
use super::parts::pane::Skeleton;
use super::seen::{Seen, part};
use super::words::{Label, Note, detail_words};

/// The button, for administrators, and its dialog.
#[component]
pub fn Safeguards() -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let may = hands.see(|model| model.roles().contains(&Role::Administration));
    let open = hands.see(|model| *model.safeguards() != Remote::Unasked);
    let close = Callback::new(move |()| hands.tell(Msg::SafeguardsClosed));
    let press = Callback::new(move |()| hands.tell(Msg::SafeguardsOpened));
    part(move || {
        may.get().then(|| {
            view! {
                <Button label=words.label(Label::Safeguards).to_string() weight=Weight::Quiet on_press=press />
                <Dialog open labelled_by="safeguards-title" described_by="safeguards-hint" on_cancel=close>
                    {body()}
                </Dialog>
            }
        })
    })
}

later! {
    /// The fields.
    fn body() in editor, 3 grey => view! { <Body /> }
}

#[component]
fn Body() -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let limits = RwSignal::new(Limits::default());
    let known = hands.see(|model| model.safeguards().shown().copied());
    let busy = hands.see(|model| model.safeguards().is_out());
    let failure = hands.see(|model: &Model| model.safeguards().failure().cloned());
    let told = part(move || {
        failure
            .get()
            .map(|failure| view! { <p class="question__progress" data-kind="no">{words.failure(&failure)}</p> })
    });
    // The fields begin with what holds, and stay as they are written while it is saved.
    let is_known = Seen::new(move || known.get().is_some());
    let fields = part(move || match is_known.get().then(|| known.with_untracked(|known| *known)).flatten() {
        None => view! { <Skeleton rows=2 /> }.into_any(),
        Some(first) => {
            limits.set(first);
            view! {
                <Limit
                    label=Note::TypeNumberFrom
                    first=first.type_number_from
                    on_change=Callback::new(move |from| limits.update(|limits| limits.type_number_from = from))
                />
                <Limit
                    label=Note::SecondPersonFrom
                    first=first.second_person_from
                    on_change=Callback::new(move |from| limits.update(|limits| limits.second_person_from = from))
                />
            }
            .into_any()
        }
    });
    let save = Callback::new(move |()| hands.tell(Msg::SafeguardsGiven(limits.get_untracked())));
    view! {
        <div class="question">
            <h2 id="safeguards-title">{words.label(Label::Safeguards)}</h2>
            <p id="safeguards-hint">{detail_words().note(Note::SafeguardsHint)}</p>
            {fields}
            <div role="status" aria-live="assertive">{told}</div>
            <div class="question__ways">
                <button type="button" class="button" data-weight="plain" data-first on:click=move |_| hands.tell(Msg::SafeguardsClosed)>
                    {words.label(Label::Cancel)}
                </button>
                <Button label=words.label(Label::Save).to_string() weight=Weight::Main busy on_press=save />
            </div>
        </div>
    }
}

/// One limit; an empty field is none.
#[component]
fn Limit(label: Note, first: Option<u64>, on_change: Callback<Option<u64>>) -> impl IntoView {
    view! {
        <label class="field">
            <span>{detail_words().note(label)}</span>
            <input
                type="number"
                min="0"
                inputmode="numeric"
                value=first.map(|first| first.to_string())
                on:input=move |event| on_change.run(event_target_value(&event).trim().parse().ok())
            />
        </label>
    }
}
