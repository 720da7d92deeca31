//! The demo's deliveries, made once, when the database is empty. What lies in the past is played by the same simulator,
//! over past event time.

mod family;
mod scripts;

use chrono::TimeDelta;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::wire::{Content, Delivery};

use crate::mta::{Course, Deed, Happening, Machine, Who};
use crate::store::{Unavailable, Writer};

/// How the demo is made.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Decides everybody and everything.
    pub seed: u64,
    /// About how many recipients each delivery has.
    pub recipients: u32,
    /// What the service's clock shows.
    pub now: Instant,
}

/// How far a delivery has come when the demo begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Past {
    /// Ready to be prepared.
    Written,
    /// Prepared that long ago.
    Prepared(TimeDelta),
    /// Prepared and confirmed that long ago.
    Confirmed(TimeDelta),
    /// Prepared that long ago; its subject was changed since.
    Rewritten(TimeDelta, &'static str),
    /// Started that long ago; what became of its executions, in turn.
    Repeated(TimeDelta, &'static [Answer]),
}

/// What somebody said to an execution.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Answer {
    /// Nothing, in time.
    None,
    /// It was confirmed.
    Confirmed,
    /// It was skipped.
    Skipped,
}

/// Adds the demo's deliveries if there are none.
///
/// # Errors
/// If the database is not available.
pub fn lay(writer: &mut Writer, plan: Plan) -> Result<(), Unavailable> {
    if !writer.deliveries()?.is_empty() {
        return Ok(());
    }
    writer.keep_safeguards(scripts::SAFEGUARDS)?;
    for (record, course, past) in scripts::all(plan) {
        for (machine, told) in play(record, course, past, plan.now) {
            writer.add(machine.record(), machine.course(), &told)?;
        }
    }
    Ok(())
}

/// A delivery with its log; after a recurring one, its executions.
type Played = Vec<(Machine, Vec<Happening>)>;

const WHO: Who<'static> = Who { login: "carla", name: "Carla Mensah" };

fn play(record: Delivery, course: Course, past: Past, now: Instant) -> Played {
    let mut machine = Machine::new(record, course);
    let mut told = Vec::new();
    let (ago, confirms) = match past {
        Past::Written => return vec![(machine, told)],
        Past::Repeated(ago, answers) => return family::play(machine, now - ago, now, answers),
        Past::Prepared(ago) | Past::Rewritten(ago, _) => (ago, false),
        Past::Confirmed(ago) => (ago, true),
    };
    told.extend(machine.command(Command::Prepare, WHO, now - ago));
    let mut until = now - ago;
    while machine.record().state == State::Preparing {
        until = until + TimeDelta::seconds(1);
        told.extend(machine.advance(until, usize::MAX));
    }
    if confirms {
        told.extend(machine.command(Command::Confirm, WHO, until + TimeDelta::minutes(2)));
    }
    if let Past::Rewritten(_, subject) = past {
        let content = Content { subject: subject.to_owned(), ..machine.record().content.clone() };
        told.extend(machine.act(&Deed::Content(content), WHO, until + TimeDelta::minutes(20)));
    }
    while machine.next_due().is_some_and(|due| due <= now) {
        told.extend(machine.advance(now, usize::MAX));
    }
    vec![(machine, told)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_of_a_delivery_is_there() {
        let now = Instant::from_millis(1_795_424_400_000);
        let made: Vec<_> = scripts::all(Plan { seed: 1, recipients: 400, now })
            .into_iter()
            .flat_map(|(record, course, past)| play(record, course, past, now))
            .collect();
        let states: Vec<_> = made
            .iter()
            .map(|(machine, _)| (machine.record().id.as_str(), machine.record().state))
            .filter(|(id, _)| !id.starts_with("DM107-"))
            .collect();
        assert_eq!(
            states,
            [
                ("DM95", State::Editing),
                ("DM96", State::Prepared),
                ("DM97", State::Sending),
                ("DM98", State::Finished),
                ("DM99", State::Prepared),
                ("DM100", State::Prepared),
                ("DM101", State::Finished),
                ("DM102", State::Finished),
                ("DM103", State::PreparationFailed),
                ("DM104", State::Outdated),
                ("DM105", State::Editing),
                ("DM106", State::Repeating),
                ("DM106-1", State::Finished),
                ("DM106-2", State::Skipped),
                ("DM106-3", State::Finished),
                ("DM106-4", State::Missed),
                ("DM106-5", State::Finished),
                ("DM106-6", State::Finished),
                ("DM106-7", State::Prepared),
                ("DM107", State::Repeating),
            ]
        );
        for (machine, told) in &made {
            assert!(told.iter().all(|happening| happening.time <= now), "nothing is told before it happens");
            assert!(told.is_sorted_by_key(|happening| happening.time), "{}", machine.record().id);
            let mut ids: Vec<_> = told.iter().map(|happening| &happening.id).collect();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), told.len());
        }
        let (sending, told) = &made[2];
        let relayed = told.iter().filter(|happening| happening.kind == "message.relayed").count() as u64;
        let to_deliver = sending.record().preparation.as_ref().map_or(0, |preparation| preparation.to_deliver);
        assert!(relayed > to_deliver / 4 && relayed < to_deliver / 2, "{relayed} of {to_deliver}");
        assert!(made[4].0.record().schedule.at.is_some_and(|at| at > now));
        assert!(!made[1].0.record().preparation.as_ref().is_none_or(|preparation| preparation.warnings.is_empty()));
    }
}
