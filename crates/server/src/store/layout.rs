//! The tables, and how a file that an earlier version laid comes to have them.

use delivery_core::domain::id::{Cursor, DeliveryId};
use rusqlite::{Connection, Transaction};

use super::{Unavailable, blocks, letters, tray};

/// The layout of the tables. A number that is not known here means another version of this program wrote the file.
const LAYOUT: i64 = 7;

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
const TABLES: &str = "
CREATE TABLE service (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  course TEXT NOT NULL
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
  user TEXT NOT NULL,
  route TEXT NOT NULL,
  body BLOB NOT NULL,
  status INTEGER NOT NULL,
  version TEXT,
  cursor INTEGER,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
";

/// Lays the tables in a new file, and brings those of an earlier version to what they are now, within the caller's
/// transaction.
pub(super) fn lay(laying: &Transaction<'_>) -> Result<(), Unavailable> {
    let layout: i64 = laying.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match layout {
        LAYOUT => return Ok(()),
        0 => {
            laying.execute_batch(TABLES)?;
            laying.execute_batch(blocks::TABLE)?;
        }
        IN_ROWS => {
            laying.execute_batch(blocks::TABLE)?;
            move_into_blocks(laying)?;
        }
        IN_BLOCKS | WITH_LETTERS | WITH_TRAY => {}
        other => return Err(Unavailable(format!("its layout is number {other}, this version reads up to {LAYOUT}"))),
    }
    laying.execute_batch(letters::TABLES)?;
    laying.execute_batch(tray::TABLES)?;
    laying.pragma_update(None, "user_version", LAYOUT)?;
    Ok(())
}

/// Makes blocks of the lines that are in rows. The room they had is used for what comes.
fn move_into_blocks(connection: &Connection) -> Result<(), Unavailable> {
    let mut ids = connection.prepare("SELECT id FROM deliveries")?;
    let ids: Vec<String> = ids.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut lines = connection.prepare("SELECT seq, json FROM events WHERE delivery = ?1 ORDER BY seq")?;
    for id in ids {
        let delivery = DeliveryId::new(id.as_str());
        let mut rows = lines.query([id.as_str()])?;
        let (mut first, mut text) = (None, String::new());
        while let Some(row) = rows.next()? {
            let first_of_step = *first.get_or_insert(Cursor(row.get(0)?));
            text.push_str(row.get_ref(1)?.as_str().map_err(|error| Unavailable(error.to_string()))?);
            text.push('\n');
            if text.len() >= STEP {
                blocks::append(connection, &delivery, first_of_step, &text)?;
                (first, text) = (None, String::new());
            }
        }
        if let Some(first) = first {
            blocks::append(connection, &delivery, first, &text)?;
        }
    }
    connection.execute("UPDATE events SET json = '' WHERE subject IS NOT NULL", [])?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::demo::{self, Plan};
    use crate::store::{self, Readers};
    use delivery_core::domain::instant::Instant;

    fn everything(path: &std::path::Path) -> Vec<(String, Vec<String>)> {
        let readers = Readers::new(path.to_owned());
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
        connection.execute_batch("DROP TABLE blocks").unwrap();
        connection.pragma_update(None, "user_version", IN_ROWS).unwrap();
    }

    #[test]
    fn a_file_of_the_version_before_keeps_its_logs() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("d.db");
        let mut writer = store::open(&path).unwrap();
        let now = Instant::from_millis(1_795_424_400_000);
        demo::lay(&mut writer, Plan { seed: 1, recipients: 900, now }).unwrap();
        drop(writer);
        let before = everything(&path);
        assert!(before.iter().any(|(_, lines)| lines.len() > 1_500), "more than a block");
        undo(&path);
        let connection = Connection::open(&path).unwrap();
        connection.execute("DELETE FROM events WHERE delivery = 'DM98' AND seq <= 40", []).unwrap();
        drop(store::open(&path).unwrap());
        for ((id, lines), (same, before)) in everything(&path).iter().zip(&before) {
            assert_eq!(id, same);
            let kept = if id == "DM98" { &before[40..] } else { before };
            assert_eq!(lines, kept, "{id}");
        }
        drop(store::open(&path).unwrap());
    }

    #[test]
    fn a_file_of_before_the_tray_gets_one() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("d.db");
        drop(store::open(&path).unwrap());
        let connection = Connection::open(&path).unwrap();
        for (tables, version) in
            [("DROP TABLE tray; DROP TABLE assigned", WITH_LETTERS), ("DROP TABLE assigned", WITH_TRAY)]
        {
            connection.execute_batch(tables).unwrap();
            connection.pragma_update(None, "user_version", version).unwrap();
            let writer = store::open(&path).unwrap();
            assert_eq!(writer.tray_size().unwrap(), 0);
            assert_eq!(writer.assigned("a").unwrap(), None);
        }
    }

    #[test]
    fn a_file_of_a_later_version_is_left_alone() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("d.db");
        drop(store::open(&path).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", LAYOUT + 1).unwrap();
        assert!(store::open(&path).unwrap_err().to_string().contains("layout"));
    }
}
