//! Connections that only read: they see whole transactions, and never wait for the writer.

use delivery_core::domain::id::{Cursor, DeliveryId, Version};
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::wire::Delivery;

use super::blocks::Block;
use super::log::{self, Bounds, Line};
use super::messages::{self, Told};
use super::place::Place;
use super::pool::Pool;
use super::postgres::Session;
use super::sql::{Connection, Row, values};
use super::writer::{self, Seen};
use super::{Unavailable, imported, sqlite};
use crate::mail::Body;
use crate::mta::Course;

/// A delivery's record as it is kept.
#[derive(Clone, PartialEq, Debug)]
pub struct Stored {
    /// The record.
    pub record: Delivery,
    /// Its strong entity tag.
    pub version: Version,
    /// The end of its log, read at the same moment.
    pub last: Cursor,
}

/// Connections to a server at once, of the hundred or so that it usually has for everybody.
const AT_ONCE: usize = 8;

/// Connections to read with.
#[derive(Debug)]
pub struct Readers {
    place: Place,
    pool: Pool,
}

impl Readers {
    /// Readers of the database that [`super::open`] has laid.
    pub const fn new(place: Place) -> Self {
        let most = match &place {
            Place::File(_) => usize::MAX,
            Place::Server(_) => AT_ONCE,
        };
        Self { place, pool: Pool::of(most) }
    }

    pub(super) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Unavailable>) -> Result<T, Unavailable> {
        let open = || match &self.place {
            Place::File(path) => sqlite::open_to_read(path),
            Place::Server(server) => Ok(Connection::Server(Box::new(Session::open(server, false)?))),
        };
        // One snapshot for all that is read together.
        self.pool.lend(open, |connection| connection.snapshot(read))
    }

    /// One delivery. `None` if there is none with this id.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn delivery(&self, id: &DeliveryId) -> Result<Option<Stored>, Unavailable> {
        self.read(|connection| {
            let read = "SELECT version, record FROM deliveries WHERE id = ?1";
            let found =
                connection.first(read, &values![id.as_str()], |row| Ok((row.get::<u64>(0)?, row.get::<String>(1)?)))?;
            let Some((number, record)) = found else { return Ok(None) };
            let last = log::bounds(connection, id)?.last;
            let record = serde_json::from_str(&record)?;
            Ok(Some(Stored { record, version: writer::version(id, number), last }))
        })
    }

    /// Every delivery, the newest first.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn deliveries(&self) -> Result<Vec<Delivery>, Unavailable> {
        self.read(|connection| Ok(courses(connection)?.into_iter().rev().map(|(record, ..)| record).collect()))
    }

    /// What the recipients of a delivery are sent. `None` if none were imported.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn body(&self, id: &DeliveryId) -> Result<Option<Body>, Unavailable> {
        self.read(|connection| imported::read_body(connection, id))
    }

    /// What confirming takes.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn safeguards(&self) -> Result<Safeguards, Unavailable> {
        self.read(safeguards)
    }

    /// What a log holds. `None` if there is no such delivery.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn bounds(&self, id: &DeliveryId) -> Result<Option<Bounds>, Unavailable> {
        self.read(|connection| writer::is_known(connection, id)?.then(|| log::bounds(connection, id)).transpose())
    }

    /// The blocks that hold the next lines after a place and up to another, about so many bytes of text; none if there
    /// are no more. With them the place after which their lines count, since a block may begin before what is kept.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn stretch(
        &self,
        id: &DeliveryId,
        after: Cursor,
        until: Cursor,
        most: usize,
    ) -> Result<(Cursor, Vec<Block>), Unavailable> {
        self.read(|connection| log::stretch(connection, id, after, until, most))
    }

    /// All lines after a place and up to another.
    #[cfg(test)]
    pub(crate) fn lines(&self, id: &DeliveryId, after: Cursor, until: Cursor) -> Result<Vec<String>, Unavailable> {
        let (after, blocks) = self.stretch(id, after, until, usize::MAX)?;
        let mut lines = Vec::new();
        for block in blocks {
            lines.extend(block.text(after, until)?.lines().map(str::to_owned));
        }
        Ok(lines)
    }

    /// The place of the last event of a message. `None` if no event speaks of it.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn last_of(&self, id: &DeliveryId, message: &str) -> Result<Option<Cursor>, Unavailable> {
        self.read(|connection| messages::last(connection, id, message))
    }

    /// The lines of a message after a place and up to another, at most `limit`.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn page_of(
        &self,
        id: &DeliveryId,
        message: &str,
        after: Cursor,
        until: Cursor,
        limit: usize,
    ) -> Result<Vec<Line>, Unavailable> {
        self.read(|connection| messages::page(connection, id, message, after, until, limit))
    }

    /// What `tell` makes of each message to the address of this one, itself among them, the newest first, until there
    /// are `most`. Without an address, of this one alone. `None` if no event speaks of it.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn alike<T>(
        &self,
        id: &DeliveryId,
        message: &str,
        most: usize,
        tell: impl FnMut(&Told) -> Option<T>,
    ) -> Result<Option<Vec<T>>, Unavailable> {
        self.read(|connection| messages::alike(connection, id, message, most, tell))
    }
}

/// Where the safeguards are kept.
pub(super) const SAFEGUARDS: &str = "safeguards";

pub(super) fn safeguards(connection: &Connection) -> Result<Safeguards, Unavailable> {
    let kept: Option<Vec<u8>> = connection.cell("SELECT value FROM service WHERE name = ?1", &values![SAFEGUARDS])?;
    Ok(kept.map(|value| serde_json::from_slice(&value)).transpose()?.unwrap_or_default())
}

pub(super) fn courses(connection: &Connection) -> Result<Vec<(Delivery, Seen, Course)>, Unavailable> {
    connection.all("SELECT version, writes, record, course FROM deliveries ORDER BY rowid", &[], course)
}

/// One delivery, as [`courses`] has it.
pub(super) fn course_of(
    connection: &Connection,
    id: &DeliveryId,
) -> Result<Option<(Delivery, Seen, Course)>, Unavailable> {
    let read = "SELECT version, writes, record, course FROM deliveries WHERE id = ?1";
    connection.first(read, &values![id.as_str()], course)
}

fn course(row: &Row<'_>) -> Result<(Delivery, Seen, Course), Unavailable> {
    let seen = Seen { number: row.get(0)?, writes: row.get(1)? };
    let (record, course) = (row.get::<String>(2)?, row.get::<String>(3)?);
    Ok((serde_json::from_str(&record)?, seen, serde_json::from_str(&course)?))
}
