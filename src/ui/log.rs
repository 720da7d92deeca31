//! What the preparation and the send say of themselves, as they say it.

use delivery_app::view::{self, LogLine};
use delivery_core::domain::event::Severity;
use delivery_core::domain::lifecycle::State;
use leptos::prelude::*;

use super::context::{hands, tongue};
use super::later::later;
use super::parts::icon::{Icon, Sign};
use super::seen::{Seen, part, text};
use super::words::detail_words;

/// The rows, newest first: open while something is being prepared and when it failed, else on demand.
#[component]
fn Log() -> impl IntoView {
    let (hands, format) = (hands(), tongue().format);
    let shown = hands.see(view::log);
    let is_news = hands.see(|model| {
        let state = model.dashboard().and_then(|dashboard| dashboard.state());
        matches!(state, Some(State::Preparing | State::PreparationFailed))
    });
    let has_rows = Seen::new(move || shown.with(|shown| shown.total > 0));
    let summary = text(move || {
        shown.with(|shown| detail_words().log_summary(&format.count(shown.total), shown.warnings, shown.errors))
    });
    // A part of its own: see the module about what is seen twice.
    let rows = move || part(move || shown.with(|shown| shown.rows.iter().map(row).collect_view()));
    part(move || {
        has_rows.get().then(|| {
            view! {
                <details class="log" prop:open=move || is_news.get()>
                    <summary>{summary}</summary>
                    <ol class="log__rows">{rows()}</ol>
                </details>
            }
        })
    })
}

later! {
    /// The log, below everything else of its block.
    pub fn log() in details, 0 grey => view! { <Log /> }
}

fn row(line: &LogLine) -> impl IntoView + use<> {
    let (severity, icon) = match line.severity {
        Severity::Info => ("info", Icon::Note),
        Severity::Warning => ("warning", Icon::Warning),
        Severity::Error => ("error", Icon::Warning),
    };
    view! {
        <li class="log__row" data-severity=severity>
            <Sign icon />
            <time>{tongue().format.time(line.time)}</time>
            <span>{line.text.clone()}</span>
        </li>
    }
}
