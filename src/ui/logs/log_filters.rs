//! What the rows are narrowed down to: fields above, and each filter as a chip that can be taken away.

use delivery_app::logs::{LogWindow, View};
use delivery_core::domain::channel::Tab;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::status::{Detail, Status};
use js_sys::Date;
use leptos::prelude::*;

use super::log_columns::LogColumns;
use super::{change, view_of};
use crate::ui::context::{hands, tongue};
use crate::ui::parts::button::{Button, Weight};
use crate::ui::parts::field::Select;
use crate::ui::seen::{Seen, part, text};
use crate::ui::words::{LogLabel, detail_words, log_words};

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
    let search_name =
        move || words.label(if tab.get().has_recipients() { LogLabel::Search } else { LogLabel::SearchRows });
    let has_more = move || tab.get().has_recipients();
    view! {
        <div class="log-filters" role="search">
            <label class="log-filters__search">
                <span class="unseen">{text(search_name)}</span>
                <input
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=text(search_name)
                    prop:value=move || search.get()
                    on:input=type_in
                />
            </label>
            {part(move || has_more().then(|| view! { <MoreFilters view /> }))}
            {part(move || tab.with(|tab| *tab != Tab::Oddities).then(|| view! { <LogColumns view /> }))}
        </div>
        <Chips view />
    }
}

/// Status, detail, reason, domain, time.
#[component]
fn MoreFilters(view: Seen<View>) -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    let tab = view.with_untracked(|view| view.tab);
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
        let counts = match (counted, tab) {
            (Some(counted), Tab::ExclusionLogs) => counted.causes(),
            (Some(counted), Tab::SendingLogs | Tab::NotDelivered) => counted.reasons(),
            _ => Vec::new(),
        };
        let mut known: Vec<String> =
            counts.into_iter().filter(|(_, count)| *count > 0).map(|(word, _)| word.to_string()).collect();
        // Their order stays, whatever the counts become while somebody chooses.
        known.sort_unstable();
        known
    });
    let any =
        |first: &'static str, rest: Vec<String>| std::iter::once(first.to_string()).chain(rest).collect::<Vec<_>>();
    // The place of what is chosen, after that of any.
    let place = |at: Option<usize>| at.map_or(0, |at| at + 1);
    let status_names = any(
        words.label(LogLabel::AnyStatus),
        statuses.iter().map(|status| words.status(*status).to_string()).collect(),
    );
    let detail_names =
        any(words.label(LogLabel::AnyDetail), details.iter().map(|detail| words.detail(*detail).to_string()).collect());
    let status = (!statuses.is_empty()).then(|| {
        let known = statuses.clone();
        let chosen = Seen::new(move || {
            let status = view.with(|view| view.filter.status);
            place(known.iter().position(|known| Some(*known) == status))
        });
        let on_choose = Callback::new(move |at: usize| {
            change(hands, view, |view| view.filter.status = at.checked_sub(1).and_then(|at| statuses.get(at).copied()));
        });
        view! { <Select label=words.label(LogLabel::Status) options=status_names chosen on_choose /> }
    });
    let detail = (!details.is_empty()).then(|| {
        let known = details.clone();
        let chosen = Seen::new(move || {
            let detail = view.with(|view| view.filter.detail);
            place(known.iter().position(|known| Some(*known) == detail))
        });
        let on_choose = Callback::new(move |at: usize| {
            change(hands, view, |view| view.filter.detail = at.checked_sub(1).and_then(|at| details.get(at).copied()));
        });
        view! { <Select label=words.label(LogLabel::Detail) options=detail_names chosen on_choose /> }
    });
    let reason = part(move || {
        let known = reasons.get();
        if known.is_empty() {
            return None;
        }
        let words_known = known.clone();
        let chosen = Seen::new(move || {
            let reason = view.with(|view| view.filter.reason.clone());
            place(words_known.iter().position(|word| Some(word) == reason.as_ref()))
        });
        let name = |word: &String| match (word.as_str(), tab) {
            ("", _) => words.label(LogLabel::Unsaid).to_string(),
            (word, Tab::ExclusionLogs) => detail_words().cause(word),
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
    let (words, format) = (log_words(), tongue().format);
    let filter = &view.filter;
    let reason = |word: &String| match view.tab {
        _ if word.is_empty() => words.label(LogLabel::Unsaid).to_string(),
        Tab::ExclusionLogs => detail_words().cause(word),
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
