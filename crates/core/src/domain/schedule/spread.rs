//! One wall time in many zones.

use crate::domain::civil::{Offsets, Wall, Zone, resolve};
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

/// When messages go that are due at a wall time, each in its own zone: so many for each zone. An unknown or empty zone
/// stands for the contact date's; `None` if that one is unknown. Without messages it is the contact date.
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
        let own = (!zone.as_str().is_empty()).then(|| resolve(wall, zone, offsets)).flatten();
        let at = own.map_or(contact, |own| own.at());
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
