//! A target that fails behind four bytes that no seed has: where it is not found to fail, the harness finds nothing.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::start(Vec::new), |bytes: &[u8]| {
    assert!(!bytes.starts_with(b"GJ/t"), "the canary sings");
});
