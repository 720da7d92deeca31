//! What several copies of the service, side by side on one database, have to agree on: who plays and sends a delivery, what
//! the others have written, and what time it is. On a file there is only one copy, and it agrees with itself.

use std::time::Duration;

use chrono::TimeDelta;
use delivery_core::domain::id::{Cursor, DeliveryId};
use delivery_core::domain::instant::Instant;

use super::sql::{Connection, values};
use super::{Unavailable, Writer};
use crate::clock::wall;

/// Time between two looks at whether another copy has made room.
const LOOK: Duration = Duration::from_millis(100);

/// What copies share that agree on the time.
const CLOCK: &str = "clock";

/// How long a copy waits for another that starts: laying a great demo takes a while.
const PATIENCE: u32 = 1_200;

impl Connection {
    /// Tells the other copies how far a log goes, once this transaction is written.
    pub(super) fn tell(&self, delivery: &DeliveryId, last: Cursor) -> Result<(), Unavailable> {
        match self {
            Self::File(_) => Ok(()),
            Self::Server(session) => session.tell(&format!("{} {delivery}", last.0)),
        }
    }
}

impl Writer {
    /// Whether there may be other copies.
    pub const fn is_shared(&self) -> bool {
        matches!(self.connection(), Connection::Server(_))
    }

    /// How often the connection was made: what was kept with an earlier one is kept no more.
    pub fn connections(&self) -> u64 {
        match self.connection() {
            Connection::File(_) => 1,
            Connection::Server(session) => session.times().get(),
        }
    }

    /// Tries to become the one copy that plays and sends a delivery. Gives whether it is, until it lets go or its connection
    /// ends.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn try_keep(&self, id: &DeliveryId) -> Result<bool, Unavailable> {
        match self.connection() {
            Connection::File(_) => Ok(true),
            Connection::Server(session) => session.try_lock(id.as_str()),
        }
    }

    /// Leaves a delivery to whoever wants it.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn let_go(&self, id: &DeliveryId) -> Result<(), Unavailable> {
        match self.connection() {
            Connection::File(_) => Ok(()),
            Connection::Server(session) => session.unlock(id.as_str()),
        }
    }

    /// What other copies have written since this was last asked: to which deliveries, and how far their logs go. Some of it
    /// may have been missed: [`Self::census`] says what is so.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn news(&self) -> Result<Vec<(DeliveryId, Cursor)>, Unavailable> {
        let Connection::Server(session) = self.connection() else { return Ok(Vec::new()) };
        let news = session.told()?.into_iter().filter_map(|text| {
            let (last, id) = text.split_once(' ')?;
            Some((DeliveryId::new(id), Cursor(last.parse().ok()?)))
        });
        Ok(news.collect())
    }

    /// Every delivery, and how often it was written.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn census(&self) -> Result<Vec<(DeliveryId, u64)>, Unavailable> {
        let read = "SELECT id, writes FROM deliveries ORDER BY rowid";
        self.connection().all(read, &[], |row| Ok((DeliveryId::new(row.get::<String>(0)?), row.get(1)?)))
    }

    /// How often a delivery was written. `None` if there is none with this id.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn writes(&self, id: &DeliveryId) -> Result<Option<u64>, Unavailable> {
        self.connection().cell("SELECT writes FROM deliveries WHERE id = ?1", &values![id.as_str()])
    }

    /// What a clock of this speed shows now. All copies show the same, by the server's wall clock; one that is alone begins
    /// with that, or with the last event if it is later.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn agree_on_time(&mut self, speed: f64) -> Result<Instant, Unavailable> {
        let wall = self.wall()?;
        let alone = self.latest()?.map_or(wall, |latest| latest.max(wall));
        let Connection::Server(session) = self.connection() else { return Ok(alone) };
        if session.try_lock(CLOCK)? {
            // Where the clock stood when the wall clock showed what.
            self.put(CLOCK, &serde_json::to_vec(&(alone.millis(), wall.millis()))?)?;
            self.stay_in_time()?;
            session.unlock(CLOCK)?;
            return Ok(alone);
        }
        self.stay_in_time()?;
        let kept: Option<Vec<u8>> =
            self.connection().cell("SELECT value FROM service WHERE name = ?1", &values![CLOCK])?;
        let (stood_at, since): (i64, i64) = serde_json::from_slice(&kept.unwrap_or_default())?;
        let passed = Duration::from_millis((wall.millis() - since).unsigned_abs()).mul_f64(speed);
        Ok(Instant::from_millis(stood_at) + TimeDelta::from_std(passed).unwrap_or(TimeDelta::MAX))
    }

    /// As long as any copy does, whoever joins takes the time from it.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn stay_in_time(&self) -> Result<(), Unavailable> {
        match self.connection() {
            Connection::File(_) => Ok(()),
            Connection::Server(session) => session.share(CLOCK),
        }
    }

    fn wall(&self) -> Result<Instant, Unavailable> {
        let Connection::Server(_) = self.connection() else { return Ok(wall()) };
        let read = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
        Ok(self.connection().cell(read, &[])?.map_or_else(wall, Instant::from_millis))
    }

    /// Does something that copies which start at the same moment do one after the other.
    ///
    /// # Errors
    /// If the database is not available, or as `act` does.
    pub fn alone<T>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, String>,
        say: impl Fn(Unavailable) -> String,
    ) -> Result<T, String> {
        let start = DeliveryId::new("start");
        let mut tries = 0;
        while !self.try_keep(&start).map_err(&say)? {
            tries += 1;
            if tries > PATIENCE {
                return Err(say(Unavailable::new("another copy is starting and does not come to an end")));
            }
            std::thread::sleep(LOOK);
        }
        let done = act(self);
        self.let_go(&start).map_err(&say)?;
        done
    }
}
