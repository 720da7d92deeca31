#![no_main]

//! What the page reads of JSON by itself: any text is a value or none, and one that was kept is kept the same again.

use delivery_app::Intent;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Some(intent) = Intent::parse(text) {
        assert_eq!(Intent::parse(&intent.to_text()), Some(intent));
    }
});
