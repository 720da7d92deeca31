//! What was answered to each idempotency key, so that the same intent, posted again, gets the same answer and changes
//! nothing. Kept for a week.

use chrono::TimeDelta;
use delivery_core::domain::id::{Cursor, IdempotencyKey, Version};
use delivery_core::domain::instant::Instant;

use super::Unavailable;
use super::sql::{Connection, values};

/// How long answers are kept.
const KEPT: TimeDelta = TimeDelta::days(7);

/// A wish to change something, as far as a repetition has to be the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Intent {
    /// What the client named it.
    pub key: IdempotencyKey,
    /// Who asks, by login.
    pub user: String,
    /// The path that was posted to.
    pub route: String,
    /// A digest of the body.
    pub body: Vec<u8>,
}

/// An answer to a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The record's version after the command, if it was carried out.
    pub version: Option<Version>,
    /// The end of the log after the command, if it was carried out.
    pub cursor: Option<Cursor>,
    /// The body: a record, or a problem.
    pub body: String,
}

/// What is known of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Known {
    /// It is new.
    No,
    /// It was answered.
    Answered(Answer),
    /// It was used for something else.
    ForSomethingElse,
}

/// Looks a key up.
pub(super) fn find(connection: &Connection, intent: &Intent) -> Result<Known, Unavailable> {
    let read = r#"SELECT "user", route, body, status, version, cursor, answer FROM intents WHERE key = ?1"#;
    let found = connection.first(read, &values![intent.key.as_str()], |row| {
        let same = row.get::<String>(0)? == intent.user
            && row.get::<String>(1)? == intent.route
            && row.get::<Vec<u8>>(2)? == intent.body;
        let answer = Answer {
            status: row.get(3)?,
            version: row.get::<Option<String>>(4)?.map(Version::new),
            cursor: row.get::<Option<u64>>(5)?.map(Cursor),
            body: row.get(6)?,
        };
        Ok(if same { Known::Answered(answer) } else { Known::ForSomethingElse })
    })?;
    Ok(found.unwrap_or(Known::No))
}

/// Keeps an answer, unless somebody else was quicker, within the caller's transaction.
pub(super) fn keep(connection: &Connection, intent: &Intent, answer: &Answer, at: Instant) -> Result<(), Unavailable> {
    let insert = r#"INSERT INTO intents (key, "user", route, body, status, version, cursor, answer, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"#;
    let values = values![
        intent.key.as_str(),
        &intent.user,
        &intent.route,
        &intent.body,
        answer.status,
        answer.version.as_ref().map(Version::as_str),
        answer.cursor.map(|cursor| cursor.0),
        &answer.body,
        at.micros(),
    ];
    connection.execute(insert, &values)?;
    Ok(())
}

/// Forgets answers that are too old to be asked for again.
pub(super) fn forget_old(connection: &Connection, now: Instant) -> Result<(), Unavailable> {
    connection.execute("DELETE FROM intents WHERE at < ?1", &values![(now - KEPT).micros()])?;
    Ok(())
}
