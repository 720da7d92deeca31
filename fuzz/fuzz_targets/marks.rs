#![no_main]

//! What a sender wrote on its mail, in whatever a provider posted: no text breaks it, and what is found is a name.

use delivery_core::feed::providers::{Provider, marks};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for provider in Provider::ALL {
        let found = marks(provider, text);
        for name in [found.delivery, found.message, found.mail].into_iter().flatten() {
            assert!(!name.is_empty() && name.trim() == name, "{}: {name:?}", provider.name());
        }
    }
});
