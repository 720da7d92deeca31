//! One wall time in many zones.

use crate::domain::civil::{Offsets, Resolved, Wall, Zone, resolve};
use crate::domain::instant::Instant;

/// When the messages of a delivery by recipients' zones go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spread {
    /// The first planned instant.
    pub first: Instant,
    /// The last planned instant.
    pub last: Instant,
    /// How many messages have theirs behind them: they go at once.
    pub past: u64,
    /// How many messages there are.
    pub total: u64,
}

impl Spread {
    /// The first and the last instant that messages really go, if they may from now on.
    pub fn effective(self, now: Instant) -> (Instant, Instant) {
        (self.first.max(now), self.last.max(now))
    }
}

/// When a message goes that is due at a wall time of its recipient's own zone. An unknown or empty zone stands for the
/// contact date's; `None` if that one is unknown.
pub fn own_instant(wall: Wall, own_zone: &Zone, contact_zone: &Zone, offsets: &dyn Offsets) -> Option<Instant> {
    let own = (!own_zone.as_str().is_empty()).then(|| resolve(wall, own_zone, offsets)).flatten();
    own.or_else(|| resolve(wall, contact_zone, offsets)).map(Resolved::at)
}

/// When messages go that are due at a wall time, each in its own zone: so many for each zone. `None` if the contact
/// date's zone is unknown. Without messages it is the contact date.
pub fn spread(
    wall: Wall,
    contact_zone: &Zone,
    zones: &[(Zone, u64)],
    now: Instant,
    offsets: &dyn Offsets,
) -> Option<Spread> {
    let contact = resolve(wall, contact_zone, offsets)?.at();
    let mut spread = Spread { first: contact, last: contact, past: 0, total: 0 };
    for (zone, messages) in zones.iter().filter(|(_, messages)| *messages > 0) {
        let at = own_instant(wall, zone, contact_zone, offsets)?;
        if spread.total == 0 {
            (spread.first, spread.last) = (at, at);
        }
        spread.first = spread.first.min(at);
        spread.last = spread.last.max(at);
        spread.total += messages;
        if at < now {
            spread.past += messages;
        }
    }
    Some(spread)
}
