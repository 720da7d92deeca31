//! How far each log was published at a hub, and when the hub last took something.

use std::collections::BTreeMap;

use delivery_core::domain::id::{Cursor, DeliveryId};
use delivery_core::domain::instant::Instant;
use serde::{Deserialize, Serialize};

use super::sql::{Connection, values};
use super::{Readers, Unavailable, Writer, writer};

pub(super) const TABLE: &str = "
CREATE TABLE IF NOT EXISTS published (delivery TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";

/// Where it is kept how the hub is doing.
const STANDING: &str = "hub";

/// How a hub is doing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Standing {
    /// When it last took something, by the clock on the wall.
    pub heard: Instant,
    /// What is spoken with it.
    pub dialect: Dialect,
}

/// How a hub is asked for topics; the name of the parameter has changed between the versions of its protocol.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// Mercure 1.0: `match`.
    #[default]
    Match,
    /// Before: `topic`.
    Topic,
}

/// What whoever would follow a log at the hub has to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outlook {
    /// How the hub is doing. `None` if there has never been one.
    pub standing: Option<Standing>,
    /// How far the log was published.
    pub published: Cursor,
}

impl Writer {
    /// How far each log was published. What is there when there is a hub for the first time counts as published: whoever
    /// follows has it from the service.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn published(&mut self) -> Result<BTreeMap<DeliveryId, Cursor>, Unavailable> {
        if standing(self.connection())?.is_none() {
            self.connection().transact(|writing| {
                let all =
                    "INSERT INTO published (delivery, last) SELECT delivery, MAX(seq) FROM events GROUP BY delivery";
                writing.run("DELETE FROM published")?;
                writing.run(all)?;
                put(writing, &Standing::default())
            })?;
        }
        let read = "SELECT delivery, last FROM published";
        let rows = self
            .connection()
            .all(read, &[], |row| Ok((DeliveryId::new(row.get::<String>(0)?), Cursor(row.get(1)?))))?;
        Ok(rows.into_iter().collect())
    }

    /// Keeps how far logs were published. They never go back.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn note_published(&self, places: &BTreeMap<DeliveryId, Cursor>) -> Result<(), Unavailable> {
        if places.is_empty() {
            return Ok(());
        }
        let note = "INSERT INTO published (delivery, last) VALUES (?1, ?2)
            ON CONFLICT (delivery) DO UPDATE SET last = excluded.last WHERE published.last < excluded.last";
        self.connection().transact(|writing| {
            for (delivery, last) in places {
                writing.execute(note, &values![delivery.as_str(), last.0])?;
            }
            Ok(())
        })
    }

    /// Keeps how the hub is doing.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn note_standing(&self, standing: &Standing) -> Result<(), Unavailable> {
        put(self.connection(), standing)
    }
}

impl Readers {
    /// What whoever would follow a log at the hub has to know.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn outlook(&self, delivery: &DeliveryId) -> Result<Outlook, Unavailable> {
        self.read(|connection| {
            let read = "SELECT last FROM published WHERE delivery = ?1";
            let published = connection.cell(read, &values![delivery.as_str()])?.map_or(Cursor(0), Cursor);
            Ok(Outlook { standing: standing(connection)?, published })
        })
    }
}

fn standing(connection: &Connection) -> Result<Option<Standing>, Unavailable> {
    let kept: Option<Vec<u8>> = connection.cell("SELECT value FROM service WHERE name = ?1", &values![STANDING])?;
    Ok(kept.map(|value| serde_json::from_slice(&value)).transpose()?)
}

fn put(connection: &Connection, standing: &Standing) -> Result<(), Unavailable> {
    writer::put(connection, STANDING, &serde_json::to_vec(standing)?)
}
