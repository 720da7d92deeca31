//! A preparation as the simulator plays it: a list of events, each with its time, that is told piece by piece.

use chrono::TimeDelta;
use delivery_core::domain::id::Fingerprint;
use delivery_core::domain::instant::Instant;
use delivery_core::wire::{Content, Preparation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::happening::Happening;
use super::population::{Cause, Kind};
use super::recipients::{Recipients, message};

/// How long a simulated preparation takes, whatever the size: five seconds for those who watch the demo at its usual speed.
pub const SPAN: TimeDelta = TimeDelta::seconds(100);

/// Codes of the rows of the log before the recipients, after `delivery.preparation_started`.
const OPENING: [&str; 2] = ["typology.loaded", "typology.applied"];

/// A preparation under way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Preparing {
    /// Its number: 1, 2, …
    pub number: u64,
    /// When it began.
    pub since: Instant,
    /// The first of its events that is not told yet.
    pub next: u32,
}

/// What a preparation reads besides the recipients.
#[derive(Clone, Copy, Debug)]
pub struct Brief<'a> {
    /// The recipients.
    pub population: &'a dyn Recipients,
    /// What the rules find in the content, to be read before confirming.
    pub warnings: &'a [String],
    /// What the rules find in the content that has to be put right first.
    pub errors: &'a [String],
    /// Whether each message goes at the time of its recipient's zone.
    pub is_by_zone: bool,
    /// Content and schedule in one text, for the fingerprint.
    pub content: &'a str,
}

/// One entry of the list.
enum Entry {
    Started,
    Opening(usize),
    Row(u32),
    Excluded(Cause),
    Warning(usize),
    Error(usize),
    Summary,
    Finished,
}

/// How a preparation ended.
#[derive(Clone, PartialEq, Debug)]
pub enum Ending {
    /// Well.
    Prepared(Preparation),
    /// With an error, for this reason.
    Failed(String),
}

impl Preparing {
    /// A preparation that begins now.
    pub const fn begin(number: u64, since: Instant) -> Self {
        Self { number, since, next: 0 }
    }

    /// When the next event is due.
    pub fn next_due(&self, brief: Brief<'_>) -> Option<Instant> {
        self.due(brief, self.next)
    }

    /// When the whole is over.
    pub fn ends(&self, brief: Brief<'_>) -> Instant {
        self.since + brief.population.span()
    }

    fn entry(brief: Brief<'_>, at: u32) -> Option<Entry> {
        let mut at = at as usize;
        let mut within = |length: usize| {
            let inside = at < length;
            if !inside {
                at -= length;
            }
            inside.then_some(at)
        };
        if within(1).is_some() {
            Some(Entry::Started)
        } else if let Some(row) = within(OPENING.len()) {
            Some(Entry::Opening(row))
        } else if let Some(row) = within(brief.population.targeted() as usize) {
            Some(Entry::Row(u32::try_from(row).ok()?))
        } else if let Some(row) = within(brief.population.rules().len()) {
            Some(Entry::Excluded(brief.population.rules()[row]))
        } else if let Some(row) = within(brief.warnings.len()) {
            Some(Entry::Warning(row))
        } else if let Some(row) = within(brief.errors.len()) {
            Some(Entry::Error(row))
        } else if within(1).is_some() {
            Some(Entry::Summary)
        } else {
            within(1).map(|_| Entry::Finished)
        }
    }

    fn due(&self, brief: Brief<'_>, at: u32) -> Option<Instant> {
        let after = match Self::entry(brief, at)? {
            Entry::Started => TimeDelta::zero(),
            Entry::Opening(row) => TimeDelta::seconds(1 + i64::try_from(row).unwrap_or(0)),
            Entry::Row(row) => {
                let share = i64::from(row) * 85_000 / i64::from(brief.population.targeted().max(1));
                TimeDelta::milliseconds(5_000 + share)
            }
            Entry::Excluded(_) => TimeDelta::seconds(91),
            Entry::Warning(_) => TimeDelta::seconds(95),
            Entry::Error(_) => TimeDelta::seconds(97),
            Entry::Summary => TimeDelta::seconds(99),
            Entry::Finished => SPAN,
        };
        // What takes less time is told in the same order, and at once.
        Some(self.since + after.min(brief.population.span()))
    }

    /// Tells what happened up to `now`, at most `limit` events at a time. Gives the result once the last is told.
    pub fn tell(&mut self, brief: Brief<'_>, now: Instant, limit: usize, into: &mut Vec<Happening>) -> Option<Ending> {
        while into.len() < limit {
            let time = self.due(brief, self.next).filter(|&time| time <= now)?;
            let entry = Self::entry(brief, self.next)?;
            let ending = matches!(entry, Entry::Finished).then(|| self.ending(brief));
            into.push(self.happening(brief, &entry, time, ending.as_ref()));
            self.next += 1;
            if ending.is_some() {
                return ending;
            }
        }
        None
    }

    fn happening(&self, brief: Brief<'_>, entry: &Entry, time: Instant, ending: Option<&Ending>) -> Happening {
        let number = self.number;
        let row = |name: String, severity: &str, code: &str, text: &str| {
            let more = json!({ "preparation": number, "severity": severity, "code": code, "text": text });
            Happening::of_delivery("delivery.logged", format!("preparation.{number}.{name}"), time, more)
        };
        match *entry {
            Entry::Started => Happening::of_delivery(
                "delivery.preparation_started",
                format!("preparation.{number}.started"),
                time,
                json!({ "preparation": number, "about": brief.population.targeted() }),
            ),
            Entry::Opening(at) => {
                let rules: Vec<_> = brief.population.rules().iter().map(|cause| cause.rule()).collect();
                let text = match at {
                    0 => "Loading typology rules (step Filtering)".to_owned(),
                    _ => format!("Applying rules: {}", rules.join(", ")),
                };
                row(format!("opening.{at}"), "info", OPENING[at], &text)
            }
            Entry::Row(index) => recipient(brief.population, index, number, time),
            Entry::Excluded(cause) => {
                let excluded = brief.population.causes().get(&cause).copied().unwrap_or(0);
                let text = format!("{}: {excluded}", cause.row());
                row(format!("excluded.{}", cause.code()), "info", &format!("exclusion.{}", cause.code()), &text)
            }
            Entry::Warning(at) => row(format!("warning.{at}"), "warning", "rule.problem", &brief.warnings[at]),
            Entry::Error(at) => row(format!("error.{at}"), "error", "rule.error", &brief.errors[at]),
            // The last row of a failed preparation sums up the errors and their number (domain.md section 8).
            Entry::Summary if !brief.errors.is_empty() => {
                let text = match brief.errors.len() {
                    1 => "Analysis stopped with 1 error. Put it right, then prepare again.".to_owned(),
                    errors => format!("Analysis stopped with {errors} errors. Put them right, then prepare again."),
                };
                row("summary".to_owned(), "error", "DLV-490119", &text)
            }
            Entry::Summary => {
                let (severity, text) = match brief.warnings.len() {
                    0 => ("info", "Analysis completed. Messages are waiting for your confirmation.".to_owned()),
                    1 => ("warning", "Analysis completed with 1 warning.".to_owned()),
                    warnings => ("warning", format!("Analysis completed with {warnings} warnings.")),
                };
                row("summary".to_owned(), severity, "DLV-490119", &text)
            }
            Entry::Finished => match ending {
                Some(Ending::Failed(reason)) => Happening::of_delivery(
                    "delivery.preparation_failed",
                    format!("preparation.{number}.failed"),
                    time,
                    json!({ "preparation": number, "reason": reason }),
                ),
                Some(Ending::Prepared(result)) => {
                    let more = json!({
                        "preparation": number,
                        "targeted": result.targeted,
                        "to_deliver": result.to_deliver,
                        "excluded": result.excluded,
                        "fingerprint": result.fingerprint,
                        "warnings": result.warnings.len(),
                    });
                    Happening::of_delivery("delivery.prepared", format!("preparation.{number}.prepared"), time, more)
                }
                None => Happening::of_delivery("delivery.prepared", String::new(), time, Value::Null),
            },
        }
    }

    fn ending(&self, brief: Brief<'_>) -> Ending {
        match brief.errors.first() {
            None => Ending::Prepared(self.result(brief)),
            Some(reason) => Ending::Failed(reason.clone()),
        }
    }

    fn result(&self, brief: Brief<'_>) -> Preparation {
        let causes = brief.population.causes();
        let excluded = causes.values().sum();
        let targeted = u64::from(brief.population.targeted());
        Preparation {
            number: self.number,
            finished_at: self.ends(brief),
            targeted,
            to_deliver: targeted - excluded,
            excluded,
            causes: causes.into_iter().map(|(cause, excluded)| (cause.code().to_owned(), excluded)).collect(),
            fingerprint: fingerprint(brief),
            warnings: brief.warnings.to_vec(),
            zones: if brief.is_by_zone { brief.population.zones() } else { Vec::new() },
        }
    }
}

/// What keeps a message from being made (domain.md section 8): nothing to read, or a personalisation that nobody closed.
pub fn errors(content: &Content) -> Vec<String> {
    let mut errors = Vec::new();
    if content.subject.trim().is_empty() {
        errors.push("The subject is empty.".to_owned());
    }
    let mut depth = 0_i32;
    let is_broken = content.subject.chars().any(|letter| {
        depth += match letter {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        !(0..=1).contains(&depth)
    });
    if is_broken || depth != 0 {
        errors.push("The personalisation in the subject is broken: a brace is missing.".to_owned());
    }
    errors
}

fn recipient(population: &dyn Recipients, index: u32, number: u64, time: Instant) -> Happening {
    let message = message(index);
    let address = population.address(index);
    match population.cause(index) {
        Some(cause) => {
            let more = json!({ "preparation": number, "address": address, "cause": cause.code() });
            Happening::of_message("message.excluded", message, &format!("excluded.{number}"), time, more)
        }
        None => {
            let mut more = json!({ "preparation": number, "address": address });
            match population.kind(index) {
                Kind::Person => {}
                Kind::TestProfile => more["test_profile"] = json!(true),
                Kind::Trap => more["trap"] = json!(true),
            }
            Happening::of_message("message.prepared", message, &format!("prepared.{number}"), time, more)
        }
    }
}

/// The same for the same recipients, content and schedule, and for nothing else.
fn fingerprint(brief: Brief<'_>) -> Fingerprint {
    let mut digest = Sha256::new();
    digest.update(brief.content.as_bytes());
    for index in brief.population.included() {
        digest.update([0]);
        digest.update(index.to_le_bytes());
        digest.update(brief.population.address(index).as_bytes());
        digest.update(brief.population.fields(index).as_bytes());
    }
    Fingerprint::new(digest.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mta::population::Population;
    use std::collections::BTreeMap;

    fn warnings() -> Vec<String> {
        vec!["The text version has no unsubscription link.".to_owned()]
    }

    #[test]
    fn the_rows_add_up_to_what_is_declared() {
        let population = Population { seed: 3, targeted: 2_000, test_profiles: 3, traps: 2 };
        let warnings = warnings();
        let brief =
            Brief { population: &population, warnings: &warnings, errors: &[], is_by_zone: false, content: "x" };
        let since = Instant::from_millis(1_795_424_400_000);
        let mut preparing = Preparing::begin(1, since);
        let mut told = Vec::new();
        assert_eq!(preparing.tell(brief, since + SPAN - TimeDelta::milliseconds(1), usize::MAX, &mut told), None);
        let half = told.len();
        let ending = preparing.tell(brief, since + SPAN, usize::MAX, &mut told);
        let Some(Ending::Prepared(result)) = ending else { panic!("{ending:?}") };
        assert_eq!(told.len(), half + 1, "the last event is delivery.prepared");
        assert!(told.is_sorted_by_key(|happening| happening.time));
        let mut kinds = BTreeMap::<_, u64>::new();
        for happening in &told {
            *kinds.entry(happening.kind).or_default() += 1;
        }
        assert_eq!(kinds["message.prepared"], result.to_deliver);
        assert_eq!(kinds["message.excluded"], result.excluded);
        assert_eq!(result.causes.values().sum::<u64>(), result.excluded);
        assert_eq!(kinds["delivery.logged"], 2 + 4 + 1 + 1);
    }

    #[test]
    fn an_error_fails_the_preparation_and_its_last_row_sums_up() {
        let population = Population { seed: 3, targeted: 20, test_profiles: 1, traps: 1 };
        let errors = ["One.".to_owned(), "Two.".to_owned()];
        let brief = Brief { population: &population, warnings: &[], errors: &errors, is_by_zone: false, content: "x" };
        let since = Instant::from_millis(1_795_424_400_000);
        let mut told = Vec::new();
        let ending = Preparing::begin(1, since).tell(brief, since + SPAN, usize::MAX, &mut told);
        assert_eq!(ending, Some(Ending::Failed("One.".to_owned())));
        let last: Vec<_> = told.iter().rev().take(4).map(|happening| happening.kind).collect();
        assert_eq!(last, ["delivery.preparation_failed", "delivery.logged", "delivery.logged", "delivery.logged"]);
        assert!(told[told.len() - 2].more["text"].as_str().is_some_and(|text| text.contains("2 errors")));
    }

    #[test]
    fn a_subject_is_there_and_its_braces_are_closed() {
        for (subject, expected) in
            [("Hello", 0), ("{first name}, hello", 0), ("", 1), ("  ", 1), ("{first name, hello", 1), ("a } b { c", 1)]
        {
            let content = Content { from: "x".to_owned(), subject: subject.to_owned() };
            assert_eq!(errors(&content).len(), expected, "{subject}");
        }
    }

    #[test]
    fn the_fingerprint_is_that_of_what_is_sent() {
        let population = Population { seed: 3, targeted: 200, test_profiles: 3, traps: 2 };
        let print = |population: &Population, content: &str| {
            fingerprint(Brief { population, warnings: &[], errors: &[], is_by_zone: false, content })
        };
        assert_eq!(print(&population, "x"), print(&population, "x"));
        assert_ne!(print(&population, "x"), print(&population, "y"));
        assert_ne!(print(&population, "x"), print(&Population { targeted: 201, ..population }, "x"));
    }
}
