//! CSV tables.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::start(fuzz::tables::csv_seeds), |bytes: &[u8]| fuzz::tables::csv(bytes));
