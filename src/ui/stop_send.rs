//! What a stop says before it is given: it is final.

use delivery_app::view::QuestionView;
use delivery_core::domain::lifecycle::Kind;
use leptos::prelude::*;

use super::context::tongue;
use super::words::{Note, detail_words, question_words};

/// What would be stopped.
#[component]
pub fn StopSend(asked: QuestionView) -> impl IntoView {
    let format = tongue().format;
    let is_recurring = asked.delivery.recurrence.kind() == Kind::Recurring;
    let what = match (is_recurring, asked.is_waiting) {
        (true, _) => Note::StopRepeatingIsFinal,
        (false, true) => Note::CallOffIsFinal,
        (false, false) => Note::StopIsFinal,
    };
    let sent = (asked.sent > 0).then(|| question_words().already_sent(asked.sent, &format.count(asked.sent)));
    let count = (!is_recurring).then(|| {
        view! {
            <p class="stop-send__count">{format.count(asked.count)}</p>
            <p class="stop-send__what">{question_words().will_not_receive(asked.count)}</p>
        }
    });
    view! {
        <div class="stop-send">
            {count}
            {sent.map(|text| view! { <p class="stop-send__sent">{text}</p> })}
            <p class="stop-send__final">{detail_words().note(what)}</p>
        </div>
    }
}
