//! How fast a send goes: no faster than it was asked to, and slower the longer its relay makes trouble.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Messages a second, if nothing is said: what a small server's reputation bears.
pub const USUAL: u32 = 20;

/// The first rest after trouble. It doubles with each trouble that follows.
const FIRST_REST: Duration = Duration::from_secs(1);

/// The longest rest.
const LONGEST_REST: Duration = Duration::from_secs(300);

/// What all lanes to one relay share.
pub struct Pace {
    gap: Duration,
    state: Mutex<State>,
}

struct State {
    /// When the next message may leave.
    next: Instant,
    /// How much trouble there was since a message was last taken.
    troubles: u32,
}

impl Pace {
    /// At most so many messages a second.
    pub fn new(messages: u32) -> Self {
        let gap = Duration::from_secs(1) / messages.max(1);
        Self { gap, state: Mutex::new(State { next: Instant::now(), troubles: 0 }) }
    }

    /// How long to wait before a message may leave. Then it counts as left.
    pub fn wait(&self, now: Instant) -> Duration {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let at = state.next.max(now);
        if at > now {
            return at - now;
        }
        state.next = at + self.gap;
        Duration::ZERO
    }

    /// The relay is well.
    pub fn went_well(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).troubles = 0;
    }

    /// The relay made trouble: all lanes rest. Gives whether it is the first after all was well.
    pub fn trouble(&self, now: Instant) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // Lanes that ran into it together count once.
        if state.troubles > 0 && state.next > now + self.gap {
            return false;
        }
        let rest = (FIRST_REST * 2_u32.saturating_pow(state.troubles)).min(LONGEST_REST);
        state.troubles = (state.troubles + 1).min(16);
        state.next = now + rest;
        state.troubles == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_leave_one_after_the_other() {
        let pace = Pace::new(10);
        let begun = Instant::now();
        assert_eq!(pace.wait(begun), Duration::ZERO);
        assert_eq!(pace.wait(begun), Duration::from_millis(100));
        assert_eq!(pace.wait(begun + Duration::from_millis(100)), Duration::ZERO);
        assert_eq!(pace.wait(begun + Duration::from_secs(5)), Duration::ZERO, "what was not used is not made up for");
        assert!(pace.wait(begun + Duration::from_secs(5)) > Duration::ZERO);
    }

    #[test]
    fn trouble_makes_every_lane_rest_longer_and_longer() {
        let pace = Pace::new(10);
        let mut now = Instant::now();
        assert!(pace.trouble(now));
        assert!(!pace.trouble(now), "the same trouble, in another lane");
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            assert_eq!(pace.wait(now), Duration::from_secs(seconds));
            now += Duration::from_secs(seconds);
            assert_eq!(pace.wait(now), Duration::ZERO);
            assert!(!pace.trouble(now + Duration::from_millis(100)));
            now += Duration::from_millis(100);
        }
        pace.went_well();
        now += Duration::from_secs(300);
        assert!(pace.trouble(now), "a new one is told again");
        assert_eq!(pace.wait(now), Duration::from_secs(1));
    }
}
