//! How the numbers came about over time: what the chart draws, a little at a time.

use alloc::vec;
use alloc::vec::Vec;

use super::facts::{Facts, Flags, Settings};
use super::fold::Fold;
use super::instant::Instant;
use super::status::{Feedback, Standing, Status};

/// Cumulative counts at evenly spaced instants.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Timeline {
    /// The instant of the first point.
    pub from: Instant,
    /// The instant of the last point.
    pub until: Instant,
    /// What had happened by each instant; the last point equals the tally of all messages.
    pub points: Vec<Point>,
}

/// What had happened by an instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Point {
    /// Messages relayed.
    pub sent: i64,
    /// Messages then counted as delivered.
    pub delivered: i64,
    /// Messages then counted as failed.
    pub failed: i64,
}

/// A chart in the making, of one instant.
pub struct Charting {
    settings: Settings,
    as_of: Instant,
    points: usize,
    /// When the delivery was over; what is over ends with the last change.
    ended: Option<Instant>,
    /// Messages looked at so far, for its end or for its points.
    seen: u32,
    draft: Option<Draft>,
}

impl Charting {
    /// Begins one of `points` points.
    pub fn new(fold: &Fold, settings: &Settings, as_of: Instant, points: usize) -> Self {
        // Who tells of messages alone, as a provider's feed does, never says that it was over: what came last is its end.
        let journal = fold.journal();
        let ended = if journal.is_empty() { fold.store().began() } else { journal.ended_at() };
        Self { settings: *settings, as_of, points, ended, seen: 0, draft: None }
    }

    /// Looks at so many messages more. Gives the chart once it has seen all: empty before the first relay.
    pub fn step(&mut self, fold: &Fold, budget: usize) -> Option<Timeline> {
        let Some(from) = fold.store().began() else { return Some(Timeline::default()) };
        let length = fold.store().len() as u32;
        let end = length.min(self.seen.saturating_add(budget as u32));
        let rows = (self.seen..end).map(|row| fold.store().facts(row));
        self.seen = end;
        let Self { settings, as_of, .. } = *self;
        let Some(draft) = &mut self.draft else {
            let until = match self.ended {
                None => as_of,
                Some(ended) => {
                    let until = rows.filter_map(|facts| last_change(&facts, &settings, as_of)).fold(ended, Ord::max);
                    self.ended = Some(until);
                    until.min(as_of)
                }
            };
            if self.ended.is_none() || end == length {
                self.draft = Some(Draft::new(from, until, self.points));
                self.seen = 0;
            }
            return None;
        };
        for facts in rows {
            if let Some(standing) = facts.standing(&settings, as_of) {
                draft.add(&facts, &standing, &settings);
            }
        }
        if end < length { None } else { self.draft.take().map(Draft::finish) }
    }
}

/// The last instant by which [`Draft::add`] may change anything for a message.
fn last_change(facts: &Facts, settings: &Settings, as_of: Instant) -> Option<Instant> {
    if !facts.is_relayed() {
        return None;
    }
    let Facts { relayed, delivered, trouble, .. } = facts;
    let told = [*relayed, *delivered, trouble.deferred, trouble.hard, trouble.soft, trouble.expired];
    // What was put off and never heard of again fails by itself.
    let is_given_up = delivered.is_none() && trouble.hard.max(trouble.soft).max(trouble.expired).is_none();
    let deadline = facts.deadline(settings).filter(|at| is_given_up && trouble.deferred.is_some() && *at <= as_of);
    told.into_iter().max().flatten().max(deadline)
}

/// Collects changes, and sums them up in the end.
struct Draft {
    from: Instant,
    until: Instant,
    changes: Vec<Point>,
}

impl Draft {
    /// `points` of at least 2 between two instants; what is outside falls on the nearest one.
    fn new(from: Instant, until: Instant, points: usize) -> Self {
        Self { from, until: until.max(from), changes: vec![Point::default(); points.max(2)] }
    }

    /// The first point that is not before `time`.
    fn at(&mut self, time: Instant) -> &mut Point {
        let last = self.changes.len() - 1;
        let span = self.until.since(self.from).num_milliseconds().max(1);
        let passed = time.since(self.from).num_milliseconds().clamp(0, span);
        let place = (i128::from(passed) * last as i128 + i128::from(span) - 1) / i128::from(span);
        &mut self.changes[(place as usize).min(last)]
    }

    /// Adds one message: when it was relayed, and when it changed sides. The last side is its standing's.
    fn add(&mut self, facts: &Facts, standing: &Standing, settings: &Settings) {
        if !facts.is_relayed() {
            return;
        }
        let trouble = facts.trouble;
        let deadline = facts.deadline(settings);
        let failed = trouble.hard.max(trouble.soft).max(trouble.expired);
        let known = [facts.relayed, facts.delivered, trouble.deferred, failed].into_iter().flatten().min();
        let Some(relayed) = facts.relayed.or(known) else { return };
        self.at(relayed).sent += 1;
        // From when it counted as delivered, and from when as failed; either may be taken back later.
        let delivered = match settings.feedback {
            Feedback::Off => Some(relayed),
            Feedback::On => facts.delivered,
        };
        let deferred = trouble.deferred.filter(|_| settings.feedback == Feedback::On);
        match standing.status {
            Status::Sent => {
                let from = delivered.unwrap_or(relayed);
                if let Some(held) = deferred.filter(|held| *held < from) {
                    self.at(held).failed += 1;
                    self.at(from).failed -= 1;
                }
                self.at(from).delivered += 1;
            }
            Status::Failed => {
                let from = failed.or(deferred).or(deadline).unwrap_or(relayed);
                let from =
                    deferred.filter(|_| !facts.flags.has_any(Flags::EVIDENCE)).map_or(from, |held| held.min(from));
                self.at(from).failed += 1;
                if let Some(taken_back) = delivered.filter(|delivered| *delivered < from) {
                    self.at(taken_back).delivered += 1;
                    self.at(from).delivered -= 1;
                }
            }
            Status::Pending | Status::Cancelled | Status::Excluded => {}
        }
    }

    fn finish(self) -> Timeline {
        let points = self.changes.iter().scan(Point::default(), |sum, change| {
            sum.sent += change.sent;
            sum.delivered += change.delivered;
            sum.failed += change.failed;
            Some(*sum)
        });
        Timeline { from: self.from, until: self.until, points: points.collect() }
    }
}
