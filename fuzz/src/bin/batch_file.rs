//! Batch files.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::start(fuzz::text::batch_seeds), |bytes: &[u8]| fuzz::text::batch_file(bytes));
