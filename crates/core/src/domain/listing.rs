//! A list of any length, made a little at a time and kept true while events come in.
//!
//! What a list holds is a function of the events and of one instant, as every number is. It is made in three stages:
//! every row is looked at once; the rows that are wanted are put in order; from then on only rows that an event spoke of
//! are looked at again. The first rows of a long list are there after the first stage. Between the steps events may come:
//! the rows they speak of are looked at again before the list is shown, so that it is of one instant as a whole.

use alloc::vec::Vec;

pub use super::filter::{By, Filter, Query, Sort, Source};

use super::entry::{Entry, TrackEntry};
use super::fold::Fold;
use super::group::Began;
use super::instant::Instant;
use super::sorter::Sorter;
use super::store::{Column, Row};

mod amend;
mod first;
mod reading;

use first::{First, sample};
pub use reading::Reading;

/// A list, in the making or made.
pub struct Listing {
    query: Query,
    reading: Reading,
    began: Began,
    stage: Stage,
    /// Rows that are shown, in order: all of them, or the first.
    rows: Column<Row>,
    /// How many the list holds in all.
    total: u64,
    /// Rows that events spoke of since they were looked at.
    touched: Vec<Row>,
    /// How many rows there were when last looked at.
    seen: u32,
    /// From when on time alone changes what is in the list, at the earliest.
    holds_until: Option<Instant>,
    /// Of which order the rows shown are: while it is made anew, those of before stay.
    is_shown: bool,
}

enum Stage {
    /// Every row is looked at.
    Looking {
        found: Column<Row>,
        first: First,
    },
    /// The same rows in another order: the first of them are picked out.
    Picking {
        at: usize,
        first: First,
        /// They are in just the other order.
        is_reversed: bool,
    },
    /// They are put in order.
    Ordering(Sorter),
    Done,
}

impl Listing {
    /// A list in which nothing is yet.
    pub fn new(query: Query, reading: Reading) -> Self {
        Self {
            query,
            reading,
            began: Began::default(),
            stage: Stage::Looking { found: Column::default(), first: First::default() },
            rows: Column::default(),
            total: 0,
            touched: Vec::new(),
            seen: 0,
            holds_until: None,
            is_shown: false,
        }
    }

    /// Which rows are wanted.
    pub const fn query(&self) -> &Query {
        &self.query
    }

    /// The instant the list is of.
    pub const fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Wants other rows, or another order. What was shown stays until the first of them are there.
    pub fn ask(&mut self, query: Query) {
        if self.query == query {
            return;
        }
        let is_reversed = match (self.query.sort, query.sort) {
            (Some(old), Some(new)) => old.by == new.by && old.is_descending != new.is_descending,
            _ => false,
        };
        let has_all = matches!(self.stage, Stage::Done);
        let is_same = self.query.source == query.source && self.query.filter == query.filter;
        self.query = query;
        if has_all && is_same {
            self.stage = Stage::Picking { at: 0, first: First::default(), is_reversed };
        } else {
            self.begin();
        }
    }

    /// How many rows the list holds. `None` until all were looked at once.
    pub fn total(&self) -> Option<u64> {
        self.is_shown.then_some(self.total)
    }

    /// Whether all rows are in their order.
    pub const fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done)
    }

    /// Rows that can be shown, from the first on.
    pub fn ready(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, at: usize) -> Option<Row> {
        (at < self.rows.len()).then(|| self.rows.get(at))
    }

    /// The message at a place. `None` beyond what is ready, and of another source.
    pub fn entry<'a>(&self, fold: &'a Fold, at: usize) -> Option<Entry<'a>> {
        Entry::of(fold, self.row(at)?, &self.reading).filter(|_| self.query.source == Source::Messages)
    }

    /// What was done at a place. `None` beyond what is ready, and of another source.
    pub fn track<'a>(&self, fold: &'a Fold, at: usize) -> Option<TrackEntry<'a>> {
        let row = self.row(at).filter(|_| self.query.source == Source::Tracks)?;
        Some(TrackEntry::of(fold, row))
    }

    /// Where a message stands in the list, among the rows that are ready.
    pub fn position(&self, fold: &Fold, message: &str) -> Option<usize> {
        let row = fold.store().find(message)?;
        self.rows.iter().position(|known| known == row)
    }

    /// Everything is looked at anew: another fold, or another question.
    pub fn begin(&mut self) {
        self.stage = Stage::Looking { found: Column::default(), first: First::default() };
        self.touched.clear();
        self.seen = 0;
        self.holds_until = None;
    }

    /// Events spoke of these messages.
    pub fn touch(&mut self, rows: &[Touched]) {
        match self.query.source {
            Source::Messages => self.touched.extend(rows.iter().map(|touched| touched.row)),
            // What was done stays what it was; only whose it is may have become known.
            Source::Tracks if rows.iter().any(|touched| touched.is_named) => self.begin(),
            Source::Tracks => {}
        }
    }

    /// Time has passed, or the settings are others.
    pub fn read_as(&mut self, reading: Reading) {
        let is_over =
            self.holds_until.is_some_and(|until| reading.as_of >= until) || reading.as_of < self.reading.as_of;
        let is_other = self.reading.settings != reading.settings;
        self.reading = reading;
        if self.query.source == Source::Messages && (is_other || is_over) {
            self.begin();
        }
    }

    /// Goes on, looking at about as many rows. Gives whether there is more to do.
    pub fn step(&mut self, fold: &Fold, budget: usize) -> bool {
        let length = self.length(fold);
        match &mut self.stage {
            Stage::Looking { .. } => {
                self.look(fold, length, budget);
                if self.seen == length {
                    self.looked(fold);
                }
            }
            Stage::Picking { at, first, is_reversed } => {
                let (query, reading) = (&self.query, &self.reading);
                let compare = |left: Row, right: Row| query.compare(fold, reading, left, right);
                if *at == 0 {
                    first.limit(sample(self.rows.len()).map(|at| self.rows.get(at)).collect(), compare);
                }
                let length = self.rows.len();
                let end = length.min(*at + budget);
                for place in core::mem::replace(at, end)..end {
                    let row = self.rows.get(if *is_reversed { length - 1 - place } else { place });
                    // From the other end, all that follow are no better than one that is beyond.
                    if *is_reversed
                        && first.is_beyond(row, |left, right| query.compare_keys(fold, reading, left, right))
                    {
                        *at = length;
                        break;
                    }
                    first.push(row, compare);
                }
                if *at == length {
                    let picked = core::mem::take(first).finish(compare);
                    let rows = core::mem::replace(&mut self.rows, picked.into_iter().collect());
                    self.stage = Stage::Ordering(Sorter::new(rows));
                }
            }
            Stage::Ordering(sorter) => {
                let (query, reading) = (&self.query, &self.reading);
                if let Some(rows) = sorter.step(budget, |left, right| query.compare(fold, reading, left, right)) {
                    self.rows = rows;
                    self.stage = Stage::Done;
                }
            }
            Stage::Done => {}
        }
        if self.is_done() {
            if self.began != began(fold) {
                self.begin();
            } else if self.seen < length || !self.touched.is_empty() {
                self.amend(fold, length);
            }
        }
        !self.is_done()
    }

    fn length(&self, fold: &Fold) -> u32 {
        match self.query.source {
            Source::Messages => fold.store().len() as u32,
            Source::Tracks => fold.store().tracks().len() as u32,
        }
    }

    fn look(&mut self, fold: &Fold, length: u32, budget: usize) {
        if self.seen == 0 {
            self.began = began(fold);
            self.sample(fold, length);
        }
        let end = length.min(self.seen.saturating_add(budget as u32));
        for row in self.seen..end {
            let is_wanted = self.query.looks(fold, row, &self.reading, &self.began, &mut self.holds_until);
            if let Stage::Looking { found, first } = &mut self.stage
                && is_wanted
            {
                found.push(row);
                if self.query.sort.is_some() {
                    first.push(row, |left, right| self.query.compare(fold, &self.reading, left, right));
                }
            }
        }
        self.seen = end;
    }

    /// A few rows from all over tell which are surely not among the first.
    fn sample(&mut self, fold: &Fold, length: u32) {
        let Stage::Looking { first, .. } = &mut self.stage else { return };
        let rows = sample(length as usize).map(|row| row as Row);
        let rows: Vec<Row> = rows.filter(|row| self.query.holds(fold, *row, &self.reading, &self.began)).collect();
        first.limit(rows, |left, right| self.query.compare(fold, &self.reading, left, right));
    }

    /// All rows were looked at: the list is known, and its first rows are in order.
    fn looked(&mut self, fold: &Fold) {
        let Stage::Looking { mut found, first } = core::mem::replace(&mut self.stage, Stage::Done) else { return };
        // What changed meanwhile is looked at again: then the list is of this instant as a whole.
        let touched = core::mem::take(&mut self.touched);
        if !touched.is_empty() {
            let by_row = |left: Row, right: Row| left.cmp(&right);
            found = self.amended(fold, found, touched.clone(), by_row);
        }
        self.total = found.len() as u64;
        self.is_shown = true;
        if self.query.sort.is_none() {
            self.rows = found;
            return;
        }
        if touched.is_empty() {
            let rows = first.finish(|left, right| self.query.compare(fold, &self.reading, left, right));
            self.rows = rows.into_iter().collect();
        } else {
            self.rows = Column::default();
        }
        self.stage = Stage::Ordering(Sorter::new(found));
    }

    fn note_deadline(&mut self, fold: &Fold, row: Row) {
        if self.query.source == Source::Messages {
            self.reading.standing(&fold.store().facts(row), &mut self.holds_until);
        }
    }

    /// Whether there is nothing to do until events come or time passes.
    pub fn is_settled(&self, fold: &Fold) -> bool {
        self.is_done() && self.touched.is_empty() && self.seen >= self.length(fold) && self.began == began(fold)
    }
}

pub(super) fn began(fold: &Fold) -> Began {
    let journal = fold.journal();
    Began { at: journal.started_at(), is_prepared: journal.declared().is_some() }
}

/// A message that an event spoke of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Touched {
    pub(super) row: Row,
    /// Whether the event gave an address.
    pub(super) is_named: bool,
}
