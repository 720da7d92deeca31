//! Handing over, and what follows: which message leaves when, and what has been told of it so far.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use chrono::TimeDelta;
use delivery_core::domain::civil::{Wall, Zone};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::schedule::{Plan, SendTime, own_instant};
use delivery_core::domain::status::Feedback;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fate::{Step, fate};
use super::happening::Happening;
use super::population::Population;
use crate::zones::BundledZones;

/// The order in which things are told: by time, then by message, then by what comes first for one message.
pub type Mark = (Instant, u32, u16);

/// How far a send has come. Everything else follows from this, the recipients and the seed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Progress {
    /// When handing over began or went on, and with which message. The last one is open unless `held`.
    stretches: Vec<Stretch>,
    /// How many messages are handed over.
    pub relayed: u32,
    /// Whether handing over rests.
    pub held: bool,
    /// Everything up to here is in the log.
    told: Mark,
}

/// A time in which messages left at a steady pace.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Stretch {
    since: Instant,
    from: u32,
}

/// What a send reads besides its progress.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Whether deliveries are reported.
    pub feedback: Feedback,
    /// How long retries go on.
    pub validity: TimeDelta,
    /// Time between two messages, in microseconds.
    pub gap: i64,
    /// When each goes, if that is by the recipient's zone.
    pub by_zone: Option<ByZone>,
}

/// One wall time for everybody, each in their own zone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ByZone {
    /// What the walls show.
    pub wall: Wall,
    /// The zone of those who have none.
    pub zone: Zone,
}

impl ByZone {
    /// What a plan says, if that is by zone.
    pub fn of(plan: &Plan) -> Option<Self> {
        match plan {
            Plan::At { wall, zone, send_time: SendTime::RecipientZone, .. } => {
                Some(Self { wall: *wall, zone: zone.clone() })
            }
            Plan::OnceConfirmed | Plan::At { .. } | Plan::Recurring { .. } => None,
        }
    }

    /// When those of a zone get it, past or not.
    pub fn instant(&self, own: &Zone) -> Option<Instant> {
        own_instant(self.wall, own, &self.zone, &BundledZones)
    }
}

/// A send under way: its progress, and what is still to come of the messages that left.
#[derive(Debug)]
pub struct Relaying {
    population: Population,
    terms: Terms,
    /// Indexes of the recipients, in the order they leave.
    order: Vec<u32>,
    /// Before when none of them leaves, in the same order. Empty if all leave as soon as they may.
    not_before: Vec<Instant>,
    /// The next step of each message that has one.
    to_come: BinaryHeap<Reverse<Mark>>,
}

impl Progress {
    /// A send that begins now.
    pub fn begin(since: Instant) -> Self {
        Self { stretches: vec![Stretch { since, from: 0 }], relayed: 0, held: false, told: (since, 0, 0) }
    }

    /// Holds the send. What has left, has left.
    pub fn hold(&mut self) {
        self.held = true;
    }

    /// Goes on from `now`, but not before what was told.
    pub fn go_on(&mut self, now: Instant) {
        self.held = false;
        let since = now.max(self.told.0 + TimeDelta::milliseconds(1));
        self.stretches.push(Stretch { since, from: self.relayed });
    }

    /// When a message leaves, or left.
    fn leaves(&self, at: u32, gap: i64) -> Instant {
        let stretch = self.stretches.iter().rev().find(|stretch| stretch.from <= at).unwrap_or(&self.stretches[0]);
        let micros = i64::from(at - stretch.from).saturating_mul(gap);
        // Whole milliseconds: the contract's usual precision, and shorter lines.
        stretch.since + TimeDelta::milliseconds(micros / 1_000)
    }
}

impl Relaying {
    /// Picks up a send where its progress says.
    pub fn pick_up(population: Population, terms: Terms, progress: &Progress) -> Self {
        let mut order = population.included();
        let mut not_before = Vec::new();
        if let Some(by_zone) = &terms.by_zone {
            // There are few zones, and many recipients of each.
            let mut known = HashMap::new();
            let mut dated: Vec<_> = order
                .iter()
                .filter_map(|&index| {
                    let zone = population.zone(index);
                    let at = *known.entry(zone).or_insert_with(|| by_zone.instant(&Zone::new(zone)));
                    Some((at?, index))
                })
                .collect();
            dated.sort_unstable();
            (not_before, order) = dated.into_iter().unzip();
        }
        let mut relaying = Self { population, terms, order, not_before, to_come: BinaryHeap::new() };
        for at in 0..progress.relayed {
            let left = relaying.leaves(progress, at);
            relaying.schedule(at, left, |mark| mark > progress.told);
        }
        relaying
    }

    /// When a message leaves, or left: as the pace allows, and not before its time.
    fn leaves(&self, progress: &Progress, at: u32) -> Instant {
        let paced = progress.leaves(at, self.terms.gap);
        self.not_before.get(at as usize).map_or(paced, |&not_before| paced.max(not_before))
    }

    /// How many messages there are to hand over.
    pub fn len(&self) -> u32 {
        u32::try_from(self.order.len()).unwrap_or(u32::MAX)
    }

    /// The message ids that have not left.
    pub fn waiting(&self, progress: &Progress) -> &[u32] {
        &self.order[(progress.relayed as usize).min(self.order.len())..]
    }

    /// When the next thing is due. `None` if all is over, or the send is held and nothing more comes of what left.
    pub fn next_due(&self, progress: &Progress) -> Option<Instant> {
        let next = self.next(progress)?;
        Some(next.0)
    }

    fn next(&self, progress: &Progress) -> Option<Mark> {
        let follow_up = self.to_come.peek().map(|&Reverse(mark)| mark);
        let departure = (!progress.held && progress.relayed < self.len())
            .then(|| (self.leaves(progress, progress.relayed), progress.relayed, 0));
        match (follow_up, departure) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    /// Tells what happened up to `now`, at most `limit` events at a time. Gives the time when the last message left,
    /// if it left now.
    pub fn tell(
        &mut self,
        progress: &mut Progress,
        now: Instant,
        limit: usize,
        into: &mut Vec<Happening>,
    ) -> Option<Instant> {
        while into.len() < limit {
            let mark = self.next(progress).filter(|mark| mark.0 <= now)?;
            progress.told = progress.told.max(mark);
            let (time, at, step) = mark;
            if step == 0 {
                let message = Population::message(self.order[at as usize]);
                into.push(Happening::of_message("message.relayed", message, "relayed", time, Value::Null));
                progress.relayed += 1;
                self.schedule(at, time, |_| true);
                if progress.relayed == self.len() {
                    return Some(time);
                }
            } else {
                self.to_come.pop();
                self.follow_up(progress, mark, into);
            }
        }
        None
    }

    fn steps(&self, at: u32) -> Vec<Step> {
        fate(&self.population, self.order[at as usize], self.terms.feedback, self.terms.validity)
    }

    /// Puts the first step of a message that `is_due` among those to come.
    fn schedule(&mut self, at: u32, left: Instant, is_due: impl Fn(Mark) -> bool) {
        let marks = self.steps(at).into_iter().zip(1_u16..).map(|(step, number)| (left + step.after, at, number));
        if let Some(mark) = marks.into_iter().find(|&mark| is_due(mark)) {
            self.to_come.push(Reverse(mark));
        }
    }

    fn follow_up(&mut self, progress: &Progress, (time, at, number): Mark, into: &mut Vec<Happening>) {
        let steps = self.steps(at);
        let index = self.order[at as usize];
        let message = Population::message(index);
        let what = steps[usize::from(number) - 1].what;
        let more = what.more(&self.population.address(index), time);
        into.push(Happening::of_message(what.kind(), message, &number.to_string(), time, more));
        if let Some(step) = steps.get(usize::from(number)) {
            let left = self.leaves(progress, at);
            self.to_come.push(Reverse((left + step.after, at, number + 1)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use delivery_core::domain::civil::resolve;
    use std::collections::HashSet;

    const POPULATION: Population = Population { seed: 5, targeted: 1_500, test_profiles: 3, traps: 2 };
    const TERMS: Terms = Terms { feedback: Feedback::On, validity: TimeDelta::hours(24), gap: 700_000, by_zone: None };

    fn start() -> Instant {
        Instant::from_millis(1_795_424_400_000)
    }

    fn told_at_once() -> Vec<Happening> {
        let mut progress = Progress::begin(start());
        let mut told = Vec::new();
        let mut relaying = Relaying::pick_up(POPULATION, TERMS, &progress);
        while relaying.next_due(&progress).is_some() {
            relaying.tell(&mut progress, start() + TimeDelta::days(30), usize::MAX, &mut told);
        }
        told
    }

    #[test]
    fn however_it_is_cut_the_same_is_told() {
        let whole = told_at_once();
        assert!(whole.is_sorted_by_key(|happening| happening.time));
        let mut progress = Progress::begin(start());
        let mut told = Vec::new();
        let mut now = start();
        while told.len() < whole.len() {
            // Picked up anew each time, as after a crash, and cut in the middle of an instant.
            let mut relaying = Relaying::pick_up(POPULATION, TERMS, &progress);
            let mut piece = Vec::new();
            relaying.tell(&mut progress, now, 37, &mut piece);
            if piece.len() < 37 {
                now = now + TimeDelta::seconds(170);
            }
            told.extend(piece);
        }
        assert_eq!(told, whole);
    }

    #[test]
    fn by_zone_nobody_gets_it_before_their_own_time() {
        let wall = Wall::parse("2026-11-24T09:00").expect("a wall time");
        let by_zone = ByZone { wall, zone: Zone::new("Europe/Rome") };
        let mut progress = Progress::begin(start());
        let terms = Terms { by_zone: Some(by_zone), ..TERMS };
        let mut relaying = Relaying::pick_up(POPULATION, terms, &progress);
        let mut told = Vec::new();
        while relaying.next_due(&progress).is_some() {
            relaying.tell(&mut progress, start() + TimeDelta::days(30), usize::MAX, &mut told);
        }
        let left: Vec<_> = told.iter().filter(|happening| happening.kind == "message.relayed").collect();
        assert_eq!(left.len(), POPULATION.included().len());
        for happening in &left {
            let index: u32 = happening.subject.as_deref().and_then(|id| id[1..].parse().ok()).expect("an index");
            let zone = match POPULATION.zone(index) {
                "" => "Europe/Rome",
                zone => zone,
            };
            let at = resolve(wall, &Zone::new(zone), &BundledZones).map(|resolved| resolved.at());
            assert!(at.is_some_and(|at| happening.time >= at), "{zone} {happening:?}");
        }
        let [first, last] = [left.first(), left.last()].map(|happening| happening.map(|happening| happening.time));
        assert_eq!(first, Instant::parse("2026-11-24T00:00:00Z"), "Tokyo");
        assert!(last >= Instant::parse("2026-11-24T17:00:00Z"), "Los Angeles");
    }

    #[test]
    fn ids_are_unique() {
        let mut ids = HashSet::new();
        assert!(told_at_once().iter().all(|happening| ids.insert(happening.id.clone())));
    }

    #[test]
    fn a_held_send_hands_nothing_over_and_changes_nothing_in_the_end() {
        let now = start() + TimeDelta::seconds(300);
        let mut progress = Progress::begin(start());
        let mut relaying = Relaying::pick_up(POPULATION, TERMS, &progress);
        let mut told = Vec::new();
        relaying.tell(&mut progress, now, usize::MAX, &mut told);
        progress.hold();
        let before = progress.relayed;
        let mut held = Vec::new();
        relaying.tell(&mut progress, now + TimeDelta::hours(2), usize::MAX, &mut held);
        assert_eq!(progress.relayed, before);
        assert!(!held.is_empty(), "what follows from what left still comes");
        told.extend(held);
        progress.go_on(now + TimeDelta::hours(2));
        let mut relaying = Relaying::pick_up(POPULATION, TERMS, &progress);
        while relaying.next_due(&progress).is_some() {
            relaying.tell(&mut progress, start() + TimeDelta::days(30), usize::MAX, &mut told);
        }
        let sorted = |told: &[Happening]| {
            let mut ids: Vec<_> = told.iter().map(|happening| (happening.id.clone(), happening.kind)).collect();
            ids.sort();
            ids
        };
        assert_eq!(sorted(&told), sorted(&told_at_once()));
        assert!(told.is_sorted_by_key(|happening| happening.time));
    }
}
