//! The one clock that stamps events. It never goes back, also not over a restart, and runs fast in the demo.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::TimeDelta;
use delivery_core::domain::instant::Instant;
use delivery_core::wire;

/// The service's clock.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    started: std::time::Instant,
    stood_at: Instant,
    speed: f64,
}

impl Clock {
    /// A clock that shows the wall clock's time now, or that of the last event if that is later.
    pub fn start(last_event: Option<Instant>, speed: f64) -> Self {
        Self::start_at(last_event.map_or(wall(), |last| last.max(wall())), speed)
    }

    /// A clock that shows this now.
    pub fn start_at(stood_at: Instant, speed: f64) -> Self {
        Self { started: std::time::Instant::now(), stood_at, speed }
    }

    /// What it shows, in whole milliseconds.
    pub fn now(&self) -> Instant {
        let passed = self.started.elapsed().mul_f64(self.speed);
        let passed = TimeDelta::from_std(passed).unwrap_or(TimeDelta::MAX);
        Instant::from_millis((self.stood_at + passed).millis())
    }

    /// What it shows, as the contract says it.
    pub fn read(&self) -> wire::Clock {
        wire::Clock { now: self.now(), speed: self.speed }
    }
}

/// The wall clock, for what has nothing to do with events: tokens, and how long answers are kept.
pub fn wall() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
