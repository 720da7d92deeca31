//! What a hub is given to hand on: which copy publishes, what comes next, and how far each log was published.
//!
//! One copy at a time publishes, and keeps how far it has only after the hub has taken it. So nothing is left out, whoever
//! is killed when; what was taken right before comes once more, and whoever reads it knows an event by its id.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};

use delivery_core::domain::id::{Cursor, DeliveryId};

use super::{Desk, Folder};
use crate::store::Unavailable;

/// What the one copy holds that publishes.
const LOCK: &str = "hub";

/// What is published by this copy.
#[derive(Debug)]
pub(super) struct Outlet {
    /// The connection that it became the one with.
    connection: u64,
    published: BTreeMap<DeliveryId, Cursor>,
    /// The delivery that was published last.
    served: Option<DeliveryId>,
}

/// Whose turn it is to publish what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Turn {
    /// Another copy's.
    Others,
    /// This copy's, and all is published.
    Done,
    /// This copy's: what follows this place in the log of this delivery.
    Next(DeliveryId, Cursor),
}

impl Desk {
    /// What is to be published next. Deliveries take turns.
    pub(super) fn next_update(&mut self) -> Result<Turn, Unavailable> {
        let connection = self.writer.connections();
        if self.outlet.as_ref().is_none_or(|outlet| outlet.connection != connection) {
            self.outlet = None;
            if !self.writer.try_keep(&DeliveryId::new(LOCK))? {
                return Ok(Turn::Others);
            }
            let connection = self.writer.connections();
            self.outlet = Some(Outlet { connection, published: self.writer.published()?, served: None });
        }
        let Some(outlet) = &mut self.outlet else { return Ok(Turn::Others) };
        let behind = |(id, folder): (&DeliveryId, &Folder)| {
            let published = outlet.published.get(id).copied().unwrap_or_default();
            (published < folder.tip.end()).then(|| (id.clone(), published))
        };
        let served = outlet.served.as_ref().map_or(Unbounded, Excluded);
        let rest = self.folders.range::<DeliveryId, _>((served, Unbounded));
        let next = rest.chain(&self.folders).find_map(behind);
        outlet.served = next.as_ref().map(|(id, _)| id.clone());
        Ok(next.map_or(Turn::Done, |(id, published)| Turn::Next(id, published)))
    }

    /// Keeps that a log was published up to a place.
    pub(super) fn published(&mut self, id: &DeliveryId, last: Cursor) -> Result<(), Unavailable> {
        self.writer.note_published(id, last)?;
        if let Some(outlet) = &mut self.outlet {
            outlet.published.insert(id.clone(), last);
        }
        Ok(())
    }
}
