//! What a hub is given to hand on: which copy publishes, what comes next, and how far each log was published.
//!
//! One copy at a time publishes, and keeps how far it has only after the hub has taken it. So nothing is left out, whoever
//! is killed when; what was taken right before comes once more, and whoever reads it knows an event by its id.

use std::collections::BTreeMap;

use delivery_core::domain::id::{Cursor, DeliveryId};

use super::Desk;
use crate::store::Unavailable;

/// What the one copy holds that publishes.
const LOCK: &str = "hub";

/// How far logs are.
pub type Places = BTreeMap<DeliveryId, Cursor>;

/// What is published by this copy.
#[derive(Debug)]
pub(super) struct Outlet {
    /// The connection that it became the one with.
    connection: u64,
    published: Places,
}

impl Desk {
    /// Keeps how far logs were published since this was last asked, and gives the places after which they have to be now.
    /// `None` if it is another copy that publishes.
    pub(super) fn attend_hub(&mut self, done: &Places) -> Result<Option<Places>, Unavailable> {
        self.writer.note_published(done)?;
        let is_ours = |outlet: &Outlet| outlet.connection == self.writer.connections();
        if !self.outlet.as_ref().is_some_and(is_ours) {
            self.outlet = None;
            if !self.writer.try_keep(&DeliveryId::new(LOCK))? {
                return Ok(None);
            }
            let connection = self.writer.connections();
            self.outlet = Some(Outlet { connection, published: self.writer.published()? });
        }
        let Some(Outlet { published, .. }) = &mut self.outlet else { return Ok(None) };
        published.extend(done.iter().map(|(id, last)| (id.clone(), *last)));
        let behind = self.folders.iter().filter_map(|(id, folder)| {
            let place = published.get(id).copied().unwrap_or_default();
            (place < folder.tip.end()).then(|| (id.clone(), place))
        });
        Ok(Some(behind.collect()))
    }
}
