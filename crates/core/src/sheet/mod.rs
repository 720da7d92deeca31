//! Lists to bytes: CSV (RFC 4180) and NDJSON, a piece at a time, for files of any length.

mod csv;
mod ndjson;

use alloc::string::String;
use alloc::vec::Vec;

use crate::domain::instant::Instant;
use crate::wire::ExportFormat;

/// What stands in a column of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell<'a> {
    /// Text of whoever wrote it. Made harmless where a spreadsheet would take it for a formula.
    Text(&'a str),
    /// How many.
    Count(u64),
    /// An instant: RFC 3339 in UTC.
    At(Instant),
    /// Whether it is so.
    Yes(bool),
    /// Nothing is known, or there is nothing to say.
    Nothing,
}

/// A list in the writing.
pub struct Sheet {
    format: ExportFormat,
    columns: Vec<&'static str>,
    out: Vec<u8>,
}

/// How a file's name ends.
pub const fn extension(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "csv",
        ExportFormat::Ndjson => "ndjson",
    }
}

/// What the file is.
pub const fn mime(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "text/csv;charset=utf-8",
        ExportFormat::Ndjson => "application/x-ndjson",
    }
}

impl Sheet {
    /// Begins with what the file says of itself. In CSV these are records of as many fields as any other, the first
    /// beginning with `#`, before the names of the columns; in NDJSON they are an object of their own.
    pub fn new(format: ExportFormat, head: &[(&'static str, String)], columns: Vec<&'static str>) -> Self {
        let mut sheet = Self { format, columns, out: Vec::new() };
        match format {
            ExportFormat::Csv => csv::begin(&mut sheet.out, head, &sheet.columns),
            ExportFormat::Ndjson => ndjson::begin(&mut sheet.out, head),
        }
        sheet
    }

    /// Another record, a cell for each column.
    pub fn row(&mut self, cells: &[Cell<'_>]) {
        match self.format {
            ExportFormat::Csv => csv::row(&mut self.out, cells),
            ExportFormat::Ndjson => ndjson::row(&mut self.out, &self.columns, cells),
        }
    }

    /// How many bytes were written since [`Self::take`].
    pub fn waiting(&self) -> usize {
        self.out.len()
    }

    /// What was written since this was last asked.
    pub fn take(&mut self) -> Vec<u8> {
        core::mem::take(&mut self.out)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;
    use alloc::vec;

    use proptest::prelude::*;

    use super::*;

    fn written(format: ExportFormat, rows: &[Vec<Cell<'_>>]) -> Vec<u8> {
        let head = [("delivery", "DM95 =Summer".to_string()), ("list", "sending".to_string())];
        let mut sheet = Sheet::new(format, &head, vec!["date", "address", "reason"]);
        let mut bytes = Vec::new();
        for row in rows {
            sheet.row(row);
            bytes.extend(sheet.take());
        }
        bytes.extend(sheet.take());
        bytes
    }

    fn cells(texts: &(String, String)) -> Vec<Cell<'_>> {
        vec![Cell::At(Instant::from_millis(1_800_000_000_123)), Cell::Text(&texts.0), Cell::Text(&texts.1)]
    }

    #[test]
    fn a_file_of_values_says_what_it_is() {
        let text = ("maria@example.com".to_string(), "550 \"no\"".to_string());
        let bytes = written(ExportFormat::Csv, &[cells(&text)]);
        assert_eq!(
            String::from_utf8_lossy(&bytes),
            "\u{feff}# delivery,DM95 =Summer,\r\n# list,sending,\r\ndate,address,reason\r\n\
             2027-01-15T08:00:00.123Z,maria@example.com,\"550 \"\"no\"\"\"\r\n"
        );
    }

    #[test]
    fn a_file_of_objects_says_what_it_is() {
        let row = vec![Cell::Nothing, Cell::Yes(true), Cell::Count(7)];
        assert_eq!(
            String::from_utf8_lossy(&written(ExportFormat::Ndjson, &[row])),
            "{\"export\":{\"delivery\":\"DM95 =Summer\",\"list\":\"sending\"}}\n{\"date\":null,\"address\":true,\"reason\":7}\n"
        );
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_made_harmless() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+49", "'+49"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\n=1", "'\n=1"),
            ("  =1", "'  =1"),
            ("＝1", "'＝1"),
            ("a=1", "a=1"),
            ("", ""),
            ("'quoted", "'quoted"),
        ] {
            let text = (text.to_string(), String::new());
            let bytes = written(ExportFormat::Csv, &[cells(&text)]);
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[3..]);
            let records: Vec<_> = reader.records().map(|record| record.expect("a record")).collect();
            assert_eq!(records.last().and_then(|record| record.get(1)), Some(expected), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_every_record_is_as_wide(rows in prop::collection::vec((".*", ".*"), 0..20)) {
            let lists: Vec<_> = rows.iter().map(cells).collect();
            let bytes = written(ExportFormat::Csv, &lists);
            // The reader refuses a record that is not as wide as the first.
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[3..]);
            let records: Vec<_> = reader.records().map(|record| record.expect("a record")).collect();
            prop_assert_eq!(records.len(), 3 + rows.len());
            for (record, row) in records[3..].iter().zip(&rows) {
                for (field, text) in [(&record[1], &row.0), (&record[2], &row.1)] {
                    prop_assert!(field == text.as_str() || field == format!("'{text}"), "{} {}", field, text);
                    prop_assert!(!field.trim_start().starts_with(['=', '+', '-', '@']));
                }
            }
            let objects = written(ExportFormat::Ndjson, &lists);
            let text = String::from_utf8(objects).expect("UTF-8");
            prop_assert_eq!(text.lines().count(), 1 + rows.len());
            for (line, row) in text.lines().skip(1).zip(&rows) {
                let value: serde_json::Value = serde_json::from_str(line).expect("an object");
                prop_assert_eq!(value["address"].as_str(), Some(row.0.as_str()));
                prop_assert_eq!(value["reason"].as_str(), Some(row.1.as_str()));
            }
        }
    }
}
