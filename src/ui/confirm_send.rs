//! What a confirmation says before it is given: how many, who, who not, when, and what cannot be undone.

use delivery_app::Model;
use delivery_app::view::{QuestionView, When};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::Command;
use delivery_core::domain::schedule::spread;
use delivery_core::wire::{LastSend, Recurrence};
use leptos::prelude::*;

use super::audience::left_out;
use super::context::{Tongue, hands, tongue};
use super::parts::facts::Fact;
use super::parts::icon::{Icon, Sign};
use super::schedule::viewer_date;
use super::seen::text_if_any;
use super::side_panel::occurrence;
use super::words::{Label, Note, detail_words, question_words};
use super::zones::BrowserZones;

/// What would be sent.
#[component]
pub fn ConfirmSend(
    /// What is asked about.
    asked: QuestionView,
    /// The number as it is typed, where it has to be.
    typed: RwSignal<Option<u64>>,
) -> impl IntoView {
    let (hands, tongue) = (hands(), tongue());
    let Tongue { words, format, .. } = tongue;
    let now = hands.see(Model::service_now).with_untracked(|now| *now);
    let when = when(tongue, &asked, now);
    let (needs_number, count) = (asked.needs_number, asked.count);
    let number = needs_number.then(|| view! { <TypedNumber count typed /> });
    let second = asked.needs_second_person.then(|| detail_words().note(Note::SecondPersonNeeded));
    let first = asked.delivery.approval.as_ref().filter(|_| asked.command == Command::Approve);
    let first = first.map(|first| question_words().asked_by(&first.by, &format.date_time(first.at, None)));
    let delivery = *asked.delivery;
    let what = question_words().will_receive(delivery.channel, asked.count, &delivery.content.subject);
    let probes = (asked.probes > 0).then(|| question_words().of_them_probes(asked.probes, &format.count(asked.probes)));
    let warnings = delivery.preparation.as_ref().map(|preparation| preparation.warnings.clone()).unwrap_or_default();
    let excluded = delivery.preparation.as_ref().map(|preparation| left_out(tongue, preparation));
    let last = delivery.last_send.as_ref().map(|last| last_send(tongue, last, asked.count));
    let only = match &delivery.recurrence {
        Recurrence::OneOff | Recurrence::Recurring => None,
        Recurrence::Execution(occasion) => Some(question_words().one_execution(&occurrence(tongue, occasion))),
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
            {first.map(|text| view! { <p class="confirm-send__only">{text}</p> })}
            {second.map(|text| view! { <p class="confirm-send__only">{text}</p> })}
            {only.map(|text| view! { <p class="confirm-send__only">{text}</p> })}
            {(!warnings.is_empty()).then(|| view! { <WarningList warnings /> })}
            {number}
            <p class="confirm-send__final">{detail_words().note(Note::CannotBeUndone)}</p>
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

/// The number, to be typed by whoever confirms so many. Nothing is prefilled and nothing is pasted from beside it.
#[component]
fn TypedNumber(count: u64, typed: RwSignal<Option<u64>>) -> impl IntoView {
    let format = tongue().format;
    let is_wrong = move || typed.get().is_some_and(|typed| typed != count);
    let read = move |event: leptos::ev::Event| {
        // As people write it: with separators, or without.
        let digits: String = event_target_value(&event).chars().filter(char::is_ascii_digit).collect();
        typed.set(digits.parse().ok());
    };
    view! {
        <label class="confirm-send__number">
            <span>{question_words().type_number(&format.count(count))}</span>
            <input
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-invalid=text_if_any(move || is_wrong().then_some("true"))
                on:input=read
            />
        </label>
    }
}

fn when(tongue: Tongue, asked: &QuestionView, now: Option<Instant>) -> String {
    let format = tongue.format;
    match &asked.when {
        When::Immediately => detail_words().note(Note::Immediately).to_string(),
        When::At { at, zone } => {
            let date = format!("{} ({zone})", format.date_time(*at, Some(zone.as_str())));
            question_words().at_date(&date, viewer_date(tongue, *at, zone.as_str()).as_deref())
        }
        When::Past { at, zone } => question_words().date_is_past(&format.date_time(*at, Some(zone.as_str()))),
        When::ByZone { wall, zone } => {
            let zones = asked.delivery.preparation.as_ref().map_or(&[][..], |preparation| &preparation.zones);
            let Some(spread) = spread(*wall, zone, zones, now.unwrap_or_default(), &BrowserZones) else {
                return detail_words().note(Note::RecipientZone).to_string();
            };
            let [first, last] = [spread.first, spread.last].map(|at| format.date_time(at, None));
            let shown = format.count(spread.past);
            let past = (spread.past > 0).then_some((spread.past, &*shown));
            question_words().by_zone(&format.wall(*wall), &first, &last, past)
        }
    }
}

fn last_send(tongue: Tongue, last: &LastSend, count: u64) -> String {
    let format = tongue.format;
    let difference = count as i64 - last.to_deliver as i64;
    let shown = format.count(difference.unsigned_abs());
    question_words().last_send(&format.count(last.to_deliver), &format.date(last.at), difference, &shown)
}
