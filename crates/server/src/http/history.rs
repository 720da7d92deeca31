//! A log up to a place, as it is kept: read in pieces, one ahead of what is being sent.

use std::collections::VecDeque;
use std::io;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use delivery_core::domain::id::{Cursor, DeliveryId};
use futures_util::stream::{Stream, try_unfold};
use tokio::task::{JoinHandle, spawn_blocking};

use super::Shared;
use crate::mask::mask_lines;
use crate::store::{Block, Unavailable, pack};

/// Bytes of text that are unpacked at once. A history has two such pieces in memory, however slowly it is taken.
const PIECE: usize = 256 * 1024;

/// Bytes of text that are read at once, packed: a tenth of this in memory.
const STRETCH: usize = 2 * 1024 * 1024;

/// What a log is kept in, and sent in to whoever can read it: nothing is unpacked then.
const ZSTD: &str = "zstd";

/// What is read, and for whom.
pub(super) struct History {
    pub(super) service: Shared,
    pub(super) id: DeliveryId,
    pub(super) after: Cursor,
    pub(super) until: Cursor,
    pub(super) masked: bool,
}

impl History {
    /// The answer, coded as the client takes it. If the database goes away meanwhile it is cut off, not ended.
    pub(super) fn answer(self, headers: &HeaderMap) -> Response {
        // Nothing at all would be no frame.
        let packed = self.after < self.until && takes_zstd(headers);
        let reading = Reading { history: self, packed, blocks: VecDeque::new() };
        let mut response = Body::from_stream(pieces(reading)).into_response();
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
        if packed {
            answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(ZSTD));
        }
        response
    }
}

/// A history under way.
struct Reading {
    history: History,
    /// Whether it is sent in frames of Zstandard.
    packed: bool,
    /// What was read and not sent.
    blocks: VecDeque<Block>,
}

impl Reading {
    /// The next piece, in parts; none if there are no more lines.
    fn piece(&mut self) -> Result<VecDeque<Bytes>, Unavailable> {
        let History { service, id, after, until, .. } = &mut self.history;
        if self.blocks.is_empty() {
            let (since, blocks) = service.readers.stretch(id, *after, *until, STRETCH)?;
            (*after, self.blocks) = (since, blocks.into());
        }
        let (mut parts, mut length) = (VecDeque::new(), 0);
        while length < PIECE
            && let Some(block) = self.blocks.pop_front()
        {
            let (last, bytes) = (block.last.min(self.history.until), block.length);
            parts.push_back(self.part(block)?);
            self.history.after = last;
            length += bytes;
        }
        Ok(parts)
    }

    /// What is sent of a block.
    fn part(&self, block: Block) -> Result<Bytes, Unavailable> {
        let History { after, until, masked, .. } = self.history;
        if self.packed && !masked && block.is_within(after, until) {
            return Ok(block.packed.into());
        }
        let lines = if masked {
            mask_lines(&block.text(after, until)?).into_owned().into_bytes()
        } else {
            block.bytes(after, until)?
        };
        Ok(if self.packed { pack(&lines)?.into() } else { lines.into() })
    }

    fn read(mut self) -> Piece {
        spawn_blocking(move || Ok((self.piece()?, self)))
    }
}

/// A piece that is being read, and what comes after it.
type Piece = JoinHandle<Result<(VecDeque<Bytes>, Reading), Unavailable>>;

/// The next piece is read while the one before it is sent.
fn pieces(reading: Reading) -> impl Stream<Item = io::Result<Bytes>> {
    try_unfold((VecDeque::new(), reading.read()), |(mut parts, mut next): (VecDeque<Bytes>, Piece)| async move {
        if parts.is_empty() {
            let (piece, rest) = next.await.map_err(io::Error::other)?.map_err(io::Error::other)?;
            if piece.is_empty() {
                return Ok(None);
            }
            (parts, next) = (piece, rest.read());
        }
        Ok(parts.pop_front().map(|part| (part, (parts, next))))
    })
}

/// Whether a client says that it takes Zstandard (RFC 9110, section 12.5.3). `*` stands for it, too, but is said by
/// programs that mean whatever is common.
fn takes_zstd(headers: &HeaderMap) -> bool {
    let said = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(ZSTD));
        let refused = parts.any(|part| {
            let weight = part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="));
            weight.is_some_and(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0))
        });
        is_named && !refused
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_say_they_take() {
        for (said, expected) in [
            ("gzip, deflate, br, zstd", true),
            ("ZSTD", true),
            ("zstd;q=0.5, gzip", true),
            ("zstd; q=0", false),
            ("zstd;q=0.000", false),
            ("gzip, br", false),
            ("*", false),
            ("", false),
            ("zstdx", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(said));
            assert_eq!(takes_zstd(&headers), expected, "{said}");
        }
        assert!(!takes_zstd(&HeaderMap::new()));
    }
}
