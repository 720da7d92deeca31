//! A thousand deliveries, each confirmed by several people in several tabs, over a network that delays, reorders, repeats
//! and loses requests and answers, to a service that is killed now and then: exactly one send each, by the service's own
//! log. Every choice follows from a seed; `SEED=7 cargo test -p delivery-server --test simulation` plays one part alone.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

#[path = "../ground/mod.rs"]
mod ground;
#[allow(dead_code)]
#[path = "../contract/house.rs"]
mod house;
#[path = "../hub/mod.rs"]
mod hub;
mod play;
#[allow(dead_code)]
#[path = "../contract/stages.rs"]
mod stages;

use delivery_server::store;
use play::{Part, Tally};

/// Parts of the simulation, each with a service of its own.
const PARTS: u64 = 20;

/// Deliveries in each.
const RUNS: usize = 50;

#[tokio::test]
async fn a_thousand_confirmations_are_a_thousand_sends() {
    let only: Option<u64> = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    let mut all = Tally::default();
    for seed in only.map_or(0..PARTS, |seed| seed..seed + 1) {
        let mut part = Part::new(seed, RUNS);
        part.play().await;
        let tally = part.check().await;
        println!("seed {seed}: {tally:?}");
        all.add(&tally);
    }
    println!("all: {all:?}");
    if only.is_none() {
        assert_eq!(all.sends, 1_000);
        // What is claimed to have been survived has happened, and often.
        let faults = [all.lost_requests, all.lost_answers, all.repeated, all.late];
        assert!(faults.iter().all(|faults| *faults > 500), "{all:?}");
        assert!(all.kills > 100 && all.interfered > 300 && all.refused > 500, "{all:?}");
    }
}
