//! A list, taken away as a file: recorded by the service first, then written a little at a time.
//!
//! While it is written, events are held: the file is of one instant as a whole.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::super::annex::Site;
use super::super::ask::{Ask, post, segment};
use super::super::desk::Desk;
use super::super::effect::Effect;
use super::super::http::{Failure, Reply};
use super::super::remote::Ticket;
use super::place::View;
use super::rows::{reply, short_of};
use super::written::{of_cell, of_message, of_track};
use crate::domain::census::Census;
use crate::domain::channel::Tab;
use crate::domain::id::IdempotencyKey;
use crate::domain::listing::Listing;
use crate::domain::role::Role;
use crate::lean;
use crate::sheet::{self, Sheet};
use crate::wire::{Export, ExportFormat, ListName};

/// Rows written in a step: about a millisecond's work.
const STEP: usize = 1_024;
/// Bytes handed on at a time: many small pieces take long to be joined, a large one needs room.
const PIECE: usize = 256 * 1024;

/// A file in the making.
#[derive(Default)]
pub enum Taking {
    /// Nobody asked.
    #[default]
    Idle,
    /// The service is asked to record it.
    Asking {
        /// The request.
        ticket: Ticket,
        /// How the file is written.
        format: ExportFormat,
    },
    /// It waits until the list is in its order, then it is written.
    Writing {
        /// The file so far; `None` until the list is there.
        sheet: Option<Sheet>,
        /// How the file is written.
        format: ExportFormat,
        /// Rows written.
        done: usize,
        /// Rows in all.
        total: u64,
    },
    /// It was given to whoever asked, with so many rows.
    Done {
        /// Its name.
        name: String,
        /// How many rows it has.
        rows: u64,
    },
    /// The service did not record it, so nothing was written.
    Failed(Failure),
}

impl Taking {
    /// Whether there is something to write.
    pub const fn is_writing(&self) -> bool {
        matches!(self, Self::Writing { .. })
    }

    /// Has the service record that this list is taken away. Nothing is written before it has.
    pub(super) fn ask(
        &mut self,
        format: ExportFormat,
        key: IdempotencyKey,
        view: &View,
        listing: Option<&Listing>,
        site: &mut Site<'_>,
        desk: &mut Desk<'_>,
    ) {
        let Some(record) = site.record.filter(|_| site.roles.contains(&Role::Export)) else { return };
        if matches!(self, Self::Asking { .. } | Self::Writing { .. }) {
            return;
        }
        let rows = match listing {
            Some(listing) => listing.total(),
            None => short_of(site.follow.fold(), None, view).map(|rows| rows.len() as u64),
        };
        let export = Export { list: list(view.tab), format, rows: rows.unwrap_or_default(), filters: filters(view) };
        let path = format!("/api/deliveries/{}/exports", segment(record.delivery.id.as_str()));
        // A structured-field string: quoted.
        let headers = vec![("Idempotency-Key", format!("\"{key}\""))];
        *self = Self::Asking { ticket: desk.ask(Ask::Annex(post(path, headers, lean::write(&export)))), format };
    }

    /// The service answered.
    pub(super) fn answered(&mut self, ticket: Ticket, reply: Reply, site: &mut Site<'_>) {
        if let Self::Asking { ticket: at, format } = *self
            && at == ticket
        {
            *self = match reply.success() {
                Ok(_) => {
                    site.follow.hold(true);
                    Self::Writing { sheet: None, format, done: 0, total: 0 }
                }
                Err(failure) => Self::Failed(failure),
            };
        }
    }

    /// All is being read anew: what is half written is of a log that is gone.
    pub(super) fn fail(&mut self, desk: &mut Desk<'_>) {
        desk.out.push(Effect::Discard);
        *self = Self::Failed(Failure::Unreachable);
    }

    /// Not after all, or over.
    pub(super) fn end(&mut self, site: &mut Site<'_>, desk: &mut Desk<'_>) {
        if self.is_writing() {
            site.follow.hold(false);
            desk.out.push(Effect::Discard);
        }
        *self = Self::Idle;
    }

    /// Writes some rows.
    pub(super) fn step(
        &mut self,
        view: &View,
        listing: Option<&Listing>,
        census: Option<&Census>,
        site: &mut Site<'_>,
        desk: &mut Desk<'_>,
    ) {
        let Self::Writing { sheet, format, done, total } = self else { return };
        let fold = site.follow.fold();
        let short = if listing.is_none() { short_of(fold, census, view) } else { None };
        let columns = view.columns();
        let sheet = match sheet {
            Some(sheet) => sheet,
            None => {
                *total = listing.and_then(Listing::total).or(short.as_ref().map(|rows| rows.len() as u64)).unwrap_or(0);
                let names = columns.iter().map(|column| column.name()).collect();
                sheet.insert(Sheet::new(*format, &head(view, *total, site), names))
            }
        };
        let until = done.saturating_add(STEP).min(*total as usize);
        for at in *done..until {
            if let Some(row) = short.as_ref().and_then(|rows| rows.get(at)) {
                let cells: Vec<_> = row.cells.iter().map(of_cell).collect();
                sheet.row(&cells);
            } else if let Some(entry) = listing.and_then(|listing| listing.entry(fold, at)) {
                let replied = reply(entry.why.smtp, entry.why.enhanced);
                let cells: Vec<_> =
                    columns.iter().map(|column| of_message(*column, &entry, replied.as_deref())).collect();
                sheet.row(&cells);
            } else if let Some(track) = listing.and_then(|listing| listing.track(fold, at)) {
                let cells: Vec<_> = columns.iter().map(|column| of_track(*column, &track)).collect();
                sheet.row(&cells);
            }
        }
        *done = until;
        let is_whole = until as u64 == *total;
        if is_whole || sheet.waiting() >= PIECE {
            desk.out.push(Effect::Write(sheet.take()));
        }
        if is_whole {
            let record = site.record.map_or("", |record| record.delivery.id.as_str());
            let of = site.as_of.map(|at| at.to_string()).unwrap_or_default().replace([':', '.'], "-");
            let name = format!("{record}-{}-{of}.{}", view.tab.name(), sheet::extension(*format));
            desk.out.push(Effect::Save { name: name.clone(), mime: sheet::mime(*format) });
            *self = Self::Done { name, rows: until as u64 };
            site.follow.hold(false);
        }
    }
}

const fn list(tab: Tab) -> ListName {
    match tab {
        Tab::Log => ListName::Log,
        Tab::SendingLogs => ListName::Sending,
        Tab::ExclusionLogs => ListName::Exclusions,
        Tab::ExclusionCauses => ListName::Causes,
        Tab::TrackingLogs => ListName::Tracking,
        Tab::TrackedUrls => ListName::Urls,
        Tab::NotDelivered => ListName::NotDelivered,
        Tab::Oddities => ListName::Oddities,
    }
}

/// What the list is narrowed down to, for the record: it names nobody. What cannot be said there is named only.
fn filters(view: &View) -> Vec<String> {
    let word = |(key, value): (&'static str, String)| {
        let full = format!("{key} {value}");
        let is_fit = key != "text" && key != "url" && crate::domain::export::check(0, &[&full]).is_ok();
        if is_fit { full } else { key.to_string() }
    };
    view.filter_words().into_iter().map(word).collect()
}

/// What the file says of itself. The text that was searched for is the taker's own, and in their own file.
fn head(view: &View, total: u64, site: &Site<'_>) -> Vec<(&'static str, String)> {
    let mut head = Vec::new();
    if let Some(record) = site.record {
        head.push(("delivery", format!("{} {}", record.delivery.id, record.delivery.label)));
    }
    head.push(("list", view.tab.name().to_string()));
    head.push(("rows", total.to_string()));
    head.extend(site.as_of.map(|at| ("as_of", at.to_string())));
    head.push(("last_event", site.follow.cursor().to_string()));
    head.extend(view.filter_words());
    head.extend(view.order.map(|order| {
        ("sorted_by", format!("{}{}", order.column.name(), if order.is_descending { ", descending" } else { "" }))
    }));
    head
}
