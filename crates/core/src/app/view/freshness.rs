//! How fresh the numbers are.

use super::super::follow::Link;
use super::super::model::Model;
use crate::domain::instant::Instant;

/// How fresh what is shown is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Freshness {
    /// Nothing has come yet.
    Connecting,
    /// What there is, is being read: the numbers still grow towards the present.
    CatchingUp,
    /// What there is, is being read; until then the numbers are those the service counted at that instant.
    Counted(Instant),
    /// Every event is here a moment after it happened.
    Live,
    /// Broken: the numbers are of that instant, and the page tries again by itself.
    Reconnecting {
        /// The instant the numbers are of.
        as_of: Option<Instant>,
        /// Seconds of the viewer since the service was last heard.
        silent_s: u64,
    },
    /// The service gives no events any more.
    AsOf(Option<Instant>),
}

/// A break is told after this long, or after a second try in vain: a stream that is opened again at once is nobody's
/// concern.
const TOLD_AFTER_MS: i64 = 5_000;

/// How fresh the numbers of the open delivery are.
pub fn freshness(model: &Model) -> Freshness {
    let Some(dashboard) = model.dashboard() else { return Freshness::Connecting };
    let (follow, counted) = (dashboard.follow(), dashboard.counted().map(|counted| counted.as_of));
    let silent_ms = model.now().ms_since(follow.heard());
    match follow.link() {
        Link::Reading { tries, .. } | Link::Waiting { tries, .. } if !follow.has_caught_up() && *tries < 2 => {
            let has_numbers = follow.tally().all.targeted > 0;
            match counted {
                Some(as_of) => Freshness::Counted(as_of),
                None if has_numbers => Freshness::CatchingUp,
                None => Freshness::Connecting,
            }
        }
        Link::Live { .. } if follow.is_live(model.now()) => Freshness::Live,
        Link::Live { tries, .. } | Link::Waiting { tries, .. } if *tries < 2 && silent_ms < TOLD_AFTER_MS => {
            Freshness::Live
        }
        Link::Reading { .. } | Link::Live { .. } | Link::Waiting { .. } => Freshness::Reconnecting {
            as_of: counted.or_else(|| model.as_of()),
            silent_s: (silent_ms / 1000).unsigned_abs(),
        },
        Link::Refused(_) => Freshness::AsOf(counted.or_else(|| model.as_of())),
    }
}
