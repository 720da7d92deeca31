//! The service's time. Its clock stamps every event, so the page counts in it, not in the browser's.

use chrono::TimeDelta;

use crate::domain::instant::Instant;
use crate::wire::Clock;

/// A reading of the browser's steady clock, in milliseconds. Only differences mean anything: whatever the computer
/// believes the date to be, the page does not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Moment(pub i64);

impl Moment {
    /// Milliseconds from `earlier` to `self`; 0 if `earlier` is the later one.
    pub fn ms_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).max(0)
    }
}

/// The service's clock as last read, carried on by the browser's.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ServiceClock {
    read: Clock,
    heard: Moment,
}

impl ServiceClock {
    /// A reading that arrived at `heard`.
    pub const fn new(read: Clock, heard: Moment) -> Self {
        Self { read, heard }
    }

    /// What the service's clock shows now.
    pub fn at(&self, now: Moment) -> Instant {
        let passed = now.ms_since(self.heard) as f64 * self.read.speed;
        self.read.now + TimeDelta::milliseconds(passed as i64)
    }

    /// How fast it runs: 1 outside the demo.
    pub const fn speed(&self) -> f64 {
        self.read.speed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_clock_runs_at_its_own_speed() {
        let clock = ServiceClock::new(Clock { now: Instant::from_millis(1_000_000), speed: 20.0 }, Moment(500));
        assert_eq!(clock.at(Moment(500)), Instant::from_millis(1_000_000));
        assert_eq!(clock.at(Moment(1_500)), Instant::from_millis(1_020_000));
        assert_eq!(clock.at(Moment(0)), Instant::from_millis(1_000_000), "never back");
    }
}
