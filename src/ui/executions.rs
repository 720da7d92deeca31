//! The executions of a recurring delivery: what became of each, which ask for somebody's word, and all of them together.

use delivery_app::Route;
use delivery_app::view::{ExecutionsView, Group, Kpi, executions, has_card_numbers};
use delivery_core::domain::kpi::Rate;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::schedule::Aggregation;
use delivery_core::wire::{CardNumbers, DeliveryCard, Recurrence};
use leptos::prelude::*;

use super::context::{Tongue, hands, tongue};
use super::link::Link;
use super::parts::pane::{ErrorPane, Skeleton};
use super::parts::status_pill::StatusPill;
use super::seen::{Seen, part};
use super::side_panel::occurrence;
use super::words::{Note, detail_words, question_words};

/// The executions, if it is a recurring delivery.
#[component]
pub fn Executions() -> impl IntoView {
    let shown = hands().see(executions);
    let is_recurring = Seen::new(move || shown.with(Option::is_some));
    let body = move || part(move || shown.get().map(|shown| view! { <Body shown /> }));
    part(move || {
        is_recurring.get().then(|| {
            view! {
                <section part="card" class="card executions" aria-labelledby="executions-heading">
                    <h2 id="executions-heading">{detail_words().note(Note::Executions)}</h2>
                    {body()}
                </section>
            }
        })
    })
}

#[component]
fn Body(shown: ExecutionsView) -> impl IntoView {
    if let (Some(failure), true) = (shown.failure.clone(), shown.groups.is_empty()) {
        return view! { <ErrorPane failure /> }.into_any();
    }
    if shown.is_loading {
        return view! { <Skeleton rows=3 /> }.into_any();
    }
    if shown.groups.is_empty() {
        return view! { <p class="executions__none">{detail_words().note(Note::NoExecutions)}</p> }.into_any();
    }
    let heads = [Kpi::ToDeliver, Kpi::Delivered, Kpi::BouncesErrors, Kpi::OpenRate, Kpi::ClickRate]
        .map(|kpi| view! { <th scope="col" class="executions__number">{detail_words().kpi_short(kpi)}</th> });
    let aggregation = shown.aggregation;
    let groups = shown.groups.into_iter().map(|group| rows(aggregation, group)).collect_view();
    view! {
        <div class="executions__scroll" role="group" aria-labelledby="executions-heading" tabindex="0">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{detail_words().note(Note::Date)}</th>
                        <th scope="col">{detail_words().note(Note::Status)}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{groups}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row" colspan="2">{detail_words().note(Note::Total)}</th>
                        {numbers(Some(shown.total), true)}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn rows(aggregation: Aggregation, group: Group) -> impl IntoView {
    let tongue = tongue();
    let name = tongue.format.period(group.within, aggregation);
    let head = (aggregation != Aggregation::None).then(|| {
        view! {
            <tr class="executions__period">
                <th scope="rowgroup" colspan="2">{name}</th>
                {numbers(Some(group.total), true)}
            </tr>
        }
    });
    view! {
        {head}
        {group.cards.into_iter().map(|card| row(tongue, card)).collect_view()}
    }
}

fn row(tongue: Tongue, card: DeliveryCard) -> impl IntoView {
    let DeliveryCard { id, label, recurrence, state, confirmation, numbers: counted, .. } = card;
    let counted = counted.filter(|_| !matches!(state, State::Skipped | State::Missed));
    let date = match &recurrence {
        Recurrence::Execution(occasion) => occurrence(tongue, occasion),
        Recurrence::OneOff | Recurrence::Recurring => label,
    };
    let by = confirmation.map(|confirmation| {
        let at = tongue.format.date_time(confirmation.at, None);
        let by = question_words().by_at(confirmation.by.as_deref(), &at, confirmation.asked_by.as_deref());
        let name = confirmation.by.is_some().then(|| format!("{} ", detail_words().note(Note::ConfirmedBy)));
        view! { <span class="executions__by">{name}{by}</span> }
    });
    view! {
        <tr>
            <th scope="row">
                <Link to=Route::Delivery(id) class="link">{date}</Link>
            </th>
            <td><StatusPill state />{by}</td>
            {numbers(counted, has_card_numbers(state))}
        </tr>
    }
}

/// How many, and once it has started, what became of them.
fn numbers(numbers: Option<CardNumbers>, has_started: bool) -> impl IntoView {
    let format = tongue().format;
    let CardNumbers { to_deliver, sent, delivered, bounces_errors, unique_opens, unique_clicks } =
        numbers.unwrap_or_default();
    let share = |part, whole| if has_started { format.percent(Rate { part, whole }) } else { String::new() };
    let count = numbers.map(|_| format.short(to_deliver)).unwrap_or_default();
    let cells = [
        count,
        share(delivered, sent),
        share(bounces_errors, sent),
        share(unique_opens, delivered),
        share(unique_clicks, delivered),
    ];
    cells.map(|shown| view! { <td class="executions__number">{shown}</td> })
}
