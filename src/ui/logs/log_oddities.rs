//! What was odd about the events, counted in one place, each with its events.

use delivery_core::app::Model;
use delivery_core::app::logs::{LogWindow, View, Wish};
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
    let events = move |title: LogLabel, hint: LogLabel, count: u64, list: Vec<Odd>| {
        (count > 0).then(|| {
            let first = (count > list.len() as u64).then(|| words.first_of(&format.count(list.len() as u64), &format.count(count)));
            let one = move |odd: Odd| {
                let late = (odd.late_by_s > 0).then(|| format!(" · {}", words.late_by(&format.span(odd.late_by_s))));
                let message = odd.message.map(|message| {
                    let of = message.clone();
                    view! { " · "<button type="button" class="log-oddities__message" on:click=move |_| wish(hands, Wish::Story(of.clone()))>{message}</button> }
                });
                view! { <li><time>{format.stamp(odd.time)}</time>" "<code>{odd.kind}</code>{message}{late}" "<small>{odd.id}</small></li> }
            };
            view! {
                <details class="log-oddities__kind">
                    <summary><h3>{words.label(title)}" "<b>{format.count(count)}</b></h3></summary>
                    <p>{words.label(hint)}" "{first}</p>
                    <ul>{list.into_iter().map(one).collect_view()}</ul>
                </details>
            }
        })
    };
    let lines = move |count: u64, list: Vec<String>| {
        (count > 0).then(|| {
            let first = (count > list.len() as u64)
                .then(|| words.first_of(&format.count(list.len() as u64), &format.count(count)));
            view! {
                <details class="log-oddities__kind">
                    <summary><h3>{words.label(LogLabel::OddLines)}" "<b>{format.count(count)}</b></h3></summary>
                    <p>{words.label(LogLabel::OddLinesHint)}" "{first}</p>
                    <ul>{list.into_iter().map(|line| view! { <li><code>{line}</code></li> }).collect_view()}</ul>
                </details>
            }
        })
    };
    let types = move |count: u64, list: Vec<(String, u64)>| {
        (count > 0).then(|| {
            let one =
                move |(name, count): (String, u64)| view! { <li><code>{name}</code>" "{format.count(count)}</li> };
            view! {
                <details class="log-oddities__kind">
                    <summary><h3>{words.label(LogLabel::OddTypes)}" "<b>{format.count(count)}</b></h3></summary>
                    <p>{words.label(LogLabel::OddTypesHint)}</p>
                    <ul>{list.into_iter().map(one).collect_view()}</ul>
                </details>
            }
        })
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
