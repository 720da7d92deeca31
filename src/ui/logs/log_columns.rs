//! Which columns a list has.

use delivery_app::logs::{Column, View};
use leptos::prelude::*;

use super::change;
use crate::ui::context::hands;
use crate::ui::parts::button::{Button, Weight};
use crate::ui::seen::{Seen, part};
use crate::ui::words::{LogLabel, log_words};

/// Which columns, in which order they are offered.
#[component]
pub fn LogColumns(
    /// How the rows are seen.
    view: Seen<View>,
) -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    let boxes = part(move || {
        let current = view.get();
        let one = |column: &Column| {
            let column = *column;
            let tab = current.tab;
            let is_shown = current.columns().contains(&column);
            let is_fixed = column.is_fixed(tab);
            let turn = move |_| {
                change(hands, view, |view| {
                    let wanted = |known: &Column| (*known == column) != view.columns().contains(known);
                    let columns: Vec<_> = Column::possible(view.tab).iter().copied().filter(wanted).collect();
                    let is_usual = columns == Column::usual(view.tab);
                    view.columns = (!is_usual).then_some(columns);
                });
            };
            view! {
                <label class="log-filters__column">
                    <input type="checkbox" prop:checked=is_shown disabled=is_fixed on:change=turn />
                    <span>{words.column(column)}</span>
                </label>
            }
        };
        Column::possible(current.tab).iter().map(one).collect_view()
    });
    view! {
        <details class="log-filters__more">
            <summary>{words.label(LogLabel::Columns)}</summary>
            <div class="log-filters__columns" role="group" aria-label=words.label(LogLabel::Columns)>
                {boxes}
                <Button
                    label=words.label(LogLabel::UsualColumns).to_string()
                    weight=Signal::stored(Weight::Quiet)
                    on_press=Callback::new(move |()| change(hands, view, |view| view.columns = None))
                />
            </div>
        </details>
    }
}
