//! Parquet tables.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::start(fuzz::tables::parquet_seeds), |bytes: &[u8]| fuzz::tables::parquet(bytes));
