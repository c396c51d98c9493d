//! Run configs with a policy.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::start(fuzz::text::config_seeds), |bytes: &[u8]| fuzz::text::config(bytes));
