//! Recurring deliveries and their executions on the desk: executions are made, follow, and are told of.

use delivery_core::domain::id::{Cursor, DeliveryId};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::wire::{Delivery, Recurrence};
use serde_json::json;

use super::{Desk, Folder, letters};
use crate::clock::wall;
use crate::mta::{Happening, List, Machine, Who};
use crate::store::{Ends, Seen, Unavailable, Writer};

/// Who prepares an execution.
const SCHEDULE: Who<'static> = Who { login: "schedule", name: "Schedule" };

/// The executions that are due to be made, being prepared for these recipients, if any were imported.
pub(crate) fn born(parent: &mut Machine, list: &List, now: Instant) -> Vec<(Machine, Vec<Happening>)> {
    let prepared = |(record, course)| {
        let mut machine = Machine::new(record, course);
        machine.give(list.clone());
        let told = machine.command(Command::Prepare, SCHEDULE, now);
        (machine, told)
    };
    parent.take_births().into_iter().map(prepared).collect()
}

/// The same, for the recipients that the recurring delivery was imported with.
pub(super) fn births(
    parent: &mut Machine,
    writer: &Writer,
    now: Instant,
) -> Result<Vec<(Machine, Vec<Happening>)>, Unavailable> {
    let is_due = parent.has_births();
    let list = if is_due { letters::recipients(writer, parent)? } else { List::default() };
    Ok(born(parent, &list, now))
}

/// What the recurring delivery's log is told of an execution: that it is there, or stands elsewhere.
pub(crate) fn news(before: &Delivery, now: &Delivery, number: u64, at: Instant) -> Option<(DeliveryId, Happening)> {
    let Recurrence::Execution(occasion) = &now.recurrence else { return None };
    if before.state == now.state {
        return None;
    }
    let more = json!({ "execution": now.id, "occurrence": occasion.at, "state": now.state });
    let id = format!("execution.{}.{number}", now.id);
    Some((occasion.parent.clone(), Happening::of_delivery("delivery.execution_changed", id, at, more)))
}

impl Desk {
    /// Puts new deliveries on the desk. They are written already.
    pub(super) fn welcome(&mut self, born: Vec<(Machine, Vec<Happening>)>) {
        for (machine, told) in born {
            self.lay_out(machine, Seen::FIRST, Cursor(told.len() as u64));
            self.look_soon();
        }
    }

    /// Tells whoever follows a delivery, or the recurring delivery it belongs to, what was written to their logs.
    pub(super) fn tell(&mut self, id: &DeliveryId, parent: Option<&(DeliveryId, Happening)>, ends: Option<Ends>) {
        let Some(ends) = ends else { return };
        let (at, own) = (wall(), self.folders.get(id));
        if let Some(folder) = own {
            folder.tip.tell(ends.own, at);
        }
        let parent = parent.and_then(|(id, _)| self.folders.get_mut(id));
        if let (Some(folder), Some((appended, writes))) = (parent, ends.parent) {
            folder.tip.tell(appended, at);
            // Nothing but its log has changed, unless another copy has written to it as well.
            folder.stale |= writes != folder.seen.writes + 1;
            folder.seen.writes = writes;
        }
    }

    /// An execution follows the recurring delivery, whenever that has changed.
    pub(super) fn follow_parent(&mut self, id: &DeliveryId, now: Instant) -> Result<(), Unavailable> {
        let Some(folder) = self.folders.get(id) else { return Ok(()) };
        let Recurrence::Execution(occasion) = &folder.machine.record().recurrence else { return Ok(()) };
        let (followed, parent) = (folder.followed, occasion.parent.clone());
        self.refresh(&parent)?;
        let Some(parent) = self.folders.get(&parent) else { return Ok(()) };
        let number = parent.seen.number;
        if followed == Some(number) {
            return Ok(());
        }
        let parent = parent.machine.record().clone();
        self.change(id, now, |machine| machine.follow(&parent, now))?;
        if let Some(folder) = self.folders.get_mut(id) {
            folder.followed = Some(number);
        }
        Ok(())
    }

    /// A recurring delivery without dates to come ends with the last of its executions.
    pub(super) fn end_if_spent(&mut self, id: &DeliveryId, now: Instant) -> Result<(), Unavailable> {
        if !self.folders.get(id).is_some_and(|folder| folder.machine.is_spent()) {
            return Ok(());
        }
        let is_ours = |folder: &Folder| {
            let recurrence = &folder.machine.record().recurrence;
            matches!(recurrence, Recurrence::Execution(occasion) if occasion.parent == *id)
        };
        let ours: Vec<_> =
            self.folders.iter().filter(|(_, folder)| is_ours(folder)).map(|(id, _)| id.clone()).collect();
        for execution in &ours {
            self.refresh(execution)?;
            let state = self.folders.get(execution).map(|folder| folder.machine.record().state);
            if state.is_some_and(|state| !state.is_over() && state != State::Skipped) {
                return Ok(());
            }
        }
        self.change(id, now, |machine| machine.end_repeating(now))
    }
}
