//! Lists that are taken out, noted in the delivery's own log.

use delivery_core::domain::role::Role;
use delivery_core::wire::{Export, ExportFormat, ListName, ProblemType};

use super::{Desk, Note, Reply};
use crate::clock::wall;
use crate::problem::problem;
use crate::store::{Answer, Change, Unavailable};

impl Desk {
    /// Notes that somebody takes a list out, once for each intent. The record and its version stay as they are: whoever has
    /// read the delivery may still confirm it.
    pub(super) fn take_down(&mut self, note: &Note) -> Result<Reply, Unavailable> {
        if let Some(reply) = self.said_before(&note.intent)? {
            return Ok(reply);
        }
        if !note.user.roles.contains(&Role::Export) {
            let refusal = problem(ProblemType::Role, format!("This needs the role {}.", Role::Export));
            return self.refuse(&refusal, &note.intent);
        }
        let now = self.clock.now();
        // What happened before it comes before it in the log, too.
        self.turn_to(&note.delivery)?;
        while self.play_one(&note.delivery, now)? {}
        let folder = self.folders.get_mut(&note.delivery).ok_or_else(|| Unavailable::new("no such delivery"))?;
        folder.stale = true;
        let told = [folder.machine.exported(&sentence(&note.user.name, &note.export), now)];
        let change = Change {
            delivery: &note.delivery,
            seen: folder.seen,
            told: &told,
            record: None,
            course: folder.machine.course(),
            born: &[],
            parent: None,
        };
        let answer = Answer { status: 201, version: None, cursor: None, body: "{}".to_owned() };
        let (answer, ends) = self.writer.commit_answer(Some(change), &note.intent, answer, wall())?;
        if let Some(ends) = &ends {
            (folder.seen, folder.stale) = (ends.seen, false);
        }
        self.tell(&note.delivery, None, ends);
        Ok(Reply::Answered(answer))
    }
}

/// The row of the log.
fn sentence(who: &str, export: &Export) -> String {
    let Export { list, format, rows, filters } = export;
    let noun = if *rows == 1 { "row" } else { "rows" };
    let of = match list {
        ListName::Log => "log",
        ListName::Sending => "sending log",
        ListName::Exclusions => "exclusion log",
        ListName::Causes => "exclusion causes",
        ListName::Tracking => "tracking log",
        ListName::Urls => "tracked URLs",
        ListName::NotDelivered => "list of messages not delivered",
        ListName::Oddities => "list of oddities",
    };
    let format = match format {
        ExportFormat::Csv => "CSV",
        ExportFormat::Ndjson => "NDJSON",
    };
    let narrowed = if filters.is_empty() { String::new() } else { format!(" ({})", filters.join(", ")) };
    format!("{who} exported {} {noun} of the {of} as {format}{narrowed}.", grouped(*rows))
}

/// A number with a comma at each thousand, as the log is in English.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_says_who_took_what() {
        let filters = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        for (list, format, rows, words, expected) in [
            (
                ListName::Sending,
                ExportFormat::Csv,
                12_345,
                &["status failed", "reason user_unknown"][..],
                "Ada exported 12,345 rows of the sending log as CSV (status failed, reason user_unknown).",
            ),
            (ListName::Urls, ExportFormat::Ndjson, 1, &[], "Ada exported 1 row of the tracked URLs as NDJSON."),
            (ListName::Log, ExportFormat::Csv, 999, &[], "Ada exported 999 rows of the log as CSV."),
            (ListName::Log, ExportFormat::Csv, 1_000_000, &[], "Ada exported 1,000,000 rows of the log as CSV."),
            (ListName::Causes, ExportFormat::Csv, 0, &[], "Ada exported 0 rows of the exclusion causes as CSV."),
        ] {
            let export = Export { list, format, rows, filters: filters(words) };
            assert_eq!(sentence("Ada", &export), expected);
        }
    }
}
