//! The fields of what repeats: how often, on which days, until when, and how it is counted together.

use delivery_app::draft::{Draft, Ending, Rhythm};
use delivery_core::domain::recurrence::{Nth, Weekday};
use delivery_core::domain::schedule::{Aggregation, Field};
use leptos::prelude::*;

use super::parts::field::{Select, Trouble};
use super::schedule_form::Form;
use super::seen::{Seen, part, text_if_any};
use super::words::{EditorLabel as L, editor_words};

/// The fields.
#[component]
pub fn RhythmFields(form: Form) -> impl IntoView {
    let words = editor_words();
    let first = form.draft.with_untracked(Draft::clone);
    let rhythm = Seen::new(move || form.draft.with(|draft| draft.rhythm));
    let ending = Seen::new(move || form.draft.with(|draft| draft.ending));
    let place = |found: Option<usize>| found.unwrap_or_default();
    view! {
        <div class="schedule-form__pair">
            <Select
                label=words.label(L::Repeat)
                options=Rhythm::ALL.iter().map(|rhythm| words.rhythm(*rhythm).to_string()).collect()
                chosen=place(Rhythm::ALL.iter().position(|rhythm| *rhythm == first.rhythm))
                on_choose=Callback::new(move |place: usize| form.change(|draft| draft.rhythm = Rhythm::ALL[place]))
            />
            {part(move || view! { <Every form rhythm=rhythm.get() /> })}
        </div>
        {part(move || view! { <Which form rhythm=rhythm.get() /> })}
        <div class="schedule-form__pair">
            <Select
                label=words.label(L::Ends)
                options=Ending::ALL.iter().map(|ending| words.ending(*ending).to_string()).collect()
                chosen=place(Ending::ALL.iter().position(|ending| *ending == first.ending))
                on_choose=Callback::new(move |place: usize| form.change(|draft| draft.ending = Ending::ALL[place]))
            />
            {part(move || view! { <End form ending=ending.get() /> })}
        </div>
        <Select
            label=words.label(L::Together)
            options=Aggregation::ALL.iter().map(|aggregation| words.aggregation(*aggregation).to_string()).collect()
            chosen=place(Aggregation::ALL.iter().position(|aggregation| *aggregation == first.aggregation))
            on_choose=Callback::new(move |place: usize| form.change(|draft| draft.aggregation = Aggregation::ALL[place]))
        />
    }
}

/// Every so many.
#[component]
fn Every(form: Form, rhythm: Rhythm) -> impl IntoView {
    let label = match rhythm {
        Rhythm::Once => return ().into_any(),
        Rhythm::TimesADay => L::EveryMinutes,
        Rhythm::Daily => L::EveryDays,
        Rhythm::Weekly => L::EveryWeeks,
        Rhythm::MonthlyOnDay | Rhythm::MonthlyOnWeekday => L::EveryMonths,
        Rhythm::Yearly => L::EveryYears,
    };
    view! { <NumberField form label of=Field::Every read=|draft| &draft.every write=|draft, text| draft.every = text /> }
        .into_any()
}

/// On which days, or until what time of each day.
#[component]
fn Which(form: Form, rhythm: Rhythm) -> impl IntoView {
    let words = editor_words();
    match rhythm {
        Rhythm::Once | Rhythm::Daily | Rhythm::Yearly => ().into_any(),
        Rhythm::TimesADay => {
            let trouble = form.trouble(Field::DayUntil);
            view! {
                <label class="field">
                    <span>{words.label(L::UntilTime)}</span>
                    <input
                        type="time"
                        value=form.draft.with_untracked(|draft| draft.until_time.clone())
                        on:input=move |event| form.change(|draft| draft.until_time = event_target_value(&event))
                    />
                    <Trouble told=trouble />
                </label>
            }
            .into_any()
        }
        Rhythm::Weekly => view! { <Days form /> }.into_any(),
        Rhythm::MonthlyOnDay => {
            view! { <NumberField form label=L::DayOfMonth of=Field::DayOfMonth read=|draft| &draft.day write=|draft, text| draft.day = text /> }
                .into_any()
        }
        Rhythm::MonthlyOnWeekday => {
            let (nth, weekday) = form.draft.with_untracked(|draft| (draft.nth, draft.weekday));
            view! {
                <div class="schedule-form__pair">
                    <Select
                        label=words.label(L::Which)
                        options=Nth::ALL.iter().map(|nth| words.nth(*nth).to_string()).collect()
                        chosen=Nth::ALL.iter().position(|known| *known == nth).unwrap_or_default()
                        on_choose=Callback::new(move |place: usize| form.change(|draft| draft.nth = Nth::ALL[place]))
                    />
                    <Select
                        label=words.label(L::Weekday)
                        options=Weekday::ALL.iter().map(|day| words.weekday(*day).to_string()).collect()
                        chosen=Weekday::ALL.iter().position(|known| *known == weekday).unwrap_or_default()
                        on_choose=Callback::new(move |place: usize| form.change(|draft| draft.weekday = Weekday::ALL[place]))
                    />
                </div>
            }
            .into_any()
        }
    }
}

/// The days of the week.
#[component]
fn Days(form: Form) -> impl IntoView {
    let words = editor_words();
    let day = move |day: Weekday| {
        let is_in = move || form.draft.with(|draft| draft.days.contains(day));
        let set = move |event| {
            let is_in = event_target_checked(&event);
            form.change(|draft| draft.days = draft.days.with(day, is_in));
        };
        view! {
            <label class="schedule-form__day">
                <input type="checkbox" prop:checked=is_in on:change=set />
                <span>{words.weekday(day)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="schedule-form__days">
            <legend>{words.label(L::OnDays)}</legend>
            {Weekday::ALL.map(day)}
            <Trouble told=form.trouble(Field::Days) />
        </fieldset>
    }
}

/// After so many, or on which date.
#[component]
fn End(form: Form, ending: Ending) -> impl IntoView {
    match ending {
        Ending::Never => ().into_any(),
        Ending::After => {
            view! { <NumberField form label=L::Times of=Field::EndAfter read=|draft| &draft.after write=|draft, text| draft.after = text /> }
                .into_any()
        }
        Ending::Until => {
            let trouble = form.trouble(Field::EndDate);
            view! {
                <label class="field">
                    <span>{editor_words().label(L::LastDay)}</span>
                    <input
                        type="date"
                        value=form.draft.with_untracked(|draft| draft.until.clone())
                        aria-invalid=text_if_any(move || trouble.get().map(|_| "true"))
                        on:input=move |event| form.change(|draft| draft.until = event_target_value(&event))
                    />
                    <Trouble told=trouble />
                </label>
            }
            .into_any()
        }
    }
}

/// A whole number.
#[component]
fn NumberField(
    form: Form,
    label: L,
    of: Field,
    read: fn(&Draft) -> &String,
    write: fn(&mut Draft, String),
) -> impl IntoView {
    let trouble = form.trouble(of);
    view! {
        <label class="field">
            <span>{editor_words().label(label)}</span>
            <input
                type="number"
                min="1"
                inputmode="numeric"
                value=form.draft.with_untracked(|draft| read(draft).clone())
                aria-invalid=text_if_any(move || trouble.get().map(|_| "true"))
                on:input=move |event| form.change(|draft| write(draft, event_target_value(&event)))
            />
            <Trouble told=trouble />
        </label>
    }
}
