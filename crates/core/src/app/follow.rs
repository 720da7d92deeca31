//! Following a delivery's events: what there is, then what comes; resumed after any break at the last position read.
//!
//! The stream can be trusted to be complete: the service names the event before the first one it sends, and where that is
//! not the one asked for, everything is read anew. Silence of three keep-alives counts as a break.

mod aside;
mod link;
mod taking;

use alloc::boxed::Box;

use aside::Held;
pub use link::Link;

use super::ask::Listen;
use super::clock::Moment;
use super::desk::Desk;
use super::effect::Timer;
use super::engine::Engine;
use super::http::Failure;
use super::reckoning::{Reckoning, Round};
use super::remote::Ticket;
use crate::domain::fold::{Fold, Settings};
use crate::domain::id::{Cursor, DeliveryId};
use crate::domain::instant::Instant;
use crate::domain::kpi::Tally;
use crate::domain::timeline::Timeline;
use crate::feed::Intake;
use crate::wire::ProblemType;

/// The service sends at least a comment every 15 s.
const SILENCE_MS: i64 = 45_000;
/// After waking up, a shorter silence is suspicious.
const WAKE_SILENCE_MS: i64 = 20_000;
/// The first wait before opening again, doubled each time up to the last.
const FIRST_WAIT_MS: i64 = 400;
const LONGEST_WAIT_MS: i64 = 15_000;

/// The events of one delivery and the numbers they make.
pub struct Follow {
    id: DeliveryId,
    link: Link,
    fold: Fold,
    /// Came with the first bytes.
    engine: Option<Engine>,
    /// Reads the stream that is open, from its first bytes on.
    reader: Option<Box<dyn Intake>>,
    cursor: Cursor,
    heard: Moment,
    has_caught_up: bool,
    /// All is being read anew: the numbers from before stay until that is done.
    is_rereading: bool,
    reckoning: Reckoning,
    /// A second fold that takes in what this one does, while all is counted again.
    double: Option<Box<Fold>>,
    /// What came while the events were held, so that a list stays as it is while it is written down.
    held: Option<Held>,
}

impl Follow {
    /// Begins to read.
    pub fn new(id: DeliveryId, desk: &mut Desk<'_>) -> Self {
        let after = Cursor::default();
        let ticket = desk.listen(Listen { id: id.clone(), after, live: false });
        desk.wait_again(Timer::Watch(ticket), SILENCE_MS);
        Self {
            id,
            link: Link::Reading { ticket, tries: 0 },
            fold: Fold::new(),
            engine: None,
            reader: None,
            cursor: after,
            heard: desk.now,
            has_caught_up: false,
            is_rereading: false,
            reckoning: Reckoning::default(),
            double: None,
            held: None,
        }
    }

    /// The connection.
    pub const fn link(&self) -> &Link {
        &self.link
    }

    /// The events, folded.
    pub const fn fold(&self) -> &Fold {
        &self.fold
    }

    /// The numbers.
    pub const fn tally(&self) -> &Tally {
        &self.reckoning.tally
    }

    /// The numbers as they grew.
    pub const fn timeline(&self) -> &Timeline {
        &self.reckoning.timeline
    }

    /// Messages handed over a second.
    pub fn per_second(&self) -> Option<f64> {
        self.reckoning.pace.per_second(self.fold.journal().started_at())
    }

    /// The last position read.
    pub const fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// When the service was last heard.
    pub const fn heard(&self) -> Moment {
        self.heard
    }

    /// Whether what happens is here a moment later: the stream is open, and has not gone silent.
    pub fn is_live(&self, now: Moment) -> bool {
        matches!(self.link, Link::Live { opened: true, .. }) && now.ms_since(self.heard) < SILENCE_MS
    }

    /// Whether all that had been there was read once.
    pub const fn has_caught_up(&self) -> bool {
        self.has_caught_up
    }

    /// Closes the stream.
    pub fn close(&mut self, desk: &mut Desk<'_>) {
        self.forget_held();
        if let Link::Reading { ticket, .. } | Link::Live { ticket, .. } = self.link {
            desk.hush(ticket);
        }
    }

    /// Reads the numbers off the fold anew: events came, or time passed.
    pub fn read(&mut self, settings: &Settings, as_of: Instant, now: Moment) {
        // All is read anew: the numbers from before stay until that is done.
        if self.has_caught_up || !self.is_rereading {
            self.is_rereading = false;
            let is_live = self.is_live(now);
            if let Some(engine) = self.engine {
                (engine.reckon)(&mut self.reckoning, &mut self.fold, &Round { settings, as_of, is_live, now });
            }
        }
    }

    /// Goes on with what takes longer than a moment.
    pub fn work(&mut self) {
        if let Some(engine) = self.engine {
            (engine.work)(&mut self.reckoning, &self.fold);
        }
    }

    /// Whether there is any of it.
    pub const fn is_busy(&self) -> bool {
        self.reckoning.is_busy()
    }

    /// The stream is open.
    pub fn opened(&mut self, ticket: Ticket, before: Option<Cursor>, desk: &mut Desk<'_>) {
        if !self.listens_to(ticket) {
            return;
        }
        self.heard = desk.now;
        if let Link::Live { opened, .. } = &mut self.link {
            *opened = true;
        }
        // Nothing can be lost before the beginning: what a service no longer keeps, nobody can read.
        let is_gap = before.is_some_and(|before| before != self.cursor) && self.cursor != Cursor::default();
        if is_gap {
            self.start_over(desk);
        }
    }

    /// The stream came to its end.
    pub fn ended(&mut self, ticket: Ticket, whole: bool, desk: &mut Desk<'_>) {
        if self.listens_to(ticket) {
            self.forget_held();
        }
        match (&self.link, whole) {
            (Link::Reading { ticket: at, .. }, true) if *at == ticket => {
                if let Some(reader) = &mut self.reader {
                    reader.end(&mut self.fold);
                }
                self.note_cursor();
                self.has_caught_up = true;
                self.heard = desk.now;
                self.open(0, desk);
            }
            (Link::Reading { ticket: at, tries } | Link::Live { ticket: at, tries, .. }, _) if *at == ticket => {
                self.wait(*tries, desk);
            }
            (Link::Reading { .. } | Link::Live { .. } | Link::Waiting { .. } | Link::Refused(_), _) => {}
        }
    }

    /// The stream cannot be opened.
    pub fn refused(&mut self, ticket: Ticket, failure: Failure, desk: &mut Desk<'_>) {
        if !self.listens_to(ticket) {
            return;
        }
        let tries = self.tries();
        if failure.kind() == Some(ProblemType::CursorGone) && self.cursor != Cursor::default() {
            self.start_over(desk);
        } else if failure.may_pass() {
            self.wait(tries, desk);
        } else {
            self.link = Link::Refused(failure);
        }
    }

    /// A timer rang.
    pub fn rang(&mut self, timer: Timer, desk: &mut Desk<'_>) {
        match (timer, &self.link) {
            (Timer::Reopen(at), Link::Waiting { ticket, tries }) if at == *ticket => self.open(*tries, desk),
            (Timer::Watch(at), Link::Reading { ticket, .. } | Link::Live { ticket, .. }) if at == *ticket => {
                let left = SILENCE_MS - desk.now.ms_since(self.heard);
                if left > 0 {
                    desk.wait_again(timer, left);
                } else {
                    let tries = self.tries();
                    self.close(desk);
                    self.wait(tries, desk);
                }
            }
            _ => {}
        }
    }

    /// The page became visible again, or the network came back: no use in waiting.
    pub fn woke(&mut self, desk: &mut Desk<'_>) {
        match &self.link {
            Link::Waiting { .. } => self.open(0, desk),
            Link::Reading { .. } | Link::Live { .. } if desk.now.ms_since(self.heard) > WAKE_SILENCE_MS => {
                self.close(desk);
                self.open(0, desk);
            }
            Link::Reading { .. } | Link::Live { .. } | Link::Refused(_) => {}
        }
    }

    fn listens_to(&self, ticket: Ticket) -> bool {
        matches!(self.link, Link::Reading { ticket: at, .. } | Link::Live { ticket: at, .. } if at == ticket)
    }

    fn tries(&self) -> u32 {
        match self.link {
            Link::Reading { tries, .. } | Link::Live { tries, .. } | Link::Waiting { tries, .. } => tries,
            Link::Refused(_) => 0,
        }
    }

    /// Opens the stream at the last position. It is what there is as long as that was not read to its end.
    fn open(&mut self, tries: u32, desk: &mut Desk<'_>) {
        let live = self.has_caught_up;
        self.reader = None;
        let ticket = desk.listen(Listen { id: self.id.clone(), after: self.cursor, live });
        self.link = if live { Link::Live { ticket, opened: false, tries } } else { Link::Reading { ticket, tries } };
        desk.wait_again(Timer::Watch(ticket), SILENCE_MS);
    }

    /// Waits a little longer each time; not all pages at the same moment, when a service comes back.
    fn wait(&mut self, tries: u32, desk: &mut Desk<'_>) {
        let full = (FIRST_WAIT_MS << tries.min(6)).min(LONGEST_WAIT_MS);
        let spread = desk.now.0.wrapping_mul(2_654_435_761).rem_euclid(full / 2);
        let ticket = desk.wait(Timer::Reopen, full - spread);
        self.link = Link::Waiting { ticket, tries: tries + 1 };
    }

    /// Something was lost: all is read anew, and the old numbers stay until the new ones are there.
    fn start_over(&mut self, desk: &mut Desk<'_>) {
        self.close(desk);
        self.is_rereading = true;
        self.reckoning.leave_chart();
        self.fold = Fold::new();
        self.double = None;
        self.held = None;
        self.cursor = Cursor::default();
        self.has_caught_up = false;
        self.heard = desk.now;
        self.open(0, desk);
    }
}
