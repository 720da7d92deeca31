//! Reading the files in turns: between two of them the browser does whatever else there is.

use delivery_app::files::{Comparing, Progress};
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::feed::{Format, Reader, Transcript, speaks_of};
use js_sys::{Promise, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Blob, WritableStreamDefaultWriter};

use super::super::Shell;
use super::Files;
use super::pieces::Pieces;

/// One file alone is compared with nothing, unless it is short: then it costs nothing to look whether it is mixed.
const SHORT: u64 = 32 * 1024 * 1024;

/// Writes the log that the files make, and how far it is, if it is the whole one. Then origins are compared.
pub async fn write_log(
    files: Files,
    shell: Shell,
    writer: &WritableStreamDefaultWriter,
    message: Option<&str>,
    signal: Option<&AbortSignal>,
) -> Result<(), JsValue> {
    let is_whole = message.is_none();
    let (id, blobs) = chosen(files)?;
    let is_wanted = || signal.is_none_or(|signal| !signal.aborted());
    let mut next = 1;
    let mut done_before = 0;
    let total = total(&blobs);
    let told = |done: u64| {
        if is_whole {
            tell(files, &id, Some(Progress { done, total }));
        }
    };
    let written = async {
        for blob in &blobs {
            let (mut pieces, mut transcript) = (Pieces::open(blob).await?, Transcript::new(next));
            while let Some(bytes) = pieces.next().await? {
                turn(shell).await?;
                if !is_wanted() {
                    return Err(JsValue::NULL);
                }
                let mut lines = Vec::new();
                transcript.push(&bytes, &mut lines);
                hand_on(writer, lines, message).await?;
                told(done_before + pieces.done());
            }
            let mut lines = Vec::new();
            transcript.finish(&mut lines);
            hand_on(writer, lines, message).await?;
            next = transcript.next();
            done_before += blob.size() as u64;
        }
        Ok(())
    }
    .await;
    if is_whole {
        tell(files, &id, None);
        if written.is_ok() {
            compare(files, shell);
        }
    }
    written
}

/// Counts each origin of the events by itself, if there may be several.
pub fn compare(files: Files, shell: Shell) {
    spawn_local(async move {
        if let Ok((id, blobs)) = chosen(files)
            && (blobs.len() > 1 || total(&blobs) <= SHORT)
            && let Ok(comparing) = compared(files, shell, &id, &blobs).await
        {
            let now = Instant::from_millis(js_sys::Date::now() as i64);
            let _ = files.shelf.try_update(|shelf| {
                if shelf.delivery() == id {
                    shelf.shares = comparing.shares(shelf.terms, now);
                }
            });
        }
    });
}

async fn compared(files: Files, shell: Shell, id: &DeliveryId, blobs: &[Blob]) -> Result<Comparing, JsValue> {
    let mut comparing = Comparing::default();
    for blob in blobs {
        let (mut pieces, mut reader) = (Pieces::open(blob).await?, Reader::new(Format::Auto));
        while let Some(bytes) = pieces.next().await? {
            turn(shell).await?;
            // Other files are chosen by now.
            if files.shelf.with_untracked(|shelf| shelf.delivery() != *id) {
                return Err(JsValue::NULL);
            }
            reader.push(&bytes, &mut comparing);
        }
        reader.finish(&mut comparing);
    }
    Ok(comparing)
}

/// The delivery that the files make, and those that hold events.
fn chosen(files: Files) -> Result<(DeliveryId, Vec<Blob>), JsValue> {
    let held = files.held().ok_or(JsValue::NULL)?;
    let (id, keys) = files
        .shelf
        .with_untracked(|shelf| (shelf.delivery(), shelf.readable().map(|file| file.key).collect::<Vec<_>>()));
    let blobs = held.kept.borrow().of(&keys);
    Ok((id, blobs))
}

fn total(blobs: &[Blob]) -> u64 {
    blobs.iter().map(|blob| blob.size() as u64).sum()
}

/// Tells how far it is, unless other files are chosen by now.
fn tell(files: Files, id: &DeliveryId, progress: Option<Progress>) {
    if files.shelf.try_with_untracked(|shelf| shelf.delivery() == *id) == Some(true) {
        let _ = files.progress.try_set(progress);
    }
}

async fn hand_on(writer: &WritableStreamDefaultWriter, lines: Vec<u8>, message: Option<&str>) -> Result<(), JsValue> {
    let wanted = match message {
        None => lines,
        Some(message) => {
            let of_it = lines.split_inclusive(|byte| *byte == b'\n').filter(|line| speaks_of(line, message));
            of_it.flatten().copied().collect()
        }
    };
    if wanted.is_empty() {
        return Ok(());
    }
    JsFuture::from(writer.write_with_chunk(&Uint8Array::from(wanted.as_slice()))).await.map(drop)
}

/// Waits for its turn.
async fn turn(shell: Shell) -> Result<(), JsValue> {
    let held = shell.held().ok_or(JsValue::NULL)?;
    let promise = Promise::new(&mut |resolve, _| {
        held.turns.next(move || {
            // The promise's own function cannot fail.
            let _ = resolve.call0(&JsValue::NULL);
        });
    });
    JsFuture::from(promise).await.map(drop)
}
