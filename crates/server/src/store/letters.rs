//! Imported recipients and what is sent to them: the only place beside the logs and the tray that holds addresses.
//!
//! A letter is `waiting` until an adapter takes it, `leaving` from before it is handed over until its outcome is written, and
//! then neither. So what is `leaving` when the service starts has an outcome that nobody knows.

use std::collections::BTreeMap;

use delivery_core::domain::civil::Zone;
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;

use super::Unavailable;
use super::sql::{Connection, Row, values};
use super::writer::{self, Change, Ends, Seen, Writer};
use crate::mta::{Cause, key_of};

/// Found by what is to be done, of which there is less and less.
pub(super) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS bodies (
  delivery TEXT PRIMARY KEY REFERENCES deliveries (id),
  body TEXT NOT NULL,
  origin TEXT UNIQUE
) STRICT;
CREATE TABLE IF NOT EXISTS letters (
  delivery TEXT NOT NULL REFERENCES deliveries (id),
  number INTEGER NOT NULL,
  address TEXT NOT NULL,
  fields TEXT NOT NULL,
  zone TEXT NOT NULL DEFAULT '',
  cause TEXT,
  state TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL DEFAULT 0,
  since INTEGER,
  PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS letters_open ON letters (delivery, state, due, number) WHERE state IS NOT NULL;
CREATE TABLE IF NOT EXISTS shunned (address TEXT PRIMARY KEY, cause TEXT NOT NULL) STRICT, WITHOUT ROWID;
";

/// Gives the recipients of an earlier version a zone, which nobody knew.
pub(super) const WITH_ZONES: &str = "ALTER TABLE letters ADD COLUMN zone TEXT NOT NULL DEFAULT ''";

/// The next letter that is due.
const NEXT: &str = "SELECT number, address, fields, attempts, since, 0 FROM letters INDEXED BY letters_open
    WHERE delivery = ?1 AND state = 'waiting' AND due <= ?2 ORDER BY due, number LIMIT 1";

/// Whether anything of a delivery may still leave.
const OPEN: &str =
    "SELECT 1 FROM letters INDEXED BY letters_open WHERE delivery = ?1 AND state IN ('waiting', 'leaving') LIMIT 1";

/// A letter as its adapter needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Which recipient of the delivery.
    pub number: u32,
    /// The recipient's address.
    pub address: String,
    /// What it is filled in with, as JSON.
    pub fields: String,
    /// How often it was tried before.
    pub attempts: u32,
    /// When it was tried first.
    pub since: Option<Instant>,
    /// Whether its outcome is not written yet.
    pub is_leaving: bool,
}

/// What changes about a letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Move {
    /// A preparation found that it is to be sent, or why not.
    Mark(Option<Cause>),
    /// An adapter is about to hand it over.
    Leave(Instant),
    /// It waits until then.
    Wait(Instant),
    /// It waits as if it had not been tried.
    Return,
    /// Nothing more is to be done.
    Settle,
    /// Its address is left out of later deliveries, for this cause.
    Shun(Cause),
}

impl Writer {
    /// Writes a change, and what changes about letters.
    ///
    /// # Errors
    /// If the database is not available, or somebody else has written. Then nothing of it was written.
    pub fn commit_letters(&mut self, change: Change<'_>, moves: &[(u32, Move)]) -> Result<Ends, Unavailable> {
        self.connection().transact(|writing| write(writing, change, moves))
    }

    /// The same for a preparation that is finished: those of each zone of `dates` wait for its instant, all others for none.
    ///
    /// # Errors
    /// If the database is not available, or somebody else has written. Then nothing of it was written.
    pub fn commit_prepared(
        &mut self,
        change: Change<'_>,
        marks: &[(u32, Move)],
        dates: &[(Zone, Instant)],
    ) -> Result<Ends, Unavailable> {
        self.connection().transact(|writing| {
            let ends = write(writing, change, marks)?;
            set_dates(writing, change.delivery, dates)?;
            Ok(ends)
        })
    }

    /// Writes that a letter is about to be handed over: nobody has changed its delivery since it was seen so, and nobody
    /// does without seeing it.
    ///
    /// # Errors
    /// If the database is not available, or somebody else has written. Then nothing of it was written.
    pub fn leave(&mut self, delivery: &DeliveryId, seen: Seen, number: u32, at: Instant) -> Result<Seen, Unavailable> {
        self.connection().transact(|writing| {
            let seen = writer::claim(writing, delivery, seen)?;
            apply(writing, delivery, number, Move::Leave(at))?;
            Ok(seen)
        })
    }

    /// The next letter of a delivery that is due.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn next_letter(&self, delivery: &DeliveryId, now: Instant) -> Result<Option<Kept>, Unavailable> {
        self.connection().first(NEXT, &values![delivery.as_str(), now.micros()], kept)
    }

    /// One letter.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn letter(&self, delivery: &DeliveryId, number: u32) -> Result<Option<Kept>, Unavailable> {
        let read = "SELECT number, address, fields, attempts, since, CASE WHEN state = 'leaving' THEN 1 ELSE 0 END
            FROM letters WHERE delivery = ?1 AND number = ?2";
        self.connection().first(read, &values![delivery.as_str(), number], kept)
    }

    /// Whether anything of a delivery may still leave.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn has_open_letters(&self, delivery: &DeliveryId) -> Result<bool, Unavailable> {
        self.connection().has(OPEN, &values![delivery.as_str()])
    }

    /// At most so many letters that wait, each with how often it was tried.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn waiting_letters(&self, delivery: &DeliveryId, most: usize) -> Result<Vec<(u32, u32)>, Unavailable> {
        self.in_state(delivery, "waiting", most)
    }

    /// The letters whose outcome is not written.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn leaving_letters(&self, delivery: &DeliveryId) -> Result<Vec<(u32, u32)>, Unavailable> {
        self.in_state(delivery, "leaving", usize::MAX >> 1)
    }

    fn in_state(&self, delivery: &DeliveryId, state: &str, most: usize) -> Result<Vec<(u32, u32)>, Unavailable> {
        let read = "SELECT number, attempts FROM letters INDEXED BY letters_open
            WHERE delivery = ?1 AND state = ?2 ORDER BY due, number LIMIT ?3";
        let values = values![delivery.as_str(), state, most];
        self.connection().all(read, &values, |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The addresses that are left out of every delivery, and why.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn shunned(&self) -> Result<BTreeMap<String, Cause>, Unavailable> {
        let rows = self
            .connection()
            .all("SELECT address, cause FROM shunned", &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
        Ok(rows.into_iter().filter_map(|(address, code)| Some((address, Cause::of_code(&code)?))).collect())
    }
}

fn write(connection: &Connection, change: Change<'_>, moves: &[(u32, Move)]) -> Result<Ends, Unavailable> {
    let ends = writer::write(connection, change)?;
    for (number, step) in moves {
        apply(connection, change.delivery, *number, *step)?;
    }
    Ok(ends)
}

/// Those of each zone wait for its instant, all others for none. In one go, however many zones there are.
fn set_dates(connection: &Connection, delivery: &DeliveryId, dates: &[(Zone, Instant)]) -> Result<(), Unavailable> {
    let mut values = values![delivery.as_str()].to_vec();
    let mut cases = String::new();
    for (zone, at) in dates {
        cases.push_str(&format!(" WHEN ?{} THEN CAST(?{} AS BIGINT)", values.len() + 1, values.len() + 2));
        values.extend(values![zone.as_str(), at.micros()]);
    }
    let (due, which) = match dates {
        [] => ("0".to_owned(), "due > 0"),
        [_, ..] => (format!("CASE zone{cases} ELSE 0 END"), "due >= 0"),
    };
    let wait = format!("UPDATE letters SET due = {due} WHERE delivery = ?1 AND state = 'waiting' AND {which}");
    connection.execute(&wait, &values).map(drop)
}

fn kept(row: &Row<'_>) -> Result<Kept, Unavailable> {
    Ok(Kept {
        number: row.get(0)?,
        address: row.get(1)?,
        fields: row.get(2)?,
        attempts: row.get(3)?,
        since: row.get::<Option<i64>>(4)?.map(Instant::from_micros),
        is_leaving: row.get(5)?,
    })
}

fn apply(connection: &Connection, delivery: &DeliveryId, number: u32, step: Move) -> Result<(), Unavailable> {
    let id = delivery.as_str();
    match step {
        Move::Mark(cause) => connection.execute(
            "UPDATE letters SET cause = ?3, state = CASE WHEN CAST(?3 AS TEXT) IS NULL THEN 'waiting' END
             WHERE delivery = ?1 AND number = ?2",
            &values![id, number, cause.map(Cause::code)],
        ),
        Move::Leave(at) => connection.execute(
            "UPDATE letters SET state = 'leaving', attempts = attempts + 1, since = COALESCE(since, ?3)
             WHERE delivery = ?1 AND number = ?2",
            &values![id, number, at.micros()],
        ),
        Move::Wait(due) => connection.execute(
            "UPDATE letters SET state = 'waiting', due = ?3 WHERE delivery = ?1 AND number = ?2",
            &values![id, number, due.micros()],
        ),
        Move::Return => connection.execute(
            "UPDATE letters SET state = 'waiting', attempts = attempts - 1,
             since = CASE WHEN attempts = 1 THEN NULL ELSE since END WHERE delivery = ?1 AND number = ?2",
            &values![id, number],
        ),
        Move::Settle => connection
            .execute("UPDATE letters SET state = NULL WHERE delivery = ?1 AND number = ?2", &values![id, number]),
        Move::Shun(cause) => {
            let read = "SELECT address FROM letters WHERE delivery = ?1 AND number = ?2";
            let Some(address) = connection.cell::<String>(read, &values![id, number])? else { return Ok(()) };
            // Whoever asked for no more mail is not forgotten for an address that bounces, too.
            let keep = "INSERT INTO shunned (address, cause) VALUES (?1, ?2)
                ON CONFLICT (address) DO UPDATE SET cause = excluded.cause WHERE excluded.cause = 'denylist'";
            connection.execute(keep, &values![&key_of(&address), cause.code()])
        }
    }
    .map(drop)
}
