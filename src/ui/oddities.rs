//! What was odd about the events, in a line that leads to the list of it.

use delivery_app::Model;
use delivery_core::domain::channel::Tab;
use leptos::prelude::*;

use super::context::{hands, tongue};
use super::link::LogsLink;
use super::seen::part;
use super::words::detail_words;

/// A quiet line, if something could not be read or is of no known type.
#[component]
pub fn Oddities() -> impl IntoView {
    let format = tongue().format;
    let odd = hands().see(|model: &Model| {
        let odd = model.dashboard().map(|dashboard| dashboard.follow().fold().oddities());
        odd.map_or((0, 0), |odd| (odd.malformed, odd.unrecognised))
    });
    part(move || {
        let (malformed, unrecognised) = odd.get();
        let malformed = (malformed > 0).then(|| detail_words().unreadable_lines(malformed, &format.count(malformed)));
        let unrecognised =
            (unrecognised > 0).then(|| detail_words().unrecognised_events(unrecognised, &format.count(unrecognised)));
        let told: Vec<_> = malformed.into_iter().chain(unrecognised).collect();
        (!told.is_empty()).then(|| {
            view! {
                <p class="oddities"><LogsLink to=Tab::Oddities.name() class="oddities__way">{told.join(" · ")}</LogsLink></p>
            }
        })
    })
}
