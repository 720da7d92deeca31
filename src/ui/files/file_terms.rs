//! How the events are counted: what no file says of itself.

use delivery_app::files::Terms;
use delivery_core::domain::status::Feedback;
use leptos::prelude::*;

use super::super::parts::button::next_id;
use super::super::parts::field::Trouble;
use super::super::seen::text_if_any;
use super::super::words::{FileLabel, file_words};
use super::file_hands;

/// The choices.
#[component]
pub fn FileTerms() -> impl IntoView {
    let (hands, words) = (file_hands(), file_words());
    let terms = hands.see(|shelf| shelf.terms);
    let group = format!("feedback-{}", next_id());
    let choice = |feedback: Feedback| {
        let group = group.clone();
        view! {
            <label class="file-terms__choice">
                <input
                    type="radio"
                    name=group
                    prop:checked=move || terms.get().feedback == feedback
                    on:change=move |_| hands.set_terms.run(Terms { feedback, ..terms.with_untracked(|terms| *terms) })
                />
                <span>{words.feedback(feedback)}</span>
            </label>
        }
    };
    let is_wrong = RwSignal::new(false);
    let trouble = Signal::derive(move || is_wrong.get().then(|| words.label(FileLabel::ValidityWrong).to_string()));
    let set_hours = move |event| {
        let hours = event_target_value(&event).trim().parse().ok();
        let hours = hours.filter(|hours| (1..=Terms::LONGEST_HOURS).contains(hours));
        is_wrong.set(hours.is_none());
        if let Some(validity_hours) = hours {
            hands.set_terms.run(Terms { validity_hours, ..terms.with_untracked(|terms| *terms) });
        }
    };
    let hint = format!("hint-{}", next_id());
    view! {
        <fieldset class="file-terms">
            <legend>{words.label(FileLabel::Counting)}</legend>
            {[Feedback::On, Feedback::Off].map(choice)}
            <label class="field">
                <span>{words.label(FileLabel::Validity)}</span>
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-describedby=hint.clone()
                    aria-invalid=text_if_any(move || is_wrong.get().then_some("true"))
                    prop:value=move || terms.get().validity_hours.to_string()
                    on:change=set_hours
                />
            </label>
            <Trouble told=trouble />
            <p class="field__hint" id=hint>{words.label(FileLabel::ValidityHint)}</p>
            <p class="field__hint">{words.label(FileLabel::CountingHint)}</p>
        </fieldset>
    }
}
