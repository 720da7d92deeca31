//! One bar that holds everybody, with its legend, whose parts lead to who is in them.

use leptos::prelude::*;

use crate::ui::link::LogsLink;
use crate::ui::seen::part;

/// A part of the bar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Which, for the style.
    pub kind: &'static str,
    /// What it is.
    pub name: &'static str,
    /// How many.
    pub count: u64,
    /// How many, as text.
    pub shown: String,
    /// The place of its rows in the log window.
    pub way: &'static str,
}

/// A bar whose parts sum up to the whole.
#[component]
pub fn SegmentedBar(
    /// The parts, in order.
    #[prop(into)]
    parts: Signal<Vec<Part>>,
    /// What the bar says, for who does not see it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let segment = |part: Part| {
        let grow = part.count.to_string();
        view! { <i data-kind=part.kind style:flex-grow=grow></i> }
    };
    let entry = |part: Part| {
        view! {
            <li>
                <LogsLink to=part.way class="segmented-bar__way">
                    <i data-kind=part.kind aria-hidden="true"></i>
                    {part.name}
                    " "
                    <b>{part.shown}</b>
                </LogsLink>
            </li>
        }
    };
    view! {
        <div part="progress" class="segmented-bar">
            <div class="segmented-bar__bar" role="img" aria-label=label>
                {part(move || parts.get().into_iter().map(segment).collect_view())}
            </div>
            <ul class="segmented-bar__legend">{part(move || parts.get().into_iter().map(entry).collect_view())}</ul>
        </div>
    }
}
