//! The Schedule block: when it goes, in the delivery's zone and the viewer's.

use delivery_core::app::Model;
use delivery_core::domain::instant::Instant;
use delivery_core::wire::{Confirmation, Schedule};
use leptos::prelude::*;

use super::context::{Tongue, hands, tongue};
use super::dashboard::delivery;
use super::parts::facts::Fact;
use super::seen::part;
use super::words::Label;

/// The Schedule block.
#[component]
pub fn ScheduleBlock() -> impl IntoView {
    let words = tongue().words;
    let shown = hands().see(|model: &Model| {
        delivery(model)
            .map(|delivery| (delivery.schedule.clone(), delivery.confirmation.clone(), delivery.contact_date))
    });
    view! {
        <section class="card block schedule" aria-labelledby="schedule-heading">
            <h2 id="schedule-heading">{words.label(Label::Schedule)}</h2>
            {part(move || shown.get().map(|(schedule, confirmation, contact_date)| view! { <Body schedule confirmation contact_date /> }))}
        </section>
    }
}

#[component]
fn Body(schedule: Schedule, confirmation: Option<Confirmation>, contact_date: Option<Instant>) -> impl IntoView {
    let Tongue { words, format } = tongue();
    let confirmed = confirmation.map(|by| {
        view! { <Fact name=words.label(Label::ConfirmedBy)>{words.by_at(&by.by, &format.date_time(by.at, None))}</Fact> }
    });
    match schedule {
        Schedule::OnceConfirmed => view! {
            <p class="block__lead">{words.label(Label::OnceConfirmed)}</p>
            <dl class="facts facts--rows">
                {contact_date.map(|at| view! { <Fact name=words.label(Label::StartDate)>{format.date_time(at, None)}</Fact> })}
                {confirmed}
            </dl>
        }
        .into_any(),
        Schedule::At { zone, at, request_confirmation, .. } => {
            let viewer = viewer_date(tongue(), at, &zone);
            let asks = if request_confirmation { Label::Yes } else { Label::No };
            view! {
                <p class="block__lead">{words.label(Label::OnTheDate)}</p>
                <dl class="facts facts--rows">
                    <Fact name=words.label(Label::StartDate)>{format!("{} · {zone}", format.date_time(at, Some(&zone)))}</Fact>
                    {viewer.map(|date| view! { <Fact name=words.label(Label::YourTime)>{date}</Fact> })}
                    <Fact name=words.label(Label::RequestConfirmation)>{words.label(asks)}</Fact>
                    {confirmed}
                </dl>
            }
            .into_any()
        }
    }
}

/// The date on the viewer's wall, if that is another than the delivery's.
pub fn viewer_date(tongue: Tongue, at: Instant, zone: &str) -> Option<String> {
    let (theirs, ours) = (tongue.format.date_time(at, Some(zone)), tongue.format.date_time(at, None));
    (theirs != ours).then_some(ours)
}
