//! What a confirmation says before it is given: how many, who, who not, when, and what cannot be undone.

use delivery_core::app::view::{QuestionView, When};
use delivery_core::wire::{LastSend, Recurrence};
use leptos::prelude::*;

use super::audience::left_out;
use super::context::{Tongue, tongue};
use super::parts::facts::Fact;
use super::parts::icon::{Icon, Sign};
use super::schedule::viewer_date;
use super::words::Label;

/// What would be sent.
#[component]
pub fn ConfirmSend(asked: QuestionView) -> impl IntoView {
    let tongue = tongue();
    let Tongue { words, format } = tongue;
    let delivery = *asked.delivery;
    let what = words.will_receive(delivery.channel, asked.count, &delivery.content.subject);
    let probes = (asked.probes > 0).then(|| words.of_them_probes(asked.probes, &format.count(asked.probes)));
    let when = when(tongue, &asked.when);
    let warnings = delivery.preparation.as_ref().map(|preparation| preparation.warnings.clone()).unwrap_or_default();
    let excluded = delivery.preparation.as_ref().map(|preparation| left_out(tongue, preparation));
    let last = delivery.last_send.as_ref().map(|last| last_send(tongue, last, asked.count));
    let only = match &delivery.recurrence {
        Recurrence::OneOff => None,
        Recurrence::Execution { occurrence, .. } => Some(words.one_execution(occurrence)),
    };
    view! {
        <div class="confirm-send">
            <p class="confirm-send__count">{format.count(asked.count)}</p>
            <p class="confirm-send__what">{what}</p>
            {probes.map(|text| view! { <p class="confirm-send__probes">{text}</p> })}
            <p class="confirm-send__when"><span class="unseen">{words.label(Label::When)}": "</span>{when}</p>
            <dl class="facts facts--table">
                <Fact name=words.label(Label::Audience)>{delivery.audience.target}</Fact>
                {excluded.map(|text| view! { <Fact name=words.label(Label::LeftOut)>{text}</Fact> })}
                <Fact name=words.label(Label::From)>{delivery.content.from}</Fact>
                {last.map(|text| view! { <Fact name=words.label(Label::LastSend)>{text}</Fact> })}
            </dl>
            {only.map(|text| view! { <p class="confirm-send__only">{text}</p> })}
            {(!warnings.is_empty()).then(|| view! { <WarningList warnings /> })}
            <p class="confirm-send__final">{words.label(Label::CannotBeUndone)}</p>
        </div>
    }
}

/// Warnings of the preparation. They do not block, and they are not hidden.
#[component]
fn WarningList(warnings: Vec<String>) -> impl IntoView {
    let words = tongue().words;
    let warning = |text: String| view! { <li><Sign icon=Icon::Warning />{text}</li> };
    view! {
        <ul class="confirm-send__warnings" aria-label=words.label(Label::Warnings)>
            {warnings.into_iter().map(warning).collect_view()}
        </ul>
    }
}

fn when(tongue: Tongue, when: &When) -> String {
    let Tongue { words, format } = tongue;
    match when {
        When::Immediately => words.label(Label::Immediately).to_string(),
        When::At { at, zone } => {
            let date = format!("{} ({zone})", format.date_time(*at, Some(zone)));
            words.at_date(&date, viewer_date(tongue, *at, zone).as_deref())
        }
        When::Past { at, zone } => words.date_is_past(&format.date_time(*at, Some(zone))),
    }
}

fn last_send(tongue: Tongue, last: &LastSend, count: u64) -> String {
    let Tongue { words, format } = tongue;
    let difference = count as i64 - last.to_deliver as i64;
    let shown = format.count(difference.unsigned_abs());
    words.last_send(&format.count(last.to_deliver), &format.date(last.at), difference, &shown)
}
