//! A ring that fills.

use crate::ui::seen::{text, text_if_any};
use leptos::prelude::*;

/// A ring, filled by hundredths; turning while the whole is not known.
#[component]
pub fn Ring(
    /// How full, in hundredths.
    #[prop(into)]
    percent: Signal<Option<u64>>,
    /// What it says, for who does not see it.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in its middle.
    #[prop(into)]
    middle: Signal<String>,
) -> impl IntoView {
    let dashes = text(move || format!("{} 100", percent.get().unwrap_or(25).min(100)));
    view! {
        <div
            class="ring"
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=text_if_any(move || percent.get().map(|percent| percent.to_string()))
            data-turning=text(move || percent.get().is_none().to_string())
        >
            <svg viewBox="0 0 80 80" aria-hidden="true">
                <circle class="ring__track" cx="40" cy="40" r="35" />
                <circle class="ring__part" cx="40" cy="40" r="35" pathLength="100" stroke-dasharray=dashes />
            </svg>
            <span class="ring__middle">{middle}</span>
        </div>
    }
}
