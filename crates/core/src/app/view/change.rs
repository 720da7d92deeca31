//! What has changed between reading and answering, so that whoever was about to confirm sees it at a glance.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::outcome::is_too_late;
use crate::domain::instant::Instant;
use crate::domain::lifecycle::{Command, State};
use crate::wire::{Delivery, Preparation, Schedule};

/// Something that is not as it was read.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// How many will receive it.
    Count {
        /// As read.
        before: u64,
        /// As it is.
        now: u64,
    },
    /// How many a rule left out.
    Excluded {
        /// The rule.
        cause: String,
        /// As read.
        before: u64,
        /// As it is.
        now: u64,
    },
    /// As many as before, but not the same.
    Recipients,
    /// Whom it goes to, in words.
    Audience(String),
    /// What it says first.
    Text(String),
    /// Whom it is from.
    From(String),
    /// When it goes.
    Schedule(Schedule),
    /// Somebody has confirmed.
    Confirmed {
        /// Who. `None` if nobody had to.
        by: Option<String>,
        /// When.
        at: Instant,
    },
    /// Another state.
    State(State),
}

/// What is not as it was read.
pub fn changes(command: Command, before: &Delivery, now: &Delivery) -> Vec<Change> {
    let mut changes = Vec::new();
    if let (Some(old), Some(new)) = (&before.preparation, &now.preparation) {
        prepared_changes(old, new, &mut changes);
    }
    if before.audience.target != now.audience.target {
        changes.push(Change::Audience(now.audience.target.clone()));
    }
    if before.content.subject != now.content.subject {
        changes.push(Change::Text(now.content.subject.clone()));
    }
    if before.content.from != now.content.from {
        changes.push(Change::From(now.content.from.clone()));
    }
    if before.schedule.plan != now.schedule.plan {
        changes.push(Change::Schedule(now.schedule.clone()));
    }
    // A set can be another without a difference that has a name.
    let fingerprint = |delivery: &Delivery| delivery.preparation.as_ref().map(|known| known.fingerprint.clone());
    if changes.is_empty() && now.preparation.is_some() && fingerprint(before) != fingerprint(now) {
        changes.push(Change::Recipients);
    }
    if let (Command::Confirm | Command::Approve, Some(confirmation)) = (command, &now.confirmation) {
        changes.push(Change::Confirmed { by: confirmation.by.clone(), at: confirmation.at });
    }
    if before.state != now.state || is_too_late(command, now.state) {
        changes.push(Change::State(now.state));
    }
    changes
}

fn prepared_changes(old: &Preparation, new: &Preparation, changes: &mut Vec<Change>) {
    if old.to_deliver != new.to_deliver {
        changes.push(Change::Count { before: old.to_deliver, now: new.to_deliver });
    }
    let of = |causes: &Preparation, cause: &str| causes.causes.get(cause).copied().unwrap_or_default();
    let gone = old.causes.keys().filter(|cause| !new.causes.contains_key(*cause));
    for cause in new.causes.keys().chain(gone) {
        let (before, now) = (of(old, cause), of(new, cause));
        if before != now {
            changes.push(Change::Excluded { cause: cause.clone(), before, now });
        }
    }
}
