//! What the rest of the store sees of a database: statements, values, rows and transactions, the same for SQLite and
//! PostgreSQL. Statements are written once, in the words that both have. What SQLite alone needs to be told,
//! PostgreSQL's side leaves out; see [`super::postgres`].

use std::ops::ControlFlow;

use super::postgres::Session;
use super::{Unavailable, sqlite};

/// A connection to whichever database it is.
#[derive(Debug)]
pub(super) enum Connection {
    /// To a file.
    File(rusqlite::Connection),
    /// To a server.
    Server(Box<Session>),
}

/// What is put into a statement.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    /// Nothing.
    Null,
    /// A number.
    Number(i64),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// What comes out of one.
#[derive(Debug)]
pub(super) enum Cell {
    /// Nothing.
    Null,
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// One row of an answer.
pub(super) enum Row<'a> {
    /// Of a file.
    File(&'a rusqlite::Row<'a>),
    /// Of a server.
    Server(&'a postgres::Row),
}

/// Whether a reader of rows wants another.
pub(super) type Flow = Result<ControlFlow<()>, Unavailable>;

impl Connection {
    /// Runs a statement. Gives how many rows it changed.
    pub(super) fn execute(&self, statement: &str, values: &[Value<'_>]) -> Result<usize, Unavailable> {
        match self {
            Self::File(file) => Ok(file.prepare_cached(statement)?.execute(sqlite::values(values))?),
            Self::Server(session) => session.execute(statement, values),
        }
    }

    /// Runs a statement that inserts one row, for each of many. A server is told many rows at once, so every value of it is
    /// a parameter.
    pub(super) fn insert_all<const N: usize>(
        &self,
        statement: &str,
        rows: &[[Value<'_>; N]],
    ) -> Result<(), Unavailable> {
        match self {
            Self::File(file) => {
                let mut insert = file.prepare_cached(statement)?;
                for row in rows {
                    insert.execute(sqlite::values(row))?;
                }
                Ok(())
            }
            Self::Server(session) => session.insert_all(statement, rows),
        }
    }

    /// Reads rows until the reader has enough. It may read other things meanwhile.
    pub(super) fn each(
        &self,
        question: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Flow,
    ) -> Result<(), Unavailable> {
        match self {
            Self::File(file) => {
                let mut query = file.prepare_cached(question)?;
                let mut rows = query.query(sqlite::values(values))?;
                while let Some(row) = rows.next()? {
                    if read(&Row::File(row))?.is_break() {
                        break;
                    }
                }
            }
            Self::Server(session) => {
                for row in session.query(question, values)? {
                    if read(&Row::Server(&row))?.is_break() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// All rows.
    pub(super) fn all<T>(
        &self,
        question: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Unavailable>,
    ) -> Result<Vec<T>, Unavailable> {
        let mut all = Vec::new();
        self.each(question, values, |row| {
            all.push(read(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(all)
    }

    /// The first row, if there is one.
    pub(super) fn first<T>(
        &self,
        question: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Unavailable>,
    ) -> Result<Option<T>, Unavailable> {
        let mut first = None;
        self.each(question, values, |row| {
            first = Some(read(row)?);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(first)
    }

    /// The first column of the first row, if there is one.
    pub(super) fn cell<T: Column>(&self, question: &str, values: &[Value<'_>]) -> Result<Option<T>, Unavailable> {
        self.first(question, values, |row| row.get(0))
    }

    /// Whether there is any row.
    pub(super) fn has(&self, question: &str, values: &[Value<'_>]) -> Result<bool, Unavailable> {
        Ok(self.first(question, values, |_| Ok(()))?.is_some())
    }

    /// Writes all of it or nothing.
    pub(super) fn transact<T>(&self, write: impl FnOnce(&Self) -> Result<T, Unavailable>) -> Result<T, Unavailable> {
        self.within("BEGIN IMMEDIATE", write)
    }

    /// Reads all of it as it is at one moment.
    pub(super) fn snapshot<T>(&self, read: impl FnOnce(&Self) -> Result<T, Unavailable>) -> Result<T, Unavailable> {
        self.within("BEGIN", read)
    }

    fn within<T>(&self, begin: &str, act: impl FnOnce(&Self) -> Result<T, Unavailable>) -> Result<T, Unavailable> {
        match self {
            Self::File(file) => file.execute_batch(begin)?,
            Self::Server(session) => session.begin(begin == "BEGIN")?,
        }
        let result = act(self).and_then(|done| self.run("COMMIT").map(|()| done));
        if result.is_err() {
            // If this fails, too, the database has ended the transaction by itself.
            let _ended = self.run("ROLLBACK");
        }
        result
    }

    /// Runs statements without values.
    pub(super) fn run(&self, statements: &str) -> Result<(), Unavailable> {
        match self {
            Self::File(file) => Ok(file.execute_batch(statements)?),
            Self::Server(session) => session.run(statements),
        }
    }
}

impl Row<'_> {
    /// A column, by its place.
    pub(super) fn get<T: Column>(&self, place: usize) -> Result<T, Unavailable> {
        let cell = match self {
            Self::File(row) => sqlite::cell(row.get_ref(place)?)?,
            Self::Server(row) => row.try_get(place)?,
        };
        T::of(cell).ok_or_else(|| Unavailable::new("a column holds something else than it should"))
    }
}

/// What a column can be read as.
pub(super) trait Column: Sized {
    /// `None` if it is something else.
    fn of(cell: Cell) -> Option<Self>;
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(
            impl Column for $number {
                fn of(cell: Cell) -> Option<Self> {
                    if let Cell::Number(number) = cell { number.try_into().ok() } else { None }
                }
            }

            impl From<$number> for Value<'_> {
                /// Nothing that is kept is beyond the greatest number that can be.
                fn from(number: $number) -> Self {
                    Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
                }
            }
        )*
    };
}

numbers!(i64, u64, u32, u16, usize);

impl Column for bool {
    fn of(cell: Cell) -> Option<Self> {
        i64::of(cell).map(|number| number != 0)
    }
}

impl Column for String {
    fn of(cell: Cell) -> Option<Self> {
        if let Cell::Text(text) = cell { Some(text) } else { None }
    }
}

impl Column for Vec<u8> {
    fn of(cell: Cell) -> Option<Self> {
        if let Cell::Bytes(bytes) = cell { Some(bytes) } else { None }
    }
}

impl<T: Column> Column for Option<T> {
    fn of(cell: Cell) -> Option<Self> {
        if matches!(cell, Cell::Null) { Some(None) } else { T::of(cell).map(Some) }
    }
}

impl From<bool> for Value<'_> {
    fn from(is: bool) -> Self {
        Self::Number(i64::from(is))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The values of a statement, in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { [$($crate::store::sql::Value::from($value)),*] };
}

pub(super) use values;
