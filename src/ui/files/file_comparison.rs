//! Origins side by side: providers by what each of them tells.

use delivery_app::files::Share;
use delivery_app::view::Kpi;
use delivery_core::domain::kpi::Rate;
use leptos::prelude::*;

use super::super::context::tongue;
use super::super::seen::part;
use super::super::words::{FileLabel, file_words};
use super::file_hands;

/// The comparison, if there are several.
#[component]
pub fn FileComparison() -> impl IntoView {
    let shares = file_hands().see(|shelf| shelf.shares.clone());
    let words = file_words();
    part(move || {
        let shares = shares.get();
        (!shares.is_empty()).then(|| {
            view! {
                <section class="card block file-comparison" aria-labelledby="file-comparison">
                    <h2 id="file-comparison">{words.label(FileLabel::Comparison)}</h2>
                    <div class="file-comparison__sheet" tabindex="0" role="group" aria-labelledby="file-comparison">{table(&shares)}</div>
                    <p class="block__note">{words.label(FileLabel::ComparisonHint)}</p>
                </section>
            }
        })
    })
}

const COLUMNS: [Kpi; 5] = [Kpi::Sent, Kpi::Delivered, Kpi::BouncesErrors, Kpi::OpenRate, Kpi::ClickRate];

fn table(shares: &[Share]) -> impl IntoView {
    let (tongue, words) = (tongue(), file_words());
    let heads = COLUMNS.map(|kpi| view! { <th scope="col">{tongue.words.kpi(kpi)}</th> });
    let row = |share: &Share| {
        let counts = share.counts;
        let rate = |part, whole| (tongue.format.percent(Rate { part, whole }), Some(tongue.format.count(part)));
        let cell = |kpi: Kpi| {
            let (big, exact) = match kpi {
                Kpi::Delivered => rate(counts.delivered, counts.sent),
                Kpi::BouncesErrors | Kpi::Errors => rate(counts.bounces_errors, counts.sent),
                Kpi::OpenRate => rate(counts.unique_opens, counts.delivered),
                Kpi::ClickRate => rate(counts.unique_clicks, counts.delivered),
                Kpi::Sent | Kpi::Targeted | Kpi::ToDeliver => (tongue.format.count(counts.sent), None),
            };
            view! { <td>{big}{exact.map(|exact| view! { <span class="file-comparison__exact">{exact}</span> })}</td> }
        };
        view! { <tr><th scope="row">{words.origin(&share.origin)}</th>{COLUMNS.map(cell)}</tr> }
    };
    view! {
        <table>
            <thead><tr><th scope="col">{words.label(FileLabel::Origin)}</th>{heads}</tr></thead>
            <tbody>{shares.iter().map(row).collect_view()}</tbody>
        </table>
    }
}
