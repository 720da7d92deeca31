//! What the record of an export may say. It stays in the delivery's log for everybody who reads it, so it is short and
//! names nobody.

use core::fmt;

/// Most filters that a record takes.
pub const MOST_FILTERS: usize = 12;

/// Most characters of a filter.
pub const LONGEST_FILTER: usize = 80;

/// Most rows of a list: every number up to here is exact in JavaScript, too.
pub const MOST_ROWS: u64 = 1 << 53;

/// Why an export cannot be recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// There are more rows than can be counted exactly.
    Rows,
    /// There are too many filters.
    Filters,
    /// A filter is too long.
    Length,
    /// A filter may carry an address.
    Address,
    /// A filter has letters that are not for reading.
    Control,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows => write!(out, "An export has {MOST_ROWS} rows at most."),
            Self::Filters => write!(out, "An export names {MOST_FILTERS} filters at most."),
            Self::Length => write!(out, "A filter has {LONGEST_FILTER} characters at most."),
            Self::Address => out.write_str("Filters never carry an address, so none may contain @."),
            Self::Control => out.write_str("A filter is one line of text, without control characters."),
        }
    }
}

/// Whether an export of so many rows, narrowed down so, can be recorded; if not, why. The page asks before it makes a
/// file, the service before it records one.
///
/// # Errors
/// The first fault, fit to be shown.
pub fn check<T: AsRef<str>>(rows: u64, filters: &[T]) -> Result<(), Fault> {
    if rows > MOST_ROWS {
        return Err(Fault::Rows);
    }
    if filters.len() > MOST_FILTERS {
        return Err(Fault::Filters);
    }
    let filters = || filters.iter().map(AsRef::as_ref);
    if filters().any(|filter| filter.contains('@')) {
        return Err(Fault::Address);
    }
    if filters().any(|filter| filter.chars().count() > LONGEST_FILTER) {
        return Err(Fault::Length);
    }
    if filters().any(|filter| filter.chars().any(char::is_control)) {
        return Err(Fault::Control);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold_and_no_further() {
        let long = "ü".repeat(LONGEST_FILTER);
        let too_long = "ü".repeat(LONGEST_FILTER + 1);
        let many = [""; MOST_FILTERS];
        let too_many = [""; MOST_FILTERS + 1];
        for (rows, filters, expected) in [
            (0, &[][..], Ok(())),
            (MOST_ROWS, &["status failed", "reason user_unknown"], Ok(())),
            (MOST_ROWS + 1, &[], Err(Fault::Rows)),
            (1, &[long.as_str()], Ok(())),
            (1, &[too_long.as_str()], Err(Fault::Length)),
            (1, &many, Ok(())),
            (1, &too_many, Err(Fault::Filters)),
            (1, &["status failed", "search maria@example.com"], Err(Fault::Address)),
            (1, &["two\nlines"], Err(Fault::Control)),
        ] {
            assert_eq!(check(rows, filters), expected, "{rows} {filters:?}");
        }
    }
}
