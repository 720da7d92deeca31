//! Instants in little room.

use foldhash::quality::FixedState;
use hashbrown::HashMap;

use super::Column;
use crate::domain::instant::Instant;

/// An optional instant in four bytes: milliseconds from the first one noted, give or take 24 days. It means something to
/// its [`Clock`] only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::domain) struct Near(u32);

impl Near {
    /// No instant.
    pub const NOTHING: Self = Self(u32::MAX);
    /// One that stands aside.
    const FAR: Self = Self(u32::MAX - 1);
}

/// An instant, and how it is kept.
#[derive(Clone, Copy)]
pub(in crate::domain) struct Tick {
    time: Instant,
    near: Near,
}

/// Reads and writes them. The few that do not fit, or are finer than a millisecond, stand aside in full, each under the
/// number of its place.
#[derive(Clone, Default)]
pub(in crate::domain) struct Clock {
    /// In microseconds.
    origin: Option<i64>,
    far: HashMap<u64, Instant, FixedState>,
}

impl Clock {
    /// Half of what is near, in microseconds.
    const REACH: i64 = 1000 << 31;

    /// Makes ready to keep an instant, in one place or in several.
    pub fn tick(&mut self, time: Instant) -> Tick {
        let origin = *self.origin.get_or_insert(time.micros().saturating_sub(Self::REACH));
        let micros = time.micros().saturating_sub(origin);
        let millis = micros / 1000;
        let near = match u32::try_from(millis) {
            Ok(millis) if millis < Near::FAR.0 && i64::from(millis) * 1000 == micros => Near(millis),
            Ok(_) | Err(_) => Near::FAR,
        };
        Tick { time, near }
    }

    /// What is kept at a place.
    pub fn read(&self, near: Near, place: u64) -> Option<Instant> {
        match near {
            Near::NOTHING => None,
            Near::FAR => self.far.get(&place).copied(),
            Near(millis) => Some(Instant::from_micros(self.origin.unwrap_or_default() + i64::from(millis) * 1000)),
        }
    }

    /// Keeps it.
    pub fn set(&mut self, near: &mut Near, place: u64, tick: Tick) {
        *near = tick.near;
        if tick.near == Near::FAR {
            self.far.insert(place, tick.time);
        }
    }

    /// Keeps the earlier one.
    pub fn lower(&mut self, near: &mut Near, place: u64, tick: Tick) {
        if self.is_before(tick, *near, place).unwrap_or(true) {
            self.set(near, place, tick);
        }
    }

    /// Keeps the later one.
    pub fn raise(&mut self, near: &mut Near, place: u64, tick: Tick) {
        if self.is_before(tick, *near, place).is_none_or(|is_before| !is_before) {
            self.set(near, place, tick);
        }
    }

    /// Whether it is before what is kept. `None` if nothing is.
    fn is_before(&self, tick: Tick, near: Near, place: u64) -> Option<bool> {
        if near == Near::NOTHING {
            None
        } else if near == Near::FAR || tick.near == Near::FAR {
            self.read(near, place).map(|known| tick.time < known)
        } else {
            Some(tick.near.0 < near.0)
        }
    }

    pub fn bytes(&self) -> usize {
        self.far.allocation_size()
    }
}

/// A column of instants.
#[derive(Clone, Default)]
pub(in crate::domain) struct Times {
    near: Column<Near>,
    clock: Clock,
}

impl Times {
    pub fn push(&mut self, time: Instant) {
        let (mut near, place, tick) = (Near::NOTHING, self.near.len() as u64, self.clock.tick(time));
        self.clock.set(&mut near, place, tick);
        self.near.push(near);
    }

    pub fn get(&self, at: usize) -> Option<Instant> {
        self.clock.read(self.near.get(at), at as u64)
    }

    pub fn bytes(&self) -> usize {
        self.near.bytes() + self.clock.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_micros() -> impl Strategy<Value = i64> {
        prop_oneof![
            any::<i64>().prop_map(|any| any / 4),
            (0_i64..5_000_000_000).prop_map(|millis| millis * 1000),
            0_i64..5_000_000,
            (0_i64..5).prop_map(|millis| millis * 1000),
        ]
    }

    proptest! {
        #[test]
        fn times_near_and_far_come_back(micros in prop::collection::vec(any_micros(), 1..30)) {
            let mut times = Times::default();
            micros.iter().for_each(|micros| times.push(Instant::from_micros(*micros)));
            for (at, micros) in micros.iter().enumerate() {
                prop_assert_eq!(times.get(at), Some(Instant::from_micros(*micros)));
            }
        }

        #[test]
        fn the_earliest_and_the_latest_are_kept(micros in prop::collection::vec(any_micros(), 1..30)) {
            let (mut clock, mut first, mut last) = (Clock::default(), Near::NOTHING, Near::NOTHING);
            for micros in &micros {
                let tick = clock.tick(Instant::from_micros(*micros));
                clock.lower(&mut first, 0, tick);
                clock.raise(&mut last, 1, tick);
            }
            prop_assert_eq!(clock.read(first, 0).map(Instant::micros), micros.iter().min().copied());
            prop_assert_eq!(clock.read(last, 1).map(Instant::micros), micros.iter().max().copied());
        }
    }
}
