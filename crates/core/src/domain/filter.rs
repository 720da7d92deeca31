//! Which rows a list holds, and in which order.

use alloc::string::String;
use core::cmp::Ordering;

use super::entry::{TrackEntry, date, domain, opened, why};
use super::event::Action;
use super::facts::Facts;
use super::fold::Fold;
use super::group::{Began, Group, recipient};
use super::instant::Instant;
use super::listing::Reading;
use super::remedy::Remedy;
use super::status::{Detail, Standing, Status};
use super::store::Row;

/// What a list is of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Source {
    /// One row a message.
    #[default]
    Messages,
    /// One row an open, click, mirror page or opt-out.
    Tracks,
}

/// Which rows are wanted: those to which everything applies that is given.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Messages that a number counts.
    pub group: Option<Group>,
    /// Messages with this status.
    pub status: Option<Status>,
    /// Messages with this detail.
    pub detail: Option<Detail>,
    /// Messages with this reason, or left out for this cause.
    pub reason: Option<String>,
    /// Messages that will not arrive, and about which this can be done.
    pub remedy: Option<Remedy>,
    /// Addresses at this domain, in any case of letters.
    pub domain: Option<String>,
    /// What was done, of the tracking log.
    pub action: Option<Action>,
    /// Links with this address, of the tracking log.
    pub url: Option<String>,
    /// From this instant on.
    pub from: Option<Instant>,
    /// Before this instant.
    pub until: Option<Instant>,
    /// Part of the address, in any case of letters. Never to be kept or sent anywhere.
    pub text: String,
}

/// What a list is sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum By {
    /// When it was handed over; before that, when it was prepared. Of the tracking log, when it was done.
    Date,
    /// Its status, then its detail.
    Status,
    /// The address, letters of both cases as one.
    Address,
    /// Why.
    Nature,
    /// The reply of the recipient's server.
    Reason,
    /// Test profiles and traps.
    TestProfile,
    /// The message's id.
    Message,
    /// What stands behind the `@`.
    Domain,
    /// When it was delivered.
    Delivered,
    /// Whether it was opened.
    Opened,
    /// Whether it was clicked.
    Clicked,
    /// What was done.
    Action,
    /// The link's name, then its address.
    Label,
}

impl By {
    /// Everything a list can be sorted by.
    pub const ALL: [Self; 13] = [
        Self::Date,
        Self::Status,
        Self::Address,
        Self::Nature,
        Self::Reason,
        Self::TestProfile,
        Self::Message,
        Self::Domain,
        Self::Delivered,
        Self::Opened,
        Self::Clicked,
        Self::Action,
        Self::Label,
    ];
}

/// An order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Sort {
    /// By what.
    pub by: By,
    /// The last first.
    pub is_descending: bool,
}

/// Which rows, in which order. Without an order they stand as they came.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// Of what.
    pub source: Source,
    /// Which.
    pub filter: Filter,
    /// In which order.
    pub sort: Option<Sort>,
}

impl Query {
    /// Whether a row is in the list.
    pub(super) fn holds(&self, fold: &Fold, row: Row, reading: &Reading, began: &Began) -> bool {
        self.looks(fold, row, reading, began, &mut None)
    }

    /// The same, and notes from when on time alone may change it.
    pub(super) fn looks(
        &self,
        fold: &Fold,
        row: Row,
        reading: &Reading,
        began: &Began,
        until: &mut Option<Instant>,
    ) -> bool {
        if self.source == Source::Tracks {
            return self.filter.holds_track(fold, row);
        }
        let facts = fold.store().facts(row);
        reading.standing(&facts, until).is_some_and(|standing| self.filter.holds(fold, row, &facts, &standing, began))
    }

    /// Which of two rows comes first. No two are equal.
    pub(super) fn compare(&self, fold: &Fold, reading: &Reading, left: Row, right: Row) -> Ordering {
        self.compare_keys(fold, reading, left, right).then(left.cmp(&right))
    }

    /// The same, but that rows are equal which are in what is sorted by.
    pub(super) fn compare_keys(&self, fold: &Fold, reading: &Reading, left: Row, right: Row) -> Ordering {
        let Some(sort) = self.sort else { return Ordering::Equal };
        let order = match self.source {
            Source::Messages => compare(sort.by, fold, reading, left, right),
            Source::Tracks => compare_tracks(sort.by, fold, left, right),
        };
        if sort.is_descending { order.reverse() } else { order }
    }
}

impl Filter {
    fn holds(&self, fold: &Fold, row: Row, facts: &Facts, standing: &Standing, began: &Began) -> bool {
        let is_in = |group: &Group| group.holds(facts, standing, began);
        let is_within = || {
            let at = date(facts);
            self.from.is_none_or(|from| at >= Some(from)) && self.until.is_none_or(|until| at < Some(until))
        };
        let is_why = || {
            let why = why(fold, row, facts, standing);
            let remedy = |remedy: Remedy| {
                Group::NotReached.holds(facts, standing, began)
                    && Remedy::of(standing, why.code, why.enhanced) == remedy
            };
            self.reason.as_ref().is_none_or(|reason| reason == why.code) && self.remedy.is_none_or(remedy)
        };
        // The cheap ones first.
        self.group.as_ref().is_none_or(is_in)
            && self.status.is_none_or(|status| status == standing.status)
            && self.detail.is_none_or(|detail| detail == standing.detail)
            && ((self.from.is_none() && self.until.is_none()) || is_within())
            && ((self.reason.is_none() && self.remedy.is_none()) || is_why())
            && self.is_at(fold, row)
    }

    fn holds_track(&self, fold: &Fold, at: Row) -> bool {
        let tracked = fold.store().tracks().get(at as usize);
        self.action.is_none_or(|action| action == tracked.action)
            && self.from.is_none_or(|from| tracked.time >= from)
            && self.until.is_none_or(|until| tracked.time < until)
            && self.url.as_ref().is_none_or(|url| TrackEntry::of(fold, at).url == url)
            && self.is_at(fold, tracked.row)
    }

    /// Whether the address is of the domain and holds the text.
    fn is_at(&self, fold: &Fold, row: Row) -> bool {
        if self.text.is_empty() && self.domain.is_none() {
            return true;
        }
        let address = fold.store().address_bytes(row);
        let is_of = |wanted: &String| {
            let domain = memchr::memrchr(b'@', address).map_or(&[][..], |at| &address[at + 1..]);
            domain.eq_ignore_ascii_case(wanted.as_bytes())
        };
        self.domain.as_ref().is_none_or(is_of) && contains(address, self.text.as_bytes())
    }
}

/// Whether a text holds another one, in any case of the letters a to z.
fn contains(text: &[u8], part: &[u8]) -> bool {
    let Some(first) = part.first() else { return true };
    let (small, capital) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let fits = |at: usize| text[at..].get(..part.len()).is_some_and(|found| found.eq_ignore_ascii_case(part));
    memchr::memchr2_iter(small, capital, text).any(fits)
}

fn compare(by: By, fold: &Fold, reading: &Reading, left: Row, right: Row) -> Ordering {
    let store = fold.store();
    let both = [left, right];
    let facts = |row: Row| store.facts(row);
    let standing = |facts: &Facts| facts.standing(&reading.settings, reading.as_of);
    let whys = || {
        both.map(|row| {
            let facts = facts(row);
            standing(&facts).map(|standing| why(fold, row, &facts, &standing))
        })
    };
    match by {
        By::Date => in_order(both.map(|row| store.relayed(row).or_else(|| date(&facts(row))))),
        By::Status => {
            in_order(both.map(|row| standing(&facts(row)).map(|standing| (standing.status, standing.detail))))
        }
        By::Address => in_letters(both.map(|row| store.address_bytes(row))),
        By::Nature => in_order(whys().map(|why| why.map(|why| why.code))),
        By::Reason => in_order(whys().map(|why| why.map(|why| (why.smtp, why.enhanced)))),
        By::TestProfile => in_order(both.map(|row| recipient(facts(row).flags))),
        By::Domain => in_letters(both.map(|row| store.address(row).map_or("", domain).as_bytes())),
        By::Delivered => in_order(both.map(|row| facts(row).delivered)),
        By::Opened => in_order(both.map(|row| opened(facts(row).flags))),
        By::Clicked => in_order(both.map(|row| facts(row).flags.has_any(super::facts::Flags::CLICKED))),
        By::Message | By::Action | By::Label => in_order(both.map(|row| store.id(row))),
    }
}

fn compare_tracks(by: By, fold: &Fold, left: Row, right: Row) -> Ordering {
    let both = [left, right];
    let tracked = |at: Row| fold.store().tracks().get(at as usize);
    let entry = |at: Row| TrackEntry::of(fold, at);
    match by {
        By::Action => in_order(both.map(|at| tracked(at).action)),
        By::Label => in_order(both.map(|at| (entry(at).label, entry(at).url))),
        By::Address => in_letters(both.map(|at| fold.store().address_bytes(tracked(at).row))),
        By::Message => in_order(both.map(|at| entry(at).message)),
        _ => in_order(both.map(|at| tracked(at).time)),
    }
}

fn in_order<T: Ord>([left, right]: [T; 2]) -> Ordering {
    left.cmp(&right)
}

/// Letters of both cases as one.
fn in_letters([left, right]: [&[u8]; 2]) -> Ordering {
    left.iter().map(u8::to_ascii_lowercase).cmp(right.iter().map(u8::to_ascii_lowercase))
}
