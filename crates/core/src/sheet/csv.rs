//! CSV as RFC 4180 has it, in UTF-8 with a mark that spreadsheets know it by.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use csv_core::{Terminator, WriteResult, Writer, WriterBuilder};

use super::Cell;

const MARK: &str = "\u{feff}";

pub(super) fn begin(out: &mut Vec<u8>, head: &[(&'static str, String)], columns: &[&'static str]) {
    out.extend_from_slice(MARK.as_bytes());
    for (name, value) in head {
        if columns.len() < 2 {
            row(out, &[Cell::Text(&format!("# {name}: {value}"))]);
            continue;
        }
        let name = format!("# {name}");
        let mut cells = alloc::vec![Cell::Nothing; columns.len()];
        (cells[0], cells[1]) = (Cell::Text(&name), Cell::Text(value));
        row(out, &cells);
    }
    let names: Vec<_> = columns.iter().map(|name| Cell::Text(name)).collect();
    row(out, &names);
}

pub(super) fn row(out: &mut Vec<u8>, cells: &[Cell<'_>]) {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).build();
    let mut made = String::new();
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            grow(out, |space| {
                let (result, written) = writer.delimiter(space);
                (result, 0, written)
            });
        }
        made.clear();
        // Writing to a String cannot fail.
        let _ = match cell {
            Cell::Text(text) if !may_run(text) => {
                field(&mut writer, out, text.as_bytes());
                continue;
            }
            Cell::Text(text) => write!(made, "'{text}"),
            Cell::Count(count) => write!(made, "{count}"),
            Cell::At(at) => write!(made, "{at}"),
            Cell::Yes(true) => made.write_str("yes"),
            Cell::Yes(false) => made.write_str("no"),
            Cell::Nothing => Ok(()),
        };
        field(&mut writer, out, made.as_bytes());
    }
    grow(out, |space| {
        let (result, written) = writer.terminator(space);
        (result, 0, written)
    });
}

/// Whether a spreadsheet would take the text for a formula: it begins so, perhaps after blanks (OWASP, CSV injection).
fn may_run(text: &str) -> bool {
    let begins = |text: &str| text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    text.starts_with(['\t', '\r', '\n']) || begins(text.trim_start())
}

fn field(writer: &mut Writer, out: &mut Vec<u8>, text: &[u8]) {
    let mut rest = text;
    grow(out, |space| {
        let (result, read, written) = writer.field(rest, space);
        rest = &rest[read..];
        (result, read, written)
    });
}

/// Lets the writer write, with as much room as it asks for.
fn grow(out: &mut Vec<u8>, mut write: impl FnMut(&mut [u8]) -> (WriteResult, usize, usize)) {
    const ROOM: usize = 64;
    loop {
        let from = out.len();
        out.resize(from + ROOM, 0);
        let (result, _, written) = write(&mut out[from..]);
        out.truncate(from + written);
        if result == WriteResult::InputEmpty {
            return;
        }
    }
}
