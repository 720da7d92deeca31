//! The Deployment block: how it stands, who it reached, how it came about, the six figures.

use delivery_app::view::{
    DeploymentView, Freshness, PreparationView, Segment, SegmentKind, Subline, deployment, freshness,
};
use delivery_core::domain::channel::Tab;
use delivery_core::domain::lifecycle::State;
use leptos::prelude::*;

use super::context::{Tongue, hands, tongue};
use super::dashboard::delivery;
use super::kpi_tile::KpiTile;
use super::later::later;
use super::link::LogsLink;
use super::log::log;
use super::parts::ring::Ring;
use super::parts::segmented_bar::{Part, SegmentedBar};
use super::schedule::zone;
use super::seen::{Seen, part, text, text_if_any};
use super::trend::trend;
use super::words::{Label, Note, detail_words};

/// The Deployment block.
#[component]
pub fn Deployment() -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let shown = hands.see(deployment);
    let tone = text_if_any(move || shown.with(|shown| shown.as_ref().map(|shown| shown.tone.name())));
    let has_tiles = Seen::new(move || shown.with(|shown| shown.as_ref().is_some_and(|shown| !shown.tiles.is_empty())));
    let has_started =
        Seen::new(move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.progress.is_some())));
    view! {
        <section part="card" class="card deployment" aria-labelledby="deployment-heading" data-tone=tone>
            <h2 class="unseen" id="deployment-heading">{words.label(Label::Deployment)}</h2>
            <Headline shown />
            {part(move || has_started.get().then(|| view! { <div class="deployment__course">{everybody(shown)}{trend()}</div> }))}
            {part(move || has_tiles.get().then(|| view! { <h3 class="unseen">{words.label(Label::KeyFigures)}</h3><Tiles shown /> }))}
            {part(move || has_started.get().then(|| note(shown)))}
            {log()}
        </section>
    }
}

/// How it stands, with the ring until it starts, and how fast it goes after.
#[component]
fn Headline(shown: Seen<Option<DeploymentView>>) -> impl IntoView {
    let (hands, tongue) = (hands(), tongue());
    let words = tongue.words;
    let zone = hands.see(|model| delivery(model).and_then(zone));
    let headline = text_if_any(move || {
        shown.with(|shown| {
            shown.as_ref().map(|shown| match shown.subline {
                Subline::StartsSoon => words.starting(),
                Subline::CanStart => words.label(Label::NotStarted),
                Subline::RepeatsNoMore => words.state(State::Paused),
                _ => words.headline(shown.state),
            })
        })
    });
    let subline = text_if_any(move || {
        let told = |shown: &DeploymentView| zone.with(|zone| subline(tongue, &shown.subline, zone.as_deref()));
        shown.with(|shown| shown.as_ref().map(told))
    });
    let pace = text_if_any(move || {
        let pace = shown.with(|shown| shown.as_ref().and_then(|shown| shown.pace))?;
        let left = tongue.format.span(pace.left_s);
        Some(match pace.per_second < 1.0 {
            true => words.slow_pace(&left, &tongue.format.figure(pace.per_second * 60.0)),
            false => words.pace(&left, &tongue.format.figure(pace.per_second)),
        })
    });
    let countdown = text_if_any(move || {
        let left = shown.with(|shown| shown.as_ref().and_then(|shown| shown.starts_in_s))?;
        Some(words.starts_in(&tongue.format.span(left)))
    });
    // Once it waits for its date, what is full is the preparation, and it would read as the send.
    let preparation = Seen::new(move || {
        shown.with(|shown| {
            shown.as_ref().filter(|shown| shown.state != State::Waiting).and_then(|shown| shown.preparation)
        })
    });
    let has_ring = Seen::new(move || preparation.get().is_some());
    view! {
        <div class="deployment__head">
            {part(move || has_ring.get().then(|| view! { <PreparationRing preparation /> }))}
            <div class="deployment__words">
                <p part="headline" class="deployment__headline">{headline}</p>
                <p class="deployment__subline">{subline}</p>
            </div>
            <div class="deployment__side">
                <p class="deployment__countdown">{countdown}</p>
                <p class="deployment__pace">{pace}</p>
                <FreshnessMark />
            </div>
        </div>
    }
}

#[component]
fn PreparationRing(preparation: Seen<Option<PreparationView>>) -> impl IntoView {
    let tongue = tongue();
    let percent = Signal::derive(move || match preparation.get() {
        Some(PreparationView::Running { done, about: Some(about) }) => Some(done * 100 / about.max(1)),
        Some(PreparationView::Running { about: None, .. }) => None,
        Some(PreparationView::Complete | PreparationView::Outdated) | None => Some(100),
    });
    let label = Signal::derive(move || match preparation.get() {
        Some(PreparationView::Running { done, .. }) => tongue.words.prepared_so_far(&tongue.format.count(done)),
        _ => tongue.words.headline(State::Prepared).to_string(),
    });
    let middle = Signal::derive(move || match (preparation.get(), percent.get()) {
        (Some(PreparationView::Running { done, .. }), None) => tongue.format.short(done),
        (_, percent) => {
            let rate = delivery_core::domain::kpi::Rate { part: percent.unwrap_or(0), whole: 100 };
            tongue.format.percent_heard(rate)
        }
    });
    view! { <Ring percent label middle /> }
}

fn subline(tongue: Tongue, subline: &Subline, zone: Option<&str>) -> String {
    let Tongue { words, format, .. } = tongue;
    let date = |at| format.date_time(at, zone);
    match subline {
        Subline::CanPrepare(channel) => words.can_prepare(*channel),
        Subline::CanStart => words.can_start().to_string(),
        Subline::NothingLeaves => words.nothing_leaves().to_string(),
        Subline::PreparationFailed(reason) => words.preparation_failed(reason.as_deref()),
        Subline::ConfirmToStart => words.confirm_to_start().to_string(),
        Subline::ConfirmToStartAt(at) => words.confirm_to_start_at(&date(*at)),
        Subline::ConfirmBefore(at) => words.confirm_before(&date(*at)),
        Subline::WaitsForConfirmation => words.waits_for_confirmation().to_string(),
        Subline::Changed(subject) => words.changed(*subject).to_string(),
        Subline::WaitsForApproval { by, is_own, before } => {
            words.waits_for_approval(by, *is_own, before.map(date).as_deref())
        }
        Subline::Repeats(next) => words.repeats(next.map(date).as_deref()),
        Subline::RepeatsNoMore => words.repeats_no_more().to_string(),
        Subline::Skipped { by, until } => words.skipped(by.as_deref(), until.map(date).as_deref()),
        Subline::Missed(at) => words.missed(at.map(date).as_deref()),
        Subline::StartsAt(at) => words.starts_at(&date(*at)),
        Subline::StartsSoon => words.starts_soon().to_string(),
        Subline::Relayed { sent, to_deliver } => words.relayed(&format.count(*sent), &format.count(*to_deliver)),
        Subline::PausedAfter { sent, queued, by } => {
            words.paused_after(&format.count(*sent), &format.count(*queued), by.as_deref())
        }
        Subline::StoppedAfter { sent, cancelled, by } => {
            words.stopped_after(&format.count(*sent), &format.count(*cancelled), by.as_deref())
        }
        Subline::Failed(reason) => words.send_failed(reason.as_deref()),
        Subline::AllProcessed => words.all_processed().to_string(),
        Subline::Unread => words.unread().to_string(),
        Subline::Unanswered(count) => words.unanswered(*count, &format.count(*count)),
        Subline::Outstanding { open, final_by } => {
            words.outstanding(*open, &format.count(*open), final_by.map(date).as_deref())
        }
    }
}

/// How fresh the numbers are.
#[component]
fn FreshnessMark() -> impl IntoView {
    let Tongue { words, format, .. } = tongue();
    let fresh = hands().see(freshness);
    let told = text(move || match fresh.get() {
        Freshness::Connecting => words.connecting().to_string(),
        Freshness::CatchingUp => words.catching_up().to_string(),
        Freshness::Counted(at) => words.counted(&format.time(at)),
        Freshness::Live => words.live().to_string(),
        Freshness::Reconnecting { as_of, silent_s } => {
            words.reconnecting(&format.span(silent_s), as_of.map(|at| format.time(at)).as_deref())
        }
        Freshness::AsOf(at) => at.map_or_else(|| words.connecting().to_string(), |at| words.as_of(&format.time(at))),
    });
    let name = text(move || match fresh.get() {
        Freshness::Live => "live",
        Freshness::Connecting | Freshness::CatchingUp | Freshness::Counted(_) => "catching",
        Freshness::Reconnecting { .. } | Freshness::AsOf(_) => "old",
    });
    view! { <p class="deployment__fresh" data-fresh=name>{told}</p> }
}

later! {
    /// The bar that holds every recipient.
    fn everybody(shown: Seen<Option<DeploymentView>>) in details, 0 grey => view! { <Everybody shown /> }
}

/// One bar that holds every recipient, so that the figures can be seen to add up.
#[component]
fn Everybody(shown: Seen<Option<DeploymentView>>) -> impl IntoView {
    let format = tongue().format;
    let entry = move |segment: &Segment| Part {
        kind: segment.kind.name(),
        name: detail_words().segment(segment.kind),
        count: segment.count,
        shown: format.count(segment.count),
        way: segment.kind.way(),
    };
    let parts = Seen::new(move || {
        shown.with(|shown| {
            shown.as_ref().map(|shown| shown.segments.iter().map(entry).collect::<Vec<_>>()).unwrap_or_default()
        })
    });
    let label = Signal::derive(move || {
        let parts: Vec<_> = parts.get().iter().map(|part| format!("{} {}", part.name, part.shown)).collect();
        detail_words().bar_summary(&parts.join(", "))
    });
    let is_missed = Seen::new(move || {
        let is_a_miss = |segment: &Segment| matches!(segment.kind, SegmentKind::Failed | SegmentKind::Cancelled);
        shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.segments.iter().any(is_a_miss)))
    });
    let missed = part(move || {
        let link = || view! { <LogsLink to=Tab::NotDelivered.name() class="link">{detail_words().note(Note::WhoMissedIt)}</LogsLink> };
        is_missed.get().then(|| view! { <p class="deployment__missed">{link()}</p> })
    });
    view! {
        <SegmentedBar parts label />
        {missed}
    }
}

/// The figures.
#[component]
pub fn Tiles(
    /// What they show.
    shown: Seen<Option<DeploymentView>>,
) -> impl IntoView {
    let feedback =
        Seen::new(move || shown.with(|shown| shown.as_ref().map(|shown| shown.feedback)).unwrap_or_default());
    let tiles = part(move || {
        let tiles = shown.with(|shown| shown.as_ref().map(|shown| shown.tiles.clone()).unwrap_or_default());
        tiles.into_iter().map(|tile| view! { <KpiTile tile feedback=feedback.get() /> }).collect_view()
    });
    view! {
        <div class="deployment__tiles">{tiles}</div>
    }
}

later! {
    /// How Delivered is to be read.
    fn note(shown: Seen<Option<DeploymentView>>) in details, 0 grey => view! { <FeedbackNote shown /> }
}

/// How Delivered is to be read.
#[component]
fn FeedbackNote(shown: Seen<Option<DeploymentView>>) -> impl IntoView {
    let format = tongue().format;
    let note = text_if_any(move || {
        shown.with(|shown| {
            shown.as_ref().map(|shown| {
                let final_by = shown.final_by.map(|at| format.date_time(at, None));
                let note = match &final_by {
                    Some(date) if shown.is_final => detail_words().final_since(shown.feedback, date),
                    date => detail_words().feedback_note(shown.feedback, date.as_deref()),
                };
                let probes = (shown.probes > 0)
                    .then(|| detail_words().without_probes(shown.probes, &format.count(shown.probes)));
                format!("{note} {}", probes.unwrap_or_default())
            })
        })
    });
    view! { <p class="deployment__note">{note}</p> }
}
