//! The six figures, each with what it divides by what.

use alloc::vec;
use alloc::vec::Vec;

use super::phase::Tone;
use crate::domain::channel::{Channel, Tracking};
use crate::domain::kpi::{Rate, Tally};
use crate::domain::status::Feedback;

/// A figure's name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kpi {
    /// Population before exclusions.
    Targeted,
    /// Messages to deliver.
    ToDeliver,
    /// Messages handed over.
    Sent,
    /// Messages counted as delivered.
    Delivered,
    /// Messages counted as failed.
    BouncesErrors,
    /// The same, where nothing bounces.
    Errors,
    /// Unique openers.
    OpenRate,
    /// Unique clickers.
    ClickRate,
}

/// What a tile shows big.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Figure {
    /// A number of messages.
    Count(u64),
    /// A share.
    Share(Rate),
}

/// What a tile says of its figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// The exact count before exclusions.
    Population,
    /// The exact count, how many were left out, and how many are test profiles or traps.
    Audience {
        /// Messages left out.
        excluded: u64,
        /// Test profiles and traps within.
        probes: u64,
    },
    /// Part of all to deliver.
    OfToDeliver,
    /// Part of the sent.
    OfSent,
    /// Part of the sent; so many of it are still tried.
    OfSentRetrying(u64),
    /// People, of the delivered.
    OfDelivered,
}

/// One tile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tile {
    /// Its name.
    pub kpi: Kpi,
    /// What it shows big.
    pub figure: Figure,
    /// What it says of it.
    pub basis: Basis,
    /// How it is to be seen.
    pub tone: Tone,
}

/// The tiles of a delivery: two before the send; from its start on what its channel can tell (domain.md 6.1).
pub fn tiles(
    tally: &Tally,
    feedback: Feedback,
    (channel, tracking): (Channel, Tracking),
    has_started: bool,
) -> Vec<Tile> {
    let all = &tally.all;
    let audience = Basis::Audience { excluded: all.excluded, probes: tally.probes() };
    let plain = |kpi, figure, basis| Tile { kpi, figure, basis, tone: Tone::Idle };
    let to_deliver = plain(Kpi::ToDeliver, Figure::Count(all.to_deliver), audience);
    if !has_started {
        return vec![plain(Kpi::Targeted, Figure::Count(all.targeted), Basis::Population), to_deliver];
    }
    // What is still tried counts as failed with the feedback service and as delivered without it: that tile says so.
    let of_sent = |holder| match tally.people.retrying {
        retrying if retrying > 0 && feedback == holder => Basis::OfSentRetrying(retrying),
        _ => Basis::OfSent,
    };
    let mut tiles = vec![
        to_deliver,
        plain(Kpi::Sent, Figure::Share(tally.sent_rate()), Basis::OfToDeliver),
        Tile {
            tone: delivered_tone(tally),
            ..plain(Kpi::Delivered, Figure::Share(tally.delivered_rate()), of_sent(Feedback::Off))
        },
    ];
    if channel.has_failures() {
        let kpi = if channel.has_bounces() { Kpi::BouncesErrors } else { Kpi::Errors };
        tiles.push(plain(kpi, Figure::Share(tally.bounce_rate()), of_sent(Feedback::On)));
    }
    if channel.has_tracking() && tracking == Tracking::On {
        tiles.push(plain(Kpi::OpenRate, Figure::Share(tally.open_rate()), Basis::OfDelivered));
        tiles.push(plain(Kpi::ClickRate, Figure::Share(tally.click_rate()), Basis::OfDelivered));
    }
    tiles
}

/// Neutral while more than 5 % of the sent wait for feedback; then good from 95 %, to be watched from 90 %, bad below.
fn delivered_tone(tally: &Tally) -> Tone {
    let Rate { part, whole } = tally.delivered_rate();
    let is_open = tally.people.pending * 100 > whole * 5;
    if whole == 0 || is_open {
        Tone::Idle
    } else if part * 100 >= whole * 95 {
        Tone::Good
    } else if part * 100 >= whole * 90 {
        Tone::Warn
    } else {
        Tone::Bad
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kpi::Counts;

    #[test]
    fn what_is_still_tried_is_told_where_it_counts() {
        let people = Counts { sent: 9, retrying: 2, ..Counts::default() };
        let basis = |feedback, kpi| {
            let tiles = tiles(&Tally { all: people, people }, feedback, (Channel::Email, Tracking::On), true);
            tiles.into_iter().find(|tile| tile.kpi == kpi).map(|tile| tile.basis)
        };
        assert_eq!(basis(Feedback::On, Kpi::BouncesErrors), Some(Basis::OfSentRetrying(2)));
        assert_eq!(basis(Feedback::On, Kpi::Delivered), Some(Basis::OfSent));
        assert_eq!(basis(Feedback::Off, Kpi::Delivered), Some(Basis::OfSentRetrying(2)));
        assert_eq!(basis(Feedback::Off, Kpi::BouncesErrors), Some(Basis::OfSent));
    }

    #[test]
    fn each_channel_shows_what_it_can_tell() {
        use Kpi as K;
        let started = [K::ToDeliver, K::Sent, K::Delivered];
        for (channel, tracking, more) in [
            (Channel::Email, Tracking::On, &[K::BouncesErrors, K::OpenRate, K::ClickRate][..]),
            (Channel::Email, Tracking::Off, &[K::BouncesErrors]),
            (Channel::Push, Tracking::On, &[K::Errors, K::OpenRate, K::ClickRate]),
            (Channel::Sms, Tracking::On, &[K::Errors]),
            (Channel::DirectMail, Tracking::On, &[]),
        ] {
            let kpis = |has_started| {
                let tiles = tiles(&Tally::default(), Feedback::On, (channel, tracking), has_started);
                tiles.into_iter().map(|tile| tile.kpi).collect::<Vec<_>>()
            };
            assert_eq!(kpis(false), [K::Targeted, K::ToDeliver], "{channel:?}");
            assert_eq!(kpis(true), [&started[..], more].concat(), "{channel:?} {tracking:?}");
        }
    }

    #[test]
    fn delivered_is_neutral_while_it_is_open() {
        let check = |sent, delivered, pending, expected: Tone| {
            let people = Counts { sent, delivered, pending, ..Counts::default() };
            assert_eq!(
                delivered_tone(&Tally { all: people, people }),
                expected,
                "{delivered} of {sent}, {pending} open"
            );
        };
        check(0, 0, 0, Tone::Idle);
        check(100, 0, 100, Tone::Idle);
        check(100, 94, 6, Tone::Idle);
        check(100, 95, 5, Tone::Good);
        check(100, 94, 5, Tone::Warn);
        check(100, 90, 0, Tone::Warn);
        check(100, 89, 0, Tone::Bad);
    }
}
