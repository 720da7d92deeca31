//! The Schedule block: when it goes, in the delivery's zone and the viewer's, and the way to change that.

use delivery_app::Model;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::Kind;
use delivery_core::domain::schedule::{ConfirmationPolicy, Plan, SendTime, Spread, spread};
use delivery_core::wire::{Confirmation, Delivery, Recurrence};
use leptos::prelude::*;

use super::context::{Tongue, hands, tongue};
use super::dashboard::delivery;
use super::parts::facts::Fact;
use super::schedule_editor::EditorButton;
use super::seen::part;
use super::words::{Label, Note, detail_words, question_words};
use super::zones::BrowserZones;

/// The zone that a delivery's dates are of. `None`: nobody chose one.
pub fn zone(delivery: &Delivery) -> Option<String> {
    match (&delivery.recurrence, &delivery.schedule.plan) {
        (Recurrence::Execution(occasion), _) => Some(occasion.zone.to_string()),
        (_, Plan::At { zone, .. }) => Some(zone.to_string()),
        (_, Plan::Recurring { recurrence, .. }) => Some(recurrence.zone.to_string()),
        (_, Plan::OnceConfirmed) => None,
    }
}

/// The Schedule block.
#[component]
pub fn ScheduleBlock() -> impl IntoView {
    let words = tongue().words;
    let shown = hands().see(|model: &Model| delivery(model).cloned());
    view! {
        <section part="card" class="card block schedule" aria-labelledby="schedule-heading">
            <div class="block__head">
                <h2 id="schedule-heading">{words.label(Label::Schedule)}</h2>
                <EditorButton />
            </div>
            {part(move || shown.get().map(|delivery| view! { <Body delivery /> }))}
        </section>
    }
}

#[component]
fn Body(delivery: Delivery) -> impl IntoView {
    let Tongue { words, format, .. } = tongue();
    let (zone, kind) = (zone(&delivery), delivery.kind());
    let own_times = own_times(&delivery).map(|times| {
        [Note::FirstRecipients, Note::LastRecipients]
            .into_iter()
            .zip(times)
            .map(|(name, at)| {
                view! { <Fact name=detail_words().note(name)>{format.date_time(at, None)}</Fact> }
            })
            .collect_view()
    });
    let Delivery { recurrence, schedule, confirmation, contact_date, copied_from, .. } = delivery;
    let confirmed = confirmation.map(|by| confirmed(tongue(), &by));
    let copied = copied_from.map(|id| view! { <p class="block__note">{detail_words().copied_from(id.as_str())}</p> });
    let note = |note| detail_words().note(note);
    let (lead, at, asks) = match (&recurrence, &schedule.plan) {
        _ if kind == Kind::Elsewhere => (note(Note::SentElsewhere), None, None),
        (_, Plan::Recurring { confirmation, .. }) => (note(Note::Repeats), schedule.at, Some(*confirmation)),
        (Recurrence::Execution(occasion), _) => (note(Note::OfRecurring), Some(occasion.at), None),
        (_, Plan::At { confirmation, .. }) => (note(Note::OnTheDate), schedule.at, Some(*confirmation)),
        (_, Plan::OnceConfirmed) => (note(Note::OnceConfirmed), contact_date, None),
    };
    let is_recurring = kind == Kind::Recurring;
    let date = at.map(|at| {
        let zone = zone.as_deref();
        let shown = format.date_time(at, zone);
        let shown = zone.map_or(shown.clone(), |zone| format!("{shown} · {zone}"));
        let viewer = zone.and_then(|zone| viewer_date(tongue(), at, zone));
        let name = if is_recurring { Note::NextExecution } else { Note::StartDate };
        view! {
            <Fact name=note(name)>{shown}</Fact>
            {viewer.map(|date| view! { <Fact name=words.label(Label::YourTime)>{date}</Fact> })}
        }
    });
    let asks = asks.map(|policy| {
        let answer = if policy == ConfirmationPolicy::Required { Note::Yes } else { Note::No };
        view! { <Fact name=note(Note::RequestConfirmation)>{note(answer)}</Fact> }
    });
    let by_zone = (schedule.plan.send_time() == Some(SendTime::RecipientZone))
        .then(|| view! { <p class="block__note">{note(Note::RecipientZone)}</p> });
    view! {
        <p class="block__lead">{lead}</p>
        {copied}
        {by_zone}
        <dl class="facts facts--rows">{date}{own_times}{asks}{confirmed}</dl>
    }
}

/// When the first and the last get it, if not all do at once, and it is known where they live.
fn own_times(delivery: &Delivery) -> Option<[Instant; 2]> {
    let Plan::At { wall, zone, send_time: SendTime::RecipientZone, .. } = &delivery.schedule.plan else { return None };
    let zones = &delivery.preparation.as_ref()?.zones;
    let Spread { first, last, .. } = spread(*wall, zone, zones, Instant::default(), &BrowserZones)?;
    (first != last).then_some([first, last])
}

fn confirmed(tongue: Tongue, confirmation: &Confirmation) -> impl IntoView + use<> {
    let Tongue { format, .. } = tongue;
    let Confirmation { by, at, asked_by } = confirmation;
    let shown = question_words().by_at(by.as_deref(), &format.date_time(*at, None), asked_by.as_deref());
    view! { <Fact name=detail_words().note(Note::ConfirmedBy)>{shown}</Fact> }
}

/// The date on the viewer's wall, if that is another than the delivery's.
pub fn viewer_date(tongue: Tongue, at: Instant, zone: &str) -> Option<String> {
    let (theirs, ours) = (tongue.format.date_time(at, Some(zone)), tongue.format.date_time(at, None));
    (theirs != ours).then_some(ours)
}
