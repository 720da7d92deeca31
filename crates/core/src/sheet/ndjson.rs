//! One JSON object a line.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::Cell;

/// Names and values in their order.
struct Pairs<'a, K, V>(&'a [K], &'a [V]);

impl Serialize for Pairs<'_, &'static str, Cell<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, cell) in self.0.iter().zip(self.1) {
            match cell {
                Cell::Text(text) => map.serialize_entry(name, text)?,
                Cell::Count(count) => map.serialize_entry(name, count)?,
                Cell::At(at) => map.serialize_entry(name, at)?,
                Cell::Yes(is_so) => map.serialize_entry(name, is_so)?,
                Cell::Nothing => map.serialize_entry(name, &())?,
            }
        }
        map.end()
    }
}

struct Head<'a>(&'a [(&'static str, String)]);

impl Serialize for Head<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

pub(super) fn begin(out: &mut Vec<u8>, head: &[(&'static str, String)]) {
    out.extend_from_slice(b"{\"export\":");
    object(out, &Head(head));
    out.extend_from_slice(b"}\n");
}

pub(super) fn row(out: &mut Vec<u8>, columns: &[&'static str], cells: &[Cell<'_>]) {
    object(out, &Pairs(columns, cells));
    out.push(b'\n');
}

fn object<T: Serialize>(out: &mut Vec<u8>, value: &T) {
    // Text into memory cannot fail.
    out.extend(serde_json::to_vec(value).unwrap_or_default());
}
