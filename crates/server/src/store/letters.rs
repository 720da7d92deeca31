//! Imported recipients and what is sent to them: the only place beside the logs and the tray that holds addresses.
//!
//! A letter is `waiting` until an adapter takes it, `leaving` from before it is handed over until its outcome is written, and
//! then neither. So what is `leaving` when the service starts has an outcome that nobody knows.

use std::collections::BTreeMap;

use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::Unavailable;
use super::writer::{self, Change, Ends, Writer};
use crate::mail::Body;
use crate::mta::{Cause, List, Listed, key_of};

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
    /// If the database is not available. Then nothing of it was written.
    pub fn commit_letters(&mut self, change: Change<'_>, moves: &[(u32, Move)]) -> Result<Ends, Unavailable> {
        self.transact(|writing| {
            for (number, step) in moves {
                apply(writing, change.delivery, *number, *step)?;
            }
            writer::write(writing, change)
        })
    }

    /// Writes what changes about one letter.
    ///
    /// # Errors
    /// If the database is not available. Then nothing of it was written.
    pub fn move_letter(&mut self, delivery: &DeliveryId, number: u32, step: Move) -> Result<(), Unavailable> {
        self.transact(|writing| apply(writing, delivery, number, step))
    }

    /// The next letter of a delivery that is due.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn next_letter(&self, delivery: &DeliveryId, now: Instant) -> Result<Option<Kept>, Unavailable> {
        let mut query = self.connection().prepare_cached(NEXT)?;
        Ok(query.query_row(params![delivery.as_str(), now.micros()], kept).optional()?)
    }

    /// One letter.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn letter(&self, delivery: &DeliveryId, number: u32) -> Result<Option<Kept>, Unavailable> {
        let read = "SELECT number, address, fields, attempts, since, state IS 'leaving' FROM letters
            WHERE delivery = ?1 AND number = ?2";
        let mut query = self.connection().prepare_cached(read)?;
        Ok(query.query_row(params![delivery.as_str(), number], kept).optional()?)
    }

    /// Whether anything of a delivery may still leave.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn has_open_letters(&self, delivery: &DeliveryId) -> Result<bool, Unavailable> {
        Ok(self.connection().prepare_cached(OPEN)?.exists([delivery.as_str()])?)
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
        let mut query = self.connection().prepare_cached(read)?;
        let rows = query.query_map(params![delivery.as_str(), state, most], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The imported recipients of a delivery, as the last preparation marked them.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn list(&self, delivery: &DeliveryId) -> Result<List, Unavailable> {
        let read = "SELECT address, fields, cause FROM letters WHERE delivery = ?1 ORDER BY number";
        let mut query = self.connection().prepare_cached(read)?;
        let rows = query.query_map([delivery.as_str()], |row| {
            let cause = row.get::<_, Option<String>>(2)?.and_then(|code| Cause::of_code(&code));
            Ok(Listed { address: row.get(0)?, fields: row.get(1)?, cause })
        })?;
        Ok(List::new(rows.collect::<Result<_, _>>()?))
    }

    /// The addresses that are left out of every delivery, and why.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn shunned(&self) -> Result<BTreeMap<String, Cause>, Unavailable> {
        let mut query = self.connection().prepare_cached("SELECT address, cause FROM shunned")?;
        let rows = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let mut shunned = BTreeMap::new();
        for row in rows {
            let (address, code) = row?;
            shunned.extend(Cause::of_code(&code).map(|cause| (address, cause)));
        }
        Ok(shunned)
    }

    /// What the recipients of a delivery are sent. `None` if none were imported.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn body(&self, delivery: &DeliveryId) -> Result<Option<Body>, Unavailable> {
        read_body(self.connection(), delivery)
    }

    /// The delivery that was made of this file, if one was.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn made_of(&self, origin: &str) -> Result<Option<DeliveryId>, Unavailable> {
        let read = "SELECT delivery FROM bodies WHERE origin = ?1";
        let found: Option<String> = self.connection().query_row(read, [origin], |row| row.get(0)).optional()?;
        Ok(found.map(DeliveryId::new))
    }

    /// Adds a delivery to imported recipients, once for each origin.
    ///
    /// # Errors
    /// If the database is not available. Then nothing of it was written.
    pub fn import(
        &mut self,
        (record, course): (&delivery_core::wire::Delivery, &crate::mta::Course),
        body: &Body,
        list: &List,
        origin: &str,
    ) -> Result<(), Unavailable> {
        self.transact(|writing| {
            writer::insert(writing, record, course, &[])?;
            let id = record.id.as_str();
            let keep = "INSERT INTO bodies (delivery, body, origin) VALUES (?1, ?2, ?3)";
            writing.execute(keep, params![id, serde_json::to_string(body)?, origin])?;
            let mut insert = writing.prepare_cached(
                "INSERT INTO letters (delivery, number, address, fields, state) VALUES (?1, ?2, ?3, ?4, 'waiting')",
            )?;
            for (listed, number) in list.iter().zip(0_u32..) {
                insert.execute(params![id, number, listed.address, listed.fields])?;
            }
            Ok(())
        })
    }

    fn transact<T>(&mut self, write: impl FnOnce(&Connection) -> Result<T, Unavailable>) -> Result<T, Unavailable> {
        let writing = self.connection_mut().transaction_with_behavior(TransactionBehavior::Immediate)?;
        let written = write(&writing)?;
        writing.commit()?;
        Ok(written)
    }
}

/// What the recipients of a delivery are sent.
pub(super) fn read_body(connection: &Connection, delivery: &DeliveryId) -> Result<Option<Body>, Unavailable> {
    let read = "SELECT body FROM bodies WHERE delivery = ?1";
    let text: Option<String> = connection.query_row(read, [delivery.as_str()], |row| row.get(0)).optional()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// A copy of a delivery goes to the same recipients, and says the same; none of it has been tried.
pub(super) fn copy(connection: &Connection, from: &DeliveryId, to: &DeliveryId) -> Result<(), Unavailable> {
    let both = [from.as_str(), to.as_str()];
    connection.execute("INSERT INTO bodies (delivery, body) SELECT ?2, body FROM bodies WHERE delivery = ?1", both)?;
    connection.execute(
        "INSERT INTO letters (delivery, number, address, fields, state)
         SELECT ?2, number, address, fields, 'waiting' FROM letters WHERE delivery = ?1",
        both,
    )?;
    Ok(())
}

fn kept(row: &rusqlite::Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept {
        number: row.get(0)?,
        address: row.get(1)?,
        fields: row.get(2)?,
        attempts: row.get(3)?,
        since: row.get::<_, Option<i64>>(4)?.map(Instant::from_micros),
        is_leaving: row.get(5)?,
    })
}

fn apply(connection: &Connection, delivery: &DeliveryId, number: u32, step: Move) -> Result<(), Unavailable> {
    let id = delivery.as_str();
    let run = |statement: &str, values: &[&dyn rusqlite::ToSql]| -> Result<(), Unavailable> {
        connection.prepare_cached(statement)?.execute(values)?;
        Ok(())
    };
    match step {
        Move::Mark(cause) => run(
            "UPDATE letters SET cause = ?3, state = IIF(?3 IS NULL, 'waiting', NULL) WHERE delivery = ?1 AND number = ?2",
            &[&id, &number, &cause.map(Cause::code)],
        ),
        Move::Leave(at) => run(
            "UPDATE letters SET state = 'leaving', attempts = attempts + 1, since = COALESCE(since, ?3)
             WHERE delivery = ?1 AND number = ?2",
            &[&id, &number, &at.micros()],
        ),
        Move::Wait(due) => run(
            "UPDATE letters SET state = 'waiting', due = ?3 WHERE delivery = ?1 AND number = ?2",
            &[&id, &number, &due.micros()],
        ),
        Move::Return => run(
            "UPDATE letters SET state = 'waiting', attempts = attempts - 1, since = IIF(attempts = 1, NULL, since)
             WHERE delivery = ?1 AND number = ?2",
            &[&id, &number],
        ),
        Move::Settle => run("UPDATE letters SET state = NULL WHERE delivery = ?1 AND number = ?2", &[&id, &number]),
        Move::Shun(cause) => {
            let read = "SELECT address FROM letters WHERE delivery = ?1 AND number = ?2";
            let address: Option<String> =
                connection.prepare_cached(read)?.query_row(params![id, number], |row| row.get(0)).optional()?;
            let Some(address) = address else { return Ok(()) };
            // Whoever asked for no more mail is not forgotten for an address that bounces, too.
            let keep = "INSERT INTO shunned (address, cause) VALUES (?1, ?2)
                ON CONFLICT (address) DO UPDATE SET cause = ?2 WHERE ?2 = 'denylist'";
            run(keep, &[&key_of(&address), &cause.code()])
        }
    }
}
