//! How the numbers came about.

use chrono::TimeDelta;
use delivery_app::view::deployment;
use delivery_core::domain::timeline::Timeline;
use leptos::prelude::*;

use super::context::{Tongue, hands, tongue};
use super::later::later;
use super::parts::chart::{Chart, Line, Plot};
use super::seen::{Seen, part};
use super::words::{Note, detail_words};

/// Relayed, delivered and failed over time, with a table of the same.
#[component]
fn Trend() -> impl IntoView {
    let tongue = tongue();
    let timeline = hands().see(|model| {
        let follow = model.dashboard().map(|dashboard| dashboard.follow());
        let left_s = deployment(model).and_then(|shown| shown.pace).map(|pace| pace.left_s);
        follow.map(|follow| (follow.timeline().clone(), follow.tally().all.to_deliver, left_s)).unwrap_or_default()
    });
    let plot = Seen::new(move || timeline.with(|(timeline, whole, left_s)| plot(tongue, timeline, *whole, *left_s)));
    let rows = part(move || timeline.with(|(timeline, ..)| rows(tongue, timeline)));
    view! {
        <div class="trend">
            <Chart plot title=detail_words().chart_title() />
            <details class="trend__table">
                <summary>{detail_words().note(Note::ShowAsTable)}</summary>
                <table>
                    <caption class="unseen">{detail_words().chart_title()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{detail_words().note(Note::Time)}</th>
                            <th scope="col">{detail_words().note(Note::Relayed)}</th>
                            <th scope="col">{detail_words().note(Note::Delivered)}</th>
                            <th scope="col">{detail_words().note(Note::Failed)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </div>
    }
}

fn plot(tongue: Tongue, timeline: &Timeline, whole: u64, left_s: Option<u64>) -> Plot {
    let Tongue { format, .. } = tongue;
    let Some(last) = timeline.points.last() else { return Plot::default() };
    let top = i64::try_from(whole).unwrap_or(i64::MAX).max(1);
    let count = |value: i64| format.count(value.unsigned_abs());
    let line = |kind, label, value: fn(&delivery_core::domain::timeline::Point) -> i64| Line {
        kind,
        name: detail_words().note(label),
        values: timeline.points.iter().map(value).collect(),
    };
    // The past keeps at least a third of the width, however slowly it goes.
    let passed = timeline.until.since(timeline.from).num_seconds().max(1);
    let left = left_s.map_or(0, |left| i64::try_from(left).unwrap_or(i64::MAX)).min(passed * 2);
    let end = timeline.until + TimeDelta::seconds(left);
    // Where the first line is at the right edge, if it goes on as it went.
    let to_come = top - last.sent;
    let reach =
        last.sent + left_s.map_or(0, |whole_s| to_come * left / i64::try_from(whole_s).unwrap_or(i64::MAX).max(1));
    let ends = [timeline.from, end].map(|at| format.date_time(at, None));
    Plot {
        lines: vec![
            line("sent", Note::Relayed, |point| point.sent),
            line("delivered", Note::Delivered, |point| point.delivered),
            line("failed", Note::Failed, |point| point.failed),
        ],
        past: passed as f64 / (passed + left) as f64,
        top,
        reach,
        top_shown: format.short(whole),
        summary: detail_words().chart_summary(
            &ends[0],
            &ends[1],
            &count(last.sent),
            &count(last.delivered),
            &count(last.failed),
        ),
        ends,
    }
}

/// Every twelfth point: enough to read, and the last one among them.
fn rows(tongue: Tongue, timeline: &Timeline) -> impl IntoView + use<> {
    let format = tongue.format;
    let last = timeline.points.len().saturating_sub(1).max(1) as i32;
    let span = timeline.until.since(timeline.from);
    let row = |(place, point): (usize, &delivery_core::domain::timeline::Point)| {
        let at = timeline.from + span * place as i32 / last;
        let cell = |value: i64| view! { <td>{format.count(value.unsigned_abs())}</td> };
        view! {
            <tr>
                <th scope="row">{format.time(at)}</th>
                {cell(point.sent)}
                {cell(point.delivered)}
                {cell(point.failed)}
            </tr>
        }
    };
    timeline.points.iter().enumerate().step_by(12).map(row).collect_view()
}

later! {
    /// The same, once there is something to draw.
    pub fn trend() in details, 1 grey => view! { <Trend /> }
}
