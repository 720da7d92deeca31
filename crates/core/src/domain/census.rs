//! What lists are grouped by, counted a little at a time and kept true while events come in, as a list is
//! ([`super::listing`]): every number here is the length of a list.
//!
//! Messages of which everything is the same that is grouped by, are one class. Each message knows the number of its
//! class, so that one an event spoke of leaves it and enters another.

mod classes;
mod links;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::entry::Why;
use super::event::Action;
use super::fold::Fold;
use super::group::{Began, Group, Outlook};
use super::instant::Instant;
use super::kpi;
use super::listing::{Reading, Touched, began};
use super::remedy::Remedy;
use super::store::Row;

use classes::Classes;
use links::Links;

/// Rules that leave recipients out, out of the box (domain.md section 8): each is listed, also when it left out nobody.
const RULES: [&str; 8] = [
    "address_empty",
    "denylist",
    "quarantine",
    "duplicate",
    "control_group",
    "domain_exclusion",
    "address_exclusion",
    "over_delivery_limit",
];

/// Counts, in the making or made.
pub struct Census {
    reading: Reading,
    began: Began,
    classes: Classes,
    links: Links,
    /// Messages that events spoke of since they were counted.
    touched: Vec<Row>,
    /// How many messages there were when last looked at.
    seen: u32,
    /// Whether all was counted once: from then on the counts are shown.
    is_made: bool,
    /// From when on time alone changes the counts, at the earliest.
    holds_until: Option<Instant>,
}

/// The counts.
#[derive(Clone, Copy)]
pub struct Counted<'a> {
    census: &'a Census,
    fold: &'a Fold,
}

/// A link, and what was done with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link<'a> {
    /// Its address.
    pub url: &'a str,
    /// Its name.
    pub label: &'a str,
    /// What was done.
    pub action: Action,
    /// How often.
    pub events: u64,
    /// How often of that by machines.
    pub by_machines: u64,
}

impl Census {
    /// Counts in which nothing is yet.
    pub fn new(reading: Reading) -> Self {
        Self {
            reading,
            began: Began::default(),
            classes: Classes::default(),
            links: Links::default(),
            touched: Vec::new(),
            seen: 0,
            is_made: false,
            holds_until: None,
        }
    }

    /// Everything is counted anew.
    pub fn begin(&mut self) {
        *self = Self::new(self.reading);
    }

    /// Events spoke of these messages.
    pub fn touch(&mut self, rows: &[Touched]) {
        self.touched.extend(rows.iter().map(|touched| touched.row));
    }

    /// Time has passed, or the settings are others.
    pub fn read_as(&mut self, reading: Reading) {
        let is_over =
            self.holds_until.is_some_and(|until| reading.as_of >= until) || reading.as_of < self.reading.as_of;
        let is_other = self.reading.settings != reading.settings;
        self.reading = reading;
        if is_other {
            self.begin();
        } else if is_over {
            // Each message is counted in the place of how it was counted before: the counts stay on the screen.
            (self.seen, self.holds_until) = (0, None);
        }
    }

    /// Goes on, looking at about as many messages. Gives whether there is more to do.
    pub fn step(&mut self, fold: &Fold, budget: usize) -> bool {
        if self.began != began(fold) {
            self.begin();
            self.began = began(fold);
        }
        let length = fold.store().len() as u32;
        let end = length.min(self.seen.saturating_add(budget as u32));
        for row in self.seen..end {
            self.count(fold, row);
        }
        self.seen = end;
        // What was not counted yet is counted as it is then.
        if end == length {
            for row in core::mem::take(&mut self.touched) {
                self.count(fold, row);
            }
        }
        self.links.step(fold, budget);
        self.is_made |= self.is_settled(fold);
        !self.is_settled(fold)
    }

    fn count(&mut self, fold: &Fold, row: Row) {
        let facts = fold.store().facts(row);
        let standing = self.reading.standing(&facts, &mut self.holds_until);
        self.classes.enter(fold, row, &facts, standing, &self.began);
    }

    /// Whether there is nothing to do until events come or time passes.
    pub fn is_settled(&self, fold: &Fold) -> bool {
        self.began == began(fold)
            && self.touched.is_empty()
            && self.seen as usize == fold.store().len()
            && self.links.is_whole(fold)
    }

    /// The counts. `None` until all was counted once.
    pub fn counted<'a>(&'a self, fold: &'a Fold) -> Option<Counted<'a>> {
        (self.is_made || self.is_settled(fold)).then_some(Counted { census: self, fold })
    }
}

impl<'a> Counted<'a> {
    /// How many messages a set holds.
    pub fn of(&self, group: Group) -> u64 {
        self.census.classes.sum(|class| class.is_in(group))
    }

    /// How many each rule left out, the most first; those that come with the product also if they left out nobody.
    pub fn causes(&self) -> Vec<(&'a str, u64)> {
        let mut causes: BTreeMap<&str, u64> = RULES.into_iter().map(|rule| (rule, 0)).collect();
        for (class, count) in self.census.classes.iter().filter(|(class, _)| class.is_in(Group::Excluded)) {
            *causes.entry(Why::of(self.fold, class.why).code).or_default() += count;
        }
        most_first(causes)
    }

    /// What can be done about those who will not get it.
    pub fn remedies(&self) -> Vec<(Remedy, u64)> {
        let of = |remedy: Remedy| self.census.classes.sum(|class| class.remedy == Some(remedy));
        Remedy::NAMES.iter().map(|(remedy, _)| (*remedy, of(*remedy))).filter(|(_, count)| *count > 0).collect()
    }

    /// The mail domains of those who will not get it, the most first.
    pub fn domains(&self) -> Vec<(&'a str, u64)> {
        let mut domains: BTreeMap<&str, u64> = BTreeMap::new();
        for (class, count) in self.missed() {
            *domains.entry(self.census.classes.domain(class)).or_default() += count;
        }
        most_first(domains)
    }

    /// Why they will not get it, the most frequent first. What nobody said is empty.
    pub fn reasons(&self) -> Vec<(&'a str, u64)> {
        let mut reasons: BTreeMap<&str, u64> = BTreeMap::new();
        for (class, count) in self.missed() {
            *reasons.entry(Why::of(self.fold, class.why).code).or_default() += count;
        }
        most_first(reasons)
    }

    fn missed(&self) -> impl Iterator<Item = (&'a classes::Class, u64)> {
        let census = self.census;
        census.classes.iter().filter(|(class, _)| class.is_in(Group::NotReached))
    }

    /// How the share of delivered can still end.
    pub fn outlook(&self) -> Outlook {
        let people = |group: Group| self.census.classes.sum(|class| class.is_person && class.is_in(group));
        let counts = kpi::Counts {
            sent: people(Group::Sent),
            queued: people(Group::Queued),
            delivered: people(Group::Delivered),
            pending: people(Group::Awaiting),
            retrying: people(Group::Retrying),
            ..kpi::Counts::default()
        };
        let unconfirmed = self.census.classes.sum(|class| class.is_person && class.is_unconfirmed);
        Outlook::new(&counts, unconfirmed, self.census.reading.settings.feedback)
    }

    /// Every link of the tracking log, what was done most first.
    pub fn urls(&self) -> Vec<Link<'a>> {
        self.census.links.all(self.fold)
    }
}

fn most_first(counts: BTreeMap<&str, u64>) -> Vec<(&str, u64)> {
    let mut pairs: Vec<_> = counts.into_iter().collect();
    pairs.sort_by_key(|(_, count)| core::cmp::Reverse(*count));
    pairs
}
