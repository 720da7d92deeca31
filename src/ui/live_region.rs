//! What is said to who cannot see it: a change of state, and every tenth of the way. No more.

use delivery_app::Model;
use delivery_app::view::{Freshness, freshness};
use delivery_core::domain::kpi::Rate;
use delivery_core::domain::lifecycle::State;
use leptos::prelude::*;

use super::context::{hands, tongue};
use super::later::later;
use super::seen::text;
use super::words::detail_words;

/// One polite live region.
#[component]
fn LiveRegion() -> impl IntoView {
    let (hands, tongue) = (hands(), tongue());
    let news = hands.see(news);
    let told = text(move || {
        let News { state, tenths, is_broken } = news.get();
        let Some(state) = state else { return String::new() };
        if is_broken {
            return tongue.words.reconnecting(&tongue.format.span(5), None);
        }
        let percent = tongue.format.percent_heard(Rate { part: tenths, whole: 10 });
        match state {
            State::Sending if tenths > 0 => detail_words().announce_progress(&percent),
            _ => detail_words().announce_state(state),
        }
    });
    view! { <div class="unseen" role="status" aria-live="polite">{told}</div> }
}

later! {
    /// The live region.
    pub fn live_region() in details, 0 grey => view! { <LiveRegion /> }
}

#[derive(Clone, Copy, PartialEq, Debug)]
struct News {
    state: Option<State>,
    tenths: u64,
    is_broken: bool,
}

fn news(model: &Model) -> News {
    let dashboard = model.dashboard();
    let counts = dashboard.map(|dashboard| dashboard.tally().all).unwrap_or_default();
    News {
        state: dashboard.and_then(|dashboard| dashboard.state()),
        tenths: (counts.sent * 10).checked_div(counts.to_deliver).unwrap_or_default(),
        is_broken: matches!(freshness(model), Freshness::Reconnecting { .. }),
    }
}
