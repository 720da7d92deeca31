//! Event logs: lines in order, numbered from 1 in each delivery. Their text is in blocks; beside it is a row for each, by
//! which it is found, and which keeps it from being there twice.

use delivery_core::domain::id::{Cursor, DeliveryId};

use super::blocks::{self, Block};
use super::sql::{Connection, values};
use super::{Unavailable, messages};
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

/// What was appended to a log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Appended {
    /// The place of the last event before it.
    pub after: Cursor,
    /// The place of its last event.
    pub last: Cursor,
    /// Its lines, each with its end.
    pub text: String,
}

/// What the log of a delivery holds.
pub(super) fn bounds(connection: &Connection, delivery: &DeliveryId) -> Result<Bounds, Unavailable> {
    let read =
        "SELECT (SELECT MIN(seq) FROM events WHERE delivery = ?1), (SELECT MAX(seq) FROM events WHERE delivery = ?1)";
    let found = connection
        .first(read, &values![delivery.as_str()], |row| Ok((row.get::<Option<u64>>(0)?, row.get::<Option<u64>>(1)?)))?;
    let (first, last) = found.unwrap_or_default();
    Ok(Bounds { before_first: Cursor(first.unwrap_or(1).saturating_sub(1)), last: Cursor(last.unwrap_or(0)) })
}

/// The blocks that hold the next lines after a place and up to another, about so many bytes of text; and the place after
/// which their lines count, since a block may begin before what is kept.
pub(super) fn stretch(
    connection: &Connection,
    delivery: &DeliveryId,
    after: Cursor,
    until: Cursor,
    most: usize,
) -> Result<(Cursor, Vec<Block>), Unavailable> {
    let after = after.max(bounds(connection, delivery)?.before_first);
    Ok((after, blocks::read(connection, delivery, after, until, most)?))
}

/// The time of the last event of any delivery, in microseconds.
pub(super) fn latest(connection: &Connection) -> Result<Option<i64>, Unavailable> {
    let newest = "SELECT MAX((SELECT time FROM events WHERE delivery = deliveries.id ORDER BY seq DESC LIMIT 1)) FROM deliveries";
    Ok(connection.cell(newest, &[])?.flatten())
}

const INSERT: &str = "INSERT INTO events (delivery, seq, id, type, time, subject, address, json)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

/// Appends, within the caller's transaction.
pub(super) fn append(
    connection: &Connection,
    delivery: &DeliveryId,
    told: &[Happening],
) -> Result<Appended, Unavailable> {
    let after = bounds(connection, delivery)?.last;
    let mut last = after;
    let mut text = String::new();
    let source = format!("/deliveries/{delivery}");
    let lines: Vec<_> = (after.0 + 1..)
        .map(Cursor)
        .zip(told)
        .map(|(place, happening)| happening.line(&source, &place.to_string()))
        .collect();
    let mut rows = Vec::with_capacity(told.len());
    for (happening, json) in told.iter().zip(&lines) {
        last = Cursor(last.0 + 1);
        let Happening { id, kind, subject, .. } = happening;
        let micros = happening.time.micros();
        let kept = messages::kept_in_row(subject.as_deref(), json);
        rows.push(values![delivery.as_str(), last.0, id, *kind, micros, subject.as_deref(), happening.address(), kept]);
        text.push_str(json);
        text.push('\n');
    }
    connection.insert_all(INSERT, &rows)?;
    blocks::append(connection, delivery, Cursor(after.0 + 1), &text)?;
    Ok(Appended { after, last, text })
}
