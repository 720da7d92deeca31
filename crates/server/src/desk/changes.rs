//! Changes of a delivery, each written at once with what was told of it.

use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;

use super::family::{births, news};
use super::{Desk, letters};
use crate::mta::{Happening, Machine};
use crate::store::{Change, Move, Unavailable};

impl Desk {
    /// Changes a delivery, and writes what was told, with whatever it brings forth.
    pub(super) fn change(
        &mut self,
        id: &DeliveryId,
        now: Instant,
        act: impl FnOnce(&mut Machine) -> Vec<Happening>,
    ) -> Result<(), Unavailable> {
        self.change_letters(id, now, &[], act)
    }

    /// The same with what changes about its letters, at once.
    pub(super) fn change_letters(
        &mut self,
        id: &DeliveryId,
        now: Instant,
        moves: &[(u32, Move)],
        act: impl FnOnce(&mut Machine) -> Vec<Happening>,
    ) -> Result<(), Unavailable> {
        let Some(folder) = self.folders.get_mut(id) else { return Ok(()) };
        let before = folder.machine.record().clone();
        folder.stale = true;
        let told = act(&mut folder.machine);
        let born = births(&mut folder.machine, &self.writer, now)?;
        // Whatever follows at once, such as a confirmation by the schedule: nobody leaves who was left out.
        let is_prepared = before.preparation.is_none() && folder.machine.record().preparation.is_some();
        let settled = is_prepared.then(|| letters::settled(&self.writer, id, &mut folder.machine)).transpose()?;
        let record = Some(folder.machine.record()).filter(|record| before != **record);
        let number = folder.seen.number + u64::from(record.is_some());
        let parent = news(&before, folder.machine.record(), number, now);
        let change = Change {
            delivery: id,
            seen: folder.seen,
            told: &told,
            record,
            course: folder.machine.course(),
            born: &born,
            parent: parent.as_ref(),
        };
        let ends = match &settled {
            Some((marks, dates)) => self.writer.commit_prepared(change, marks, dates)?,
            None => self.writer.commit_letters(change, moves)?,
        };
        folder.seen = ends.seen;
        folder.stale = false;
        self.welcome(born);
        self.tell(id, parent.as_ref(), Some(ends));
        Ok(())
    }

    /// Reads a delivery again if writing it failed, or another copy has written to it.
    pub(super) fn refresh(&mut self, id: &DeliveryId) -> Result<(), Unavailable> {
        let Some(folder) = self.folders.get_mut(id).filter(|folder| folder.stale) else { return Ok(()) };
        if let Some((record, seen, course)) = self.writer.delivery(id)? {
            folder.machine = Machine::new(record, course);
            folder.seen = seen;
            if folder.is_kept && folder.machine.record().state == State::Preparing {
                self.give_recipients(id)?;
            }
            if let Some(folder) = self.folders.get_mut(id) {
                folder.stale = false;
            }
        }
        Ok(())
    }
}
