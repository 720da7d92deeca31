//! The one connection that writes.

use delivery_core::domain::id::{Cursor, DeliveryId, Version};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::wire::{Delivery, Recurrence};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::intents::{self, Answer, Intent, Known};
use super::{Appended, Unavailable, letters, log, reader};
use crate::mta::{Course, Happening, Machine};

/// The one connection that writes.
#[derive(Debug)]
pub struct Writer {
    connection: Connection,
}

/// What is written at once.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The delivery.
    pub delivery: &'a DeliveryId,
    /// Events to append.
    pub told: &'a [Happening],
    /// The record, if it changed, with its new number.
    pub record: Option<(&'a Delivery, u64)>,
    /// How far the simulator is.
    pub course: &'a Course,
    /// Deliveries to add, each with the events of its own log.
    pub born: &'a [(Machine, Vec<Happening>)],
    /// An event to append to another delivery's log: that of the recurring delivery it belongs to.
    pub parent: Option<&'a (DeliveryId, Happening)>,
}

/// What a change appended to logs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ends {
    /// To the delivery's own.
    pub own: Appended,
    /// To that of the recurring delivery, if it was told.
    pub parent: Option<Appended>,
}

impl Writer {
    pub(super) const fn new(connection: Connection) -> Self {
        Self { connection }
    }

    pub(super) const fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) const fn connection_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Writes a change. Gives what it appended.
    ///
    /// # Errors
    /// If the database is not available. Then nothing of it was written.
    pub fn commit(&mut self, change: Change<'_>) -> Result<Ends, Unavailable> {
        let writing = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let ends = write(&writing, change)?;
        writing.commit()?;
        Ok(ends)
    }

    /// Writes a change and the answer to whoever asked for it, which gets the end of the log after it.
    ///
    /// # Errors
    /// If the database is not available. Then nothing of it was written.
    pub fn commit_answer(
        &mut self,
        change: Option<Change<'_>>,
        intent: &Intent,
        mut answer: Answer,
        at: Instant,
    ) -> Result<(Answer, Option<Ends>), Unavailable> {
        let writing = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let ends = change.map(|change| write(&writing, change)).transpose()?;
        answer.cursor = ends.as_ref().map(|ends| ends.own.last);
        intents::keep(&writing, intent, &answer, at)?;
        writing.commit()?;
        Ok((answer, ends))
    }

    /// Adds deliveries, and the answer to whoever asked for the first of them, at once.
    ///
    /// # Errors
    /// If the database is not available. Then nothing of it was written.
    pub fn add_answer(
        &mut self,
        born: &[(Machine, Vec<Happening>)],
        intent: &Intent,
        mut answer: Answer,
        at: Instant,
    ) -> Result<Answer, Unavailable> {
        let writing = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (machine, told) in born {
            let record = machine.record();
            answer.cursor = Some(insert(&writing, record, machine.course(), told)?);
            if let Some(from) = &record.copied_from {
                letters::copy(&writing, from, &record.id)?;
            }
        }
        intents::keep(&writing, intent, &answer, at)?;
        writing.commit()?;
        Ok(answer)
    }

    /// What confirming takes.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn safeguards(&self) -> Result<Safeguards, Unavailable> {
        reader::safeguards(&self.connection)
    }

    /// Keeps what confirming takes from now on.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn keep_safeguards(&mut self, safeguards: Safeguards) -> Result<(), Unavailable> {
        let value = serde_json::to_vec(&safeguards)?;
        let keep = "INSERT INTO service (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
        self.connection.execute(keep, params![reader::SAFEGUARDS, value])?;
        Ok(())
    }

    /// What is known of an intent's key.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn find(&self, intent: &Intent) -> Result<Known, Unavailable> {
        intents::find(&self.connection, intent)
    }

    /// Forgets answers that are too old to be asked for again.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn forget_old_answers(&mut self, now: Instant) -> Result<(), Unavailable> {
        intents::forget_old(&self.connection, now)
    }

    /// Adds a delivery with its log, at once.
    ///
    /// # Errors
    /// If the database is not available. Then nothing of it was written.
    pub fn add(&mut self, record: &Delivery, course: &Course, told: &[Happening]) -> Result<(), Unavailable> {
        let writing = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        insert(&writing, record, course, told)?;
        writing.commit()?;
        Ok(())
    }

    /// Every delivery with the number of its record and what the simulator needs to go on.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn deliveries(&self) -> Result<Vec<(Delivery, u64, Course)>, Unavailable> {
        reader::courses(&self.connection)
    }

    /// The place of the last event of a delivery.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn last(&self, delivery: &DeliveryId) -> Result<Cursor, Unavailable> {
        Ok(log::bounds(&self.connection, delivery)?.last)
    }

    /// Whether a log has an event with this id, of this message or of none.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn has_event(&self, delivery: &DeliveryId, subject: Option<&str>, id: &str) -> Result<bool, Unavailable> {
        let read = match subject {
            Some(_) => {
                "SELECT 1 FROM events INDEXED BY events_message WHERE delivery = ?1 AND id = ?2 AND subject = ?3"
            }
            None => {
                "SELECT 1 FROM events INDEXED BY events_milestone
                 WHERE delivery = ?1 AND id = ?2 AND subject IS NULL AND ?3 IS NULL"
            }
        };
        Ok(self.connection.prepare_cached(read)?.exists(params![delivery.as_str(), id, subject])?)
    }

    /// The time of the last event of any delivery.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn latest(&self) -> Result<Option<Instant>, Unavailable> {
        Ok(log::latest(&self.connection)?.map(Instant::from_micros))
    }

    /// A value the service keeps for itself, made if it is not there.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn keep(&mut self, name: &str, make: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>, Unavailable> {
        let read = "SELECT value FROM service WHERE name = ?1";
        if let Some(value) = self.connection.query_row(read, [name], |row| row.get(0)).optional()? {
            return Ok(value);
        }
        let value = make();
        self.connection.execute("INSERT INTO service (name, value) VALUES (?1, ?2)", params![name, value])?;
        Ok(value)
    }
}

pub(super) fn insert(
    connection: &Connection,
    record: &Delivery,
    course: &Course,
    told: &[Happening],
) -> Result<Cursor, Unavailable> {
    connection.execute(
        "INSERT INTO deliveries (id, version, record, course) VALUES (?1, 1, ?2, ?3)",
        params![record.id.as_str(), serde_json::to_string(record)?, serde_json::to_string(course)?],
    )?;
    Ok(log::append(connection, &record.id, told)?.last)
}

fn is_known(connection: &Connection, id: &DeliveryId) -> Result<bool, Unavailable> {
    Ok(connection.prepare_cached("SELECT 1 FROM deliveries WHERE id = ?1")?.exists([id.as_str()])?)
}

pub(super) fn write(connection: &Connection, change: Change<'_>) -> Result<Ends, Unavailable> {
    let course = serde_json::to_string(change.course)?;
    let id = change.delivery.as_str();
    match change.record {
        Some((record, number)) => {
            let record = serde_json::to_string(record)?;
            let mut update = connection
                .prepare_cached("UPDATE deliveries SET version = ?2, record = ?3, course = ?4 WHERE id = ?1")?;
            update.execute(params![id, number, record, course])?;
        }
        None => {
            connection.prepare_cached("UPDATE deliveries SET course = ?2 WHERE id = ?1")?.execute([id, &course])?;
        }
    }
    let own = log::append(connection, change.delivery, change.told)?;
    for (machine, told) in change.born {
        insert(connection, machine.record(), machine.course(), told)?;
        if let Recurrence::Execution(occasion) = &machine.record().recurrence {
            letters::copy(connection, &occasion.parent, &machine.record().id)?;
        }
    }
    let parent = match change.parent {
        // An execution may have come without the recurring delivery it belongs to.
        Some((id, happening)) if is_known(connection, id)? => {
            Some(log::append(connection, id, std::slice::from_ref(happening))?)
        }
        _ => None,
    };
    Ok(Ends { own, parent })
}

/// The strong entity tag of a delivery's record in its state of this number.
pub(crate) fn version(delivery: &DeliveryId, number: u64) -> Version {
    Version::new(format!("\"{delivery}.{number}\""))
}
