//! How PostgreSQL says what the store says in SQLite's words.

use std::error::Error;

use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::store::sql::{Cell, Value};

type Fault = Box<dyn Error + Sync + Send>;

/// A statement: `?1` is `$1` here, and which index is used is not said.
pub(super) fn statement(text: &str) -> String {
    let mut words = Vec::new();
    let mut all = text.split_whitespace();
    while let Some(word) = all.next() {
        if word == "INDEXED" {
            // BY, and the index.
            all.nth(1);
        } else {
            words.push(word.replace('?', "$"));
        }
    }
    words.join(" ")
}

/// The tables. SQLite numbers rows by itself; here those of deliveries are numbered by a column of that name.
pub(in crate::store) fn tables(text: &str) -> String {
    let text = text.replace(" STRICT, WITHOUT ROWID", "").replace(" STRICT", "");
    let text = text.replace(" INTEGER", " BIGINT").replace(" BLOB", " BYTEA");
    let numbered = "CREATE TABLE deliveries (\n  rowid BIGINT GENERATED ALWAYS AS IDENTITY,";
    text.replace("CREATE TABLE deliveries (", numbered)
}

/// An insertion of one row, made one of several.
pub(super) fn with_rows(statement: &str, columns: usize, rows: usize) -> String {
    let Some(end) = statement.find("VALUES").filter(|_| rows > 1) else { return statement.to_owned() };
    let row = |row: usize| {
        let places: Vec<_> = (1..=columns).map(|column| format!("?{}", row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    let all: Vec<_> = (0..rows).map(row).collect();
    format!("{}VALUES {}", &statement[..end], all.join(", "))
}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut bytes::BytesMut) -> Result<IsNull, Fault> {
        match (self, kind) {
            (Self::Null, _) => return Ok(IsNull::Yes),
            (Self::Number(number), &Type::INT4) => i32::try_from(*number)?.to_sql(kind, out)?,
            (Self::Number(number), &Type::INT8) => number.to_sql(kind, out)?,
            // The one character that texts cannot hold there. What is looked for is changed the same way.
            (Self::Text(text), &Type::TEXT) if text.contains('\0') => {
                text.replace('\0', "\u{fffd}").to_sql(kind, out)?
            }
            (Self::Text(text), &Type::TEXT) => text.to_sql(kind, out)?,
            (Self::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(kind, out)?,
            (Self::Number(_) | Self::Text(_) | Self::Bytes(_), kind) => {
                return Err(format!("a value of another kind than {kind}").into());
            }
        };
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        Ok(match *kind {
            Type::INT4 => Self::Number(i32::from_sql(kind, raw)?.into()),
            Type::INT8 => Self::Number(i64::from_sql(kind, raw)?),
            Type::TEXT => Self::Text(String::from_sql(kind, raw)?),
            Type::BYTEA => Self::Bytes(Vec::from_sql(kind, raw)?),
            _ => return Err(format!("a column of kind {kind}").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Fault> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_said_in_the_servers_words() {
        let said = statement("SELECT 1 FROM letters INDEXED BY letters_open\n    WHERE delivery = ?1 AND due <= ?12");
        assert_eq!(said, "SELECT 1 FROM letters WHERE delivery = $1 AND due <= $12");
        let table = "CREATE TABLE a (b INTEGER, c BLOB) STRICT, WITHOUT ROWID;\nCREATE TABLE d (e TEXT) STRICT;";
        assert_eq!(tables(table), "CREATE TABLE a (b BIGINT, c BYTEA);\nCREATE TABLE d (e TEXT);");
    }

    #[test]
    fn a_row_is_made_several() {
        let one = "INSERT INTO a (b, c) VALUES (?1, ?2)";
        assert_eq!(with_rows(one, 2, 1), one);
        assert_eq!(with_rows(one, 2, 3), "INSERT INTO a (b, c) VALUES (?1, ?2), (?3, ?4), (?5, ?6)");
    }
}
