//! `If-Match` and `Idempotency-Key`: what a command has to say so that it is carried out once, on what was read.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderName, header};
use delivery_core::domain::id::{IdempotencyKey, Version};
use delivery_core::wire::ProblemType;

use super::deliveries::versions;
use crate::problem::Refused;

/// Names an intent.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Longest key.
const LONGEST_KEY: usize = 255;

/// The two headers, read.
pub(super) fn read(headers: &HeaderMap) -> Result<(IdempotencyKey, Vec<Version>), Refused> {
    let missing = |name: &str| Refused::new(ProblemType::HeaderMissing, format!("The header {name} is required here."));
    let key = headers.get(IDEMPOTENCY_KEY).ok_or_else(|| missing("Idempotency-Key"))?;
    let if_match = versions(headers, &header::IF_MATCH);
    if if_match.is_empty() {
        // `*` names no version, so it is no condition.
        return Err(missing("If-Match, with the ETag of the record,"));
    }
    let key = key.to_str().unwrap_or_default().trim();
    // A structured field's string, or the same without its quotes.
    let key = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key);
    if key.is_empty() || key.len() > LONGEST_KEY || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        let detail = "Idempotency-Key has to be 1 to 255 visible ASCII characters.";
        return Err(Refused::new(ProblemType::BadRequest, detail));
    }
    Ok((IdempotencyKey::new(key), if_match))
}

/// A key whose command is being carried out, until this is dropped.
pub(super) struct InFlight<'a> {
    keys: &'a Mutex<HashSet<IdempotencyKey>>,
    key: IdempotencyKey,
}

impl<'a> InFlight<'a> {
    /// Marks a key. `None` if it is marked already.
    pub(super) fn mark(keys: &'a Mutex<HashSet<IdempotencyKey>>, key: &IdempotencyKey) -> Option<Self> {
        let new = keys.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        new.then(|| Self { keys, key: key.clone() })
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
