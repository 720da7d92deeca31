//! The fold: a set of events in, every message's status and every number out (design.md section 4).
//!
//! What it says is a function of the set of events and of one instant. It cannot fail, and it performs nothing.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::entry::Entry;
use super::event::{Body, Event, Fact};
pub use super::facts::Settings;
use super::instant::Instant;
use super::journal::Journal;
use super::kpi::Tally;
use super::listing::{Reading, Touched};
use super::oddity::Oddities;
use super::register::Register;
use super::seen::Seen;
use super::status::{Detail, Status};
use super::store::Store;
use super::timeline::{Charting, Timeline};

/// A delivery, as far as events tell.
#[derive(Clone, Default)]
pub struct Fold {
    store: Store,
    register: Register,
    journal: Journal,
    seen: Seen,
    oddities: Oddities,
    /// The highest preparation number seen in any event.
    preparation: u64,
    /// Messages that events spoke of since somebody asked. `None` while nobody wants to know.
    touched: Option<Vec<Touched>>,
}

/// One message, for a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The message's id.
    pub message: String,
    /// The recipient's address, if an event gave one.
    pub address: Option<String>,
    /// What it counts as.
    pub status: Status,
    /// Why.
    pub detail: Detail,
}

impl Fold {
    /// A delivery of which nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event. Adding it again, or in another order, changes nothing but the count of duplicates.
    pub fn apply(&mut self, event: &Event<'_>) {
        if !self.seen.insert(&event.source, &event.id) {
            self.oddities.duplicate(event);
            return;
        }
        self.oddities.event(event);
        if event.preparation > self.preparation {
            self.preparation = event.preparation;
            self.store.renew();
            self.register.renew();
            self.touched = None;
        }
        match &event.body {
            Body::Message { message, address, fact } => {
                let known = self.store.len();
                let row = self.store.row(message);
                let before = ((row as usize) < known).then(|| self.store.place_in_register(row));
                match fact {
                    Fact::Prepared { address, .. } | Fact::Excluded { address, .. } => {
                        if event.preparation == self.preparation {
                            self.store.prepare(row, fact, address.as_deref(), event.time);
                        }
                    }
                    fact => self.store.note(row, fact, event.time),
                }
                self.register.moved(before, self.store.place_in_register(row));
                if let Some(address) = address {
                    self.store.feed_address(row, address);
                }
                if let Some(touched) = &mut self.touched {
                    let is_prepared = matches!(fact, Fact::Prepared { .. } | Fact::Excluded { .. });
                    touched.push(Touched { row, is_named: is_prepared || address.is_some() });
                }
            }
            Body::Delivery(milestone) => {
                self.journal.note(event.time, event.sequence, &event.id, event.preparation, milestone);
            }
            Body::Unrecognised(kind) => self.oddities.unrecognised(kind),
        }
    }

    /// Adds a line that is no event.
    pub fn reject(&mut self, line: &[u8]) {
        self.oddities.malformed(line);
    }

    /// The numbers at an instant.
    pub fn tally(&self, settings: &Settings, as_of: Instant) -> Tally {
        let mut register = self.register.clone();
        register.look(&self.store, settings, as_of);
        self.declare(register.tally(settings))
    }

    /// The same, and from when on time alone makes them others, if it does. To be asked again and again: while time goes
    /// on, what was found is kept.
    pub fn tally_until(&mut self, settings: &Settings, as_of: Instant) -> (Tally, Option<Instant>) {
        self.register.look(&self.store, settings, as_of);
        (self.declare(self.register.tally(settings)), self.register.holds_until(settings))
    }

    fn declare(&self, mut tally: Tally) -> Tally {
        // Before the messages' own events are here, what the preparation declares stands for them.
        if tally.all.targeted == 0
            && let Some(declared) = self.journal.declared()
        {
            for counts in [&mut tally.all, &mut tally.people] {
                counts.to_deliver = declared.to_deliver;
                counts.queued = declared.to_deliver;
                counts.excluded = declared.excluded;
                counts.targeted = declared.to_deliver.saturating_add(declared.excluded);
            }
        }
        tally
    }

    /// Every message at an instant, sorted by the bytes of its id.
    pub fn rows(&self, settings: &Settings, as_of: Instant) -> Vec<Row> {
        let mut order: Vec<u32> = (0..self.store.len() as u32).collect();
        order.sort_unstable_by(|left, right| self.store.id(*left).cmp(self.store.id(*right)));
        let row = |row: u32| {
            let standing = self.store.facts(row).standing(settings, as_of)?;
            Some(Row {
                message: self.store.id(row).to_string(),
                address: self.store.address(row).map(ToString::to_string),
                status: standing.status,
                detail: standing.detail,
            })
        };
        order.into_iter().filter_map(row).collect()
    }

    /// The numbers as they grew, at `points` instants from the first relay until `as_of`; of what is over, until nothing
    /// changed any more. Empty before the first relay.
    pub fn timeline(&self, settings: &Settings, as_of: Instant, points: usize) -> Timeline {
        let mut charting = Charting::new(self, settings, as_of, points);
        loop {
            if let Some(timeline) = charting.step(self, usize::MAX) {
                return timeline;
            }
        }
    }

    /// How many messages any event spoke of.
    pub fn messages(&self) -> usize {
        self.store.len()
    }

    /// The address of a message's recipient, if an event gave one.
    pub fn address(&self, message: &str) -> Option<&str> {
        self.store.address(self.store.find(message)?)
    }

    /// Until when a message is tried, if its outcome is open.
    pub fn deadline(&self, message: &str, reading: &Reading) -> Option<Instant> {
        Entry::of(self, self.store.find(message)?, reading)?.deadline
    }

    /// The delivery's own story.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// What was odd.
    pub fn oddities(&self) -> &Oddities {
        &self.oddities
    }

    /// Messages that events spoke of since this was last asked; from the first time on. `None` if every message may have
    /// changed.
    pub fn touched(&mut self) -> Option<Vec<Touched>> {
        self.touched.replace(Vec::new())
    }

    /// Nobody asks any more.
    pub fn leave_touched(&mut self) {
        self.touched = None;
    }

    pub(super) const fn store(&self) -> &Store {
        &self.store
    }

    /// Bytes held for messages and for recognising repeats.
    pub fn bytes(&self) -> usize {
        self.store.bytes() + self.seen.bytes()
    }
}
