//! A log up to a place, as it is kept: read in pieces, one ahead of what is being sent.

use std::io;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use delivery_core::domain::id::{Cursor, DeliveryId};
use futures_util::stream::{Stream, try_unfold};
use tokio::task::{JoinHandle, spawn_blocking};

use super::Shared;
use crate::mask::mask_lines;
use crate::store::{Unavailable, pack};

/// Bytes of text read at once. A history has two such pieces in memory, however slowly it is taken.
const PIECE: usize = 256 * 1024;

/// What a log is kept in, and sent in to whoever can read it: nothing is unpacked then.
const ZSTD: &str = "zstd";

/// What is read, and for whom.
#[derive(Clone)]
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
        let mut response = Body::from_stream(pieces(self, packed)).into_response();
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
        if packed {
            answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(ZSTD));
        }
        response
    }

    /// The next piece and the place of its last line; none if there are no more lines.
    fn piece(&self, packed: bool) -> Result<Option<(Cursor, Bytes)>, Unavailable> {
        let (after, blocks) = self.service.readers.stretch(&self.id, self.after, self.until, PIECE)?;
        let Some(last) = blocks.last().map(|block| block.last.min(self.until)) else { return Ok(None) };
        if packed && !self.masked && blocks.iter().all(|block| block.is_within(after, self.until)) {
            return Ok(Some((last, blocks.into_iter().flat_map(|block| block.packed).collect())));
        }
        let mut text = String::with_capacity(blocks.iter().map(|block| block.length).sum());
        for block in blocks {
            text.push_str(&block.text(after, self.until)?);
        }
        let text = if self.masked { mask_lines(&text).into_owned() } else { text };
        let bytes = if packed { pack(&text)? } else { text.into_bytes() };
        Ok(Some((last, bytes.into())))
    }

    fn read(self, packed: bool) -> Piece {
        spawn_blocking(move || Ok(self.piece(packed)?.map(|(last, bytes)| (bytes, Self { after: last, ..self }))))
    }
}

/// A piece that is being read, and what comes after it.
type Piece = JoinHandle<Result<Option<(Bytes, History)>, Unavailable>>;

fn pieces(history: History, packed: bool) -> impl Stream<Item = io::Result<Bytes>> {
    try_unfold(history.read(packed), move |piece| async move {
        let piece = piece.await.map_err(io::Error::other)?.map_err(io::Error::other)?;
        Ok(piece.map(|(bytes, rest)| (bytes, rest.read(packed))))
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
