//! Who did not get it: by what can be done, by mail domain, by reason; and how it can still end.

use delivery_app::Model;
use delivery_app::logs::{LogWindow, View, Wish};
use delivery_app::view::deployment;
use delivery_core::domain::channel::Tab;
use delivery_core::domain::group::{Group, Outlook};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::kpi::Rate;
use delivery_core::domain::remedy::Remedy;
use leptos::prelude::*;

use super::{change, view_of, wish};
use crate::ui::context::{hands, tongue};
use crate::ui::parts::button::{Button, Weight};
use crate::ui::seen::part;
use crate::ui::words::{LogLabel, log_words};

/// Domains and reasons shown; the others are in the list.
const SHOWN: usize = 8;

/// What pressing a bar changes.
type Narrow = Box<dyn Fn(&mut View) + Send>;

/// What was counted.
#[derive(Clone, PartialEq)]
struct Counts {
    missed: u64,
    open: u64,
    remedies: Vec<(Remedy, u64)>,
    domains: Vec<(String, u64)>,
    reasons: Vec<(String, u64)>,
    outlook: Outlook,
    final_by: Option<Instant>,
}

fn counts(model: &Model) -> Option<Counts> {
    let fold = model.dashboard()?.follow().fold();
    let counted = LogWindow::of(model)?.census()?.counted(fold)?;
    let owned = |pairs: Vec<(&str, u64)>| pairs.into_iter().map(|(name, count)| (name.to_string(), count)).collect();
    Some(Counts {
        missed: counted.of(Group::NotReached),
        open: counted.of(Group::Open),
        remedies: counted.remedies(),
        domains: owned(counted.domains()),
        reasons: owned(counted.reasons()),
        outlook: counted.outlook(),
        final_by: deployment(model).and_then(|shown| shown.final_by),
    })
}

/// The three ways to look at them, above the list.
#[component]
pub fn LogBreakdown() -> impl IntoView {
    let (hands, words, format) = (hands(), log_words(), tongue().format);
    let counts = hands.see(counts);
    let view = view_of(hands);
    let bar = move |name: String, hint: &'static str, (count, whole): (u64, u64), is_on: bool, narrow: Narrow| {
        view! {
            <li>
                <button
                    type="button"
                    class="log-breakdown__bar"
                    aria-pressed=is_on.to_string()
                    title=hint
                    on:click=move |_| change(hands, view, |view| narrow(view))
                >
                    <span class="log-breakdown__name">{name}</span>
                    <b>{format.count(count)}</b>
                    <progress max=whole.to_string() value=count.to_string() aria-hidden="true"></progress>
                </button>
            </li>
        }
    };
    // What nobody said has a name all the same.
    let name = move |word: &str, known: fn(&str) -> String| match word {
        "" => words.label(LogLabel::Unsaid).to_string(),
        word => known(word),
    };
    part(move || {
        let Some(counts) = counts.get() else { return ().into_any() };
        let filter = view.with(|view| view.filter.clone());
        let whole = counts.missed.max(1);
        let outlook = (counts.open > 0).then(|| {
            let share = |rate: Rate| format.percent(rate);
            let told = words.outlook(counts.open, &format.count(counts.open), &share(counts.outlook.worst), &share(counts.outlook.best));
            let final_by = counts.final_by.map(|at| words.final_by(&format.date_time(at, None)));
            let show = Callback::new(move |()| {
                let mut view = View::of_group(Tab::SendingLogs, Group::Open);
                let mut columns = view.columns().to_vec();
                columns.push(delivery_app::logs::Column::Deadline);
                view.columns = Some(columns);
                wish(hands, Wish::View(view));
            });
            view! {
                <p class="log-breakdown__outlook">
                    {told}" "{final_by}" "
                    <Button label=words.label(LogLabel::StillOpen).to_string() weight=Signal::stored(Weight::Quiet) on_press=show />
                </p>
            }
        });
        let remedies = counts.remedies.into_iter().map(|(remedy, count)| {
            let is_on = filter.remedy == Some(remedy);
            let narrow: Narrow = Box::new(move |view| view.filter.remedy = (!is_on).then_some(remedy));
            bar(words.remedy(remedy).to_string(), words.remedy_hint(remedy), (count, whole), is_on, narrow)
        });
        let domains = counts.domains.into_iter().take(SHOWN).map(|(domain, count)| {
            let (is_on, name) = (filter.domain.as_ref() == Some(&domain), name(&domain, str::to_string));
            let narrow: Narrow = Box::new(move |view| view.filter.domain = (!is_on).then(|| domain.clone()));
            bar(name, "", (count, whole), is_on, narrow)
        });
        let reasons = counts.reasons.into_iter().take(SHOWN).map(|(word, count)| {
            let (is_on, name) = (filter.reason.as_ref() == Some(&word), name(&word, |word| log_words().reason(word)));
            let narrow: Narrow = Box::new(move |view| view.filter.reason = (!is_on).then(|| word.clone()));
            bar(name, "", (count, whole), is_on, narrow)
        });
        let lists = if counts.missed == 0 {
            view! { <p class="log-breakdown__none">{words.label(LogLabel::AllReached)}</p> }.into_any()
        } else {
            view! {
                <div class="log-breakdown__lists">
                    <section><h3>{words.label(LogLabel::ByRemedy)}</h3><ul>{remedies.collect_view()}</ul></section>
                    <section><h3>{words.label(LogLabel::ByReason)}</h3><ul>{reasons.collect_view()}</ul></section>
                    <section><h3>{words.label(LogLabel::ByDomain)}</h3><ul>{domains.collect_view()}</ul></section>
                </div>
            }
            .into_any()
        };
        view! { <div class="log-breakdown">{outlook}{lists}</div> }.into_any()
    })
}
