//! The Audience block: whom it goes to, and who was left out.

use delivery_app::Model;
use delivery_core::wire::{Audience as Target, Preparation};
use leptos::prelude::*;

use super::context::{Tongue, hands, tongue};
use super::dashboard::delivery;
use super::link::LogsLink;
use super::parts::facts::Fact;
use super::seen::part;
use super::words::{Label, Note, detail_words, question_words};
use delivery_app::view::{Kpi, cause_way};

/// The Audience block.
#[component]
pub fn Audience() -> impl IntoView {
    let words = tongue().words;
    let shown = hands()
        .see(|model: &Model| delivery(model).map(|delivery| (delivery.audience.clone(), delivery.preparation.clone())));
    view! {
        <section part="card" class="card block audience" aria-labelledby="audience-heading">
            <h2 id="audience-heading">{words.label(Label::Audience)}</h2>
            {part(move || shown.get().map(|(target, preparation)| view! { <Body target preparation /> }))}
        </section>
    }
}

#[component]
fn Body(target: Target, preparation: Option<Preparation>) -> impl IntoView {
    let tongue = tongue();
    let Tongue { words, format, .. } = tongue;
    let counted = preparation.map(|preparation| {
        view! {
            <Fact name=words.kpi(Kpi::Targeted)>{format.count(preparation.targeted)}</Fact>
            <Fact name=words.kpi(Kpi::ToDeliver)>{format.count(preparation.to_deliver)}</Fact>
            <Fact name=detail_words().note(Note::Excluded)>{left_out_links(tongue, &preparation)}</Fact>
        }
    });
    let count = move |count: u32| format.count(u64::from(count));
    view! {
        <p class="block__lead">{target.target}</p>
        <dl class="facts facts--rows">
            {counted}
            <Fact name=detail_words().note(Note::TestProfiles)>{count(target.test_profiles)}</Fact>
            <Fact name=detail_words().note(Note::Traps)>{count(target.traps)}</Fact>
        </dl>
    }
}

/// "98: quarantine 61, denylist 22", the largest cause first.
pub fn left_out(tongue: Tongue, preparation: &Preparation) -> String {
    let Tongue { format, .. } = tongue;
    if preparation.excluded == 0 {
        return detail_words().note(Note::Nobody).to_string();
    }
    let told = |(cause, count): (&str, u64)| format!("{} {}", detail_words().cause(cause), format.count(count));
    let causes: Vec<_> = largest_first(preparation).into_iter().map(told).collect();
    question_words().left_out(&format.count(preparation.excluded), &causes.join(", "))
}

/// The same, each cause a link to whom it left out.
fn left_out_links(Tongue { format, .. }: Tongue, preparation: &Preparation) -> AnyView {
    if preparation.excluded == 0 {
        return detail_words().note(Note::Nobody).into_any();
    }
    let cause = |(at, (cause, count)): (usize, (&str, u64))| {
        let before = if at == 0 { ": " } else { ", " };
        let (way, name) = (cause_way(cause), detail_words().cause(cause));
        view! { {before}<LogsLink to=way class="link">{name}" "{format.count(count)}</LogsLink> }
    };
    let causes = largest_first(preparation).into_iter().enumerate().map(cause).collect_view();
    view! { {format.count(preparation.excluded)}{causes} }.into_any()
}

fn largest_first(preparation: &Preparation) -> Vec<(&str, u64)> {
    let mut left: Vec<_> =
        preparation.causes.iter().filter(|(_, count)| **count > 0).map(|(cause, count)| (&**cause, *count)).collect();
    let mut sorted = Vec::new();
    // There are few, and the library's sort weighs more than all of this block.
    while let Some(most) = (0..left.len()).max_by_key(|at| left[*at].1) {
        sorted.push(left.remove(most));
    }
    sorted
}
