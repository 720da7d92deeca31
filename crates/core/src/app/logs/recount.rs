//! Compute stats: the whole log folded again from its first event, and held against what is shown.
//!
//! What happens meanwhile is taken in by both folds, so that they are compared at the same place of the log. No number is
//! shown in between.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::super::annex::Site;
use super::super::ask::Listen;
use super::super::desk::Desk;
use super::super::http::Failure;
use super::super::remote::Ticket;
use crate::domain::fold::Fold;
use crate::domain::id::Cursor;
use crate::domain::instant::Instant;
use crate::domain::kpi::Tally;
use crate::feed::{Format, Reader};

/// All counted again.
pub enum Recount {
    /// Nobody asked.
    Idle,
    /// The log is being read.
    Reading {
        /// The stream.
        ticket: Ticket,
        /// Bytes to events.
        reader: Reader,
    },
    /// The log was read until here; what is shown has not come so far yet.
    Waiting(Cursor),
    /// It is known.
    Done(Found),
    /// It could not be read, or broke off.
    Failed(Failure),
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// When it was computed, by the service's clock.
    pub at: Instant,
    /// How many events the log holds.
    pub events: u64,
    /// Numbers that are not the same; empty if all are.
    pub differences: Vec<Difference>,
}

/// A number that is not the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Which.
    pub figure: Figure,
    /// What was shown.
    pub shown: u64,
    /// What was counted now.
    pub counted: u64,
}

/// A number that is compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Figure {
    /// Distinct events.
    Events,
    /// Messages in all.
    Targeted,
    /// Messages that are not excluded.
    ToDeliver,
    /// Left out.
    Excluded,
    /// Handed over.
    Sent,
    /// Counted as delivered.
    Delivered,
    /// Counted as failed.
    BouncesErrors,
    /// Handed over, nothing known.
    Pending,
    /// Never to be handed over.
    Cancelled,
    /// Openers.
    Opens,
    /// Clickers.
    Clicks,
    /// Complaints.
    Complaints,
    /// Still tried.
    Retrying,
    /// Contradictions.
    Conflicts,
}

fn figures(fold: &Fold, tally: &Tally) -> [(Figure, u64); 14] {
    let all = &tally.all;
    [
        (Figure::Events, fold.oddities().events),
        (Figure::Targeted, all.targeted),
        (Figure::ToDeliver, all.to_deliver),
        (Figure::Excluded, all.excluded),
        (Figure::Sent, all.sent),
        (Figure::Delivered, all.delivered),
        (Figure::BouncesErrors, all.bounces_errors),
        (Figure::Pending, all.pending),
        (Figure::Cancelled, all.cancelled),
        (Figure::Opens, all.unique_opens),
        (Figure::Clicks, all.unique_clicks),
        (Figure::Complaints, all.complaints),
        (Figure::Retrying, all.retrying),
        (Figure::Conflicts, all.conflicts),
    ]
}

impl Recount {
    /// Whether the log is being read.
    pub const fn is_reading(&self) -> bool {
        matches!(self, Self::Reading { .. } | Self::Waiting(_))
    }

    pub(super) fn begin(&mut self, site: &mut Site<'_>, desk: &mut Desk<'_>) {
        self.end(site, desk);
        let Some(record) = site.record else { return };
        site.follow.set_double(Some(Box::new(Fold::new())));
        let listen = Listen { id: record.delivery.id.clone(), after: Cursor::default(), live: false };
        *self = Self::Reading { ticket: desk.listen(listen), reader: Reader::new(Format::CloudEvents) };
    }

    pub(super) fn end(&mut self, site: &mut Site<'_>, desk: &mut Desk<'_>) {
        if let Self::Reading { ticket, .. } = self {
            desk.hush(*ticket);
        }
        site.follow.set_double(None);
        *self = Self::Idle;
    }

    pub(super) fn bytes(&mut self, ticket: Ticket, bytes: &[u8], site: &mut Site<'_>) {
        if let Self::Reading { ticket: at, reader } = self
            && *at == ticket
            && let Some(double) = site.follow.double()
        {
            reader.push(bytes, double);
        }
    }

    pub(super) fn ended(&mut self, ticket: Ticket, is_whole: bool, site: &mut Site<'_>) {
        if let Self::Reading { ticket: at, reader } = self
            && *at == ticket
        {
            if !is_whole {
                self.fail(Failure::Unreachable, site);
                return;
            }
            if let Some(double) = site.follow.double() {
                reader.finish(double);
            }
            *self = Self::Waiting(reader.cursor().unwrap_or_default());
            self.compare(site);
        }
    }

    pub(super) fn refused(&mut self, ticket: Ticket, failure: Failure, site: &mut Site<'_>) {
        if matches!(self, Self::Reading { ticket: at, .. } if *at == ticket) {
            self.fail(failure, site);
        }
    }

    fn fail(&mut self, failure: Failure, site: &mut Site<'_>) {
        site.follow.set_double(None);
        *self = Self::Failed(failure);
    }

    /// Both folds are at the same place: they are compared.
    pub(super) fn compare(&mut self, site: &mut Site<'_>) {
        let (Some(record), Some(at)) = (site.record, site.as_of) else { return };
        if self.is_reading() && site.follow.double().is_none() {
            // What is shown was read anew meanwhile.
            self.fail(Failure::Unreachable, site);
            return;
        }
        if matches!(self, Self::Waiting(cursor) if site.follow.has_caught_up() && site.follow.cursor() >= *cursor) {
            let settings = record.settings();
            let shown = figures(site.follow.fold(), &site.follow.fold().tally(&settings, at));
            let Some(double) = site.follow.double() else { return };
            let counted = figures(double, &double.tally(&settings, at));
            let pairs = shown.into_iter().zip(counted);
            let differences = pairs
                .filter(|((_, shown), (_, counted))| shown != counted)
                .map(|((figure, shown), (_, counted))| Difference { figure, shown, counted })
                .collect();
            let events = double.oddities().events;
            site.follow.set_double(None);
            *self = Self::Done(Found { at, events, differences });
        }
    }
}
