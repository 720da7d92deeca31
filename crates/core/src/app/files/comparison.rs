//! What each of several origins has in the same files: providers next to each other.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Terms;
use crate::domain::event::Event;
use crate::domain::fold::Fold;
use crate::domain::instant::Instant;
use crate::domain::kpi::Counts;
use crate::feed::Sink;
use crate::feed::providers::Provider;

/// Origins that are told apart; whatever is from yet another is counted together.
const MOST: usize = 12;

/// Where events are from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// A provider's own feed.
    Provider(Provider),
    /// The source that an event of the contract names.
    Source(String),
    /// One of the many others.
    Others,
}

/// What one origin has in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// Which.
    pub origin: Origin,
    /// What its events alone make, test profiles and traps left out, as in all rates.
    pub counts: Counts,
}

/// Counts each origin by itself.
#[derive(Default)]
pub struct Comparing {
    origins: Vec<(Origin, Fold)>,
}

impl Comparing {
    /// The shares at an instant, the largest first. Of one origin alone there is nothing to compare.
    pub fn shares(&self, terms: Terms, as_of: Instant) -> Vec<Share> {
        if self.origins.len() < 2 {
            return Vec::new();
        }
        let settings = terms.settings();
        let share = |(origin, fold): &(Origin, Fold)| Share {
            origin: origin.clone(),
            counts: fold.tally(&settings, as_of).people,
        };
        let mut shares: Vec<_> = self.origins.iter().map(share).collect();
        shares.sort_by_key(|share| core::cmp::Reverse(share.counts.to_deliver));
        shares
    }

    fn of(&mut self, source: &str) -> &mut Fold {
        let known = self.origins.iter().position(|(origin, _)| is_of(origin, source));
        let at = known.unwrap_or_else(|| {
            if self.origins.len() < MOST {
                let provider = Provider::named(source);
                let origin = provider.map_or_else(|| Origin::Source(source.to_string()), Origin::Provider);
                self.origins.push((origin, Fold::new()));
            } else if self.origins.len() == MOST {
                self.origins.push((Origin::Others, Fold::new()));
            }
            self.origins.len() - 1
        });
        &mut self.origins[at].1
    }
}

fn is_of(origin: &Origin, source: &str) -> bool {
    match origin {
        Origin::Provider(provider) => provider.name() == source,
        Origin::Source(name) => name == source,
        Origin::Others => false,
    }
}

impl Sink for Comparing {
    fn event(&mut self, event: &Event<'_>) {
        self.of(&event.source).apply(event);
    }

    /// Whose it would have been, nobody knows.
    fn malformed(&mut self, _: &[u8]) {}
}
