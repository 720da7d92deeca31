//! What was odd about the events, counted in one place, each with its events.

use delivery_app::Model;
use delivery_app::logs::{LogWindow, View, Wish};
use delivery_core::domain::channel::Tab;
use delivery_core::domain::group::Group;
use delivery_core::domain::oddity::{Odd, Oddities};
use leptos::prelude::*;

use super::wish;
use crate::ui::context::{hands, tongue};
use crate::ui::parts::button::{Button, Weight};
use crate::ui::seen::part;
use crate::ui::words::{LogLabel, log_words};

/// What is listed.
#[derive(Clone, PartialEq)]
struct Shown {
    oddities: Oddities,
    groups: Vec<(Group, u64)>,
    /// What the preparation declared to deliver, and what is there, if they differ.
    declared: Option<(u64, u64)>,
}

/// Contradictions whose rows are messages.
const GROUPS: [Group; 5] = [Group::Conflicts, Group::Unprepared, Group::BeforeSend, Group::Inferred, Group::Overdue];

fn look(model: &Model) -> Option<Shown> {
    let follow = model.dashboard()?.follow();
    let counted = LogWindow::of(model)?.census()?.counted(follow.fold())?;
    let groups = GROUPS.into_iter().map(|group| (group, counted.of(group))).filter(|(_, count)| *count > 0).collect();
    let there = follow.tally().all.to_deliver;
    let declared = follow.fold().journal().declared().map(|declared| (declared.to_deliver, there));
    Some(Shown {
        oddities: follow.fold().oddities().clone(),
        groups,
        declared: declared.filter(|(declared, there)| declared != there),
    })
}

/// The tab of oddities.
#[component]
pub fn LogOddities() -> impl IntoView {
    let (hands, words, format) = (hands(), log_words(), tongue().format);
    let feedback =
        hands.see(|model| crate::ui::dashboard::delivery(model).map(|delivery| delivery.feedback).unwrap_or_default());
    let shown = hands.see(look);
    let rows = move |(group, count): (Group, u64)| {
        let show = Callback::new(move |()| wish(hands, Wish::View(View::of_group(Tab::SendingLogs, group))));
        view! {
            <section class="log-oddities__kind">
                <h3>{words.group(group)}" "<b>{format.count(count)}</b></h3>
                <p>{words.explain(group, feedback.get())}</p>
                <Button label=words.label(LogLabel::ShowRows).to_string() weight=Signal::stored(Weight::Quiet) on_press=show />
            </section>
        }
    };
    // Nothing of a kind that there is none of. Where only the first of them are kept, that is told.
    let kind = move |title: LogLabel, hint: LogLabel, count: u64, is_cut: bool, list: Vec<AnyView>| {
        (count > 0).then(|| {
            let first = is_cut.then(|| words.first_of(&format.count(list.len() as u64), &format.count(count)));
            view! {
                <details class="log-oddities__kind">
                    <summary><h3>{words.label(title)}" "<b>{format.count(count)}</b></h3></summary>
                    <p>{words.label(hint)}" "{first}</p>
                    <ul>{list}</ul>
                </details>
            }
        })
    };
    let events = move |title: LogLabel, hint: LogLabel, count: u64, list: Vec<Odd>| {
        let one = move |odd: Odd| {
            let late = (odd.late_by_s > 0).then(|| format!(" · {}", words.late_by(&format.span(odd.late_by_s))));
            let message = odd.message.map(|message| {
                let of = message.clone();
                view! { " · "<button type="button" class="log-oddities__message" on:click=move |_| wish(hands, Wish::Story(of.clone()))>{message}</button> }
            });
            view! { <li><time>{format.stamp(odd.time)}</time>" "<code>{odd.kind}</code>{message}{late}" "<small>{odd.id}</small></li> }
                .into_any()
        };
        kind(title, hint, count, count > list.len() as u64, list.into_iter().map(one).collect())
    };
    let lines = move |count: u64, list: Vec<String>| {
        let one = |line: String| view! { <li><code>{line}</code></li> }.into_any();
        let is_cut = count > list.len() as u64;
        kind(LogLabel::OddLines, LogLabel::OddLinesHint, count, is_cut, list.into_iter().map(one).collect())
    };
    let types = move |count: u64, list: Vec<(String, u64)>| {
        let one =
            |(name, count): (String, u64)| view! { <li><code>{name}</code>" "{format.count(count)}</li> }.into_any();
        kind(LogLabel::OddTypes, LogLabel::OddTypesHint, count, false, list.into_iter().map(one).collect())
    };
    part(move || {
        let Some(Shown { oddities, groups, declared }) = shown.get() else { return ().into_any() };
        let is_plain = groups.is_empty()
            && declared.is_none()
            && oddities.duplicates + oddities.late + oddities.malformed + oddities.unrecognised == 0;
        let declared = declared.map(|(declared, there)| {
            view! {
                <section class="log-oddities__kind">
                    <h3>{words.label(LogLabel::OddDeclared)}</h3>
                    <p>{words.declared(&format.count(declared), &format.count(there))}</p>
                </section>
            }
        });
        view! {
            <div class="log-oddities">
                {is_plain.then(|| view! { <p>{words.label(LogLabel::OddNothing)}</p> })}
                {groups.into_iter().map(rows).collect_view()}
                {declared}
                {events(LogLabel::OddDuplicates, LogLabel::OddDuplicatesHint, oddities.duplicates, oddities.duplicate_events)}
                {events(LogLabel::OddLate, LogLabel::OddLateHint, oddities.late, oddities.late_events)}
                {lines(oddities.malformed, oddities.malformed_lines)}
                {types(oddities.unrecognised, oddities.unrecognised_types.into_iter().collect())}
            </div>
        }
        .into_any()
    })
}
