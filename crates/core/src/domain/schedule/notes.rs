//! What is shown of a plan before it is saved, and keeps nobody from saving it.

use alloc::vec::Vec;

use chrono::TimeDelta;

use super::{Plan, SendTime};
use crate::domain::civil::{Offsets, Resolved, Wall, resolve};
use crate::domain::facts::Settings;
use crate::domain::instant::Instant;
use crate::domain::recurrence::PREVIEW;

/// How long before its first date a delivery by recipients' zones has to be ready: the first ones have it before
/// everybody else, by up to a day (domain.md 3).
const AHEAD: TimeDelta = TimeDelta::hours(24);

/// One thing to know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Note {
    /// Without a contact date the fatigue rules are not applied.
    NoContactDate,
    /// The date is past: the delivery goes as soon as it may.
    Past {
        /// The date.
        wall: Wall,
        /// Its instant.
        at: Instant,
    },
    /// So many dates are past: they are left out.
    Passed(u32),
    /// Every date is past.
    NoneLeft,
    /// The clock jumps over a date.
    Gap {
        /// The date.
        wall: Wall,
        /// What the clock shows at the instant it was moved to.
        read: Wall,
        /// That instant.
        at: Instant,
    },
    /// The clock shows a date twice; the first time counts.
    Overlap {
        /// The date.
        wall: Wall,
        /// The first time.
        at: Instant,
        /// The second time.
        again: Instant,
    },
    /// By recipients' zones: from this instant on it is late for those whose clocks are ahead.
    ReadyBy(Instant),
    /// By recipients' zones: that instant is past, and the date is not.
    NotReadyBy,
    /// No message is tried for longer than so many hours, whatever the delivery says.
    ValidityCut {
        /// The hours that are in force.
        hours: u32,
    },
}

/// What there is to know of a plan now: of a date, or of the next dates that are shown. Assumes that
/// [`check`](super::check()) has nothing against it.
pub fn notes(plan: &Plan, now: Instant, validity_hours: u32, offsets: &dyn Offsets) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut first = None;
    match plan {
        Plan::OnceConfirmed => notes.push(Note::NoContactDate),
        Plan::At { wall, zone, .. } => {
            if let Some(resolved) = resolve(*wall, zone, offsets) {
                let at = resolved.at();
                if at < now {
                    notes.push(Note::Past { wall: *wall, at });
                }
                notes.extend(of_clock(*wall, resolved));
                first = Some(at);
            }
        }
        Plan::Recurring { recurrence, .. } => {
            let next: Vec<_> = recurrence.occurrences_after(now, offsets).take(PREVIEW).collect();
            match next.first() {
                None => notes.push(Note::NoneLeft),
                Some(next) if next.number > 1 => notes.push(Note::Passed(next.number - 1)),
                Some(_) => {}
            }
            notes.extend(next.iter().filter_map(|next| of_clock(next.wall, next.resolved)));
            first = next.first().map(|next| next.at());
        }
    }
    if let (Some(first), Some(SendTime::RecipientZone)) = (first, plan.send_time()) {
        match first - AHEAD {
            ready if ready >= now => notes.push(Note::ReadyBy(ready)),
            _ if first >= now => notes.push(Note::NotReadyBy),
            // That the date is past is said already.
            _ => {}
        }
    }
    let longest = Settings::LONGEST_VALIDITY.num_hours();
    if i64::from(validity_hours) > longest {
        notes.push(Note::ValidityCut { hours: longest as u32 });
    }
    notes
}

fn of_clock(wall: Wall, resolved: Resolved) -> Option<Note> {
    match resolved {
        Resolved::Plain(_) => None,
        Resolved::Gap { at, read } => Some(Note::Gap { wall, read, at }),
        Resolved::Overlap { at, again } => Some(Note::Overlap { wall, at, again }),
    }
}
