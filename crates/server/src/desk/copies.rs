//! Other copies of the service on the same database, each with a desk of its own.
//!
//! Commands may be given to any copy: what is written says what its delivery was when it was decided, and is decided again
//! if it is so no more. Of the copies one *keeps* a delivery: it alone plays it and hands its letters over, until it has
//! nothing more to do there or its connection ends. Then what it was handing over has an outcome that nobody knows.

use std::time::{Duration, Instant};

use delivery_core::domain::id::{Cursor, DeliveryId};

use super::{Desk, Folder};
use crate::mta::Machine;
use crate::store::{Seen, Unavailable};

/// Time between two looks at everything: what others say at once may be missed, and who has gone says nothing.
const LOOK: Duration = Duration::from_secs(1);

/// How often something is decided again. Each time somebody else has got on with it.
const TRIES: usize = 20;

/// What a desk knows of the others.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// The connection that deliveries are kept with.
    connection: u64,
    /// When it was last looked at everything. `None` if that is to be done now.
    looked: Option<Instant>,
}

impl Desk {
    /// Does something that another copy may be doing at the same time: once it has, this looks again, and decides again.
    pub(super) fn again<T>(
        &mut self,
        mut act: impl FnMut(&mut Self) -> Result<T, Unavailable>,
    ) -> Result<T, Unavailable> {
        for _ in 1..TRIES {
            match act(self) {
                Err(error) if error.is_overtaken() => {}
                other => return other,
            }
            // It may have added deliveries, too.
            match self.look_around() {
                Err(error) if !error.is_overtaken() => return Err(error),
                _ => {}
            }
        }
        act(self)
    }

    /// Takes note of what the others have written, and takes up what nobody keeps.
    pub(super) fn attend_others(&mut self) -> Result<(), Unavailable> {
        if !self.writer.is_shared() {
            return Ok(());
        }
        for (id, last) in self.writer.news()? {
            self.note_written(&id, Some(last))?;
        }
        let is_due = self.others.looked.is_none_or(|looked| looked.elapsed() >= LOOK);
        if is_due || self.has_lost_connection() { self.look_around() } else { Ok(()) }
    }

    /// Whether what is kept was kept with a connection that has ended.
    pub(super) fn has_lost_connection(&self) -> bool {
        self.writer.connections() != self.others.connection
    }

    /// Looks soon whether anybody keeps what has just been added.
    pub(super) const fn look_soon(&mut self) {
        self.others.looked = None;
    }

    /// Looks at everything.
    pub(super) fn look_around(&mut self) -> Result<(), Unavailable> {
        if !self.writer.is_shared() {
            return Ok(());
        }
        self.others.looked = Some(Instant::now());
        let census = self.writer.census()?;
        if self.has_lost_connection() {
            self.writer.stay_in_time()?;
            self.others.connection = self.writer.connections();
            for folder in self.folders.values_mut() {
                folder.is_kept = false;
                folder.stale = true;
            }
        }
        self.safeguards = self.writer.safeguards()?;
        for (id, writes) in census {
            if self.folders.get(&id).is_none_or(|folder| folder.seen.writes != writes) {
                self.note_written(&id, None)?;
            }
        }
        let ids: Vec<_> = self.folders.keys().cloned().collect();
        for id in &ids {
            self.take_or_leave(id)?;
        }
        Ok(())
    }

    /// Before something is decided of a delivery: whoever asks may have read what another copy wrote just now. Then it is this
    /// copy that plays it, unless another does.
    pub(super) fn turn_to(&mut self, id: &DeliveryId) -> Result<(), Unavailable> {
        if !self.writer.is_shared() {
            return Ok(());
        }
        let writes = self.writer.writes(id)?;
        if self.folders.get(id).map(|folder| folder.seen.writes) != writes {
            self.note_written(id, None)?;
        }
        self.take_up(id).map(drop)
    }

    /// Another copy has written to a delivery.
    fn note_written(&mut self, id: &DeliveryId, last: Option<Cursor>) -> Result<(), Unavailable> {
        if let Some(folder) = self.folders.get_mut(id) {
            folder.stale = true;
        } else {
            let Some((record, seen, course)) = self.writer.delivery(id)? else { return Ok(()) };
            self.lay_out(Machine::new(record, course), seen, Cursor(0));
            self.look_soon();
        }
        let last = match last {
            Some(last) => last,
            None => self.writer.last(id)?,
        };
        if let Some(folder) = self.folders.get(id) {
            folder.tip.go_to(last);
        }
        Ok(())
    }

    /// Puts a delivery on the desk. Alone, this copy keeps all there is.
    pub(super) fn lay_out(&mut self, machine: Machine, seen: Seen, last: Cursor) {
        let id = machine.record().id.clone();
        let tip = self.tips.add(&id, last);
        self.folders.insert(id, Folder::new(machine, seen, tip, !self.writer.is_shared()));
    }

    fn take_or_leave(&mut self, id: &DeliveryId) -> Result<(), Unavailable> {
        let wants = |folder: &Folder| folder.stale || folder.machine.has_work();
        match self.folders.get(id) {
            Some(folder) if !folder.is_kept && wants(folder) => {
                self.take_up(id)?;
            }
            _ => {}
        }
        match self.folders.get_mut(id) {
            Some(folder) if folder.is_kept && !wants(folder) => {
                folder.is_kept = false;
                self.writer.let_go(id)
            }
            _ => Ok(()),
        }
    }

    /// Keeps a delivery from now on, unless another copy does. Gives whether this one does.
    fn take_up(&mut self, id: &DeliveryId) -> Result<bool, Unavailable> {
        let Some(folder) = self.folders.get_mut(id) else { return Ok(false) };
        if folder.is_kept || !self.writer.try_keep(id)? {
            return Ok(folder.is_kept);
        }
        // Whoever kept it before may have written until just now.
        (folder.is_kept, folder.stale) = (true, true);
        let settled = self.refresh(id).and_then(|()| self.settle_uncertain(id));
        if settled.is_err() {
            if let Some(folder) = self.folders.get_mut(id) {
                folder.is_kept = false;
            }
            // If this fails, too, the connection has ended, and with it whatever it kept.
            let _left = self.writer.let_go(id);
        }
        settled.map(|()| true)
    }
}
