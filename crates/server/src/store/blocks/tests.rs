//! Blocks give back what was appended, however it was cut, from every place.

use super::*;
use crate::ground;
use crate::mta::chance::Chance;
use crate::store::{self, Writer};

fn writer() -> (tempfile::TempDir, Writer) {
    let folder = tempfile::TempDir::new_in("/dev/shm").or_else(|_| tempfile::TempDir::new()).unwrap();
    let writer = store::open(&ground::place(folder.path())).unwrap();
    if !writer.is_shared() {
        writer.connection().run("PRAGMA synchronous = OFF").unwrap();
    }
    (folder, writer)
}

fn add(connection: &Connection, id: &str) {
    let add = "INSERT INTO deliveries (id, version, record, course) VALUES (?1, 1, '', '')";
    connection.execute(add, &values![id]).unwrap();
}

/// Lines from one place to before another, of lengths between nothing and four blocks.
fn some_lines(chance: &mut Chance, from: usize, count: usize) -> Vec<String> {
    let line = |at: usize| {
        let length = match chance.below(200) {
            0 => 4 * FULL as u64,
            1..20 => 0,
            _ => chance.below(4_000),
        };
        format!("{at} {}\n", "è\u{1f600}x".repeat(length as usize / 7))
    };
    (from..from + count).map(line).collect()
}

fn read_all(connection: &Connection, id: &DeliveryId, after: u64, until: u64, most: usize) -> String {
    let (mut after, until, mut text) = (Cursor(after), Cursor(until), String::new());
    loop {
        let blocks = read(connection, id, after, until, most).unwrap();
        let Some(last) = blocks.last().map(|block| block.last.min(until)) else { return text };
        assert!(last > after, "it goes on");
        for block in blocks {
            text.push_str(&block.text(after, until).unwrap());
        }
        after = last;
    }
}

#[test]
fn what_was_appended_is_read_from_every_place() {
    for seed in 0..3 {
        let (_folder, writer) = writer();
        let connection = writer.connection();
        let mut chance = Chance::seeded(seed);
        let ids = [DeliveryId::new("A"), DeliveryId::new("B")];
        for id in &ids {
            add(connection, id.as_str());
        }
        let mut logs = [Vec::new(), Vec::new()];
        for _ in 0..30 {
            let which = usize::try_from(chance.below(2)).unwrap();
            let count = usize::try_from(if chance.happens(5_000) { 1 } else { chance.below(120) }).unwrap();
            let (id, log) = (&ids[which], &mut logs[which]);
            let lines = some_lines(&mut chance, log.len(), count);
            append(connection, id, Cursor(log.len() as u64 + 1), &lines.concat()).unwrap();
            log.extend(lines);
            let (after, until) = (chance.below(log.len() as u64 + 2), chance.below(log.len() as u64 + 2));
            let most = usize::try_from(1 + chance.below(600_000)).unwrap();
            let expected = log.get(after as usize..until as usize).unwrap_or_default().concat();
            let until_end = log.get(after as usize..).unwrap_or_default().concat();
            if until <= log.len() as u64 {
                assert!(read_all(connection, id, after, until, most) == expected, "seed {seed}: {after} to {until}");
            }
            assert!(read_all(connection, id, after, i64::MAX as u64, most) == until_end, "seed {seed}: {after}");
            if let Some(expected) = log.get(after as usize) {
                let block = holding(connection, id, Cursor(after + 1)).unwrap().unwrap();
                let text = block.text(Cursor(0), block.last).unwrap();
                assert_eq!(line(&text, after + 1 - block.first.0), expected.trim_end_matches('\n'));
            }
            assert!(holding(connection, id, Cursor(log.len() as u64 + 1)).unwrap().is_none());
        }
    }
}

/// Else appending would have more and more to put together, or reading more and more to open.
#[test]
fn little_is_open_and_blocks_are_full() {
    let (_folder, writer) = writer();
    let connection = writer.connection();
    add(connection, "A");
    let id = DeliveryId::new("A");
    let text = format!("{}\n", "x".repeat(999));
    for at in 0..600 {
        append(connection, &id, Cursor(at + 1), &text).unwrap();
        let open: usize = connection.cell(OPEN, &values!["A"]).unwrap().unwrap();
        assert!(open < FULL);
    }
    let read = r#"SELECT COUNT(*), MIN(length), MAX(length) FROM blocks WHERE "full" = 1"#;
    let found = connection.first(read, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let (blocks, shortest, longest): (usize, usize, usize) = found.unwrap();
    assert_eq!(blocks, 600_000 / (FULL + 1_000 - FULL % 1_000));
    assert!(shortest >= FULL && longest < FULL + 1_000);
}

#[test]
fn the_size_of_what_is_open_is_found_by_its_index() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("d.db");
    drop(store::open(&path.as_path().into()).unwrap());
    let connection = rusqlite::Connection::open(&path).unwrap();
    let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {OPEN}")).unwrap();
    let plan: String = explain.query_row(["A"], |row| row.get(3)).unwrap();
    assert!(plan.contains("COVERING INDEX blocks_open"), "{plan}");
}

#[test]
fn a_broken_block_is_told() {
    let text = "one\ntwo\n";
    let block = Block { first: Cursor(1), last: Cursor(2), length: text.len(), packed: pack(text.as_bytes()).unwrap() };
    assert_eq!(block.text(Cursor(1), Cursor(2)).unwrap(), "two\n");
    let cut = Block { packed: block.packed[..block.packed.len() - 1].to_vec(), ..block.clone() };
    assert!(cut.text(Cursor(0), Cursor(2)).is_err());
    let huge = Block { length: usize::MAX, packed: vec![1, 2, 3], ..block };
    assert!(huge.text(Cursor(0), Cursor(2)).is_err());
}
