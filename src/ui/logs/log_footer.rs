//! Up to when all is known, all counted again, the list as a file.

use delivery_app::Model;
use delivery_app::logs::{self, Difference, LogWindow, Recount, Taking, Wish};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::kpi::Rate;
use delivery_core::domain::role::Role;
use delivery_core::wire::ExportFormat;
use leptos::prelude::*;

use super::wish;
use crate::ui::context::{Hands, Tongue, hands, tongue};
use crate::ui::parts::button::{Button, Weight};
use crate::ui::seen::{Seen, part, text};
use crate::ui::words::{LogLabel, log_words};

/// How far the stream is known, and when it was last heard.
#[derive(Clone, Copy, PartialEq)]
enum Known {
    Not,
    Reading(u64),
    Until(Instant, u64),
}

fn known(model: &Model) -> Known {
    let Some(follow) = model.dashboard().map(|dashboard| dashboard.follow()) else { return Known::Not };
    if !follow.has_caught_up() {
        return Known::Reading(follow.fold().oddities().events);
    }
    let ago = model.now().ms_since(follow.heard()).unsigned_abs() / 1000;
    model.heard_at().map_or(Known::Not, |at| Known::Until(at, ago))
}

/// The foot of the window.
#[component]
pub fn LogFooter() -> impl IntoView {
    let (hands, words, format) = (hands(), log_words(), tongue().format);
    let known = hands.see(known);
    let complete = text(move || match known.get() {
        Known::Not => String::new(),
        Known::Reading(events) => words.not_complete(&format.count(events)),
        Known::Until(at, ago) => words.complete_until(&format.stamp(at), &format.span(ago)),
    });
    let is_reading = hands.see(|model| LogWindow::of(model).is_some_and(|window| window.recount().is_reading()));
    let may_export = hands.see(|model| model.roles().contains(&Role::Export));
    let is_taking = hands.see(|model| {
        LogWindow::of(model)
            .is_some_and(|window| matches!(window.taking(), Taking::Asking { .. } | Taking::Writing { .. }))
    });
    let has_list = hands.see(|model| logs::total(model).is_some());
    let refusal = Signal::derive(move || (!may_export.get()).then(|| words.label(LogLabel::MayNotExport).to_string()));
    let take = move |format: ExportFormat| Callback::new(move |()| wish(hands, Wish::Take(format, hands.fresh_key())));
    let quiet = Signal::stored(Weight::Plain);
    let exports = part(move || {
        has_list.get().then(|| {
            view! {
                <Button label=words.label(LogLabel::ExportCsv).to_string() weight=quiet refusal busy=is_taking on_press=take(ExportFormat::Csv) />
                <Button label=words.label(LogLabel::ExportNdjson).to_string() weight=quiet refusal busy=is_taking on_press=take(ExportFormat::Ndjson) />
            }
        })
    });
    view! {
        <div class="log-footer">
            <TakingBar />
            <RecountBar />
            <div class="log-footer__ways">
                <p class="log-footer__complete">{complete}</p>
                <Button
                    label=words.label(LogLabel::ComputeStats).to_string()
                    weight=quiet
                    busy=is_reading
                    on_press=Callback::new(move |()| wish(hands, Wish::Recount))
                />
                {exports}
            </div>
        </div>
    }
}

/// The button that puts a bar away.
fn over(hands: Hands, label: LogLabel, told: Wish) -> impl IntoView {
    let on_press = Callback::new(move |()| wish(hands, told.clone()));
    view! { <Button label=log_words().label(label).to_string() weight=Signal::stored(Weight::Quiet) on_press /> }
}

/// What is known of the second count.
#[derive(Clone, PartialEq)]
enum Told {
    Nothing,
    Reading,
    Equal { events: u64, at: Instant },
    Differs { events: u64, at: Instant, differences: Vec<Difference> },
    Failed(String),
}

#[component]
fn RecountBar() -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    let Tongue { words: names, format, .. } = tongue();
    let told = hands.see(move |model| match LogWindow::of(model).map(LogWindow::recount) {
        None | Some(Recount::Idle) => Told::Nothing,
        Some(Recount::Reading { .. } | Recount::Waiting(_)) => Told::Reading,
        Some(Recount::Failed(failure)) => Told::Failed(names.failure(failure)),
        Some(Recount::Done(found)) if found.differences.is_empty() => {
            Told::Equal { events: found.events, at: found.at }
        }
        Some(Recount::Done(found)) => {
            Told::Differs { events: found.events, at: found.at, differences: found.differences.clone() }
        }
    });
    let over = move |label| over(hands, label, Wish::RecountOver);
    let difference = move |one: Difference| {
        let by = format!(
            "{}{}",
            if one.counted > one.shown { "+" } else { "−" },
            format.count(one.counted.abs_diff(one.shown))
        );
        view! { <li>{words.difference(words.figure(one.figure), &format.count(one.shown), &format.count(one.counted), &by)}</li> }
    };
    let bar = part(move || {
        match told.get() {
        Told::Nothing => ().into_any(),
        Told::Reading => view! { <p>{words.label(LogLabel::Computing)}</p>{over(LogLabel::Cancel)} }.into_any(),
        Told::Equal { events, at } => {
            view! { <p data-tone="sent">"✓ "{words.recount_equal(&format.count(events), &format.stamp(at))}</p>{over(LogLabel::Dismiss)} }.into_any()
        }
        Told::Differs { events, at, differences } => view! {
            <div data-tone="failed">
                <p>{words.recount_differs(&format.count(events), &format.stamp(at))}</p>
                <ul>{differences.into_iter().map(difference).collect_view()}</ul>
            </div>
            {over(LogLabel::Dismiss)}
        }
        .into_any(),
        Told::Failed(why) => view! { <p data-tone="failed">{why}</p>{over(LogLabel::Dismiss)} }.into_any(),
    }
    });
    view! { <div class="log-footer__bar" role="status">{bar}</div> }
}

#[derive(Clone, PartialEq)]
enum Written {
    Nothing,
    Some(u64, u64),
    All(u64, String),
    Failed(String),
}

#[component]
fn TakingBar() -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    let Tongue { words: names, format, .. } = tongue();
    let written = hands.see(move |model| match LogWindow::of(model).map(LogWindow::taking) {
        None | Some(Taking::Idle | Taking::Asking { .. }) => Written::Nothing,
        Some(Taking::Writing { done, total, .. }) => Written::Some(*done as u64, *total),
        Some(Taking::Done { name, rows }) => Written::All(*rows, name.clone()),
        Some(Taking::Failed(failure)) => Written::Failed(names.failure(failure)),
    });
    let kind = Seen::new(move || written.with(std::mem::discriminant));
    let over = move |label| over(hands, label, Wish::TakeOver);
    let done = move || match written.get() {
        Written::Some(done, total) => Rate { part: done, whole: total.max(1) },
        Written::Nothing | Written::All(..) | Written::Failed(_) => Rate { part: 0, whole: 1 },
    };
    let bar = part(move || {
        kind.track();
        match written.with_untracked(Clone::clone) {
            Written::Nothing => ().into_any(),
            Written::Some(..) => view! {
                <progress max="1" value=text(move || { let Rate { part, whole } = done(); (part as f64 / whole as f64).to_string() })></progress>
                <p>{text(move || { let Rate { part, whole } = done(); words.taking(&format.count(part), &format.count(whole)) })}</p>
                {over(LogLabel::Cancel)}
            }
            .into_any(),
            Written::All(rows, name) => {
                view! { <p data-tone="sent">"✓ "{words.taken(&format.count(rows), &name)}</p>{over(LogLabel::Dismiss)} }.into_any()
            }
            Written::Failed(why) => view! { <p data-tone="failed">{why}</p>{over(LogLabel::Dismiss)} }.into_any(),
        }
    });
    view! { <div class="log-footer__bar" role="status">{bar}</div> }
}
