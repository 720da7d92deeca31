//! What a schedule would do, before it is saved: what to know of it, and its next dates in both zones.

use delivery_core::domain::civil::{Offsets, Resolved, Zone};
use delivery_core::domain::recurrence::Occurrence;
use delivery_core::domain::schedule::Note;
use leptos::prelude::*;

use super::context::{Tongue, tongue};
use super::parts::icon::{Icon, Sign};
use super::schedule::viewer_date;
use super::schedule_form::Form;
use super::seen::{Seen, part};
use super::words::{EditorLabel as L, Label, editor_words};
use super::zones::BrowserZones;

/// The outlook.
#[component]
pub fn ScheduleOutlook(form: Form) -> impl IntoView {
    let notes = Seen::new(move || form.outlook.with(|outlook| outlook.notes.clone()));
    let dates = Seen::new(move || {
        let zone = form.draft.with(|draft| draft.zone.trim().to_string());
        form.outlook.with(|outlook| (outlook.occurrences.clone(), outlook.at, zone))
    });
    let list = part(move || {
        let (occurrences, _, zone) = dates.get();
        (!occurrences.is_empty()).then(|| view! { <Dates occurrences zone /> })
    });
    let viewer = part(move || {
        let (occurrences, at, zone) = dates.get();
        let date = at.filter(|_| occurrences.is_empty()).and_then(|at| viewer_date(tongue(), at, &zone))?;
        let name = tongue().words.label(Label::YourTime);
        Some(view! { <p class="schedule-outlook__viewer">{name}": "{date}</p> })
    });
    let known = part(move || {
        let (_, _, zone) = dates.get();
        let notes = notes.get();
        let note = |note: Note| view! { <li><Sign icon=icon(note) />{told(tongue(), note, &zone)}</li> };
        (!notes.is_empty()).then(|| {
            view! { <div role="status"><ul class="schedule-outlook__notes">{notes.into_iter().map(note).collect_view()}</ul></div> }
        })
    });
    view! { <div class="schedule-outlook">{viewer}{known}{list}</div> }
}

const fn icon(note: Note) -> Icon {
    match note {
        Note::NoContactDate | Note::Passed(_) | Note::ReadyBy(_) | Note::NotReadyBy => Icon::Note,
        Note::Gap { .. } | Note::Overlap { .. } => Icon::Clock,
        Note::Past { .. } | Note::NoneLeft | Note::ValidityCut { .. } => Icon::Warning,
    }
}

fn told(tongue: Tongue, note: Note, zone: &str) -> String {
    let (words, format) = (editor_words(), tongue.format);
    let date = |at| format.date_time(at, Some(zone));
    match note {
        Note::NoContactDate => words.label(L::NoFatigueRules).to_string(),
        Note::Past { at, .. } => words.past(&date(at)),
        Note::Passed(count) => words.passed(count),
        Note::NoneLeft => words.label(L::NoneLeft).to_string(),
        Note::Gap { wall, at, .. } => words.gap(&format.wall(wall), &date(at)),
        Note::Overlap { wall, at, again } => words.overlap(&format.wall(wall), &date(at), &date(again)),
        Note::ReadyBy(at) => words.ready_by(&date(at)),
        Note::NotReadyBy => words.label(L::NotReadyBy).to_string(),
        Note::ValidityCut { hours } => words.validity_cut(hours),
    }
}

/// The next dates, in the delivery's zone and the viewer's, with the clock's changes marked.
#[component]
fn Dates(occurrences: Vec<Occurrence>, zone: String) -> impl IntoView {
    let Tongue { words, format, .. } = tongue();
    let editor = editor_words();
    let named = Zone::new(zone.clone());
    let mut before = None;
    let row = |occurrence: Occurrence| {
        let at = occurrence.at();
        let offset = BrowserZones.offset_s(&named, at);
        let has_changed = before.replace(offset).is_some_and(|before| before != offset);
        let mark = match occurrence.resolved {
            Resolved::Gap { .. } => Some(L::Moved),
            Resolved::Overlap { .. } => Some(L::FirstOfTwo),
            Resolved::Plain(_) if has_changed => Some(L::ClockChanged),
            Resolved::Plain(_) => None,
        };
        let mark = mark.map(|mark| view! { <small class="schedule-outlook__mark">{editor.label(mark)}</small> });
        view! {
            <tr>
                <td>{occurrence.number}</td>
                <td>{format.date_time(at, Some(&zone))}{mark}</td>
                <td>{format.date_time(at, None)}</td>
            </tr>
        }
    };
    let rows = occurrences.into_iter().map(row).collect_view();
    view! {
        <table class="schedule-outlook__dates">
            <caption>{editor.label(L::NextDates)}</caption>
            <thead>
                <tr>
                    <th scope="col">"#"</th>
                    <th scope="col">{zone.clone()}</th>
                    <th scope="col">{words.label(Label::YourTime)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
