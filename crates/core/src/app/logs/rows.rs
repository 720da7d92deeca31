//! A row as it is shown: values without words, whatever the tab is.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::Range;

use super::LogWindow;
use super::columns::Column;
use super::place::View;
use crate::domain::channel::Tab;
use crate::domain::entry::{Entry, Opened, TrackEntry};
use crate::domain::event::{Action, Recipient, Severity};
use crate::domain::fold::Fold;
use crate::domain::instant::Instant;
use crate::domain::remedy::Remedy;
use crate::domain::status::{Standing, Status};
use crate::model::Model;

/// What stands in a column of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Nothing is known, or there is nothing to say.
    Nothing,
    /// As it is.
    Text(String),
    /// An instant.
    At(Instant),
    /// A status, and why.
    Standing(Status, crate::domain::status::Detail),
    /// A reason's word.
    Reason(String),
    /// The word of a rule that leaves recipients out.
    Cause(String),
    /// Who it is for.
    Recipient(Recipient),
    /// Whether it was opened.
    Opened(Opened),
    /// Whether it is so.
    Yes(bool),
    /// What can be done about it.
    Remedy(Remedy),
    /// How many.
    Count(u64),
    /// What the delivery says of itself.
    Logged(Severity, String),
    /// What the recipient did.
    Action(Action),
}

/// Where a row leads.
#[derive(Clone, PartialEq, Debug)]
pub enum Lead {
    /// Nowhere.
    Nowhere,
    /// To what became of the message.
    Story,
    /// To the rows behind its number.
    View(View),
}

/// A row.
#[derive(Clone, PartialEq, Debug)]
pub struct RowView {
    /// Its place in the list, from 0 on.
    pub at: usize,
    /// What stands in its columns.
    pub cells: Vec<Cell>,
    /// Where it leads.
    pub lead: Lead,
    /// The message it is of.
    pub message: Option<String>,
}

/// How many rows the tab's list has. `None` until that is known.
pub fn total(model: &Model) -> Option<u64> {
    let window = LogWindow::of(model)?;
    // Of what is still being read, nobody knows how much there is.
    model.dashboard().filter(|dashboard| dashboard.follow().has_caught_up())?;
    match (&window.listing, window.view.tab) {
        (Some(listing), _) => listing.total(),
        (None, Tab::Log | Tab::ExclusionCauses | Tab::TrackedUrls) => Some(short(model, window)?.len() as u64),
        (None, Tab::SendingLogs | Tab::ExclusionLogs | Tab::TrackingLogs | Tab::NotDelivered | Tab::Oddities) => None,
    }
}

/// The rows of a stretch of the list, as far as they are there.
pub fn rows(model: &Model, range: Range<usize>) -> Vec<RowView> {
    let (Some(window), Some(dashboard)) = (LogWindow::of(model), model.dashboard()) else { return Vec::new() };
    let Some(listing) = &window.listing else {
        let rows = short(model, window).unwrap_or_default();
        return rows.into_iter().skip(range.start).take(range.len()).collect();
    };
    let (fold, columns) = (dashboard.follow().fold(), window.view.columns());
    let row = |at: usize| {
        let (cells, message) = match listing.entry(fold, at) {
            Some(entry) => (columns.iter().map(|column| of_message(*column, &entry)).collect(), entry.message),
            None => {
                let track = listing.track(fold, at)?;
                (columns.iter().map(|column| of_track(*column, &track)).collect(), track.message)
            }
        };
        Some(RowView { at, cells, lead: Lead::Story, message: Some(message.to_string()) })
    };
    range.map_while(row).collect()
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Nothing } else { Cell::Text(text.to_string()) }
}

fn at(at: Option<Instant>) -> Cell {
    at.map_or(Cell::Nothing, Cell::At)
}

fn of_message(column: Column, entry: &Entry<'_>) -> Cell {
    let Standing { status, detail, .. } = entry.standing;
    match column {
        Column::Date => at(entry.date),
        Column::Status => Cell::Standing(status, detail),
        Column::Address => text(entry.address.unwrap_or_default()),
        Column::Nature if entry.why.code.is_empty() => Cell::Nothing,
        Column::Nature if status == Status::Excluded => Cell::Cause(entry.why.code.to_string()),
        Column::Nature => Cell::Reason(entry.why.code.to_string()),
        Column::Reason => reply(entry.why.smtp, entry.why.enhanced).map_or(Cell::Nothing, Cell::Text),
        Column::TestProfile => match entry.recipient {
            Recipient::Person => Cell::Nothing,
            probe @ (Recipient::TestProfile | Recipient::Trap) => Cell::Recipient(probe),
        },
        Column::Message => text(entry.message),
        Column::Domain => text(entry.domain()),
        Column::Delivered => at(entry.delivered),
        Column::Deadline => at(entry.deadline),
        Column::Opened => Cell::Opened(entry.opened),
        Column::Clicked => Cell::Yes(entry.is_clicked),
        Column::Remedy if crate::domain::group::is_final_miss(&entry.standing) => Cell::Remedy(entry.remedy()),
        Column::Remedy
        | Column::Text
        | Column::Code
        | Column::Volume
        | Column::Cause
        | Column::Action
        | Column::Label
        | Column::Url
        | Column::Machine
        | Column::Machines => Cell::Nothing,
    }
}

fn of_track(column: Column, track: &TrackEntry<'_>) -> Cell {
    match column {
        Column::Date => Cell::At(track.date),
        Column::Address => text(track.address.unwrap_or_default()),
        Column::Action => Cell::Action(track.action),
        Column::Label => text(if track.label.is_empty() { track.url } else { track.label }),
        Column::Url => text(track.url),
        Column::Machine => Cell::Yes(track.is_machine),
        Column::Message => text(track.message),
        Column::Status
        | Column::Nature
        | Column::Reason
        | Column::TestProfile
        | Column::Domain
        | Column::Delivered
        | Column::Deadline
        | Column::Opened
        | Column::Clicked
        | Column::Remedy
        | Column::Text
        | Column::Code
        | Column::Volume
        | Column::Cause
        | Column::Machines => Cell::Nothing,
    }
}

/// The reply of a server, as it is read: `550 5.1.1`.
pub(super) fn reply(smtp: &str, enhanced: &str) -> Option<String> {
    match (smtp, enhanced) {
        ("", "") => None,
        (one, "") | ("", one) => Some(one.to_string()),
        (smtp, enhanced) => Some([smtp, enhanced].join(" ")),
    }
}

/// The rows of a tab that has few: all of them, in order.
pub(super) fn short(model: &Model, window: &LogWindow) -> Option<Vec<RowView>> {
    let fold = model.dashboard()?.follow().fold();
    short_of(fold, window.census.as_ref(), &window.view)
}

/// The same, of a fold and what was counted of it.
pub(super) fn short_of(
    fold: &Fold,
    census: Option<&crate::domain::census::Census>,
    view: &View,
) -> Option<Vec<RowView>> {
    let mut rows: Vec<RowView> = match view.tab {
        Tab::Log => {
            let row = |row: crate::domain::journal::LogRow<'_>| {
                let cell = |column: &Column| match column {
                    Column::Date => Cell::At(row.time),
                    Column::Text => Cell::Logged(row.severity, row.text.to_string()),
                    Column::Code => text(row.code),
                    _ => Cell::Nothing,
                };
                (view.columns().iter().map(cell).collect(), Lead::Nowhere)
            };
            fold.journal().log().map(row).map(plain).collect()
        }
        Tab::ExclusionCauses => {
            let causes = census?.counted(fold)?.causes();
            let row = |(cause, count): (&str, u64)| {
                let cell = |column: &Column| match column {
                    Column::Date => at(fold.journal().prepared_at()),
                    Column::Volume => Cell::Count(count),
                    Column::Cause => Cell::Cause(cause.to_string()),
                    _ => Cell::Nothing,
                };
                let mut behind = View::of_group(Tab::ExclusionLogs, crate::domain::group::Group::Excluded);
                behind.filter.reason = Some(cause.to_string());
                (view.columns().iter().map(cell).collect(), Lead::View(behind))
            };
            causes.into_iter().map(row).map(plain).collect()
        }
        Tab::TrackedUrls => {
            let urls = census?.counted(fold)?.urls();
            let row = |link: crate::domain::census::Link<'_>| {
                let cell = |column: &Column| match column {
                    Column::Url => text(link.url),
                    Column::Action => Cell::Action(link.action),
                    Column::Label => text(link.label),
                    Column::Volume => Cell::Count(link.events),
                    Column::Machines => Cell::Count(link.by_machines),
                    _ => Cell::Nothing,
                };
                let mut behind = View::of(Tab::TrackingLogs);
                behind.filter.url = Some(link.url.to_string());
                behind.filter.action = Some(link.action);
                (view.columns().iter().map(cell).collect(), Lead::View(behind))
            };
            urls.into_iter().map(row).map(plain).collect()
        }
        Tab::SendingLogs | Tab::ExclusionLogs | Tab::TrackingLogs | Tab::NotDelivered | Tab::Oddities => return None,
    };
    let wanted = view.filter.text.to_lowercase();
    let is_wanted = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Logged(_, text) | Cell::Cause(text) => text.to_lowercase().contains(&wanted),
        _ => false,
    };
    rows.retain(|row| wanted.is_empty() || row.cells.iter().any(is_wanted));
    if let Some(order) = view.order
        && let Some(place) = view.columns().iter().position(|column| *column == order.column)
    {
        rows.sort_by(|left, right| {
            let by = compare(&left.cells[place], &right.cells[place]);
            if order.is_descending { by.reverse() } else { by }
        });
    }
    for (at, row) in rows.iter_mut().enumerate() {
        row.at = at;
    }
    Some(rows)
}

fn plain((cells, lead): (Vec<Cell>, Lead)) -> RowView {
    RowView { at: 0, cells, lead, message: None }
}

fn compare(left: &Cell, right: &Cell) -> Ordering {
    match (left, right) {
        (Cell::Text(left), Cell::Text(right)) | (Cell::Cause(left), Cell::Cause(right)) => left.cmp(right),
        (Cell::Count(left), Cell::Count(right)) => left.cmp(right),
        (Cell::At(left), Cell::At(right)) => left.cmp(right),
        (Cell::Action(left), Cell::Action(right)) => left.cmp(right),
        (Cell::Logged(left, one), Cell::Logged(right, other)) => (*left as u8, one).cmp(&(*right as u8, other)),
        _ => Ordering::Equal,
    }
}
