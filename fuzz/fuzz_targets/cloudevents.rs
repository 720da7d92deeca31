#![no_main]

mod laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::check(delivery_core::feed::Format::CloudEvents, bytes));
