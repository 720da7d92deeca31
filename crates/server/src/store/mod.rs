//! The database: deliveries, their event logs, and what was answered to whom. SQLite in a file, or PostgreSQL on a server;
//! what differs between the two is in `sqlite`, `postgres` and, where copies of the service share a server, `copies`. One
//! writer, any number of readers.
//!
//! A change of state, its events and the answer to whoever asked for it are one transaction. What was acknowledged is on
//! the disk: the log is written ahead and synchronised at each commit.

mod blocks;
mod copies;
mod imported;
mod intents;
mod layout;
mod letters;
mod log;
mod messages;
mod place;
mod pool;
mod postgres;
mod published;
mod reader;
mod sql;
mod sqlite;
mod tray;
mod writer;

use std::fmt;

pub use blocks::{Block, pack};
pub use intents::{Answer, Intent, Known};
pub use letters::{Kept, Move};
pub use log::{Appended, Bounds, Line};
pub use messages::Told;
pub use place::{Place, Server};
pub use published::{Dialect, Outlook, Standing};
pub use reader::{Readers, Stored};
pub use tray::{Heap, Pick, Stray, Why};
pub(crate) use writer::version;
pub use writer::{Change, Ends, Seen, Writer};

use postgres::Session;
use sql::Connection;

/// The database could not do it: full, locked, read-only, broken or out of reach; or somebody else has written meanwhile.
/// Nothing was half-written.
#[derive(Debug)]
pub struct Unavailable {
    reason: String,
    is_overtaken: bool,
}

impl Unavailable {
    /// Not available, for this reason.
    pub fn new(reason: &str) -> Self {
        Self { reason: reason.to_owned(), is_overtaken: false }
    }

    /// Somebody else has written what this was to change: it has to be read and decided again.
    pub(crate) fn overtaken() -> Self {
        Self { reason: "somebody else has written to it".to_owned(), is_overtaken: true }
    }

    /// Whether reading and deciding again may do.
    pub const fn is_overtaken(&self) -> bool {
        self.is_overtaken
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the database is not available: {}", self.reason)
    }
}

impl std::error::Error for Unavailable {}

impl From<serde_json::Error> for Unavailable {
    fn from(error: serde_json::Error) -> Self {
        Self::new(&error.to_string())
    }
}

/// Opens the database, with the tables laid. A file is made if it is not there.
///
/// # Errors
/// If it cannot be opened or written, or belongs to another version.
pub fn open(place: &Place) -> Result<Writer, Unavailable> {
    let connection = match place {
        Place::File(path) => sqlite::open(path)?,
        Place::Server(server) => Connection::Server(Box::new(Session::open(server, true)?)),
    };
    connection.transact(layout::lay)?;
    Ok(Writer::new(connection))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::demo::{self, Plan};
    use crate::mta::Happening;
    use delivery_core::domain::instant::Instant;
    use rusqlite::OpenFlags;
    use std::path::Path;

    fn laid(path: &Path) -> Writer {
        let mut writer = open(&path.into()).unwrap();
        demo::lay(&mut writer, Plan { seed: 1, recipients: 30, now: Instant::from_millis(1_795_424_400_000) }).unwrap();
        writer
    }

    fn commit_to(writer: &mut Writer) -> Result<(), Unavailable> {
        let (record, seen, course) = writer.deliveries()?.remove(0);
        let change = Change {
            delivery: &record.id,
            seen,
            told: &[],
            record: Some(&record),
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
        let read_only = rusqlite::Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let mut writer = Writer::new(Connection::File(read_only));
        assert!(commit_to(&mut writer).is_err());
        assert!(writer.deliveries().is_ok());
    }

    #[test]
    fn a_full_database_takes_nothing_of_a_change() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("d.db");
        drop(laid(&path));
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection.pragma_update(None, "max_page_count", 1).unwrap();
        let mut writer = Writer::new(Connection::File(connection));
        let (record, seen, course) = writer.deliveries().unwrap().remove(0);
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
            seen,
            told: &told,
            record: Some(machine.record()),
            course: machine.course(),
            born: &[],
            parent: None,
        };
        assert!(writer.commit(change).is_err());
        let (same, same_seen, same_course) = writer.deliveries().unwrap().remove(0);
        assert_eq!((same, same_seen, same_course), (record.clone(), seen, course));
        let readers = Readers::new(Place::File(path));
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
