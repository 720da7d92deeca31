//! What deliveries were imported with: recipients, and what these are sent.

use delivery_core::domain::civil::Zone;
use delivery_core::domain::id::DeliveryId;

use super::Unavailable;
use super::sql::{Connection, values};
use super::writer::{self, Writer};
use crate::mail::Body;
use crate::mta::{Cause, Happening, List, Listed};

impl Writer {
    /// The imported recipients of a delivery, as the last preparation marked them.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn list(&self, delivery: &DeliveryId) -> Result<List, Unavailable> {
        let read = "SELECT address, fields, cause, zone FROM letters WHERE delivery = ?1 ORDER BY number";
        let listed = self.connection().all(read, &values![delivery.as_str()], |row| {
            let cause = row.get::<Option<String>>(2)?.and_then(|code| Cause::of_code(&code));
            let zone = Zone::new(row.get::<String>(3)?);
            Ok(Listed { address: row.get(0)?, fields: row.get(1)?, zone, cause })
        })?;
        Ok(List::new(listed))
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
        let found: Option<String> =
            self.connection().cell("SELECT delivery FROM bodies WHERE origin = ?1", &values![origin])?;
        Ok(found.map(DeliveryId::new))
    }

    /// Adds a delivery that files describe, with what is told of it, once for each origin.
    ///
    /// # Errors
    /// If the database is not available. Then nothing of it was written.
    pub fn import(
        &mut self,
        (record, course): (&delivery_core::wire::Delivery, &crate::mta::Course),
        told: &[Happening],
        body: &Body,
        list: &List,
        origin: &str,
    ) -> Result<(), Unavailable> {
        self.connection().transact(|writing| {
            writer::insert(writing, record, course, told)?;
            let id = record.id.as_str();
            let keep = "INSERT INTO bodies (delivery, body, origin) VALUES (?1, ?2, ?3)";
            writing.execute(keep, &values![id, &serde_json::to_string(body)?, origin])?;
            let insert =
                "INSERT INTO letters (delivery, number, address, fields, zone, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let letters = list.iter().zip(0_u32..);
            let rows: Vec<_> = letters
                .map(|(listed, number)| {
                    values![id, number, &listed.address, &listed.fields, listed.zone.as_str(), "waiting"]
                })
                .collect();
            writing.insert_all(insert, &rows)
        })
    }
}

/// What the recipients of a delivery are sent.
pub(super) fn read_body(connection: &Connection, delivery: &DeliveryId) -> Result<Option<Body>, Unavailable> {
    let text: Option<String> =
        connection.cell("SELECT body FROM bodies WHERE delivery = ?1", &values![delivery.as_str()])?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// A copy of a delivery goes to the same recipients, and says the same; none of it has been tried.
pub(super) fn copy(connection: &Connection, from: &DeliveryId, to: &DeliveryId) -> Result<(), Unavailable> {
    let both = values![from.as_str(), to.as_str()];
    connection.execute(
        "INSERT INTO bodies (delivery, body) SELECT CAST(?2 AS TEXT), body FROM bodies WHERE delivery = ?1",
        &both,
    )?;
    connection.execute(
        "INSERT INTO letters (delivery, number, address, fields, zone, state)
         SELECT CAST(?2 AS TEXT), number, address, fields, zone, 'waiting' FROM letters WHERE delivery = ?1",
        &both,
    )?;
    Ok(())
}
