//! The tables, and how a file that an earlier version laid comes to have them.

use std::ops::ControlFlow;

use delivery_core::domain::id::{Cursor, DeliveryId};

use super::sql::{Connection, values};
use super::{Unavailable, blocks, letters, postgres, published, tray};

/// The layout of the tables. A number that is not known here means another version of this program laid them.
const LAYOUT: i64 = 10;

/// The layout before recipients had time zones.
const UNZONED: i64 = 9;

/// The layout before logs were published at hubs.
const UNPUBLISHED: i64 = 8;

/// The layout before it was counted how often a delivery is written.
const UNCOUNTED: i64 = 7;

/// The layout before the tray remembered what was assigned.
const WITH_TRAY: i64 = 6;

/// The layout before there was a tray.
const WITH_LETTERS: i64 = 5;

/// The layout before there were letters.
const IN_BLOCKS: i64 = 4;

/// The layout before lines were kept in blocks.
const IN_ROWS: i64 = 3;

/// Bytes of text that are moved at once.
const STEP: usize = 4 * 1024 * 1024;

/// The index of messages keeps an event from being there twice, and finds the few events of a message, to be put in order
/// then. One more index, in order already, would make appending half as slow again. An event's `json` is empty where its
/// line is read from a block alone.
const TABLES: &str = r#"
CREATE TABLE service (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  course TEXT NOT NULL,
  writes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE events (
  delivery TEXT NOT NULL REFERENCES deliveries (id),
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  time INTEGER NOT NULL,
  subject TEXT,
  address TEXT,
  json TEXT NOT NULL,
  PRIMARY KEY (delivery, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX events_message ON events (delivery, subject, id) WHERE subject IS NOT NULL;
CREATE UNIQUE INDEX events_milestone ON events (delivery, id) WHERE subject IS NULL;
CREATE INDEX events_address ON events (address, time, subject) WHERE address IS NOT NULL;
CREATE TABLE intents (
  key TEXT PRIMARY KEY,
  "user" TEXT NOT NULL,
  route TEXT NOT NULL,
  body BLOB NOT NULL,
  status INTEGER NOT NULL,
  version TEXT,
  cursor INTEGER,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
"#;

/// Lays the tables in a new database, and brings those of an earlier version to what they are now, within the caller's
/// transaction.
pub(super) fn lay(laying: &Connection) -> Result<(), Unavailable> {
    match laying {
        Connection::File(_) => lay_in_file(laying),
        Connection::Server(_) => lay_in_server(laying),
    }
}

fn lay_in_file(laying: &Connection) -> Result<(), Unavailable> {
    let layout: i64 = laying.cell("PRAGMA user_version", &[])?.unwrap_or(0);
    match layout {
        LAYOUT => return Ok(()),
        0 => {
            laying.run(TABLES)?;
            laying.run(blocks::TABLE)?;
        }
        IN_ROWS => {
            laying.run(blocks::TABLE)?;
            move_into_blocks(laying)?;
        }
        IN_BLOCKS | WITH_LETTERS | WITH_TRAY | UNCOUNTED | UNPUBLISHED | UNZONED => {}
        other => return Err(other_version(other)),
    }
    if layout != 0 && layout < UNPUBLISHED {
        laying.run("ALTER TABLE deliveries ADD COLUMN writes INTEGER NOT NULL DEFAULT 0")?;
    }
    if (WITH_LETTERS..LAYOUT).contains(&layout) {
        laying.run(letters::WITH_ZONES)?;
    }
    laying.run(letters::TABLES)?;
    laying.run(tray::TABLES)?;
    laying.run(published::TABLE)?;
    laying.run(&format!("PRAGMA user_version = {LAYOUT}"))
}

/// No version before the last two knew servers.
fn lay_in_server(laying: &Connection) -> Result<(), Unavailable> {
    // Copies that start at the same moment lay one after the other.
    laying.run("SELECT pg_advisory_xact_lock(hashtext('delivery-server layout'))")?;
    laying.run("CREATE TABLE IF NOT EXISTS layout (number BIGINT NOT NULL)")?;
    match laying.cell("SELECT number FROM layout", &[])? {
        Some(LAYOUT) => Ok(()),
        Some(layout @ (UNPUBLISHED | UNZONED)) => {
            if layout == UNPUBLISHED {
                laying.run(&postgres::tables(published::TABLE))?;
            }
            laying.run(letters::WITH_ZONES)?;
            laying.execute("UPDATE layout SET number = ?1", &values![LAYOUT]).map(drop)
        }
        Some(other) => Err(other_version(other)),
        None => {
            for text in [TABLES, blocks::TABLE, letters::TABLES, tray::TABLES, published::TABLE] {
                laying.run(&postgres::tables(text))?;
            }
            laying.execute("INSERT INTO layout (number) VALUES (?1)", &values![LAYOUT]).map(drop)
        }
    }
}

fn other_version(layout: i64) -> Unavailable {
    Unavailable::new(&format!("its layout is number {layout}, this version reads up to {LAYOUT}"))
}

/// Makes blocks of the lines that are in rows. The room they had is used for what comes.
fn move_into_blocks(connection: &Connection) -> Result<(), Unavailable> {
    let ids: Vec<String> = connection.all("SELECT id FROM deliveries", &[], |row| row.get(0))?;
    for id in ids {
        let delivery = DeliveryId::new(id.as_str());
        let (mut first, mut text) = (None, String::new());
        let read = "SELECT seq, json FROM events WHERE delivery = ?1 ORDER BY seq";
        connection.each(read, &values![&id], |row| {
            let first_of_step = *first.get_or_insert(Cursor(row.get(0)?));
            text.push_str(&row.get::<String>(1)?);
            text.push('\n');
            if text.len() >= STEP {
                blocks::append(connection, &delivery, first_of_step, &text)?;
                (first, text) = (None, String::new());
            }
            Ok(ControlFlow::Continue(()))
        })?;
        if let Some(first) = first {
            blocks::append(connection, &delivery, first, &text)?;
        }
    }
    connection.execute("UPDATE events SET json = '' WHERE subject IS NOT NULL", &[])?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::demo::{self, Plan};
    use crate::mta::List;
    use crate::store::{self, Readers};
    use delivery_core::domain::instant::Instant;
    use rusqlite::Connection;

    fn everything(path: &std::path::Path) -> Vec<(String, Vec<String>)> {
        let readers = Readers::new(path.into());
        let mut all = Vec::new();
        for record in readers.deliveries().unwrap() {
            let lines = readers.lines(&record.id, Cursor(0), Cursor(i64::MAX as u64)).unwrap();
            all.push((record.id.to_string(), lines));
        }
        all
    }

    /// The file as the version before would have left it: every line in its row, and no blocks.
    fn undo(path: &std::path::Path) {
        let connection = Connection::open(path).unwrap();
        for (delivery, lines) in everything(path) {
            for (line, seq) in lines.iter().zip(1_u64..) {
                let set = "UPDATE events SET json = ?3 WHERE delivery = ?1 AND seq = ?2";
                connection.execute(set, rusqlite::params![delivery, seq, line]).unwrap();
            }
        }
        connection.execute_batch("DROP TABLE blocks; ALTER TABLE deliveries DROP COLUMN writes").unwrap();
        connection.pragma_update(None, "user_version", IN_ROWS).unwrap();
    }

    #[test]
    fn a_file_of_the_version_before_keeps_its_logs() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("d.db");
        let mut writer = store::open(&path.as_path().into()).unwrap();
        let now = Instant::from_millis(1_795_424_400_000);
        demo::lay(&mut writer, Plan { seed: 1, recipients: 900, now }).unwrap();
        drop(writer);
        let before = everything(&path);
        assert!(before.iter().any(|(_, lines)| lines.len() > 1_500), "more than a block");
        undo(&path);
        let connection = Connection::open(&path).unwrap();
        connection.execute("DELETE FROM events WHERE delivery = 'DM98' AND seq <= 40", []).unwrap();
        drop(store::open(&path.as_path().into()).unwrap());
        for ((id, lines), (same, before)) in everything(&path).iter().zip(&before) {
            assert_eq!(id, same);
            let kept = if id == "DM98" { &before[40..] } else { before };
            assert_eq!(lines, kept, "{id}");
        }
        drop(store::open(&path.as_path().into()).unwrap());
    }

    #[test]
    fn a_file_of_before_gets_what_has_come_since() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("d.db");
        drop(store::open(&path.as_path().into()).unwrap());
        let unzoned = "ALTER TABLE letters DROP COLUMN zone;";
        let unpublished = format!("{unzoned} DROP TABLE published;");
        let uncounted = format!("{unpublished} ALTER TABLE deliveries DROP COLUMN writes;");
        for (undo, version) in [
            (format!("{uncounted} DROP TABLE tray; DROP TABLE assigned;"), WITH_LETTERS),
            (format!("{uncounted} DROP TABLE assigned;"), WITH_TRAY),
            (uncounted.clone(), UNCOUNTED),
            (unpublished, UNPUBLISHED),
            (unzoned.to_owned(), UNZONED),
        ] {
            let connection = Connection::open(&path).unwrap();
            connection.execute_batch(&undo).unwrap();
            connection.pragma_update(None, "user_version", version).unwrap();
            let mut writer = store::open(&path.as_path().into()).unwrap();
            assert_eq!(writer.published().unwrap(), BTreeMap::new());
            assert_eq!(writer.tray_size().unwrap(), 0);
            assert_eq!(writer.assigned("a").unwrap(), None);
            assert_eq!(writer.census().unwrap(), []);
            assert_eq!(writer.list(&DeliveryId::new("DM1")).unwrap(), List::default());
        }
    }

    #[test]
    fn a_file_of_a_later_version_is_left_alone() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("d.db");
        drop(store::open(&path.as_path().into()).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", LAYOUT + 1).unwrap();
        assert!(store::open(&path.as_path().into()).unwrap_err().to_string().contains("layout"));
    }
}
