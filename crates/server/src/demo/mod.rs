//! The demo's deliveries, made once, when the database is empty. What lies in the past is played by the same simulator,
//! over past event time.

mod scripts;

use chrono::TimeDelta;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::wire::Delivery;

use crate::mta::{Course, Happening, Machine, Who};
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
}

/// Adds the demo's deliveries if there are none.
///
/// # Errors
/// If the database is not available.
pub fn lay(writer: &mut Writer, plan: Plan) -> Result<(), Unavailable> {
    if !writer.deliveries()?.is_empty() {
        return Ok(());
    }
    for (record, course, past) in scripts::all(plan) {
        let (machine, told) = play(record, course, past, plan.now);
        writer.add(machine.record(), machine.course(), &told)?;
    }
    Ok(())
}

fn play(record: Delivery, course: Course, past: Past, now: Instant) -> (Machine, Vec<Happening>) {
    let mut machine = Machine::new(record, course);
    let mut told = Vec::new();
    let who = Who { login: "carla", name: "Carla Mensah" };
    let (ago, confirms) = match past {
        Past::Written => return (machine, told),
        Past::Prepared(ago) => (ago, false),
        Past::Confirmed(ago) => (ago, true),
    };
    told.extend(machine.command(Command::Prepare, who, now - ago));
    let mut until = now - ago;
    while machine.record().state == State::Preparing {
        until = until + TimeDelta::seconds(1);
        told.extend(machine.advance(until, usize::MAX));
    }
    if confirms {
        told.extend(machine.command(Command::Confirm, who, until + TimeDelta::minutes(2)));
    }
    while machine.next_due().is_some_and(|due| due <= now) {
        told.extend(machine.advance(now, usize::MAX));
    }
    (machine, told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use delivery_core::wire::Schedule;

    #[test]
    fn each_stage_of_a_delivery_is_there() {
        let now = Instant::from_millis(1_795_424_400_000);
        let made: Vec<_> = scripts::all(Plan { seed: 1, recipients: 400, now })
            .into_iter()
            .map(|(record, course, past)| play(record, course, past, now))
            .collect();
        let states: Vec<_> =
            made.iter().map(|(machine, _)| (machine.record().id.as_str(), machine.record().state)).collect();
        assert_eq!(
            states,
            [
                ("DM95", State::Editing),
                ("DM96", State::Prepared),
                ("DM97", State::Sending),
                ("DM98", State::Finished),
                ("DM99", State::Prepared),
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
        assert!(matches!(made[4].0.record().schedule, Schedule::At { at, .. } if at > now));
        assert!(!made[1].0.record().preparation.as_ref().is_none_or(|preparation| preparation.warnings.is_empty()));
    }
}
