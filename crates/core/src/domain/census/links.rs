//! What was done with each link. The tracking log only grows, so nothing is ever counted again.

use alloc::vec::Vec;
use core::cmp::Reverse;

use foldhash::quality::FixedState;
use hashbrown::HashMap;

use super::Link;
use crate::domain::event::Action;
use crate::domain::fold::Fold;
use crate::domain::terms::{Term, parts};

#[derive(Default)]
pub struct Links {
    counts: HashMap<(Term, Action), (u64, u64), FixedState>,
    seen: usize,
}

impl Links {
    pub fn step(&mut self, fold: &Fold, budget: usize) {
        let tracks = fold.store().tracks();
        let end = tracks.len().min(self.seen.saturating_add(budget));
        for at in self.seen..end {
            let tracked = tracks.get(at);
            let (events, by_machines) = self.counts.entry((tracked.link, tracked.action)).or_default();
            *events += 1;
            *by_machines += u64::from(tracked.is_machine);
        }
        self.seen = end;
    }

    pub fn is_whole(&self, fold: &Fold) -> bool {
        self.seen == fold.store().tracks().len()
    }

    pub fn all<'a>(&self, fold: &'a Fold) -> Vec<Link<'a>> {
        let link = |(&(term, action), &(events, by_machines)): (&(Term, Action), &(u64, u64))| {
            let mut parts = parts(fold.store().term(term));
            let mut part = || parts.next().unwrap_or_default();
            Link { url: part(), label: part(), action, events, by_machines }
        };
        let mut links: Vec<_> = self.counts.iter().map(link).filter(|link| !link.url.is_empty()).collect();
        links.sort_by_key(|link| (Reverse(link.events), link.url, link.label, link.action));
        links
    }
}
