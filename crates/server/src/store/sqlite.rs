//! SQLite: a file, embedded. One writer, any number of readers.

use std::path::Path;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{OpenFlags, Params, ToSql, params_from_iter};

use super::Unavailable;
use super::sql::{Cell, Connection, Value};

/// How long to wait for a database that somebody else holds.
const PATIENCE: Duration = Duration::from_millis(750);

/// Opens the file to write, made if it is not there.
pub(super) fn open(path: &Path) -> Result<Connection, Unavailable> {
    create_private(path);
    let connection = rusqlite::Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // 64 MiB: the index of event ids is written all over, and should stay in memory.
    connection.pragma_update(None, "cache_size", -65_536)?;
    Ok(Connection::File(connection))
}

/// Opens the file to read.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, Unavailable> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = rusqlite::Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(Connection::File(connection))
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

pub(super) fn values<'a>(values: &'a [Value<'a>]) -> impl Params + 'a {
    params_from_iter(values)
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub(super) fn cell(value: ValueRef<'_>) -> Result<Cell, Unavailable> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Number(number),
        ValueRef::Text(text) => {
            let text = std::str::from_utf8(text).map_err(|_| Unavailable::new("a column holds no text"))?;
            Cell::Text(text.to_owned())
        }
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => return Err(Unavailable::new("a column holds no whole number")),
    })
}

impl From<rusqlite::Error> for Unavailable {
    fn from(error: rusqlite::Error) -> Self {
        let is_taken = error.sqlite_error().is_some_and(|error| {
            // SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE.
            matches!(error.extended_code, 1_555 | 2_067)
        });
        if is_taken { Self::overtaken() } else { Self::new(&error.to_string()) }
    }
}
