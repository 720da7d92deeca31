//! The one connection that writes.

use delivery_core::domain::id::{Cursor, DeliveryId, Version};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::wire::{Delivery, Recurrence};

use super::intents::{self, Answer, Intent, Known};
use super::sql::{Connection, values};
use super::{Appended, Unavailable, imported, log, reader};
use crate::mta::{Course, Happening, Machine};

/// The one connection that writes.
#[derive(Debug)]
pub struct Writer {
    connection: Connection,
}

/// What a delivery's row was when it was read. Whoever writes says so, and does not write if it is not so any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
    /// The number of its record.
    pub number: u64,
    /// How often it was written, or its log, or that one of its letters leaves.
    pub writes: u64,
}

impl Seen {
    /// A delivery that was just added.
    pub const FIRST: Self = Self { number: 1, writes: 0 };
}

/// What is written at once.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The delivery.
    pub delivery: &'a DeliveryId,
    /// What it was when it was decided to change it.
    pub seen: Seen,
    /// Events to append.
    pub told: &'a [Happening],
    /// The record, if it changed. It gets the next number.
    pub record: Option<&'a Delivery>,
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
    /// What the delivery is now.
    pub seen: Seen,
    /// To that of the recurring delivery, if it was told, with how often that was written.
    pub parent: Option<(Appended, u64)>,
}

impl Writer {
    pub(super) const fn new(connection: Connection) -> Self {
        Self { connection }
    }

    pub(super) const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Writes a change. Gives what it appended.
    ///
    /// # Errors
    /// If the database is not available. Then nothing of it was written.
    pub fn commit(&mut self, change: Change<'_>) -> Result<Ends, Unavailable> {
        self.connection.transact(|writing| write(writing, change))
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
        self.connection.transact(|writing| {
            let ends = change.map(|change| write(writing, change)).transpose()?;
            answer.cursor = ends.as_ref().map(|ends| ends.own.last);
            intents::keep(writing, intent, &answer, at)?;
            Ok((answer, ends))
        })
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
        self.connection.transact(|writing| {
            for (machine, told) in born {
                let record = machine.record();
                answer.cursor = Some(insert(writing, record, machine.course(), told)?);
                if let Some(from) = &record.copied_from {
                    imported::copy(writing, from, &record.id)?;
                }
            }
            intents::keep(writing, intent, &answer, at)?;
            Ok(answer)
        })
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
        self.put(reader::SAFEGUARDS, &serde_json::to_vec(&safeguards)?)
    }

    pub(super) fn put(&self, name: &str, value: &[u8]) -> Result<(), Unavailable> {
        put(&self.connection, name, value)
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
        self.connection.transact(|writing| insert(writing, record, course, told)).map(drop)
    }

    /// Every delivery with what its row is and what the simulator needs to go on.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn deliveries(&self) -> Result<Vec<(Delivery, Seen, Course)>, Unavailable> {
        reader::courses(&self.connection)
    }

    /// One of them. `None` if there is none with this id.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn delivery(&self, id: &DeliveryId) -> Result<Option<(Delivery, Seen, Course)>, Unavailable> {
        reader::course_of(&self.connection, id)
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
        let message = "SELECT 1 FROM events INDEXED BY events_message WHERE delivery = ?1 AND id = ?2 AND subject = ?3";
        let milestone =
            "SELECT 1 FROM events INDEXED BY events_milestone WHERE delivery = ?1 AND id = ?2 AND subject IS NULL";
        match subject {
            Some(subject) => self.connection.has(message, &values![delivery.as_str(), id, subject]),
            None => self.connection.has(milestone, &values![delivery.as_str(), id]),
        }
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
        if let Some(value) = self.connection.cell(read, &values![name])? {
            return Ok(value);
        }
        // Whoever starts at the same moment makes another one: the first counts.
        let keep = "INSERT INTO service (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING";
        self.connection.execute(keep, &values![name, &make()])?;
        self.connection.cell(read, &values![name])?.ok_or_else(|| Unavailable::new("what was kept is gone"))
    }
}

/// Keeps a value of the service's own, whatever it was before.
pub(super) fn put(connection: &Connection, name: &str, value: &[u8]) -> Result<(), Unavailable> {
    let put = "INSERT INTO service (name, value) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    connection.execute(put, &values![name, value]).map(drop)
}

pub(super) fn insert(
    connection: &Connection,
    record: &Delivery,
    course: &Course,
    told: &[Happening],
) -> Result<Cursor, Unavailable> {
    let insert = "INSERT INTO deliveries (id, version, record, course) VALUES (?1, ?2, ?3, ?4)";
    let (written, course) = (serde_json::to_string(record)?, serde_json::to_string(course)?);
    connection.execute(insert, &values![record.id.as_str(), Seen::FIRST.number, &written, &course])?;
    let appended = log::append(connection, &record.id, told)?;
    connection.tell(&record.id, appended.last)?;
    Ok(appended.last)
}

pub(super) fn is_known(connection: &Connection, id: &DeliveryId) -> Result<bool, Unavailable> {
    connection.has("SELECT 1 FROM deliveries WHERE id = ?1", &values![id.as_str()])
}

/// From here to its end nobody else writes to the delivery; nobody has since it was seen so.
pub(super) fn claim(connection: &Connection, id: &DeliveryId, seen: Seen) -> Result<Seen, Unavailable> {
    let claim = "UPDATE deliveries SET writes = writes + 1 WHERE id = ?1 AND writes = ?2";
    if connection.execute(claim, &values![id.as_str(), seen.writes])? == 0 {
        return Err(Unavailable::overtaken());
    }
    Ok(Seen { writes: seen.writes + 1, ..seen })
}

pub(super) fn write(connection: &Connection, change: Change<'_>) -> Result<Ends, Unavailable> {
    let course = serde_json::to_string(change.course)?;
    let id = change.delivery.as_str();
    let mut seen = claim(connection, change.delivery, change.seen)?;
    match change.record {
        Some(record) => {
            seen.number += 1;
            let record = serde_json::to_string(record)?;
            let update = "UPDATE deliveries SET version = ?2, record = ?3, course = ?4 WHERE id = ?1";
            connection.execute(update, &values![id, seen.number, &record, &course])?;
        }
        None => {
            connection.execute("UPDATE deliveries SET course = ?2 WHERE id = ?1", &values![id, &course])?;
        }
    }
    let own = log::append(connection, change.delivery, change.told)?;
    connection.tell(change.delivery, own.last)?;
    for (machine, told) in change.born {
        insert(connection, machine.record(), machine.course(), told)?;
        if let Recurrence::Execution(occasion) = &machine.record().recurrence {
            imported::copy(connection, &occasion.parent, &machine.record().id)?;
        }
    }
    let parent = change.parent.map(|(id, happening)| tell_parent(connection, id, happening)).transpose()?.flatten();
    Ok(Ends { own, seen, parent })
}

/// Appends to the log of the recurring delivery, whatever has become of that since. `None` if it is not here: an execution
/// may have come without it.
fn tell_parent(
    connection: &Connection,
    id: &DeliveryId,
    happening: &Happening,
) -> Result<Option<(Appended, u64)>, Unavailable> {
    let claim = "UPDATE deliveries SET writes = writes + 1 WHERE id = ?1 RETURNING writes";
    let Some(writes) = connection.cell(claim, &values![id.as_str()])? else { return Ok(None) };
    let appended = log::append(connection, id, std::slice::from_ref(happening))?;
    connection.tell(id, appended.last)?;
    Ok(Some((appended, writes)))
}

/// The strong entity tag of a delivery's record in its state of this number.
pub(crate) fn version(delivery: &DeliveryId, number: u64) -> Version {
    Version::new(format!("\"{delivery}.{number}\""))
}
