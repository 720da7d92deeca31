#![no_main]

mod laws;

use delivery_core::feed::Format;
use delivery_core::feed::providers::Provider;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::check(Format::Of(Provider::KumoMta), bytes));
