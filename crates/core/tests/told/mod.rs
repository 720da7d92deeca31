//! Random streams for laws.
// Each test takes what it needs of it.
#![allow(dead_code)]

use chrono::TimeDelta;
use delivery_core::domain::fold::Fold;
use delivery_core::domain::instant::Instant;
use delivery_core::feed::{Format, Reader};
use proptest::prelude::*;

/// An event of the generator: which message, which type, which minute, which preparation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Told {
    pub message: u8,
    pub kind: &'static str,
    pub minute: i64,
    pub preparation: u8,
}

const KINDS: [&str; 17] = [
    "prepared",
    "prepared",
    "excluded",
    "relayed",
    "relayed",
    "delivered",
    "delivered",
    "deferred",
    "hard",
    "soft",
    "expired",
    "cancelled",
    "auto_replied",
    "opened",
    "clicked",
    "opted_out",
    "complained",
];

pub const HOUR: i64 = 60;
const START: i64 = 1_800_000_000_000;

pub fn minute(minutes: i64) -> Instant {
    Instant::from_millis(START) + TimeDelta::minutes(minutes)
}

pub fn told() -> impl Strategy<Value = Told> {
    (0..6_u8, 0..KINDS.len(), 0..6 * HOUR, 0..3_u8).prop_map(|(message, kind, minute, preparation)| {
        // Few minutes, so that ties are common.
        Told { message, kind: KINDS[kind], minute: minute / 20 * 20, preparation }
    })
}

pub fn line(at: usize, told: &Told) -> String {
    let (kind, content) = match told.kind {
        "hard" => ("bounced", format!(r#"{{"nature":"hard","reason":"reason {}","smtp":550}}"#, at % 3)),
        "soft" => ("bounced", format!(r#"{{"nature":"soft","reason":"reason {}"}}"#, at % 3)),
        kind @ ("deferred" | "expired") => (kind, format!(r#"{{"reason":"reason {}"}}"#, at % 3)),
        kind @ ("opened" | "clicked") => {
            (kind, format!(r#"{{"url":"https://x.example/{}","machine":{}}}"#, at % 2, at.is_multiple_of(3)))
        }
        kind @ ("prepared" | "excluded") => (
            kind,
            format!(
                r#"{{"preparation":{p},"address":"{m}.{p}@example.com","cause":"cause {cause}","trap":{trap}}}"#,
                p = told.preparation,
                m = told.message,
                cause = at % 2,
                trap = told.message == 0
            ),
        ),
        kind => (kind, "{}".to_owned()),
    };
    format!(
        r#"{{"specversion":"1.0","id":"e{at}","source":"/deliveries/DM95","type":"message.{kind}","time":"{}","subject":"m{}","data":{content}}}"#,
        minute(told.minute),
        told.message,
    )
}

pub fn read(format: Format, chunks: &[&[u8]]) -> Fold {
    let (mut fold, mut reader) = (Fold::new(), Reader::new(format));
    for chunk in chunks {
        reader.push(chunk, &mut fold);
    }
    reader.finish(&mut fold);
    fold
}

pub fn whole(lines: &[String]) -> Fold {
    read(Format::CloudEvents, &[lines.join("\n").as_bytes()])
}
