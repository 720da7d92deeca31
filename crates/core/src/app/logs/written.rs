//! What stands in the cells of a file: values as programs read them.

use super::columns::Column;
use super::place::action_name;
use super::rows::Cell;
use crate::domain::entry::{Entry, Opened, TrackEntry};
use crate::domain::event::{Recipient, Severity};
use crate::domain::group::is_final_miss;
use crate::domain::instant::Instant;
use crate::domain::status::{Detail, Status};
use crate::sheet;

fn text(text: &str) -> sheet::Cell<'_> {
    if text.is_empty() { sheet::Cell::Nothing } else { sheet::Cell::Text(text) }
}

fn at(at: Option<Instant>) -> sheet::Cell<'static> {
    at.map_or(sheet::Cell::Nothing, sheet::Cell::At)
}

fn recipient(recipient: Recipient) -> sheet::Cell<'static> {
    match recipient {
        Recipient::Person => sheet::Cell::Nothing,
        Recipient::TestProfile => sheet::Cell::Text("test_profile"),
        Recipient::Trap => sheet::Cell::Text("trap"),
    }
}

fn opened(opened: Opened) -> sheet::Cell<'static> {
    match opened {
        Opened::No => sheet::Cell::Nothing,
        Opened::ByMachine => sheet::Cell::Text("by_machine"),
        Opened::Yes => sheet::Cell::Text("yes"),
    }
}

/// A status and its detail in one word each would need two columns; the detail alone says both but for what is retried.
fn standing(status: Status, detail: Detail) -> sheet::Cell<'static> {
    sheet::Cell::Text(match (status, detail) {
        (Status::Failed, Detail::Retrying) => "failed: retrying",
        (Status::Sent, Detail::Retrying) => "sent: retrying",
        (_, Detail::Queued) => "pending: queued",
        (_, Detail::Awaiting) => "pending: awaiting",
        (_, Detail::Overdue) => "pending: overdue",
        (_, Detail::Confirmed) => "sent: confirmed",
        (_, Detail::Inferred) => "sent: inferred",
        (_, Detail::Relayed) => "sent: relayed",
        (_, Detail::Retrying) => "retrying",
        (_, Detail::Hard) => "failed: hard",
        (_, Detail::Soft) => "failed: soft",
        (_, Detail::Expired) => "failed: expired",
        (_, Detail::Cancelled) => "cancelled",
        (_, Detail::Excluded) => "excluded",
    })
}

pub(super) fn of_message<'a>(column: Column, entry: &Entry<'a>, replied: Option<&'a str>) -> sheet::Cell<'a> {
    match column {
        Column::Date => at(entry.date),
        Column::Status => standing(entry.standing.status, entry.standing.detail),
        Column::Address => text(entry.address.unwrap_or_default()),
        Column::Nature => text(entry.why.code),
        Column::Reason => text(replied.unwrap_or_default()),
        Column::TestProfile => recipient(entry.recipient),
        Column::Message => text(entry.message),
        Column::Domain => text(entry.domain()),
        Column::Delivered => at(entry.delivered),
        Column::Deadline => at(entry.deadline),
        Column::Opened => opened(entry.opened),
        Column::Clicked => sheet::Cell::Yes(entry.is_clicked),
        Column::Remedy if is_final_miss(&entry.standing) => text(entry.remedy().name()),
        Column::Remedy
        | Column::Text
        | Column::Code
        | Column::Volume
        | Column::Cause
        | Column::Action
        | Column::Label
        | Column::Url
        | Column::Machine
        | Column::Machines => sheet::Cell::Nothing,
    }
}

pub(super) fn of_track<'a>(column: Column, track: &TrackEntry<'a>) -> sheet::Cell<'a> {
    match column {
        Column::Date => sheet::Cell::At(track.date),
        Column::Address => text(track.address.unwrap_or_default()),
        Column::Action => text(action_name(track.action)),
        Column::Label => text(track.label),
        Column::Url => text(track.url),
        Column::Machine => sheet::Cell::Yes(track.is_machine),
        Column::Message => text(track.message),
        _ => sheet::Cell::Nothing,
    }
}

/// A cell of a short list.
pub(super) fn of_cell(cell: &Cell) -> sheet::Cell<'_> {
    match cell {
        Cell::Nothing => sheet::Cell::Nothing,
        Cell::Text(value) | Cell::Reason(value) | Cell::Cause(value) => text(value),
        Cell::Logged(Severity::Info, value) => text(value),
        Cell::Logged(Severity::Warning | Severity::Error, value) => text(value),
        Cell::At(instant) => sheet::Cell::At(*instant),
        Cell::Standing(status, detail) => standing(*status, *detail),
        Cell::Recipient(who) => recipient(*who),
        Cell::Opened(value) => opened(*value),
        Cell::Yes(is_so) => sheet::Cell::Yes(*is_so),
        Cell::Remedy(remedy) => text(remedy.name()),
        Cell::Count(count) => sheet::Cell::Count(*count),
        Cell::Action(action) => text(action_name(*action)),
    }
}
