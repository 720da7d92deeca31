//! What the preparation and the send say of themselves, as they say it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::model::Model;
use crate::domain::event::Severity;
use crate::domain::instant::Instant;

/// Rows that are shown; there are a few dozen, unless something is wrong.
const SHOWN: usize = 200;

/// The log.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LogView {
    /// The newest rows, newest first.
    pub rows: Vec<LogLine>,
    /// How many there are in all.
    pub total: u64,
    /// Of them, warnings.
    pub warnings: u64,
    /// Of them, errors.
    pub errors: u64,
}

/// A row.
#[derive(Clone, PartialEq, Debug)]
pub struct LogLine {
    /// When.
    pub time: Instant,
    /// How bad.
    pub severity: Severity,
    /// What.
    pub text: String,
}

/// The log of the open delivery.
pub fn log(model: &Model) -> LogView {
    let mut view = LogView::default();
    let Some(dashboard) = model.dashboard() else { return view };
    for row in dashboard.follow().fold().journal().log().rev() {
        view.total += 1;
        match row.severity {
            Severity::Info => {}
            Severity::Warning => view.warnings += 1,
            Severity::Error => view.errors += 1,
        }
        if view.rows.len() < SHOWN {
            view.rows.push(LogLine { time: row.time, severity: row.severity, text: row.text.to_string() });
        }
    }
    view
}
