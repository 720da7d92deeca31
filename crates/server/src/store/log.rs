//! Event logs: lines in order, numbered from 1 in each delivery.

use delivery_core::domain::id::{Cursor, DeliveryId};
use rusqlite::{Connection, OptionalExtension, params};

use super::Unavailable;
use crate::mta::Happening;

/// One line of a log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its place.
    pub cursor: Cursor,
    /// The event in JSON, without the line's end.
    pub json: String,
}

/// What a log still holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// The place before the first event that is kept.
    pub before_first: Cursor,
    /// The place of the last event.
    pub last: Cursor,
}

/// What the log of a delivery holds.
pub(super) fn bounds(connection: &Connection, delivery: &DeliveryId) -> Result<Bounds, Unavailable> {
    let mut query = connection.prepare_cached(
        "SELECT (SELECT MIN(seq) FROM events WHERE delivery = ?1), (SELECT MAX(seq) FROM events WHERE delivery = ?1)",
    )?;
    let (first, last) = query
        .query_row([delivery.as_str()], |row| Ok((row.get::<_, Option<u64>>(0)?, row.get::<_, Option<u64>>(1)?)))?;
    Ok(Bounds { before_first: Cursor(first.unwrap_or(1).saturating_sub(1)), last: Cursor(last.unwrap_or(0)) })
}

/// The lines after a place and up to another, at most `limit`.
pub(super) fn page(
    connection: &Connection,
    delivery: &DeliveryId,
    after: Cursor,
    until: Cursor,
    limit: usize,
) -> Result<Vec<Line>, Unavailable> {
    let mut query = connection.prepare_cached(
        "SELECT seq, json FROM events WHERE delivery = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq LIMIT ?4",
    )?;
    let lines = query.query_map(params![delivery.as_str(), after.0, until.0, limit], |row| {
        Ok(Line { cursor: Cursor(row.get(0)?), json: row.get(1)? })
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

/// The time of the last event of any delivery, in microseconds.
pub(super) fn latest(connection: &Connection) -> Result<Option<i64>, Unavailable> {
    let newest = "SELECT MAX((SELECT time FROM events WHERE delivery = deliveries.id ORDER BY seq DESC LIMIT 1)) FROM deliveries";
    Ok(connection.query_row(newest, [], |row| row.get(0)).optional()?.flatten())
}

/// Appends, within the caller's transaction. Gives the place of the last event.
pub(super) fn append(
    connection: &Connection,
    delivery: &DeliveryId,
    told: &[Happening],
) -> Result<Cursor, Unavailable> {
    let mut last = bounds(connection, delivery)?.last;
    let source = format!("/deliveries/{delivery}");
    let mut insert = connection.prepare_cached(
        "INSERT INTO events (delivery, seq, id, type, time, subject, address, json)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for happening in told {
        last = Cursor(last.0 + 1);
        let json = happening.line(&source, &last.to_string());
        let Happening { id, kind, subject, .. } = happening;
        let micros = happening.time.micros();
        insert.execute(params![delivery.as_str(), last.0, id, kind, micros, subject, happening.address(), json])?;
    }
    Ok(last)
}
