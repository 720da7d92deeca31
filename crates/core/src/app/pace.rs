//! How fast messages are handed over, and how long the rest will take.

use alloc::collections::VecDeque;

use crate::domain::instant::Instant;

/// The last readings of a growing count.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Pace {
    readings: VecDeque<(Instant, u64)>,
}

/// Readings kept: about half a minute of the viewer's time at one a second.
const KEPT: usize = 30;

impl Pace {
    /// Another reading. A count that fell begins anew.
    pub fn read(&mut self, at: Instant, count: u64) {
        if self.readings.back().is_some_and(|(last, known)| at < *last || count < *known) {
            self.readings.clear();
        }
        if self.readings.len() == KEPT {
            self.readings.pop_front();
        }
        self.readings.push_back((at, count));
    }

    /// Forgets all readings: the send was held.
    pub fn rest(&mut self) {
        self.readings.clear();
    }

    /// Messages a second, of the service's seconds. `None` until there is something to go by: the start of the send
    /// stands in for readings that are not there yet.
    pub fn per_second(&self, started: Option<Instant>) -> Option<f64> {
        let (until, count) = *self.readings.back()?;
        let (from, before) = match self.readings.front() {
            Some(first) if self.readings.len() >= 5 => *first,
            _ => (started?, 0),
        };
        let seconds = until.since(from).num_milliseconds() as f64 / 1000.0;
        (seconds > 0.0 && count > before).then(|| (count - before) as f64 / seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_of_the_last_readings_and_before_them_of_the_whole() {
        let at = |second: i64| Instant::from_millis(second * 1000);
        let mut pace = Pace::default();
        assert_eq!(pace.per_second(Some(at(0))), None);
        pace.read(at(100), 1000);
        assert_eq!(pace.per_second(None), None);
        assert_eq!(pace.per_second(Some(at(0))), Some(10.0));
        for second in 101..=110 {
            pace.read(at(second), 1000 + 20 * (second as u64 - 100));
        }
        assert_eq!(pace.per_second(Some(at(0))), Some(20.0));
        pace.read(at(111), 5);
        assert_eq!(pace.per_second(None), None, "a count that fell begins anew");
    }
}
