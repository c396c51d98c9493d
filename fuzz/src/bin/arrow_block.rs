//! Arrow blocks, as workers take them.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::start(fuzz::arrow_block::seeds), |bytes: &[u8]| fuzz::arrow_block::run(bytes));
