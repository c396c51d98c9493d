//! Plan folders.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::start(fuzz::plan_folder::seeds), |bytes: &[u8]| fuzz::plan_folder::run(bytes));
