//! What of the stream could not be read, or is of no known type: counted, and to be looked at.

use delivery_core::app::Model;
use delivery_core::domain::oddity::Oddities as Odd;
use leptos::prelude::*;

use super::context::{Tongue, hands, tongue};
use super::seen::part;
use super::words::Label;

/// A quiet line for each kind of oddity; it opens what is behind it.
#[component]
pub fn Oddities() -> impl IntoView {
    let Tongue { words, format } = tongue();
    let odd = hands().see(|model: &Model| {
        let odd = model.dashboard().map(|dashboard| dashboard.follow().fold().oddities());
        odd.filter(|odd| odd.malformed + odd.unrecognised > 0).map(|odd| {
            let types: Vec<_> = odd.unrecognised_types.iter().map(|(name, count)| (name.clone(), *count)).collect();
            (odd.malformed, odd.malformed_lines.clone(), odd.unrecognised, types)
        })
    });
    let lines = move |count: u64, lines: Vec<String>| {
        let is_cut = count > lines.len() as u64;
        let kept = format.count(Odd::LINES_KEPT as u64);
        let line = |line: String| view! { <li><code>{line}</code></li> };
        view! {
            <details class="oddities__kind">
                <summary>{words.unreadable_lines(count, &format.count(count))}</summary>
                <p>{words.label(Label::UnreadableHint)}{is_cut.then(|| format!(" {}", words.first_shown(&kept)))}</p>
                <ol>{lines.into_iter().map(line).collect_view()}</ol>
            </details>
        }
    };
    let types = move |count: u64, types: Vec<(String, u64)>| {
        let kind = move |(name, count): (String, u64)| view! { <li><code>{name}</code>" "{format.count(count)}</li> };
        view! {
            <details class="oddities__kind">
                <summary>{words.unrecognised_events(count, &format.count(count))}</summary>
                <p>{words.label(Label::UnrecognisedHint)}</p>
                <ul>{types.into_iter().map(kind).collect_view()}</ul>
            </details>
        }
    };
    part(move || {
        odd.get().map(|(malformed, kept, unrecognised, names)| {
            view! {
                <div class="oddities">
                    {(malformed > 0).then(|| lines(malformed, kept))}
                    {(unrecognised > 0).then(|| types(unrecognised, names))}
                </div>
            }
        })
    })
}
