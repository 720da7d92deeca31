//! The folder that reports come to, as a mail server keeps it (Maildir): what is new lies in `new`, and what was read is
//! moved to `cur`. A mail is moved once what it says is on the disk. What belongs to no message stays where it is.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use delivery_core::domain::instant::Instant;
use serde_json::{Value, json};

use crate::clock::wall;
use crate::desk::{Counter, digest};
use crate::mail::{Report, Said, Seal, Sealed, Use, read};
use crate::mta::Happening;
use crate::threads::rest;

/// Time between two looks into the folder.
const LOOK: Duration = Duration::from_millis(500);

/// Most of a mail that is read. What a report says comes first; a message given back may be of any length.
const LONGEST: u64 = 4 * 1024 * 1024;

/// Whether it is such a folder.
///
/// # Errors
/// One line that says what it is not.
pub(super) fn check(folder: &Path) -> Result<(), String> {
    let is_one = ["new", "cur"].iter().all(|name| folder.join(name).is_dir());
    is_one.then_some(()).ok_or_else(|| format!("{} is no mailbox: it has no folders new and cur", folder.display()))
}

/// Reads what comes until the service ends.
pub(super) fn work(folder: &Path, counter: &Counter, seal: &Seal, ending: &AtomicBool) {
    let mut left = HashSet::new();
    let mut told = 0;
    while !ending.load(Ordering::Relaxed) {
        look(folder, counter, seal, &mut left);
        if left.len() != told && counter.note_unmatched(left.len()).is_ok() {
            told = left.len();
        }
        rest(LOOK, ending);
    }
}

/// Takes in what is new. `left` are the names of those that belong to no message, which are not read again.
fn look(folder: &Path, counter: &Counter, seal: &Seal, left: &mut HashSet<OsString>) {
    let Ok(entries) = fs::read_dir(folder.join("new")) else { return };
    let names: HashSet<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    left.retain(|name| names.contains(name));
    for name in names {
        if left.contains(&name) {
            continue;
        }
        let path = folder.join("new").join(&name);
        let Some(bytes) = contents(&path) else { continue };
        let Some((sealed, happening)) = understood(&bytes, seal, wall()) else {
            left.insert(name);
            continue;
        };
        match counter.take_in_now(sealed.delivery, happening.into_iter().collect()) {
            Ok(Some(_)) => {
                let mut read = name.clone();
                read.push(":2,S");
                // If it cannot be moved it is read again, and says what is known already.
                let _moved = fs::rename(&path, folder.join("cur").join(read));
            }
            Ok(None) => {
                left.insert(name);
            }
            // Later, when the database is there again.
            Err(_) => return,
        }
    }
}

fn contents(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(LONGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// What a mail says of which message, if it says something of one of ours. Its event is named after it, so that it is
/// told once however often it is read.
fn understood(bytes: &[u8], seal: &Seal, now: Instant) -> Option<(Sealed, Option<Happening>)> {
    let Report { said, at, marks } = read(bytes)?;
    let is_for = |purpose| matches!(purpose, Use::Bounce);
    let sealed = marks.iter().find_map(|mark| seal.read(mark, is_for))?;
    let (kind, more) = match said {
        Said::Delivered { mx } if mx.is_empty() => ("message.delivered", Value::Null),
        Said::Delivered { mx } => ("message.delivered", json!({ "mx": mx })),
        Said::Delayed(refusal) => ("message.deferred", refusal.more()),
        Said::Failed(nature, refusal) => ("message.bounced", refusal.final_more(nature)),
        Said::Complained => ("message.complained", Value::Null),
        Said::AutoReplied => ("message.auto_replied", Value::Null),
        Said::Nothing => return Some((sealed, None)),
    };
    let name = format!("mail.{}", digest(&[bytes]));
    let happening = Happening::of_message(kind, sealed.message.clone(), &name, at.unwrap_or(now), more);
    Some((sealed, Some(happening)))
}
