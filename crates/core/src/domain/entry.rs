//! One row of a list, with all that its columns can show.

use super::event::{Action, Recipient};
use super::facts::{Facts, Flags};
use super::fold::Fold;
use super::group::recipient;
use super::instant::Instant;
use super::listing::Reading;
use super::remedy::Remedy;
use super::status::{Standing, Status};
use super::store::Row;
use super::terms::{Term, parts};

/// A message, as a row of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry<'a> {
    /// The message's id.
    pub message: &'a str,
    /// The recipient's address, if an event gave one.
    pub address: Option<&'a str>,
    /// When it was handed over; before that, when it was prepared or left out.
    pub date: Option<Instant>,
    /// What it counts as, and why.
    pub standing: Standing,
    /// Why it failed, was put off or left out.
    pub why: Why<'a>,
    /// Who it is for.
    pub recipient: Recipient,
    /// The first evidence of its delivery.
    pub delivered: Option<Instant>,
    /// Until when it is tried, while its outcome is open.
    pub deadline: Option<Instant>,
    /// Whether it was opened: not at all, by a machine only, or by somebody.
    pub opened: Opened,
    /// Whether a link was followed.
    pub is_clicked: bool,
    /// Whether the recipient wants no more.
    pub is_opted_out: bool,
    /// Whether the recipient called it spam.
    pub is_complained: bool,
}

/// Whether a message was opened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Opened {
    /// Not as far as is known.
    No,
    /// By a machine of the recipient's provider.
    ByMachine,
    /// By somebody.
    Yes,
}

/// Why a message failed, was put off or left out. What nobody said is empty.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Why<'a> {
    /// The reason's or the cause's word.
    pub code: &'a str,
    /// The reply of the recipient's server.
    pub smtp: &'a str,
    /// Its enhanced status.
    pub enhanced: &'a str,
}

/// Something a recipient did, as a row of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TrackEntry<'a> {
    /// The message's id.
    pub message: &'a str,
    /// The recipient's address, if an event gave one.
    pub address: Option<&'a str>,
    /// When.
    pub date: Instant,
    /// What.
    pub action: Action,
    /// The address behind the link.
    pub url: &'a str,
    /// The link's name.
    pub label: &'a str,
    /// Whether a machine did it.
    pub is_machine: bool,
}

impl<'a> Entry<'a> {
    /// The row of a message. `None` if a later preparation left nothing of it.
    pub(super) fn of(fold: &'a Fold, row: Row, reading: &Reading) -> Option<Self> {
        let store = fold.store();
        let facts = store.facts(row);
        let standing = facts.standing(&reading.settings, reading.as_of)?;
        let flags = facts.flags;
        Some(Self {
            message: store.id(row),
            address: store.address(row),
            date: date(&facts),
            standing,
            why: why(fold, row, &facts, &standing),
            recipient: recipient(flags),
            delivered: facts.delivered,
            deadline: facts.deadline(&reading.settings).filter(|_| standing.is_open()),
            opened: opened(flags),
            is_clicked: flags.has_any(Flags::CLICKED),
            is_opted_out: flags.has_any(Flags::OPTED_OUT),
            is_complained: flags.has_any(Flags::COMPLAINED),
        })
    }

    /// What can be done about it, if it will not arrive.
    pub fn remedy(&self) -> Remedy {
        Remedy::of(&self.standing, self.why.code, self.why.enhanced)
    }

    /// What stands behind the last `@` of the address; empty if there is none.
    pub fn domain(&self) -> &'a str {
        self.address.map_or("", domain)
    }
}

/// What stands behind the last `@` of an address; empty if there is none.
pub fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

pub(super) fn date(facts: &Facts) -> Option<Instant> {
    facts.relayed.or_else(|| super::group::first_sign(facts)).or(facts.prepared)
}

pub(super) const fn opened(flags: Flags) -> Opened {
    if !flags.has_any(Flags::OPENED) {
        Opened::No
    } else if flags.has_any(Flags::SEEN_BY_PERSON) {
        Opened::Yes
    } else {
        Opened::ByMachine
    }
}

pub(super) fn why<'a>(fold: &'a Fold, row: Row, facts: &Facts, standing: &Standing) -> Why<'a> {
    Why::of(fold, why_term(fold, row, facts, standing))
}

/// The same, as the number it is kept by.
pub(super) fn why_term(fold: &Fold, row: Row, facts: &Facts, standing: &Standing) -> Option<Term> {
    match standing.status {
        Status::Excluded => fold.store().cause(row),
        Status::Pending | Status::Sent | Status::Failed | Status::Cancelled => facts.trouble.why(standing.detail),
    }
}

impl<'a> Why<'a> {
    pub(super) fn of(fold: &'a Fold, term: Option<Term>) -> Self {
        let mut parts = parts(term.map_or("", |term| fold.store().term(term)));
        let mut part = || parts.next().unwrap_or_default();
        Self { code: part(), smtp: part(), enhanced: part() }
    }
}

impl<'a> TrackEntry<'a> {
    pub(super) fn of(fold: &'a Fold, at: u32) -> Self {
        let store = fold.store();
        let tracked = store.tracks().get(at as usize);
        let mut parts = parts(store.term(tracked.link));
        Self {
            message: store.id(tracked.row),
            address: store.address(tracked.row),
            date: tracked.time,
            action: tracked.action,
            url: parts.next().unwrap_or_default(),
            label: parts.next().unwrap_or_default(),
            is_machine: tracked.is_machine,
        }
    }
}
