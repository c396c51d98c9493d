//! Change files.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::start(fuzz::text::change_seeds), |bytes: &[u8]| fuzz::text::change_file(bytes));
