//! The engine as a command: an event file in, its numbers or its rows out, as JSON.
//!
//! This file is edge: it reads files and the clock, so that the crate does not have to.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::TimeDelta;
use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::status::{Detail, Feedback, Status};
use delivery_core::feed::{Format, Reader};
use serde::Serialize;

/// What the command says of itself, with every format there is.
fn usage() -> String {
    let mut formats = String::from("auto");
    for (at, (_, name)) in Format::NAMES.iter().enumerate().skip(1) {
        let is_last = at == Format::NAMES.len() - 1;
        // Lines as wide as the others, under the first.
        let width = formats.rsplit('\n').next().unwrap_or_default().trim_start().len();
        formats += if is_last { " or" } else { "," };
        formats += if width > 54 { "\n                        " } else { " " };
        formats += name;
    }
    USAGE.replace("FORMATS", &formats)
}

const USAGE: &str = "\
Folds the events of a delivery into its numbers.

usage: fold [OPTIONS] FILE      (- reads standard input)

  --feedback on|off     whether the provider reports deliveries (on)
  --validity-hours H    how long a message is tried, at most 84 (84)
  --as-of RFC3339       the instant the answer holds for (now)
  --format NAME         FORMATS (auto)
  --rows                one JSON line for each message instead of the numbers

Exit 0 when the file could be read, 2 when it could not, or the command was not understood.";

fn main() -> ExitCode {
    match ask(lexopt::Parser::from_env()).and_then(|question| question.answer()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("fold: {trouble}");
            ExitCode::from(2)
        }
    }
}

struct Question {
    settings: Settings,
    as_of: Instant,
    format: Format,
    rows: bool,
    path: String,
}

fn ask(mut words: lexopt::Parser) -> Result<Question, String> {
    use lexopt::prelude::{Long, Short, Value};

    let mut question = Question {
        settings: Settings::default(),
        as_of: now(),
        format: Format::Auto,
        rows: false,
        path: String::new(),
    };
    let plain = |trouble: lexopt::Error| trouble.to_string();
    while let Some(word) = words.next().map_err(plain)? {
        let value = |words: &mut lexopt::Parser| {
            let value = words.value().map_err(plain)?;
            value.into_string().map_err(|raw| format!("{raw:?} is not readable text"))
        };
        match word {
            Long("feedback") => {
                question.settings.feedback = match value(&mut words)?.as_str() {
                    "on" => Feedback::On,
                    "off" => Feedback::Off,
                    other => return Err(format!("--feedback is on or off, not {other:?}")),
                };
            }
            Long("validity-hours") => {
                let text = value(&mut words)?;
                let hours = text.parse().ok().filter(|hours: &f64| hours.is_finite() && *hours >= 0.0);
                let hours = hours.ok_or_else(|| format!("--validity-hours is a number of hours, not {text:?}"))?;
                // What is longer than the cap is the cap, so nothing is lost by a bound here.
                question.settings.validity = TimeDelta::microseconds((hours.min(1e6) * 3.6e9) as i64);
            }
            Long("as-of") => {
                let text = value(&mut words)?;
                question.as_of = Instant::parse(&text)
                    .ok_or_else(|| format!("--as-of is a time like 2026-11-24T00:00:00Z, not {text:?}"))?;
            }
            Long("format") => {
                let text = value(&mut words)?;
                let names = Format::NAMES.map(|(_, name)| name).join(", ");
                question.format = text.parse().map_err(|_| format!("--format is one of {names}, not {text:?}"))?;
            }
            Long("rows") => question.rows = true,
            Long("help") | Short('h') => {
                print(&usage())?;
                std::process::exit(0);
            }
            Value(path) if question.path.is_empty() => {
                question.path = path.into_string().map_err(|raw| format!("{raw:?} is not readable text"))?;
            }
            Value(_) => return Err("one file at a time; use cat FILE FILE | fold -".into()),
            other => return Err(format!("{}; fold --help lists the options", other.unexpected())),
        }
    }
    match question.path.is_empty() {
        true => Err("no file given; fold --help says more".into()),
        false => Ok(question),
    }
}

impl Question {
    fn answer(&self) -> Result<(), String> {
        let mut fold = Fold::new();
        self.read(&mut fold).map_err(|trouble| format!("{} cannot be read: {trouble}", self.path))?;
        if self.rows { self.print_rows(&fold) } else { print(&json(&self.numbers(&fold))?) }
    }

    fn read(&self, fold: &mut Fold) -> io::Result<()> {
        let mut source: Box<dyn Read> = match self.path.as_str() {
            "-" => Box::new(io::stdin().lock()),
            path => Box::new(File::open(path)?),
        };
        let mut reader = Reader::new(self.format);
        let mut chunk = vec![0; 1 << 18];
        loop {
            match source.read(&mut chunk) {
                Ok(0) => break,
                Ok(length) => reader.push(&chunk[..length], fold),
                Err(trouble) if trouble.kind() == io::ErrorKind::Interrupted => {}
                Err(trouble) => return Err(trouble),
            }
        }
        reader.finish(fold);
        Ok(())
    }

    fn numbers(&self, fold: &Fold) -> Numbers {
        let all = fold.tally(&self.settings, self.as_of).all;
        let odd = fold.oddities();
        Numbers {
            targeted: all.targeted,
            to_deliver: all.to_deliver,
            excluded: all.excluded,
            sent: all.sent,
            delivered: all.delivered,
            bounces_errors: all.bounces_errors,
            pending: all.pending,
            cancelled: all.cancelled,
            unique_opens: all.unique_opens,
            unique_clicks: all.unique_clicks,
            complaints: all.complaints,
            events: odd.events,
            duplicates: odd.duplicates,
            unrecognised: odd.unrecognised,
            malformed: odd.malformed,
            conflicts: all.conflicts,
            inferred: all.inferred,
            retrying: all.retrying,
            overdue: all.overdue,
        }
    }

    fn print_rows(&self, fold: &Fold) -> Result<(), String> {
        let mut out = BufWriter::new(io::stdout().lock());
        for row in fold.rows(&self.settings, self.as_of) {
            let address = row.address.as_deref();
            let line = json(&Line { message: &row.message, address, status: row.status, detail: row.detail })?;
            if finished(writeln!(out, "{line}"))? {
                return Ok(());
            }
        }
        finished(out.flush()).map(drop)
    }
}

/// The numbers, in the order of the contract.
#[derive(Serialize)]
struct Numbers {
    targeted: u64,
    to_deliver: u64,
    excluded: u64,
    sent: u64,
    delivered: u64,
    bounces_errors: u64,
    pending: u64,
    cancelled: u64,
    unique_opens: u64,
    unique_clicks: u64,
    complaints: u64,
    events: u64,
    duplicates: u64,
    unrecognised: u64,
    malformed: u64,
    conflicts: u64,
    inferred: u64,
    retrying: u64,
    overdue: u64,
}

/// One message.
#[derive(Serialize)]
struct Line<'a> {
    message: &'a str,
    address: Option<&'a str>,
    status: Status,
    detail: Detail,
}

fn json(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string(value).map_err(|trouble: serde_json::Error| trouble.to_string())
}

fn print(text: &impl Display) -> Result<(), String> {
    finished(writeln!(io::stdout(), "{text}")).map(drop)
}

/// Whether the reader at the other end of a pipe has gone, which is no error: `fold --rows FILE | head`.
fn finished(written: io::Result<()>) -> Result<bool, String> {
    match written {
        Ok(()) => Ok(false),
        Err(trouble) if trouble.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        Err(trouble) => Err(trouble.to_string()),
    }
}

fn now() -> Instant {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_micros(i64::try_from(passed.as_micros()).unwrap_or(i64::MAX))
}
