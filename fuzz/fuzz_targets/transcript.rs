//! Any bytes, written down: the same however they come, a line each, and what was recognised stays so.
#![no_main]

use delivery_core::feed::Transcript;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (size, bytes) = input;
    let written = |size: usize| {
        let (mut transcript, mut out) = (Transcript::new(1), Vec::new());
        bytes.chunks(size).for_each(|chunk| transcript.push(chunk, &mut out));
        transcript.finish(&mut out);
        out
    };
    let whole = written(bytes.len().max(1));
    assert_eq!(whole, written(usize::from(size).max(1)));
    assert!(whole.is_empty() || whole.ends_with(b"\n"));
});
