//! The panel with what the delivery is: its channel in the colour of its state, its id, its facts.

use delivery_app::Route;
use delivery_app::view::Tone;
use delivery_core::wire::{Delivery, Occasion, Recurrence};
use leptos::prelude::*;

use super::context::{Tongue, hands, tongue};
use super::dashboard::delivery;
use super::delivery_list::channel_icon;
use super::later::later;
use super::link::Link;
use super::parts::facts::Fact;
use super::parts::icon::Sign;
use super::seen::{part, text};
use super::words::{Label, detail_words};

/// The panel.
#[component]
pub fn SidePanel() -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let tone =
        hands.see(|model| model.dashboard().and_then(|dashboard| dashboard.state()).map_or(Tone::Idle, Tone::from));
    view! {
        <section part="panel" class="side-panel" aria-label=words.label(Label::Summary) data-tone=text(move || tone.get().name())>
            {facts()}
        </section>
    }
}

later! {
    /// What is in it.
    fn facts() in details, 2 grey => view! { <Facts /> }
}

#[component]
fn Facts() -> impl IntoView {
    let shown = hands().see(|model| delivery(model).cloned());
    part(move || shown.get().map(|delivery| view! { <Summary delivery /> }))
}

#[component]
fn Summary(delivery: Delivery) -> impl IntoView {
    let tongue = tongue();
    let (words, format) = (tongue.words, tongue.format);
    let Delivery { id, label, channel, recurrence, campaign, description, contact_date, .. } = delivery;
    let date =
        contact_date.map(|at| view! { <Fact name=words.label(Label::ContactDate)>{format.date_time(at, None)}</Fact> });
    let campaign = campaign.map(|name| view! { <Fact name=words.label(Label::Campaign)>{name}</Fact> });
    let description = description.map(|text| view! { <Fact name=words.label(Label::Description)>{text}</Fact> });
    let is_recurring = recurrence != Recurrence::OneOff;
    let parent = match recurrence {
        Recurrence::OneOff | Recurrence::Recurring => None,
        Recurrence::Execution(occasion) => {
            let date = occurrence(tongue, &occasion);
            Some(view! {
                <Fact name=words.label(Label::ParentDelivery)>
                    <Link to=Route::Delivery(occasion.parent) class="link">{occasion.parent_label}</Link>
                </Fact>
                <Fact name=words.label(Label::Execution)>{date}</Fact>
            })
        }
    };
    view! {
        <p class="side-panel__band">
            <Sign icon=channel_icon(channel) />
            {if is_recurring { detail_words().recurring(channel) } else { words.channel(channel) }}
        </p>
        <p class="side-panel__id">{id.to_string()}</p>
        <p class="side-panel__label">{label}</p>
        <dl class="facts">{date}{campaign}{parent}{description}</dl>
    }
}

/// The occurrence that an execution stands for: `30 Nov 2026, 09:00 CET`.
pub fn occurrence(tongue: Tongue, occasion: &Occasion) -> String {
    tongue.format.date_time(occasion.at, Some(occasion.zone.as_str()))
}
