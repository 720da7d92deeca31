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

fn missing(name: &str) -> Refused {
    Refused::new(ProblemType::HeaderMissing, format!("The header {name} is required here."))
}

/// The versions that a command may be carried out on.
pub(super) fn read_versions(headers: &HeaderMap) -> Result<Vec<Version>, Refused> {
    let if_match = versions(headers, &header::IF_MATCH);
    // `*` names no version, so it is no condition.
    if if_match.is_empty() { Err(missing("If-Match, with the ETag of the record,")) } else { Ok(if_match) }
}

/// The name of the intent.
pub(super) fn read_key(headers: &HeaderMap) -> Result<IdempotencyKey, Refused> {
    let key = headers.get(IDEMPOTENCY_KEY).ok_or_else(|| missing("Idempotency-Key"))?;
    let key = key.to_str().unwrap_or_default().trim();
    // A structured field's string, or the same without its quotes.
    let key = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key);
    if key.is_empty() || key.len() > LONGEST_KEY || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        let detail = "Idempotency-Key has to be 1 to 255 visible ASCII characters.";
        return Err(Refused::new(ProblemType::BadRequest, detail));
    }
    Ok(IdempotencyKey::new(key))
}

/// A key whose command is being carried out, until this is dropped.
pub(super) struct InFlight<'a> {
    keys: &'a Mutex<HashSet<IdempotencyKey>>,
    key: IdempotencyKey,
}

impl<'a> InFlight<'a> {
    /// Marks a key, or refuses if it is marked already.
    pub(super) fn mark(keys: &'a Mutex<HashSet<IdempotencyKey>>, key: &IdempotencyKey) -> Result<Self, Refused> {
        let new = keys.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        new.then(|| Self { keys, key: key.clone() }).ok_or_else(|| {
            let detail = "The same command is being carried out right now. Ask again in a moment.";
            Refused::new(ProblemType::InFlight, detail)
        })
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
