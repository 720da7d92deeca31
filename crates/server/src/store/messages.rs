//! What logs hold of one message, and of other messages to the same address. Addresses are compared here and go no
//! further than the line that names them.

use std::collections::HashSet;
use std::ops::ControlFlow;

use delivery_core::domain::id::{Cursor, DeliveryId};
use delivery_core::domain::instant::Instant;
use delivery_core::wire::Delivery;

use super::Unavailable;
use super::blocks::{self, Block};
use super::log::Line;
use super::sql::{Connection, values};

// Each names its index: SQLite, which does not know how few events a message has, would rather read on from a place in
// the log.

/// The place of the last event of a message.
const LAST: &str = "SELECT MAX(seq) FROM events INDEXED BY events_message WHERE delivery = ?1 AND subject = ?2";

/// The events of a message between two places, in order.
const STORY: &str = "SELECT seq FROM events INDEXED BY events_message
    WHERE delivery = ?1 AND subject = ?2 AND seq > ?3 AND seq <= ?4 ORDER BY seq LIMIT ?5";

/// The events of a delivery that speak of no message: few, whatever its size.
const MILESTONES: &str = "SELECT json FROM events INDEXED BY events_milestone
    WHERE delivery = ?1 AND subject IS NULL ORDER BY seq";

/// How a message was last prepared or excluded.
const REACH: &str = "SELECT address, time FROM events INDEXED BY events_message
    WHERE delivery = ?1 AND subject = ?2 AND type IN ('message.prepared', 'message.excluded') ORDER BY seq DESC LIMIT 1";

/// Whatever was prepared for an address or excluded, newest first.
const REACHES: &str = "SELECT delivery, subject, time FROM events INDEXED BY events_address
    WHERE address = ?1 ORDER BY time DESC";

/// All that says how one message stands.
pub struct Told {
    /// The delivery's record.
    pub record: Delivery,
    /// The message.
    pub message: String,
    /// When it was last prepared or excluded for this address.
    pub at: Instant,
    /// The address; `None` if there was none.
    pub address: Option<String>,
    /// A log of the delivery's own events, since a later preparation takes back what an earlier one said, and of the
    /// message's.
    pub log: String,
}

/// What the row of an event keeps of its line: all of it if it speaks of no message, because there are few and they are
/// read together; else nothing, because it is in a block.
pub(super) const fn kept_in_row<'a>(subject: Option<&str>, line: &'a str) -> &'a str {
    if subject.is_none() { line } else { "" }
}

/// The place of the last event of a message. `None` if no event speaks of it.
pub(super) fn last(
    connection: &Connection,
    delivery: &DeliveryId,
    message: &str,
) -> Result<Option<Cursor>, Unavailable> {
    let last: Option<Option<u64>> = connection.cell(LAST, &values![delivery.as_str(), message])?;
    Ok(last.flatten().map(Cursor))
}

/// The events of a message after a place and up to another, at most `limit`.
pub(super) fn page(
    connection: &Connection,
    delivery: &DeliveryId,
    message: &str,
    after: Cursor,
    until: Cursor,
    limit: usize,
) -> Result<Vec<Line>, Unavailable> {
    let values = values![delivery.as_str(), message, after.0, until.0, limit];
    let places: Vec<u64> = connection.all(STORY, &values, |row| row.get(0))?;
    let mut open: Option<(Block, String)> = None;
    let mut lines = Vec::with_capacity(places.len());
    for place in places.into_iter().map(Cursor) {
        // Events that follow each other are often in one block.
        if open.as_ref().is_none_or(|(block, _)| block.last < place) {
            let block = blocks::holding(connection, delivery, place)?;
            open = block.map(|block| block.text(Cursor(0), block.last).map(|text| (block, text))).transpose()?;
        }
        let (block, text) = open.as_ref().ok_or_else(|| Unavailable::new("a line of a log is missing"))?;
        let json = blocks::line(text, place.0 - block.first.0).to_owned();
        lines.push(Line { cursor: place, json });
    }
    Ok(lines)
}

/// What `tell` makes of each message to the address of this one, itself among them, the newest first, until there are
/// `most`. Without an address, of this one alone. `None` if no event speaks of it.
pub(super) fn alike<T>(
    connection: &Connection,
    delivery: &DeliveryId,
    message: &str,
    most: usize,
    mut tell: impl FnMut(&Told) -> Option<T>,
) -> Result<Option<Vec<T>>, Unavailable> {
    if last(connection, delivery, message)?.is_none() {
        return Ok(None);
    }
    let reached = connection.first(REACH, &values![delivery.as_str(), message], |row| {
        Ok((row.get::<Option<String>>(0)?, row.get::<i64>(1)?))
    })?;
    let mut made = Vec::new();
    match reached {
        None => {}
        Some((None, at)) => {
            let told = told(connection, delivery.as_str(), message, at, None)?;
            made.extend(told.and_then(|told| tell(&told)));
        }
        Some((Some(address), _)) => {
            // Each preparation of a delivery reaches for the same addresses again: its last time counts.
            let mut seen = HashSet::new();
            connection.each(REACHES, &values![&address], |row| {
                let (delivery, message): (String, String) = (row.get(0)?, row.get(1)?);
                if seen.insert((delivery.clone(), message.clone())) {
                    let told = told(connection, &delivery, &message, row.get(2)?, Some(address.clone()))?;
                    made.extend(told.and_then(|told| tell(&told)));
                }
                Ok(if made.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
            })?;
        }
    }
    Ok(Some(made))
}

fn told(
    connection: &Connection,
    delivery: &str,
    message: &str,
    at: i64,
    address: Option<String>,
) -> Result<Option<Told>, Unavailable> {
    let record: Option<String> = connection.cell("SELECT record FROM deliveries WHERE id = ?1", &values![delivery])?;
    let Some(record) = record else { return Ok(None) };
    let mut log = String::new();
    let mut add = |line: &str| {
        log.push_str(line);
        log.push('\n');
    };
    for line in connection.all(MILESTONES, &values![delivery], |row| row.get::<String>(0))? {
        add(&line);
    }
    let everything = Cursor(i64::MAX as u64);
    for line in page(connection, &DeliveryId::new(delivery), message, Cursor(0), everything, usize::MAX >> 1)? {
        add(&line.json);
    }
    let at = Instant::from_micros(at);
    Ok(Some(Told { record: serde_json::from_str(&record)?, message: message.to_owned(), at, address, log }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use rusqlite::{Connection, params_from_iter};

    /// A log of millions is read by its indexes or not at all. What comes of many deliveries is in order there, so that
    /// reading can end early.
    #[test]
    fn no_question_about_a_message_reads_a_whole_log() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("d.db");
        drop(super::super::open(&path.as_path().into()).unwrap());
        let connection = Connection::open(&path).unwrap();
        for (question, index) in [
            (LAST, "events_message"),
            (STORY, "events_message"),
            (REACH, "events_message"),
            (MILESTONES, "events_milestone"),
            (REACHES, "events_address"),
        ] {
            let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {question}")).unwrap();
            let values = (0..explain.parameter_count()).map(|_| "1");
            let steps = explain.query_map(params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
            let plan = steps.collect::<Result<Vec<_>, _>>().unwrap().join("; ");
            assert!(plan.starts_with("SEARCH") && plan.contains(index), "{question}: {plan}");
            assert!(!plan.contains("SCAN"), "{question}: {plan}");
            assert!(question != REACHES || !plan.contains("TEMP B-TREE"), "{question}: {plan}");
        }
    }
}
