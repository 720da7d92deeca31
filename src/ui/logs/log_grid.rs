//! One list of any length: only the rows that are in sight are on the page.

use delivery_app::Model;
use delivery_app::logs::{self, Cell, Column, Lead, LogWindow, Order, RowView, Wish};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;

use super::cell::{row_at, shown, sign, tell_whole, tone};
use super::log_sight::{ROW, Sight, on_resize, room};
use super::{story_place, view_of, wish};
use crate::ui::context::{Hands, hands, tongue};
use crate::ui::parts::button::Button;
use crate::ui::parts::pane::Skeleton;
use crate::ui::seen::{Seen, part, text, text_if_any};
use crate::ui::words::{LogLabel, log_words};

/// How far the list has come.
#[derive(Clone, Copy, PartialEq)]
enum Progress {
    Reading(u64),
    Looking,
    Empty { is_filtered: bool },
    Shown { is_ordering: bool },
}

fn progress(model: &Model) -> Progress {
    let Some(window) = LogWindow::of(model) else { return Progress::Looking };
    let follow = model.dashboard().map(|dashboard| dashboard.follow());
    match (window.listing(), logs::total(model)) {
        _ if follow.is_some_and(|follow| !follow.has_caught_up()) => {
            Progress::Reading(follow.map_or(0, |follow| follow.fold().oddities().events))
        }
        (_, Some(0)) => Progress::Empty { is_filtered: !window.view().filter_words().is_empty() },
        (listing, Some(_)) => Progress::Shown { is_ordering: listing.is_some_and(|listing| !listing.is_done()) },
        (_, None) => Progress::Looking,
    }
}

/// The list.
#[component]
pub fn LogGrid() -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    let progress = hands.see(progress);
    let kind = Seen::new(move || match progress.get() {
        Progress::Reading(_) => 0,
        Progress::Looking => 1,
        Progress::Empty { is_filtered } => 2 + u8::from(is_filtered),
        Progress::Shown { .. } => 4,
    });
    part(move || match kind.get() {
        0 => {
            let read = text(move || match progress.get() {
                Progress::Reading(events) => {
                    format!("{}: {}", words.label(LogLabel::StillReading), tongue().format.count(events))
                }
                Progress::Looking | Progress::Empty { .. } | Progress::Shown { .. } => String::new(),
            });
            view! { <p class="log-grid__none" role="status">{read}</p><Skeleton rows=3 /> }.into_any()
        }
        1 => view! { <Skeleton rows=3 /> }.into_any(),
        2 => view! { <p class="log-grid__none">{words.label(LogLabel::Nothing)}</p> }.into_any(),
        3 => view! {
            <div class="log-grid__none">
                <p>{words.label(LogLabel::NothingFiltered)}</p>
                <Button
                    label=words.label(LogLabel::ClearAll).to_string()
                    on_press=Callback::new(move |()| {
                        let mut view = view_of(hands).get();
                        view.filter = Default::default();
                        wish(hands, Wish::View(view));
                    })
                />
            </div>
        }
        .into_any(),
        _ => view! { <Grid /> }.into_any(),
    })
}

#[component]
fn Grid() -> impl IntoView {
    let (hands, words, format) = (hands(), log_words(), tongue().format);
    let view = view_of(hands);
    let columns = Seen::new(move || view.with(|view| view.columns().to_vec()));
    let total = hands.see(|model| logs::total(model).unwrap_or_default() as usize);
    let is_ordering = hands.see(|model| matches!(progress(model), Progress::Shown { is_ordering: true }));
    let sight = RwSignal::new(Sight { top: 0.0, height: 600.0 });
    let active = RwSignal::new(0_usize);
    let scroller = NodeRef::<html::Div>::new();
    let range = Seen::new(move || sight.get().rows(total.get()));
    let rows = hands.see(move |model| logs::rows(model, range.get()));
    let measure = move || {
        if let Some(scroller) = scroller.get_untracked() {
            let now =
                Sight { top: f64::from(scroller.scroll_top()), height: f64::from(scroller.client_height()).max(ROW) };
            if sight.get_untracked() != now {
                sight.set(now);
            }
        }
    };
    on_resize(scroller, measure);
    // Another question begins at its first row.
    let question = Seen::new(move || view.with(|view| (view.tab, view.filter.clone(), view.order)));
    Effect::new(move |before: Option<()>| {
        question.track();
        if before.is_some() {
            active.set(0);
            if let Some(scroller) = scroller.get_untracked() {
                scroller.set_scroll_top(0);
            }
        }
    });
    let go = move |to: usize| {
        let total = total.with_untracked(|total| *total);
        let to = to.min(total.saturating_sub(1));
        active.set(to);
        let Some(scroller) = scroller.get_untracked() else { return };
        let seen = sight.get_untracked();
        let (first, many) = (seen.first(total), seen.many());
        // What the heading covers is not in sight.
        if to < first {
            scroller.set_scroll_top(seen.scroll_to(to, total) as i32);
        } else if to + 2 > first + many {
            scroller.set_scroll_top(seen.scroll_to((to + 2).saturating_sub(many), total).ceil() as i32);
        }
    };
    // The row whose story is told is the one the keyboard is at, also when the story went on to the next.
    let told = hands.see(|model| story_place(model).map(|(at, _)| at));
    Effect::new(move |_| {
        if let Some(at) = told.get()
            && active.get_untracked() != at
        {
            go(at);
        }
    });
    let lead_of =
        move |at: usize| rows.with_untracked(|rows| rows.iter().find(|row| row.at == at).map(|row| row.lead.clone()));
    let steer = move |event: KeyboardEvent| {
        // What is pressed on a heading is the heading's.
        if event.target() != event.current_target() {
            return;
        }
        let at = active.get_untracked();
        let page = sight.get_untracked().many().saturating_sub(2).max(1);
        let to = match event.key().as_str() {
            "ArrowDown" => at + 1,
            "ArrowUp" => at.saturating_sub(1),
            "PageDown" => at + page,
            "PageUp" => at.saturating_sub(page),
            "Home" => 0,
            "End" => usize::MAX - 2,
            "Enter" => {
                if let Some(lead) = lead_of(at) {
                    event.prevent_default();
                    open(hands, lead, at);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        go(to);
    };
    let shown_rows = part(move || {
        let names: Vec<_> = columns.with_untracked(Clone::clone).iter().map(|column| column.name()).collect();
        let active = active.get();
        rows.with(|rows| rows.iter().map(|row| row_view(row, &names, active)).collect_view())
    });
    let press = move |event: MouseEvent| {
        if let Some(at) = row_at(&event)
            && let Some(lead) = lead_of(at)
        {
            active.set(at);
            open(hands, lead, at);
        }
    };
    let position = text(move || {
        let (total, sight) = (total.get(), sight.get());
        let first = sight.first(total);
        let last = (first + sight.many()).min(total);
        let told =
            words.position(&format.count(first as u64 + 1), &format.count(last as u64), &format.count(total as u64));
        if is_ordering.get() { format!("{told} · {}", words.label(LogLabel::Ordering)) } else { told }
    });
    view! {
        <div
            class="log-grid"
            role="grid"
            tabindex="0"
            node_ref=scroller
            aria-label=words.label(LogLabel::List)
            aria-rowcount=text(move || (total.get() + 1).to_string())
            aria-colcount=text(move || columns.with(Vec::len).to_string())
            aria-activedescendant=text_if_any(move || range.get().contains(&active.get()).then(|| format!("logs-row-{}", active.get())))
            aria-busy=text(move || is_ordering.get().to_string())
            data-columns=text(move || columns.with(Vec::len).to_string())
            on:scroll=move |_| measure()
            on:mouseover=move |event| tell_whole(&event)
            on:keydown=steer
        >
            <div class="log-grid__sheet" style:grid-template-columns=text(move || columns.with(|columns| template(columns)))>
                <div class="log-grid__heads" role="row" aria-rowindex="1">
                    {part(move || columns.get().into_iter().map(|column| view! { <Head column /> }).collect_view())}
                </div>
                <div
                    class="log-grid__room"
                    role="presentation"
                    style:block-size=text(move || format!("{}px", room(total.get())))
                >
                    <div
                        class="log-grid__rows"
                        role="presentation"
                        on:click=press
                        style:margin-block-start=text(move || format!("{}px", sight.get().down(total.get())))
                    >
                        {shown_rows}
                    </div>
                </div>
            </div>
        </div>
        <p class="log-grid__position">{position}</p>
    }
}

/// The widths of columns.
fn template(columns: &[Column]) -> String {
    let width = |column: &Column| match column {
        Column::Date | Column::Delivered | Column::Deadline => "12.5rem",
        Column::Status => "12rem",
        Column::Address | Column::Url | Column::Cause => "minmax(14rem, 2fr)",
        Column::Text => "minmax(18rem, 4fr)",
        Column::Nature | Column::Reason | Column::Remedy | Column::Label | Column::Domain | Column::Message => {
            "minmax(10rem, 1fr)"
        }
        Column::TestProfile | Column::Action | Column::Volume | Column::Machine | Column::Machines | Column::Code => {
            "9rem"
        }
        Column::Opened | Column::Clicked => "8rem",
    };
    columns.iter().map(width).collect::<Vec<_>>().join(" ")
}

/// A column's heading: pressed once upwards, twice downwards, then as the rows came.
#[component]
fn Head(column: Column) -> impl IntoView {
    let (hands, words) = (hands(), log_words());
    let view = view_of(hands);
    let order = Seen::new(move || view.with(|view| view.order.filter(|order| order.column == column)));
    let is_sortable = column.is_sortable(view.with_untracked(|view| view.tab));
    let name = words.column(column);
    let sort = move |_| {
        let mut view = view.get();
        view.order = match order.get() {
            None => Some(Order { column, is_descending: false }),
            Some(Order { is_descending: false, .. }) => Some(Order { column, is_descending: true }),
            Some(Order { is_descending: true, .. }) => None,
        };
        wish(hands, Wish::View(view));
    };
    let sorted = text_if_any(move || {
        is_sortable.then(|| match order.get() {
            None => "none",
            Some(Order { is_descending: false, .. }) => "ascending",
            Some(Order { is_descending: true, .. }) => "descending",
        })
    });
    let arrow = text(move || match order.get() {
        None => "",
        Some(Order { is_descending: false, .. }) => " ↑",
        Some(Order { is_descending: true, .. }) => " ↓",
    });
    let inside = if is_sortable {
        view! {
            <button type="button" class="log-grid__sort" title=words.sort_by(name) on:click=sort>
                {name}
                <span aria-hidden="true">{arrow}</span>
            </button>
        }
        .into_any()
    } else {
        view! { <span class="log-grid__sort">{name}</span> }.into_any()
    };
    view! { <div class="log-grid__head" role="columnheader" aria-sort=sorted data-column=column.name()>{inside}</div> }
}

/// Where the row leads.
fn open(hands: Hands, lead: Lead, at: usize) {
    match lead {
        Lead::Nowhere => {}
        Lead::Story => wish(hands, Wish::Row(at)),
        Lead::View(view) => wish(hands, Wish::View(view)),
    }
}

fn row_view(row: &RowView, names: &[&'static str], active: usize) -> impl IntoView + use<> {
    let at = row.at;
    let leads = if row.lead == Lead::Nowhere { "nowhere" } else { "somewhere" };
    let cell = |(cell, name): (&Cell, &&'static str)| {
        let sign = sign(cell).map(|sign| view! { <i class="log-grid__sign" aria-hidden="true">{sign}</i> });
        view! { <div class="log-grid__cell" role="gridcell" data-column=*name data-tone=tone(cell)>{sign}{shown(cell)}</div> }
    };
    view! {
        <div
            class="log-grid__row"
            role="row"
            id=format!("logs-row-{at}")
            aria-rowindex=(at + 2).to_string()
            aria-selected=(active == at).to_string()
            data-leads=leads
        >
            {row.cells.iter().zip(names).map(cell).collect_view()}
        </div>
    }
}
