//! Whether an order may be carried out; if not, what to say.

use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Command, Kind};
use delivery_core::domain::refusal::{Person, Refusal, Standing, check};
use delivery_core::domain::schedule::{self, Field, Plan, Why};
use delivery_core::wire::{Delivery, Problem, ProblemType};

use super::{Folder, Order};
use crate::mta::{Deed, next_instant};
use crate::problem::problem;
use crate::store::version;
use crate::zones::BundledZones;

/// Rights first, then whether the record is still the one that was read, then what the state allows, then what is said
/// with the order.
pub(super) fn admit(order: &Order, folder: &Folder, now: Instant) -> Result<(), Problem> {
    let record = folder.machine.record();
    let command = order.deed.command();
    let standing = Standing {
        kind: record.kind(),
        state: record.state,
        asked_by: record.approval.as_ref().map(|approval| approval.login.as_str()),
    };
    let checked = check(standing, command, Person { login: &order.user.login, roles: &order.user.roles });
    if let Err(refusal @ Refusal::Role(_)) = checked {
        return Err(problem(ProblemType::Role, refusal.to_string()));
    }
    if let (Command::Confirm | Command::Approve, Err(Refusal::State(_))) = (command, checked) {
        already(record)?;
    }
    if !order.if_match.contains(&version(&order.delivery, folder.seen.number)) {
        let detail = "The delivery has changed since it was read. Look at it again before you go on.";
        return Err(problem(ProblemType::Changed, detail));
    }
    if let Err(refusal) = checked {
        let detail = match standing.kind {
            Kind::Elsewhere => {
                "This delivery is sent elsewhere: it can be looked at here, and nothing else.".to_owned()
            }
            Kind::OneOff | Kind::Execution | Kind::Recurring => refusal.to_string(),
        };
        return Err(problem(ProblemType::State, detail));
    }
    if command.names_preparation() {
        names_preparation(order, folder)?;
    }
    match &order.deed {
        Deed::Schedule(plan) => holds(plan, standing.kind, order.shown, now),
        Deed::Command(_) | Deed::Content(_) | Deed::Audience(_) => Ok(()),
    }
}

/// Whoever comes second is told who came first.
fn already(record: &Delivery) -> Result<(), Problem> {
    let detail = match (&record.approval, &record.confirmation) {
        (Some(approval), _) => {
            format!("{} has confirmed this delivery already; it waits for a second person.", approval.by)
        }
        (None, Some(confirmation)) => match &confirmation.by {
            Some(by) => format!("This delivery is already confirmed, by {by}."),
            None => "This delivery was let go by its schedule already.".to_owned(),
        },
        (None, None) => return Ok(()),
    };
    Err(problem(ProblemType::State, detail))
}

fn names_preparation(order: &Order, folder: &Folder) -> Result<(), Problem> {
    let record = folder.machine.record();
    let Some(read) = order.read.as_ref().filter(|read| folder.machine.is_prepared_as(&read.fingerprint)) else {
        let detail = "What is prepared is not what was read. Nothing was sent; look at it again before you confirm.";
        return Err(problem(ProblemType::Changed, detail));
    };
    let to_deliver = record.preparation.as_ref().map_or(0, |preparation| preparation.to_deliver);
    // The second person reads the number that the first has typed.
    if order.deed.command() == Command::Confirm && !record.safeguards.accepts(to_deliver, read.typed) {
        let detail = "Confirming so many takes the number, typed. Nothing was sent.";
        return Err(problem(ProblemType::Number, detail));
    }
    Ok(())
}

/// Whether a plan can be saved for a delivery of this kind, and means what whoever saves it was shown.
fn holds(plan: &Plan, kind: Kind, shown: Option<Instant>, now: Instant) -> Result<(), Problem> {
    if let Err(fields) = schedule::check(plan, &BundledZones) {
        let sentences: Vec<_> = fields.iter().map(|found| found.why.to_string()).collect();
        return Err(Problem { fields, ..problem(ProblemType::Invalid, sentences.join(" ")) });
    }
    let is_of_kind = match plan {
        Plan::OnceConfirmed | Plan::At { .. } => kind == Kind::OneOff,
        Plan::Recurring { .. } => kind == Kind::Recurring,
    };
    if !is_of_kind {
        let detail = "A recurring delivery has a recurring schedule, and no other delivery has one.";
        return Err(problem(ProblemType::Invalid, detail));
    }
    if shown.is_some_and(|shown| next_instant(plan, now) != Some(shown)) {
        let fields = vec![schedule::Problem { field: Field::Start, why: Why::OtherInstant }];
        return Err(Problem { fields, ..problem(ProblemType::Invalid, Why::OtherInstant.to_string()) });
    }
    Ok(())
}
