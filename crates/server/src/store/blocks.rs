//! The lines of a log, kept as the text they are sent as: in blocks of whole lines, each a frame of Zstandard.
//!
//! What is appended lies in a small open block of its own until enough has come to make a full one of it. So a history of
//! millions is read a hundred kilobytes at a time instead of a row at a time, and what is not read by address or message
//! is not on the disk twice.

use std::cell::RefCell;
use std::io;
use std::ops::ControlFlow;

use delivery_core::domain::id::{Cursor, DeliveryId};
use zstd::bulk::Decompressor;

use super::Unavailable;
use super::sql::{Connection, Row, values};

/// Bytes of text from which a block is full. A multiple of what a frame needs to be small, and little enough that one
/// line is found in it quickly.
const FULL: usize = 128 * 1024;

/// More bytes of text than any block has: a full one with one more line.
const LONGEST: usize = 4 * 1024 * 1024;

/// Little effort: the lines of a log are so much alike that more brings a few percent.
const EFFORT: i32 = 1;

/// The open blocks have an index of their own, so that appending finds their size without reading them.
pub(super) const TABLE: &str = r#"
CREATE TABLE blocks (
  delivery TEXT NOT NULL REFERENCES deliveries (id),
  last INTEGER NOT NULL,
  first INTEGER NOT NULL,
  length INTEGER NOT NULL,
  "full" INTEGER NOT NULL,
  packed BLOB NOT NULL,
  PRIMARY KEY (delivery, last)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_open ON blocks (delivery, length) WHERE "full" = 0;
"#;

/// Some lines of a log that follow each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// The place of its first line.
    pub first: Cursor,
    /// The place of its last line.
    pub last: Cursor,
    /// Bytes of its text.
    pub length: usize,
    /// Its text, each line with its end, as one frame of Zstandard.
    pub packed: Vec<u8>,
}

impl Block {
    /// Whether each of its lines is after one place and up to another.
    pub const fn is_within(&self, after: Cursor, until: Cursor) -> bool {
        after.0 < self.first.0 && self.last.0 <= until.0
    }

    /// Its lines after one place and up to another, each with its end.
    ///
    /// # Errors
    /// If the block is broken.
    pub fn text(&self, after: Cursor, until: Cursor) -> Result<String, Unavailable> {
        String::from_utf8(self.bytes(after, until)?).map_err(|_| Unavailable::new("a block of a log is no text"))
    }

    /// The same, not looked at.
    ///
    /// # Errors
    /// If the block is broken.
    pub fn bytes(&self, after: Cursor, until: Cursor) -> Result<Vec<u8>, Unavailable> {
        let mut bytes =
            unpack(&self.packed, self.length).map_err(|_| Unavailable::new("a block of a log is broken"))?;
        if until < self.last {
            bytes.truncate(start_of(&bytes, until.0.saturating_add(1).saturating_sub(self.first.0)));
        }
        if after >= self.first {
            bytes.drain(..start_of(&bytes, after.0 + 1 - self.first.0));
        }
        Ok(bytes)
    }

    fn of(row: &Row<'_>) -> Result<Self, Unavailable> {
        Ok(Self { first: Cursor(row.get(0)?), last: Cursor(row.get(1)?), length: row.get(2)?, packed: row.get(3)? })
    }
}

/// Text as a frame, which can follow other frames.
///
/// # Errors
/// If there is no memory for it.
pub fn pack(text: &[u8]) -> Result<Vec<u8>, Unavailable> {
    zstd::bulk::compress(text, EFFORT).map_err(|error| Unavailable::new(&error.to_string()))
}

/// The text of a frame. What unpacking needs is kept by each thread that does it: making it anew takes a tenth as long
/// as a block.
fn unpack(packed: &[u8], length: usize) -> io::Result<Vec<u8>> {
    thread_local!(static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) });
    UNPACKER.with_borrow_mut(|kept| {
        let unpacker = match kept {
            Some(unpacker) => unpacker,
            None => kept.insert(Decompressor::new()?),
        };
        unpacker.decompress(packed, length.min(LONGEST))
    })
}

/// The line with this index, without its end.
pub(super) fn line(text: &str, index: u64) -> &str {
    text[start_of(text.as_bytes(), index)..].lines().next().unwrap_or_default()
}

/// Where the line with this index begins, the end of the text if there are fewer.
fn start_of(text: &[u8], line: u64) -> usize {
    let Some(ends) = usize::try_from(line).ok().filter(|&line| line > 0) else { return 0 };
    memchr::memchr_iter(b'\n', text).nth(ends - 1).map_or(text.len(), |end| end + 1)
}

/// Blocks that are asked for at once: more than most stretches take, and few enough to be in memory.
const STEP: usize = 16;

const NEXT: &str =
    "SELECT first, last, length, packed FROM blocks WHERE delivery = ?1 AND last > ?2 ORDER BY last LIMIT ?3";

/// The next blocks that hold lines after one place and up to another: as many as it takes for so many bytes of text, at
/// least one if there is any.
pub(super) fn read(
    connection: &Connection,
    delivery: &DeliveryId,
    after: Cursor,
    until: Cursor,
    most: usize,
) -> Result<Vec<Block>, Unavailable> {
    let (mut blocks, mut length) = (Vec::<Block>::new(), 0);
    let mut goes_on = after < until && most > 0;
    while goes_on {
        let (from, before) = (blocks.last().map_or(after, |block| block.last), blocks.len());
        connection.each(NEXT, &values![delivery.as_str(), from.0, STEP], |row| {
            let block = Block::of(row)?;
            // A block may hold lines before and after the end of what is asked for.
            goes_on = block.first <= until;
            if goes_on {
                length += block.length;
                goes_on = length < most;
                blocks.push(block);
            }
            Ok(if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        goes_on &= blocks.len() == before + STEP;
    }
    Ok(blocks)
}

/// The block that holds the line at a place.
pub(super) fn holding(
    connection: &Connection,
    delivery: &DeliveryId,
    place: Cursor,
) -> Result<Option<Block>, Unavailable> {
    let before = Cursor(place.0.saturating_sub(1));
    let block = connection.first(NEXT, &values![delivery.as_str(), before.0, 1_usize], Block::of)?;
    Ok(block.filter(|block| block.first <= place))
}

/// Bytes of text in open blocks.
const OPEN: &str = r#"SELECT CAST(COALESCE(SUM(length), 0) AS BIGINT) FROM blocks WHERE delivery = ?1 AND "full" = 0"#;

/// Appends whole lines, the first of them at this place, within the caller's transaction.
pub(super) fn append(
    connection: &Connection,
    delivery: &DeliveryId,
    mut first: Cursor,
    text: &str,
) -> Result<(), Unavailable> {
    if text.is_empty() {
        return Ok(());
    }
    let open: usize = connection.cell(OPEN, &values![delivery.as_str()])?.unwrap_or(0);
    if open + text.len() < FULL {
        return insert(connection, delivery, first, text, false);
    }
    let mut whole = String::with_capacity(open + text.len());
    for block in take_open(connection, delivery)? {
        first = first.min(block.first);
        whole.push_str(&block.text(Cursor(0), block.last)?);
    }
    whole.push_str(text);
    let mut rest = whole.as_str();
    while rest.len() >= FULL {
        let end = memchr::memchr(b'\n', &rest.as_bytes()[FULL - 1..]).map_or(rest.len(), |end| FULL + end);
        let (full, others) = rest.split_at(end);
        insert(connection, delivery, first, full, true)?;
        first.0 += lines(full);
        rest = others;
    }
    if rest.is_empty() { Ok(()) } else { insert(connection, delivery, first, rest, false) }
}

/// The open blocks, in order, which are no longer there then.
fn take_open(connection: &Connection, delivery: &DeliveryId) -> Result<Vec<Block>, Unavailable> {
    let read = r#"SELECT first, last, length, packed FROM blocks WHERE delivery = ?1 AND "full" = 0 ORDER BY last"#;
    let open = connection.all(read, &values![delivery.as_str()], Block::of)?;
    connection.execute(r#"DELETE FROM blocks WHERE delivery = ?1 AND "full" = 0"#, &values![delivery.as_str()])?;
    Ok(open)
}

fn insert(
    connection: &Connection,
    delivery: &DeliveryId,
    first: Cursor,
    text: &str,
    is_full: bool,
) -> Result<(), Unavailable> {
    let last = first.0 + lines(text) - 1;
    let insert =
        r#"INSERT INTO blocks (delivery, last, first, length, "full", packed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"#;
    let packed = pack(text.as_bytes())?;
    connection.execute(insert, &values![delivery.as_str(), last, first.0, text.len(), is_full, &packed])?;
    Ok(())
}

fn lines(text: &str) -> u64 {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
