//! A file's bytes, piece by piece; unpacked, if it was packed with gzip, whatever its name is.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Function, Reflect, Uint8Array};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStream, ReadableStreamDefaultReader, WritableStream, WritableStreamDefaultWriter};

use super::super::stream;

/// What a gzip file begins with (RFC 1952).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Given out at a time: a few milliseconds' work on a slow machine.
const SLICE: u32 = 64 * 1024;

/// What a file is recognised by.
const START: usize = 64 * 1024;

/// A file that is being read.
pub struct Pieces {
    reader: ReadableStreamDefaultReader,
    /// What the browser gave and nobody was given yet.
    rest: Uint8Array,
    /// Bytes of the file, as it is kept, that were taken in.
    done: Rc<Cell<u64>>,
    is_packed: bool,
}

impl Pieces {
    /// At the beginning of the file.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn open(blob: &Blob) -> Result<Self, JsValue> {
        let head = JsFuture::from(blob.slice_with_i32_and_i32(0, 2)?.array_buffer()).await?;
        let is_packed = Uint8Array::new(&head).to_vec() == GZIP;
        let done = Rc::new(Cell::new(0));
        let stream = if is_packed { unpacked(blob, &done)? } else { blob.stream() };
        Ok(Self { reader: stream.get_reader().dyn_into()?, rest: Uint8Array::new_with_length(0), done, is_packed })
    }

    /// The next bytes, not too many at a time; `None` at the end.
    ///
    /// # Errors
    /// The file cannot be read any further, or is not what it seemed.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, JsValue> {
        if self.rest.length() == 0 {
            let Some(bytes) = stream::next(&self.reader).await? else { return Ok(None) };
            if !self.is_packed {
                self.done.set(self.done.get() + u64::from(bytes.length()));
            }
            self.rest = bytes;
        }
        let wanted = self.rest.length().min(SLICE);
        let slice = self.rest.subarray(0, wanted).to_vec();
        self.rest = self.rest.subarray(wanted, self.rest.length());
        Ok(Some(slice))
    }

    /// Bytes of the file, as it is kept, that were taken in.
    pub fn done(&self) -> u64 {
        self.done.get()
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        // Whoever has read enough lets go of the rest.
        let _ = self.reader.cancel();
    }
}

/// The first bytes of a file, as many as tell what it is.
///
/// # Errors
/// The file cannot be read.
pub async fn start(blob: &Blob) -> Result<Vec<u8>, JsValue> {
    let mut pieces = Pieces::open(blob).await?;
    let mut start = Vec::new();
    while start.len() < START
        && let Some(bytes) = pieces.next().await?
    {
        start.extend(bytes);
    }
    start.truncate(START);
    Ok(start)
}

/// The unpacked bytes. The file's own are counted on their way in: nobody knows beforehand how many come out.
fn unpacked(blob: &Blob, done: &Rc<Cell<u64>>) -> Result<ReadableStream, JsValue> {
    let class: Function = Reflect::get(&js_sys::global(), &"DecompressionStream".into())?.dyn_into()?;
    let unpacking = Reflect::construct(&class, &Array::of1(&"gzip".into()))?;
    let writable: WritableStream = Reflect::get(&unpacking, &"writable".into())?.dyn_into()?;
    let (writer, packed) = (writable.get_writer()?, blob.stream().get_reader().dyn_into()?);
    let done = Rc::clone(done);
    spawn_local(async move {
        if let Err(error) = pour(&packed, &writer, &done).await {
            // Whoever reads the other end is told there.
            let _ = JsFuture::from(writer.abort_with_reason(&error)).await;
            let _ = packed.cancel();
        }
    });
    Reflect::get(&unpacking, &"readable".into())?.dyn_into()
}

async fn pour(
    from: &ReadableStreamDefaultReader,
    to: &WritableStreamDefaultWriter,
    done: &Cell<u64>,
) -> Result<(), JsValue> {
    while let Some(bytes) = stream::next(from).await? {
        let length = u64::from(bytes.length());
        JsFuture::from(to.write_with_chunk(&bytes)).await?;
        done.set(done.get() + length);
    }
    JsFuture::from(to.close()).await.map(drop)
}
