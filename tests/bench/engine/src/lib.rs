//! The engine alone, as the page has it: the same code, built by the same profile.

use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::instant::Instant;
use delivery_core::feed::{Format, Reader};
use wasm_bindgen::prelude::wasm_bindgen;

/// Folds a stream.
#[wasm_bindgen]
pub struct Engine {
    reader: Reader,
    fold: Fold,
}

#[wasm_bindgen]
impl Engine {
    /// At the start of a stream.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default, reason = "nobody but a script makes one")]
    pub fn new() -> Self {
        Self { reader: Reader::new(Format::CloudEvents), fold: Fold::new() }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.reader.push(bytes, &mut self.fold);
    }

    /// The numbers at an instant in milliseconds, as the yardstick gives them: in JSON.
    pub fn result(&mut self, as_of: f64) -> String {
        self.reader.finish(&mut self.fold);
        let all = self.fold.tally(&Settings::default(), Instant::from_millis(as_of as i64)).all;
        let odd = self.fold.oddities();
        serde_json::json!({
            "targeted": all.targeted,
            "to_deliver": all.to_deliver,
            "excluded": all.excluded,
            "sent": all.sent,
            "delivered": all.delivered,
            "bounces_errors": all.bounces_errors,
            "pending": all.pending,
            "cancelled": all.cancelled,
            "unique_opens": all.unique_opens,
            "unique_clicks": all.unique_clicks,
            "complaints": all.complaints,
            "events": odd.events,
            "duplicates": odd.duplicates,
            "unrecognised": odd.unrecognised,
            "malformed": odd.malformed,
        })
        .to_string()
    }
}
