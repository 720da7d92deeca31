//! What the rows are narrowed down to: fields above, and each filter as a chip that can be taken away.

use delivery_core::app::logs::{Column, LogWindow, View, Wish};
use delivery_core::domain::channel::Tab;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::status::{Detail, Status};
use js_sys::Date;
use leptos::prelude::*;

use super::{view_of, wish};
use crate::ui::context::{Hands, Tongue, hands, tongue};
use crate::ui::parts::button::{Button, Weight};
use crate::ui::parts::field::Select;
use crate::ui::seen::{Seen, part};
use crate::ui::words::{LogLabel, log_words};

/// Changes the view and tells it.
fn change(hands: Hands, view: Seen<View>, act: impl FnOnce(&mut View)) {
    let mut next = view.with_untracked(View::clone);
    act(&mut next);
    wish(hands, Wish::View(next));
}

/// The fields and the chips.
#[component]
pub fn LogFilters() -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    let view = view_of(hands);
    let tab = Seen::new(move || view.with(|view| view.tab));
    let search = Seen::new(move || view.with(|view| view.filter.text.clone()));
    let type_in = move |event| {
        let text = event_target_value(&event);
        change(hands, view, |view| view.filter.text = text.trim().to_string());
    };
    let is_of_messages = move || matches!(tab.get(), Tab::SendingLogs | Tab::ExclusionLogs | Tab::NotDelivered);
    let has_more = move || is_of_messages() || tab.get() == Tab::TrackingLogs;
    view! {
        <div class="log-filters" role="search">
            <label class="log-filters__search">
                <span class="unseen">{words.label(LogLabel::Search)}</span>
                <input
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=words.label(LogLabel::Search)
                    prop:value=move || search.get()
                    on:input=type_in
                />
            </label>
            {part(move || has_more().then(|| view! { <MoreFilters view /> }))}
            {part(move || tab.with(|tab| *tab != Tab::Oddities).then(|| view! { <Columns view /> }))}
        </div>
        <Chips view />
    }
}

/// Status, detail, reason, domain, time.
#[component]
fn MoreFilters(view: Seen<View>) -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    let names = tongue().words;
    let tab = view.with_untracked(|view| view.tab);
    let filter = view.with_untracked(|view| view.filter.clone());
    let statuses: Vec<Status> = match tab {
        Tab::SendingLogs => Status::NAMES.iter().map(|(status, _)| *status).collect(),
        Tab::NotDelivered => vec![Status::Failed, Status::Cancelled, Status::Excluded],
        Tab::Log | Tab::ExclusionLogs | Tab::ExclusionCauses | Tab::TrackingLogs | Tab::TrackedUrls | Tab::Oddities => {
            Vec::new()
        }
    };
    let details: Vec<Detail> =
        if statuses.is_empty() { Vec::new() } else { Detail::NAMES.iter().map(|(detail, _)| *detail).collect() };
    // The reasons there are, as far as they were counted.
    let reasons = hands.see(move |model| {
        let fold = model.dashboard().map(|dashboard| dashboard.follow().fold());
        let counted =
            LogWindow::of(model).and_then(LogWindow::census).zip(fold).and_then(|(census, fold)| census.counted(fold));
        let owned = |(word, _): &(&str, u64)| word.to_string();
        match (counted, tab) {
            (Some(counted), Tab::ExclusionLogs) => {
                counted.causes().iter().filter(|(_, count)| *count > 0).map(owned).collect()
            }
            (Some(counted), Tab::SendingLogs | Tab::NotDelivered) => counted.reasons().iter().map(owned).collect(),
            _ => Vec::<String>::new(),
        }
    });
    let any =
        |first: &'static str, rest: Vec<String>| std::iter::once(first.to_string()).chain(rest).collect::<Vec<_>>();
    let place = |at: Option<usize>| at.map_or(0, |at| at + 1);
    let chosen_status = place(statuses.iter().position(|status| Some(*status) == filter.status));
    let chosen_detail = place(details.iter().position(|detail| Some(*detail) == filter.detail));
    let status_names = any(
        words.label(LogLabel::AnyStatus),
        statuses.iter().map(|status| words.status(*status).to_string()).collect(),
    );
    let detail_names =
        any(words.label(LogLabel::AnyDetail), details.iter().map(|detail| words.detail(*detail).to_string()).collect());
    let status = (!statuses.is_empty()).then(|| {
        let on_choose = Callback::new(move |at: usize| {
            change(hands, view, |view| view.filter.status = at.checked_sub(1).and_then(|at| statuses.get(at).copied()));
        });
        view! { <Select label=words.label(LogLabel::Status) options=status_names chosen=chosen_status on_choose /> }
    });
    let detail = (!details.is_empty()).then(|| {
        let on_choose = Callback::new(move |at: usize| {
            change(hands, view, |view| view.filter.detail = at.checked_sub(1).and_then(|at| details.get(at).copied()));
        });
        view! { <Select label=words.label(LogLabel::Detail) options=detail_names chosen=chosen_detail on_choose /> }
    });
    let reason = part(move || {
        let known = reasons.get();
        if known.is_empty() {
            return None;
        }
        let current = view.with_untracked(|view| view.filter.reason.clone());
        let chosen = place(known.iter().position(|word| Some(word) == current.as_ref()));
        let name = |word: &String| match (word.as_str(), tab) {
            ("", _) => words.label(LogLabel::Unsaid).to_string(),
            (word, Tab::ExclusionLogs) => names.cause(word),
            (word, _) => words.reason(word),
        };
        let options = any(words.label(LogLabel::AnyReason), known.iter().map(name).collect());
        let on_choose = Callback::new(move |at: usize| {
            let word = at.checked_sub(1).and_then(|at| known.get(at).cloned());
            change(hands, view, |view| view.filter.reason = word);
        });
        Some(view! { <Select label=words.label(LogLabel::Reason) options chosen on_choose /> })
    });
    let domain = Seen::new(move || view.with(|view| view.filter.domain.clone().unwrap_or_default()));
    let name_domain = move |event| {
        let text = event_target_value(&event).trim().trim_start_matches('@').to_lowercase();
        change(hands, view, |view| view.filter.domain = Some(text).filter(|text| !text.is_empty()));
    };
    let from = move |event| change(hands, view, |view| view.filter.from = local(&event_target_value(&event)));
    let until = move |event| change(hands, view, |view| view.filter.until = local(&event_target_value(&event)));
    let shown = move |at: fn(&View) -> Option<Instant>| {
        let at = Seen::new(move || view.with(at));
        move || at.get().map(to_local).unwrap_or_default()
    };
    let active = view.with_untracked(|view| {
        let filter = &view.filter;
        filter.status.is_some()
            || filter.detail.is_some()
            || filter.reason.is_some()
            || filter.domain.is_some()
            || filter.from.is_some()
            || filter.until.is_some()
    });
    view! {
        <details class="log-filters__more" prop:open=active>
            <summary>{words.label(LogLabel::Filters)}</summary>
            <div class="log-filters__fields">
                {status}
                {detail}
                {reason}
                <label class="field">
                    <span>{words.label(LogLabel::Domain)}</span>
                    <input type="text" autocomplete="off" spellcheck="false" prop:value=move || domain.get() on:change=name_domain />
                </label>
                <label class="field">
                    <span>{words.label(LogLabel::From)}</span>
                    <input type="datetime-local" step="1" prop:value=shown(|view| view.filter.from) on:change=from />
                </label>
                <label class="field">
                    <span>{words.label(LogLabel::Until)}</span>
                    <input type="datetime-local" step="1" prop:value=shown(|view| view.filter.until) on:change=until />
                </label>
            </div>
        </details>
    }
}

/// A date and time of the viewer's clock as an instant. `None` if it is none.
fn local(text: &str) -> Option<Instant> {
    let at = Date::parse(text);
    at.is_finite().then(|| Instant::from_millis(at as i64))
}

/// The other way round, as the browser's field takes it.
fn to_local(at: Instant) -> String {
    let date = Date::new(&(at.millis() as f64).into());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds()
    )
}

/// Which columns, in which order they are offered.
#[component]
fn Columns(view: Seen<View>) -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    let boxes = part(move || {
        let current = view.get();
        let one = |column: &Column| {
            let column = *column;
            let tab = current.tab;
            let is_shown = current.columns().contains(&column);
            let is_fixed = column.is_fixed(tab);
            let turn = move |_| {
                change(hands, view, |view| {
                    let wanted = |known: &Column| (*known == column) != view.columns().contains(known);
                    let columns: Vec<_> = Column::possible(view.tab).iter().copied().filter(wanted).collect();
                    let is_usual = columns == Column::usual(view.tab);
                    view.columns = (!is_usual).then_some(columns);
                });
            };
            view! {
                <label class="log-filters__column">
                    <input type="checkbox" prop:checked=is_shown disabled=is_fixed on:change=turn />
                    <span>{words.column(column)}</span>
                </label>
            }
        };
        Column::possible(current.tab).iter().map(one).collect_view()
    });
    view! {
        <details class="log-filters__more">
            <summary>{words.label(LogLabel::Columns)}</summary>
            <div class="log-filters__columns" role="group" aria-label=words.label(LogLabel::Columns)>
                {boxes}
                <Button
                    label=words.label(LogLabel::UsualColumns).to_string()
                    weight=Signal::stored(Weight::Quiet)
                    on_press=Callback::new(move |()| change(hands, view, |view| view.columns = None))
                />
            </div>
        </details>
    }
}

/// The filters that hold, each with the way to be rid of it.
#[component]
fn Chips(view: Seen<View>) -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    part(move || {
        let keys: Vec<_> =
            view.with(View::filter_words).into_iter().map(|(key, _)| key).filter(|key| *key != "text").collect();
        let one = |key: &&'static str| {
            let key = *key;
            let label = view.with_untracked(|view| chip(view, key));
            let title = format!("{} {label}", words.label(LogLabel::Remove));
            view! {
                <button type="button" class="log-filters__chip" title=title.clone() aria-label=title on:click=move |_| change(hands, view, |view| drop_filter(view, key))>
                    {label}
                    <span aria-hidden="true">" ×"</span>
                </button>
            }
        };
        let all = (keys.len() > 1).then(|| {
            view! {
                <Button
                    label=words.label(LogLabel::ClearAll).to_string()
                    weight=Signal::stored(Weight::Quiet)
                    on_press=Callback::new(move |()| change(hands, view, |view| view.filter = Default::default()))
                />
            }
        });
        (!keys.is_empty())
            .then(|| view! { <div class="log-filters__chips">{keys.iter().map(one).collect_view()}{all}</div> })
    })
}

fn drop_filter(view: &mut View, key: &str) {
    let filter = &mut view.filter;
    match key {
        "group" => filter.group = None,
        "status" => filter.status = None,
        "detail" => filter.detail = None,
        "reason" => filter.reason = None,
        "remedy" => filter.remedy = None,
        "domain" => filter.domain = None,
        "type" => filter.action = None,
        "url" => filter.url = None,
        "from" => filter.from = None,
        "until" => filter.until = None,
        _ => filter.text.clear(),
    }
}

/// A filter in words.
fn chip(view: &View, key: &str) -> String {
    let (words, Tongue { words: names, format }) = (log_words(), tongue());
    let filter = &view.filter;
    let reason = |word: &String| match view.tab {
        _ if word.is_empty() => words.label(LogLabel::Unsaid).to_string(),
        Tab::ExclusionLogs => names.cause(word),
        _ => words.reason(word),
    };
    let told = match key {
        "group" => filter.group.map(|group| words.group(group).to_string()),
        "status" => filter.status.map(|status| words.filter(words.label(LogLabel::Status), words.status(status))),
        "detail" => filter.detail.map(|detail| words.filter(words.label(LogLabel::Detail), words.detail(detail))),
        "reason" => filter.reason.as_ref().map(|word| words.filter(words.label(LogLabel::Reason), &reason(word))),
        "remedy" => filter.remedy.map(|remedy| words.remedy(remedy).to_string()),
        "domain" => filter.domain.as_ref().map(|domain| format!("@{domain}")),
        "type" => filter.action.map(|action| words.action(action).to_string()),
        "url" => filter.url.clone(),
        "from" => filter.from.map(|at| words.from(&format.stamp(at))),
        "until" => filter.until.map(|at| words.until(&format.stamp(at))),
        _ => None,
    };
    told.unwrap_or_default()
}
