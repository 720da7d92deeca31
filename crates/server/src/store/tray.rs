//! What providers posted and nobody could file: kept as it came, until somebody says where it belongs. With it stay the
//! names of what was filed since, so that whatever comes again is known, and what led there, so that what follows it does.

use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;

use super::sql::{Connection, values};
use super::{Readers, Unavailable, Writer};

/// What somebody has filed or thrown away has no text any more, and is in no index but that of names.
pub(super) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS tray (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  reason TEXT NOT NULL,
  named TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS tray_open ON tray (provider, reason, named, kind, at) WHERE text IS NOT NULL;
CREATE TABLE IF NOT EXISTS assigned (
  mark TEXT PRIMARY KEY,
  delivery TEXT NOT NULL
) STRICT;
";

/// Why something is in the tray.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// It names no delivery.
    Untagged,
    /// It names one that is not here.
    Unknown,
    /// Nobody here knows what it means.
    Unrecognised,
    /// It could not be read.
    Unreadable,
}

impl Why {
    const ALL: [Self; 4] = [Self::Untagged, Self::Unknown, Self::Unrecognised, Self::Unreadable];

    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Untagged => "untagged",
            Self::Unknown => "unknown_delivery",
            Self::Unrecognised => "unrecognised",
            Self::Unreadable => "unreadable",
        }
    }

    /// Why, by its word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }
}

/// Something that could not be filed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stray {
    /// The same for the same, whenever it is posted.
    pub id: String,
    /// Who posted it.
    pub provider: &'static str,
    /// Why it is here.
    pub why: Why,
    /// The delivery that it names; empty if none.
    pub named: String,
    /// What it is, in one word.
    pub kind: String,
    /// As it came.
    pub text: String,
}

/// Strays that are alike.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heap {
    /// Who posted them.
    pub provider: String,
    /// Why they are here.
    pub reason: String,
    /// The delivery that they name; empty if none.
    pub named: String,
    /// What they are.
    pub kind: String,
    /// How many.
    pub count: u64,
    /// When the first came.
    pub first: Instant,
    /// When the last came.
    pub last: Instant,
    /// One of them, as it came.
    pub sample: String,
}

/// Some strays, by what is alike about them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pick {
    /// Who posted them.
    pub provider: String,
    /// Why they are here.
    pub why: Why,
    /// The delivery that they name; empty if none.
    pub named: String,
    /// What they are; of any kind if it is `None`.
    pub kind: Option<String>,
}

/// The newest of each heap is shown.
const HEAPS: &str = "SELECT provider, reason, named, kind, COUNT(*), MIN(at), MAX(at),
        (SELECT text FROM tray AS one INDEXED BY tray_open WHERE one.text IS NOT NULL AND one.provider = tray.provider
            AND one.reason = tray.reason AND one.named = tray.named AND one.kind = tray.kind
            ORDER BY one.at DESC LIMIT 1)
    FROM tray INDEXED BY tray_open WHERE text IS NOT NULL
    GROUP BY provider, reason, named, kind ORDER BY provider, reason, named, kind";

const PICKED: &str = "SELECT id, text FROM tray INDEXED BY tray_open
    WHERE provider = ?1 AND reason = ?2 AND named = ?3 AND (CAST(?4 AS TEXT) IS NULL OR kind = ?4) AND text IS NOT NULL
    LIMIT ?5";

/// The newest message that was prepared in a delivery for an address.
const REACHED: &str = "SELECT subject FROM events INDEXED BY events_address
    WHERE address = ?1 AND delivery = ?2 ORDER BY time DESC LIMIT 1";

impl Writer {
    /// Keeps strays that are new. Gives of each whether it is.
    ///
    /// # Errors
    /// If the database is not available. Then none was kept.
    pub fn keep_strays(&mut self, strays: &[Stray], at: Instant) -> Result<Vec<bool>, Unavailable> {
        let insert = "INSERT INTO tray (id, provider, reason, named, kind, at, text)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING";
        self.connection().transact(|writing| {
            let kept = strays.iter().map(|Stray { id, provider, why, named, kind, text }| {
                let values = values![id, *provider, why.name(), named, kind, at.micros(), text];
                Ok(writing.execute(insert, &values)? == 1)
            });
            kept.collect()
        })
    }

    /// Bytes of all that is in the tray.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn tray_size(&self) -> Result<u64, Unavailable> {
        let read = "SELECT CAST(COALESCE(SUM(OCTET_LENGTH(text)), 0) AS BIGINT) FROM tray WHERE text IS NOT NULL";
        Ok(self.connection().cell(read, &[])?.unwrap_or(0))
    }

    /// Takes strays out of the tray, which stay known. Gives how many there were.
    ///
    /// # Errors
    /// If the database is not available. Then none was.
    pub fn clear_strays(&mut self, ids: &[String]) -> Result<usize, Unavailable> {
        let clear = "UPDATE tray SET text = NULL WHERE id = ?1 AND text IS NOT NULL";
        self.connection().transact(|writing| {
            let cleared = ids.iter().map(|id| writing.execute(clear, &values![id]));
            cleared.sum()
        })
    }

    /// Whether something is in the tray, or was.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn knows_stray(&self, id: &str) -> Result<bool, Unavailable> {
        self.connection().has("SELECT 1 FROM tray WHERE id = ?1", &values![id])
    }

    /// Remembers that what has these marks belongs to a delivery, from now on.
    ///
    /// # Errors
    /// If the database is not available. Then none of them is remembered.
    pub fn remember_marks(&mut self, marks: &[String], delivery: &DeliveryId) -> Result<(), Unavailable> {
        let remember = "INSERT INTO assigned (mark, delivery) VALUES (?1, ?2)
            ON CONFLICT (mark) DO UPDATE SET delivery = excluded.delivery";
        self.connection().transact(|writing| {
            marks.iter().try_for_each(|mark| writing.execute(remember, &values![mark, delivery.as_str()]).map(drop))
        })
    }

    /// The delivery that what has this mark belongs to, if somebody has said so.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn assigned(&self, mark: &str) -> Result<Option<DeliveryId>, Unavailable> {
        let found: Option<String> =
            self.connection().cell("SELECT delivery FROM assigned WHERE mark = ?1", &values![mark])?;
        Ok(found.map(DeliveryId::new))
    }

    /// The message of a delivery that was prepared for an address, the last if there are several.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn message_to(&self, delivery: &DeliveryId, address: &str) -> Result<Option<String>, Unavailable> {
        Ok(self.connection().cell::<Option<String>>(REACHED, &values![address, delivery.as_str()])?.flatten())
    }
}

impl Readers {
    /// What is in the tray.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn heaps(&self) -> Result<Vec<Heap>, Unavailable> {
        self.read(heaps)
    }

    /// Some of what is in the tray: names and texts, at most so many.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn strays(&self, pick: &Pick, most: usize) -> Result<Vec<(String, String)>, Unavailable> {
        self.read(|connection| {
            let Pick { provider, why, named, kind } = pick;
            let values = values![provider, why.name(), named, kind.as_ref(), most];
            connection.all(PICKED, &values, |row| Ok((row.get(0)?, row.get(1)?)))
        })
    }
}

fn heaps(connection: &Connection) -> Result<Vec<Heap>, Unavailable> {
    connection.all(HEAPS, &[], |row| {
        Ok(Heap {
            provider: row.get(0)?,
            reason: row.get(1)?,
            named: row.get(2)?,
            kind: row.get(3)?,
            count: row.get(4)?,
            first: Instant::from_micros(row.get(5)?),
            last: Instant::from_micros(row.get(6)?),
            sample: row.get(7)?,
        })
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::ground;
    use rusqlite::Connection;

    fn stray(id: &str, why: Why, text: &str) -> Stray {
        let (named, kind) = (String::new(), "message.opened".to_owned());
        Stray { id: id.to_owned(), provider: "postmark", why, named, kind, text: text.to_owned() }
    }

    #[test]
    fn a_stray_is_kept_once_and_known_for_good() {
        let folder = tempfile::TempDir::new().unwrap();
        let place = ground::place(folder.path());
        let mut writer = super::super::open(&place).unwrap();
        let at = Instant::from_millis(1_795_424_400_000);
        let strays = [stray("a", Why::Untagged, "one"), stray("b", Why::Untagged, "three")];
        assert_eq!(writer.keep_strays(&strays, at).unwrap(), [true, true]);
        let again = [stray("b", Why::Untagged, "three"), stray("c", Why::Unreadable, "x")];
        assert_eq!(writer.keep_strays(&again, at + chrono::TimeDelta::hours(1)).unwrap(), [false, true]);
        assert_eq!(writer.tray_size().unwrap(), 9);
        let readers = Readers::new(place);
        let heaps = readers.heaps().unwrap();
        let counts: Vec<_> = heaps.iter().map(|heap| (heap.reason.as_str(), heap.count)).collect();
        assert_eq!(counts, [("unreadable", 1), ("untagged", 2)]);
        let pick = |kind: Option<&str>| Pick {
            provider: "postmark".to_owned(),
            why: Why::Untagged,
            named: String::new(),
            kind: kind.map(str::to_owned),
        };
        assert_eq!(readers.strays(&pick(Some("message.clicked")), 9).unwrap(), []);
        assert_eq!(readers.strays(&pick(Some("message.opened")), 1).unwrap().len(), 1);
        let picked = readers.strays(&pick(None), 9).unwrap();
        let ids: Vec<_> = picked.into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), 2);
        assert_eq!(writer.clear_strays(&ids).unwrap(), 2);
        assert_eq!(writer.clear_strays(&ids).unwrap(), 0);
        assert_eq!(writer.tray_size().unwrap(), 1);
        assert_eq!(writer.keep_strays(&strays, at).unwrap(), [false, false], "known, though no longer there");
        assert_eq!(readers.heaps().unwrap().len(), 1);
        assert_eq!(["a", "c", "d"].map(|id| writer.knows_stray(id).unwrap()), [true, true, false]);
    }

    #[test]
    fn what_was_assigned_last_holds() {
        let folder = tempfile::TempDir::new().unwrap();
        let mut writer = super::super::open(&ground::place(folder.path())).unwrap();
        let [one, other] = ["DM1", "DM2"].map(DeliveryId::new);
        writer.remember_marks(&["a".to_owned(), "b".to_owned()], &one).unwrap();
        writer.remember_marks(&["b".to_owned()], &other).unwrap();
        let found = ["a", "b", "c"].map(|mark| writer.assigned(mark).unwrap());
        assert_eq!(found, [Some(one), Some(other), None]);
    }

    /// A log of millions is read by its index or not at all, and so is a tray.
    #[test]
    fn no_question_reads_more_than_it_has_to() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("d.db");
        drop(super::super::open(&path.as_path().into()).unwrap());
        let connection = Connection::open(&path).unwrap();
        for (question, step) in
            [(REACHED, "SEARCH events USING"), (PICKED, "SEARCH tray USING"), (HEAPS, "USING INDEX")]
        {
            let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {question}")).unwrap();
            let values = rusqlite::params_from_iter((0..explain.parameter_count()).map(|_| "1"));
            let steps = explain.query_map(values, |row| row.get::<_, String>(3)).unwrap();
            let plan = steps.collect::<Result<Vec<_>, _>>().unwrap().join("; ");
            assert!(plan.contains(step) && !plan.contains("TEMP B-TREE"), "{question}: {plan}");
        }
    }

    #[test]
    fn every_reason_has_a_word_of_its_own() {
        for why in Why::ALL {
            assert_eq!(Why::named(why.name()), Some(why));
        }
        assert_eq!(Why::named("other"), None);
    }
}
