//! What starting a recurring delivery says before it is done: what will happen by itself, and what will ask.

use delivery_app::view::QuestionView;
use delivery_core::domain::schedule::{ConfirmationPolicy, Plan};
use leptos::prelude::*;

use super::context::{Tongue, tongue};
use super::parts::facts::Fact;
use super::schedule::zone;
use super::words::{Label, question_words};

/// What would begin.
#[component]
pub fn StartRepeating(asked: QuestionView) -> impl IntoView {
    let Tongue { words, format, .. } = tongue();
    let delivery = *asked.delivery;
    let asks = matches!(delivery.schedule.plan, Plan::Recurring { confirmation: ConfirmationPolicy::Required, .. });
    let zone = zone(&delivery);
    let next = delivery.schedule.at.map(|at| format.date_time(at, zone.as_deref()));
    let (audience, content) = (delivery.audience, delivery.content);
    view! {
        <div class="confirm-send">
            <p class="confirm-send__when">{words.repeats(next.as_deref())}</p>
            <dl class="facts facts--table">
                <Fact name=words.label(Label::Audience)>{audience.target}</Fact>
                <Fact name=words.label(Label::From)>{content.from}</Fact>
                <Fact name=words.label(Label::Subject)>{content.subject}</Fact>
            </dl>
            <p class="confirm-send__only">{question_words().will_repeat(asks)}</p>
        </div>
    }
}
