#![no_main]

mod mail_laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| mail_laws::check(bytes));
