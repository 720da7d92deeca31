//! Where logs grow: the newest lines of each, as they are sent, shared by everybody who follows it. What a hundred people
//! watch is read and written out once.
//!
//! Whoever is further behind than what is kept here reads the database, where everything is, until they are near enough.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use axum::body::Bytes;
use delivery_core::domain::id::{Cursor, DeliveryId};
use delivery_core::domain::instant::Instant;
use tokio::sync::watch;

use crate::mask::mask_lines;
use crate::store::Appended;

/// Bytes of text that are kept of a log somebody follows: some seconds of a quick one.
const KEPT: usize = 512 * 1024;

/// The end of every log. Deliveries are added while the service runs.
#[derive(Clone, Debug, Default)]
pub struct Tips(Arc<RwLock<HashMap<DeliveryId, Follower>>>);

impl Tips {
    /// Whether there is such a delivery.
    pub fn has(&self, id: &DeliveryId) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains_key(id)
    }

    /// Follows a delivery's log. `None` if there is no such delivery.
    pub fn follow(&self, id: &DeliveryId) -> Option<Follower> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// Adds a delivery whose log ends here.
    pub fn add(&self, id: &DeliveryId, last: Cursor) -> Tip {
        let (end, follower) = watch::channel(last);
        let recent = Arc::<Recent>::default();
        let follower = Follower { end: follower, recent: Arc::clone(&recent) };
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), follower);
        Tip { end, recent }
    }
}

type Recent = Mutex<VecDeque<Arc<Batch>>>;

/// The end of a log, for whoever appends.
#[derive(Debug)]
pub struct Tip {
    end: watch::Sender<Cursor>,
    recent: Arc<Recent>,
}

impl Tip {
    /// Tells those who follow what is in the database since this instant of the wall clock.
    pub fn tell(&self, appended: Appended, at: Instant) {
        let last = appended.last;
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        // One follower is there for others to be made from. Whoever comes later finds the lines in the database.
        let is_followed = self.end.receiver_count() > 1;
        let goes_on = recent.back().is_none_or(|newest| newest.last == appended.after);
        if !is_followed || !goes_on {
            recent.clear();
        }
        if is_followed && !appended.text.is_empty() {
            recent.push_back(Arc::new(Batch::new(appended, at)));
            let mut bytes: usize = recent.iter().map(|batch| batch.text.len()).sum();
            while bytes > KEPT
                && let Some(oldest) = recent.pop_front()
            {
                bytes -= oldest.text.len();
            }
        }
        drop(recent);
        self.end.send_replace(last);
    }
}

impl Tip {
    /// Where the log ends.
    pub fn end(&self) -> Cursor {
        *self.end.borrow()
    }

    /// Tells those who follow that the database has more than what was last told, up to here: another copy has written it.
    pub fn go_to(&self, last: Cursor) {
        self.end.send_if_modified(|end| {
            let has_grown = *end < last;
            *end = (*end).max(last);
            has_grown
        });
    }
}

/// The end of a log, for whoever reads it as it grows.
#[derive(Clone, Debug)]
pub struct Follower {
    end: watch::Receiver<Cursor>,
    recent: Arc<Recent>,
}

impl Follower {
    /// Where the log ends. [`Self::grown`] waits for what comes after.
    pub fn end(&mut self) -> Cursor {
        *self.end.borrow_and_update()
    }

    /// Waits until the log has grown since its end was last asked for. `None` if it never will again.
    pub async fn grown(&mut self) -> Option<()> {
        self.end.changed().await.ok()
    }

    /// The lines that follow a place, as a stream sends them, and the place of the last of them. `None` if they are not
    /// kept here, or there are none.
    pub fn next(&self, after: Cursor, masked: bool) -> Option<(Cursor, Bytes)> {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let at = recent.partition_point(|batch| batch.last <= after);
        let batch = recent.get(at).filter(|batch| batch.after <= after).cloned();
        drop(recent);
        batch.map(|batch| (batch.last, batch.since(after, masked)))
    }
}

/// What was appended at once.
#[derive(Debug)]
struct Batch {
    after: Cursor,
    last: Cursor,
    text: String,
    at: Instant,
    /// As it is sent, with addresses and without. Made when the first asks for it.
    sent: [OnceLock<Bytes>; 2],
}

impl Batch {
    fn new(Appended { after, last, text }: Appended, at: Instant) -> Self {
        Self { after, last, text, at, sent: Default::default() }
    }

    /// What of it follows a place in it, or right before it.
    fn since(&self, after: Cursor, masked: bool) -> Bytes {
        let sent = self.sent[usize::from(masked)].get_or_init(|| {
            // Clients skip what begins with a colon. Whoever measures how long lines are under way needs to know it.
            let mut sent = format!(": written {}\n\n", self.at.millis());
            write(&mut sent, self.after, &self.text, masked);
            sent.into()
        });
        if after <= self.after {
            return sent.clone();
        }
        // Three ends of lines for each event, and two for when it was written.
        let skipped = usize::try_from(2 + 3 * (after.0 - self.after.0)).unwrap_or(usize::MAX);
        let start = memchr::memchr_iter(b'\n', sent).nth(skipped - 1).map_or(sent.len(), |end| end + 1);
        sent.slice(start..)
    }
}

/// Writes the lines that follow a place as events of a stream.
pub fn write(into: &mut String, after: Cursor, lines: &str, masked: bool) {
    let lines = if masked { mask_lines(lines) } else { lines.into() };
    into.reserve(lines.len() + lines.len() / 4);
    for (line, place) in lines.lines().zip(after.0 + 1..) {
        into.push_str("id: ");
        into.push_str(&Cursor(place).to_string());
        into.push_str("\ndata: ");
        into.push_str(line);
        into.push_str("\n\n");
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
