//! One figure: big at a glance, exact below, and what it divides by what. It leads to the rows that make it.

use delivery_app::Model;
use delivery_app::view::{Basis, Figure, Freshness, Tile, Tone, deployment, freshness};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::kpi::Rate;
use delivery_core::domain::status::Feedback;
use leptos::prelude::*;

use super::context::{Tongue, hands, tongue};
use super::link::LogsLink;
use super::seen::text_if_any;

/// A tile.
#[component]
pub fn KpiTile(
    /// What it shows.
    tile: Tile,
    /// How its formula reads.
    feedback: Feedback,
) -> impl IntoView {
    let tongue = tongue();
    let Tongue { words, format, .. } = tongue;
    let (big, exact) = (big(tile, tongue), exact(tile, tongue));
    let sign = sign(tile.tone).map(|sign| view! { <span class="kpi-tile__sign" aria-hidden="true">{sign}</span> });
    let formula = words.formula(tile.kpi, feedback);
    let fresh = hands().see(freshness);
    let age = move || match fresh.get() {
        Freshness::Live => Some(words.live().to_string()),
        Freshness::Connecting | Freshness::CatchingUp => Some(words.catching_up().to_string()),
        // Said once, above: a word in each would be gone in a moment, and the tiles be of another height.
        Freshness::Counted(_) => None,
        Freshness::Reconnecting { as_of, .. } | Freshness::AsOf(as_of) => as_of.map(|at| words.as_of(&format.time(at))),
    };
    view! {
        <div part="kpi" class="kpi-tile" role="group" aria-label=words.kpi(tile.kpi) data-tone=tile.tone.name()>
            <dl>
                <dt><LogsLink to=tile.kpi.way() class="kpi-tile__way">{words.kpi(tile.kpi)}</LogsLink></dt>
                <dd class="kpi-tile__big">{big}{sign}</dd>
                <dd class="kpi-tile__exact" data-basis>{exact}</dd>
                <dd class="kpi-tile__formula">
                    {formula}
                    <span class="kpi-tile__age">{text_if_any(move || age().map(|age| format!(" · {age}")))}</span>
                </dd>
            </dl>
        </div>
    }
}

/// The figures as they are shown at that time, a line for each: its name, the big number, the exact one, its formula.
/// The time stands above them. Nothing if there are none.
pub fn shown_figures(model: &Model, tongue: Tongue, at: Instant) -> String {
    let Tongue { words, format, .. } = tongue;
    let shown = deployment(model);
    let line = |feedback, tile: Tile| {
        [words.kpi(tile.kpi), &big(tile, tongue), &exact(tile, tongue), words.formula(tile.kpi, feedback)].join("\t")
            + "\n"
    };
    let figures: String =
        shown.iter().flat_map(|shown| shown.tiles.iter().map(|tile| line(shown.feedback, *tile))).collect();
    if figures.is_empty() { figures } else { [&format.date_time(at, None), "\n", &figures].concat() }
}

fn big(tile: Tile, Tongue { format, .. }: Tongue) -> String {
    match tile.figure {
        Figure::Count(count) => format.short(count),
        Figure::Share(rate) => format.percent(rate),
    }
}

/// Colour alone says nothing: a sign goes with it.
const fn sign(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Good => Some("✓"),
        Tone::Warn => Some("!"),
        Tone::Bad => Some("▼"),
        Tone::Idle | Tone::Active | Tone::Asks => None,
    }
}

fn exact(tile: Tile, Tongue { words, format, .. }: Tongue) -> String {
    let Rate { part, whole } = match tile.figure {
        Figure::Count(count) => Rate { part: count, whole: count },
        Figure::Share(rate) => rate,
    };
    let (shown, of) = (format.count(part), format.count(whole));
    match tile.basis {
        Basis::Population => words.population_basis(&shown),
        Basis::Audience { excluded, probes } => {
            let left_out = (excluded > 0).then(|| format.count(excluded));
            let probes_shown = format.count(probes);
            words.audience_basis(&shown, left_out.as_deref(), (probes > 0).then_some((probes, probes_shown.as_str())))
        }
        Basis::OfToDeliver => words.of_to_deliver(&shown, &of),
        Basis::OfSent => words.of_sent(&shown, &of),
        Basis::OfSentRetrying(retrying) => words.of_sent_retrying(&shown, &of, &format.count(retrying)),
        Basis::OfDelivered => words.people_of_delivered(part, &shown, &of),
    }
}
