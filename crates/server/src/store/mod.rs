//! SQLite: deliveries, their event logs, and what was answered to whom. One writer, any number of readers.
//!
//! A change of state, its events and the answer to whoever asked for it are one transaction. What was acknowledged is on
//! the disk: the log is written ahead and synchronised at each commit.

mod blocks;
mod intents;
mod layout;
mod letters;
mod log;
mod messages;
mod reader;
mod tray;
mod writer;

use std::fmt;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

pub use blocks::{Block, pack};
pub use intents::{Answer, Intent, Known};
pub use letters::{Kept, Move};
pub use log::{Appended, Bounds, Line};
pub use messages::Told;
pub use reader::{Readers, Stored};
pub use tray::{Heap, Pick, Stray, Why};
pub(crate) use writer::version;
pub use writer::{Change, Ends, Writer};

/// How long to wait for a database that somebody else holds.
const PATIENCE: Duration = Duration::from_millis(750);

/// The database could not do it: full, locked, read-only or broken. Nothing was half-written.
#[derive(Debug)]
pub struct Unavailable(String);

impl Unavailable {
    /// Not available, for this reason.
    pub fn new(reason: &str) -> Self {
        Self(reason.to_owned())
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the database is not available: {}", self.0)
    }
}

impl std::error::Error for Unavailable {}

impl From<rusqlite::Error> for Unavailable {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<serde_json::Error> for Unavailable {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

/// Opens the file, made if it is not there, with the tables laid.
///
/// # Errors
/// If the file cannot be opened or written, or belongs to another version.
pub fn open(path: &Path) -> Result<Writer, Unavailable> {
    create_private(path);
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // 64 MiB: the index of event ids is written all over, and should stay in memory.
    connection.pragma_update(None, "cache_size", -65_536)?;
    let laying = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    layout::lay(&laying)?;
    laying.commit()?;
    Ok(Writer::new(connection))
}

/// Makes the file, if it is not there, so that nobody else on the machine reads recipients' addresses. SQLite gives its
/// own files beside it the same rights. A file that cannot be made is reported by SQLite.
fn create_private(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(path));
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::demo::{self, Plan};
    use crate::mta::Happening;
    use delivery_core::domain::instant::Instant;
    use rusqlite::OpenFlags;

    fn laid(path: &Path) -> Writer {
        let mut writer = open(path).unwrap();
        demo::lay(&mut writer, Plan { seed: 1, recipients: 30, now: Instant::from_millis(1_795_424_400_000) }).unwrap();
        writer
    }

    fn commit_to(writer: &mut Writer) -> Result<(), Unavailable> {
        let (record, number, course) = writer.deliveries()?.remove(0);
        let change = Change {
            delivery: &record.id,
            told: &[],
            record: Some((&record, number + 1)),
            course: &course,
            born: &[],
            parent: None,
        };
        writer.commit(change).map(drop)
    }

    #[test]
    fn a_read_only_database_refuses() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("d.db");
        drop(laid(&path));
        let read_only = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let mut writer = Writer::new(read_only);
        assert!(commit_to(&mut writer).is_err());
        assert!(writer.deliveries().is_ok());
    }

    #[test]
    fn a_full_database_takes_nothing_of_a_change() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("d.db");
        drop(laid(&path));
        let connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "max_page_count", 1).unwrap();
        let mut writer = Writer::new(connection);
        let (record, number, course) = writer.deliveries().unwrap().remove(0);
        let mut machine = crate::mta::Machine::new(record.clone(), course.clone());
        let who = crate::mta::Who { login: "ada", name: "Ada" };
        let now = Instant::from_millis(1_795_424_500_000);
        let mut told = machine.command(delivery_core::domain::lifecycle::Command::Prepare, who, now);
        told.extend(machine.advance(now + chrono::TimeDelta::hours(1), usize::MAX));
        for at in 0..2_000 {
            told.push(Happening { id: format!("filler.{at}"), ..told[0].clone() });
        }
        let change = Change {
            delivery: &record.id,
            told: &told,
            record: Some((machine.record(), number + 1)),
            course: machine.course(),
            born: &[],
            parent: None,
        };
        assert!(writer.commit(change).is_err());
        let (same, same_number, same_course) = writer.deliveries().unwrap().remove(0);
        assert_eq!((same, same_number, same_course), (record.clone(), number, course));
        let readers = Readers::new(path);
        assert_eq!(readers.bounds(&record.id).unwrap().unwrap().last.0, 0, "not even the first event");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_reads_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::TempDir::new().unwrap();
        let _writer = laid(&folder.path().join("d.db"));
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let mode = entry.unwrap().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{mode:o}");
        }
    }
}
