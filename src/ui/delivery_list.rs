//! The deliveries: label, id, channel, status, contact date, small figures. The whole row leads to one.

use delivery_app::view::has_card_numbers;
use delivery_app::{Failure, Remote, Route};
use delivery_core::domain::channel::Channel;
use delivery_core::domain::kpi::Rate;
use delivery_core::wire::{CardNumbers, DeliveryCard, Recurrence};
use leptos::prelude::*;

use super::context::{hands, tongue};
use super::later::later;
use super::link::Link;
use super::parts::icon::{Icon, Sign};
use super::parts::pane::{EmptyPane, ErrorPane, Skeleton};
use super::parts::status_pill::StatusPill;
use super::seen::{Seen, part};
use super::side_panel::occurrence;
use super::words::{Label, Note, detail_words};

#[derive(Clone, PartialEq)]
enum Pane {
    Loading,
    Failed(Failure),
    Shown(Vec<DeliveryCard>, Option<Failure>),
}

later! {
    /// The list; it comes while the service is still being asked for it.
    pub fn delivery_list() in list, 5 grey => view! { <DeliveryList /> }
}

/// The list of deliveries.
#[component]
fn DeliveryList() -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let pane = hands.see(|model| match (model.list().cards(), model.sign_in_failure()) {
        (Remote::Failed(failure, ..), _) | (Remote::Unasked, Some(failure)) => Pane::Failed(failure.clone()),
        (Remote::Unasked | Remote::Loading(_), _) => Pane::Loading,
        (Remote::Loaded(cards) | Remote::Refreshing(cards, _), _) => Pane::Shown(cards.clone(), None),
        (Remote::Stale(cards, failure, ..), _) => Pane::Shown(cards.clone(), Some(failure.clone())),
    });
    let body = part(move || {
        match pane.get() {
        Pane::Loading => view! { <Skeleton rows=5 /> }.into_any(),
        Pane::Failed(failure) => view! { <ErrorPane failure>{files_way()}</ErrorPane> }.into_any(),
        Pane::Shown(cards, _) if cards.is_empty() => {
            view! { <EmptyPane title=detail_words().note(Note::NoDeliveries) hint=detail_words().note(Note::NoDeliveriesHint) /> }
                .into_any()
        }
        Pane::Shown(cards, stale) => view! {
            {stale.map(|failure| view! { <p class="delivery-list__stale" role="status">{detail_words().stale(&failure)}</p> })}
            <ul class="delivery-list__rows">
                {cards.into_iter().map(|card| view! { <Row card /> }).collect_view()}
            </ul>
        }
        .into_any(),
    }
    });
    let is_shown = Seen::new(move || pane.with(|pane| matches!(pane, Pane::Shown(..))));
    view! {
        <div class="delivery-list">
            <div class="delivery-list__head">
                <h1>{words.label(Label::Deliveries)}</h1>
                {part(move || is_shown.get().then(files_way))}
            </div>
            {body}
        </div>
    }
}

/// The way to a dashboard of files alone. A page of a host has its own.
fn files_way() -> impl IntoView {
    hands().frame.is_page.then(|| view! { <a class="link" href="?files">{detail_words().note(Note::OpenFiles)}</a> })
}

/// One delivery.
#[component]
fn Row(card: DeliveryCard) -> impl IntoView {
    let tongue = tongue();
    let words = tongue.words;
    let DeliveryCard { id, label, channel, recurrence, state, contact_date, numbers, .. } = card;
    let is_recurring = recurrence != Recurrence::OneOff;
    let has_no_date = !is_recurring;
    let date = contact_date.map(|at| tongue.format.date_time(at, None));
    let parent = match recurrence {
        Recurrence::OneOff | Recurrence::Recurring => None,
        Recurrence::Execution(occasion) => {
            Some(format!("{} · {}", occasion.parent_label, occurrence(tongue, &occasion)))
        }
    };
    view! {
        <li class="delivery-list__row">
            <span class="delivery-list__channel" aria-hidden="true"><Sign icon=channel_icon(channel) /></span>
            <div class="delivery-list__what">
                <Link to=Route::Delivery(id.clone()) class="delivery-list__link">{label}</Link>
                <p class="delivery-list__facts">
                    <span class="delivery-list__id">{id.to_string()}</span>
                    <span>{if is_recurring { detail_words().recurring(channel) } else { words.channel(channel) }}</span>
                    {parent.map(|parent| view! { <span>{parent}</span> })}
                </p>
            </div>
            <div class="delivery-list__status">
                <StatusPill state />
                <p class="delivery-list__date">
                    <span class="unseen">{words.label(Label::ContactDate)}" "</span>
                    {date.or_else(|| has_no_date.then(|| detail_words().note(Note::NoContactDate).to_string()))}
                </p>
            </div>
            <Numbers channel numbers=numbers.unwrap_or_default() is_known=numbers.is_some() has_started=has_card_numbers(state) />
        </li>
    }
}

/// The small figures: how many, and once it has started, what became of them.
#[component]
fn Numbers(channel: Channel, numbers: CardNumbers, is_known: bool, has_started: bool) -> impl IntoView {
    let tongue = tongue();
    let format = tongue.format;
    let figure = |kpi, value: String| {
        view! {
            <div>
                <dt>{detail_words().kpi_short(kpi)}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    use delivery_app::view::Kpi;
    let share = |part, whole| format.percent(Rate { part, whole });
    let CardNumbers { to_deliver, sent, delivered, bounces_errors, unique_opens, unique_clicks } = numbers;
    let later = has_started.then(|| {
        let failures = if channel.has_bounces() { Kpi::BouncesErrors } else { Kpi::Errors };
        let all = [
            (true, Kpi::Delivered, share(delivered, sent)),
            (channel.has_failures(), failures, share(bounces_errors, sent)),
            (channel.has_tracking(), Kpi::OpenRate, share(unique_opens, delivered)),
            (channel.has_tracking(), Kpi::ClickRate, share(unique_clicks, delivered)),
        ];
        let told = all.into_iter().filter(|(is_told, ..)| *is_told);
        told.map(|(_, kpi, value)| figure(kpi, value)).collect_view()
    });
    is_known.then(
        || view! { <dl class="delivery-list__numbers">{figure(Kpi::ToDeliver, format.short(to_deliver))}{later}</dl> },
    )
}

/// The sign of a channel.
pub const fn channel_icon(channel: Channel) -> Icon {
    match channel {
        Channel::Email => Icon::Email,
        Channel::Sms => Icon::Sms,
        Channel::Push => Icon::Push,
        Channel::DirectMail => Icon::DirectMail,
    }
}
