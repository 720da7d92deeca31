//! Lines over time, with a table for who does not see them.

use std::fmt::Write;

use crate::ui::seen::{part, text};
use leptos::prelude::*;

/// A line.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Which, for the style.
    pub kind: &'static str,
    /// What it is.
    pub name: &'static str,
    /// Its values at evenly spaced instants.
    pub values: Vec<i64>,
}

/// What the chart draws.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plot {
    /// The lines, from the back to the front.
    pub lines: Vec<Line>,
    /// How much of the width is past; the rest is what is expected of the first line, if anything.
    pub past: f64,
    /// The value at the top.
    pub top: i64,
    /// The value that is expected of the first line at the right edge.
    pub reach: i64,
    /// The value at the top, as text.
    pub top_shown: String,
    /// The first and the last instant, as text.
    pub ends: [String; 2],
    /// What it says; nothing until there is something to draw.
    pub summary: String,
}

/// The drawing's own units.
const WIDTH: f64 = 10_000.0;
const HEIGHT: f64 = 1_600.0;

/// Lines over time.
#[component]
pub fn Chart(
    /// What to draw.
    #[prop(into)]
    plot: Signal<Plot>,
    /// Its heading.
    title: &'static str,
) -> impl IntoView {
    let line = |line: Line, plot: &Plot| {
        let path = path(&line.values, plot);
        let area = if path.is_empty() { String::new() } else { format!("{path}V1600H0Z") };
        view! {
            <g data-kind=line.kind>
                <path class="chart__area" d=area />
                <path class="chart__line" d=path />
            </g>
        }
    };
    let lines = part(move || {
        let plot = plot.get();
        plot.lines.iter().map(|drawn| line(drawn.clone(), &plot)).collect_view()
    });
    let expected = text(move || plot.with(expected));
    // A picture always has a name, also before it shows anything.
    let name = move || plot.with(|plot| if plot.summary.is_empty() { title.to_owned() } else { plot.summary.clone() });
    let key = |line: &Line| view! { <span class="chart__key" data-kind=line.kind>{line.name}</span> };
    let keys = part(move || plot.with(|plot| plot.lines.iter().map(key).collect_view()));
    view! {
        <figure class="chart">
            <figcaption class="chart__caption">
                <span>{title}</span>
                <span class="chart__keys" aria-hidden="true">{keys}</span>
                <span class="chart__top">{text(move || plot.with(|plot| plot.top_shown.clone()))}</span>
            </figcaption>
            <svg viewBox="0 0 10000 1600" preserveAspectRatio="none" role="img" aria-label=text(name)>
                <path class="chart__grid" d="M0 5H10000M0 400H10000M0 800H10000M0 1200H10000M0 1595H10000" />
                {lines}
                <path class="chart__expected" d=expected />
            </svg>
            <div class="chart__ends" aria-hidden="true">
                <span>{text(move || plot.with(|plot| plot.ends[0].clone()))}</span>
                <span>{text(move || plot.with(|plot| plot.ends[1].clone()))}</span>
            </div>
        </figure>
    }
}

/// A line through the values, the first at the left and the last at the edge of what is past. Whole units: they are finer
/// than the screen, and formatting fractions costs kilobytes.
fn path(values: &[i64], plot: &Plot) -> String {
    let mut path = String::new();
    let last = values.len().saturating_sub(1).max(1) as f64;
    for (place, value) in values.iter().enumerate() {
        let x = (place as f64 / last * WIDTH * plot.past) as i32;
        let order = if place == 0 { 'M' } else { 'L' };
        // Writing to a String cannot fail.
        let _ = write!(path, "{order}{x} {}", height(*value, plot));
    }
    path
}

fn height(value: i64, plot: &Plot) -> i32 {
    (HEIGHT - 10.0 - value as f64 / plot.top.max(1) as f64 * (HEIGHT - 40.0)) as i32
}

/// From where the first line is to where it will be at the right edge.
fn expected(plot: &Plot) -> String {
    match plot.lines.first().and_then(|line| line.values.last()) {
        Some(value) if plot.past < 1.0 => {
            format!("M{} {}L10000 {}", (plot.past * WIDTH) as i32, height(*value, plot), height(plot.reach, plot))
        }
        _ => String::new(),
    }
}
