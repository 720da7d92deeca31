//! What a stop says before it is given: it is final.

use delivery_core::app::view::QuestionView;
use leptos::prelude::*;

use super::context::{Tongue, tongue};
use super::words::Label;

/// What would be stopped.
#[component]
pub fn StopSend(asked: QuestionView) -> impl IntoView {
    let Tongue { words, format } = tongue();
    let what = if asked.is_waiting { Label::CallOffIsFinal } else { Label::StopIsFinal };
    view! {
        <div class="stop-send">
            <p class="stop-send__count">{format.count(asked.count)}</p>
            <p class="stop-send__what">{words.will_not_receive(asked.count)}</p>
            <p class="stop-send__final">{words.label(what)}</p>
        </div>
    }
}
