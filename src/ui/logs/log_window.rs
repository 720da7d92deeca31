//! What is in the window: its tabs, the list of the one that is chosen, a recipient's story beside it.

use delivery_app::logs::{LogWindow, View, Wish};
use delivery_app::{Maker, Model, Msg};
use delivery_core::domain::channel::Tab;
use delivery_core::domain::group::Group;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::log_breakdown::LogBreakdown;
use super::log_filters::LogFilters;
use super::log_footer::LogFooter;
use super::log_grid::LogGrid;
use super::log_oddities::LogOddities;
use super::log_story::LogStory;
use super::{leave, view_of, wish};
use crate::ui::context::{hands, tongue};
use crate::ui::dashboard::delivery;
use crate::ui::parts::button::{Button, Weight};
use crate::ui::parts::status_pill::StatusPill;
use crate::ui::seen::{Seen, part, text};
use crate::ui::words::{LogLabel, log_words};

/// Everything in the window.
#[component]
pub fn Window() -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    hands.tell(Msg::AnnexCame(Maker(LogWindow::make)));
    let view = view_of(hands);
    let tab = Seen::new(move || view.with(|view| view.tab));
    let name = hands.see(|model| {
        delivery(model).map(|delivery| format!("{} · {}", delivery.id, delivery.label)).unwrap_or_default()
    });
    let state = hands.see(|model| model.dashboard().and_then(|dashboard| dashboard.state()).unwrap_or_default());
    let has_story = hands.see(|model| LogWindow::of(model).is_some_and(|window| window.story().is_some()));
    // Escape leaves what is innermost.
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && has_story.get() {
            event.prevent_default();
            wish(hands, Wish::StoryOver);
        }
    };
    let content = part(move || match tab.get() {
        Tab::Oddities => view! { <LogOddities /> }.into_any(),
        Tab::NotDelivered => view! { <LogBreakdown /><LogFilters /><LogGrid /> }.into_any(),
        Tab::Log
        | Tab::SendingLogs
        | Tab::ExclusionLogs
        | Tab::ExclusionCauses
        | Tab::TrackingLogs
        | Tab::TrackedUrls => view! { <LogFilters /><LogGrid /> }.into_any(),
    });
    let story = part(move || has_story.get().then(|| view! { <LogStory /> }));
    let window = NodeRef::<html::Div>::new();
    // A story that is over gives the keyboard back to the list it came from.
    Effect::new(move |had: Option<bool>| {
        let has = has_story.get();
        if had == Some(true) && !has {
            queue_microtask(move || focus(window, ".log-grid"));
        }
        has
    });
    view! {
        <div class="log-window" node_ref=window on:keydown=escape data-story=text(move || if has_story.get() { "open" } else { "none" })>
            <div class="log-window__head">
                <h2 id="logs-title">{words.label(LogLabel::Title)}" "<span class="log-window__of">{text(move || name.get())}</span></h2>
                <p class="log-window__status"><span class="unseen">{words.label(LogLabel::SendStatus)}</span><StatusPill state /></p>
                <Button label=words.label(LogLabel::Close).to_string() weight=Signal::stored(Weight::Quiet) on_press=leave(hands) />
            </div>
            <Tabs tab window />
            <div class="log-window__body">
                <div class="log-window__list" role="tabpanel" id="logs-panel" aria-labelledby=text(move || format!("logs-tab-{}", tab.get().name()))>
                    <Explanation view />
                    {content}
                </div>
                {story}
            </div>
            <LogFooter />
        </div>
    }
}

/// Gives the focus to something in the window, if it is there.
fn focus(window: NodeRef<html::Div>, what: &str) {
    // Later, it may be gone with its page.
    if let Some(Some(window)) = window.try_get_untracked()
        && let Ok(Some(found)) = window.query_selector(what)
        && let Some(found) = found.dyn_ref::<HtmlElement>()
    {
        let _ = found.focus();
    }
}

/// The tabs that the delivery has.
fn tabs(model: &Model) -> &'static [Tab] {
    let Some(dashboard) = model.dashboard() else { return &[] };
    let (Some(record), Some(state)) = (dashboard.record().shown(), dashboard.state()) else { return &[] };
    record.delivery.channel.tabs(record.delivery.tracking, state)
}

/// One tab is in the order of the keyboard; the arrows choose another.
#[component]
fn Tabs(tab: Seen<Tab>, window: NodeRef<html::Div>) -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    let all = hands.see(tabs);
    let choose = move |tab: Tab| {
        wish(hands, Wish::Tab(tab));
        let chosen = format!("#logs-tab-{}", tab.name());
        queue_microtask(move || focus(window, &chosen));
    };
    let steer = move |event: KeyboardEvent| {
        let tabs = all.get();
        let Some(at) = tabs.iter().position(|known| *known == tab.get()) else { return };
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % tabs.len(),
            "ArrowLeft" => (at + tabs.len() - 1) % tabs.len(),
            "Home" => 0,
            "End" => tabs.len() - 1,
            _ => return,
        };
        event.prevent_default();
        choose(tabs[next]);
    };
    let one = move |of: Tab| {
        let is_chosen = move || tab.get() == of;
        view! {
            <button
                type="button"
                role="tab"
                class="log-window__tab"
                id=format!("logs-tab-{}", of.name())
                aria-controls="logs-panel"
                aria-selected=text(move || is_chosen().to_string())
                data-first=tab.with_untracked(|tab| *tab == of)
                tabindex=text(move || if is_chosen() { "0" } else { "-1" })
                on:click=move |_| wish(hands, Wish::Tab(of))
            >
                {words.tab(of)}
            </button>
        }
    };
    view! {
        <div class="log-window__tabs" role="tablist" aria-label=words.label(LogLabel::Tabs) on:keydown=steer>
            {part(move || all.get().iter().map(|tab| one(*tab)).collect_view())}
        </div>
    }
}

/// What makes the number whose rows are shown, and how many they are.
#[component]
fn Explanation(view: Seen<View>) -> impl IntoView {
    let (hands, words, format) = (hands(), log_words(), tongue().format);
    let feedback = hands.see(|model| delivery(model).map(|delivery| delivery.feedback).unwrap_or_default());
    let total = hands.see(delivery_app::logs::total);
    let told = text(move || {
        view.with(|view| {
            let of_tab = match view.tab {
                Tab::SendingLogs => Some(Group::SendingLogs),
                Tab::ExclusionLogs => Some(Group::ExclusionLogs),
                Tab::NotDelivered => Some(Group::NotReached),
                Tab::Log | Tab::ExclusionCauses | Tab::TrackingLogs | Tab::TrackedUrls | Tab::Oddities => None,
            };
            let group = view.filter.group.or(of_tab);
            let formula = group.map(|group| words.explain(group, feedback.get()));
            let advice = view.filter.remedy.map(|remedy| words.remedy_hint(remedy));
            formula.into_iter().chain(advice).collect::<Vec<_>>().join(" ")
        })
    });
    let count = text(move || match total.get() {
        Some(count) => words.rows(count, &format.count(count)),
        None => String::new(),
    });
    view! {
        <p class="log-window__about" id="logs-about">
            <span class="log-window__count" role="status" data-total=text(move || total.get().map(|total| total.to_string()).unwrap_or_default())>{count}</span>
            <span>{told}</span>
        </p>
    }
}
