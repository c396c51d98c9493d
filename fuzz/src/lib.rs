//! What the fuzz targets share. Each target takes bytes as someone outside could send them and hands them to the reader
//! that they are for; a panic, a failed assertion or endless work is a finding.
//!
//! Invariant: a target does what the program does with the same bytes, but in one process; where the program has a child
//! decode them first, a failed allocation panics here instead of ending the process, and is caught as the child's end is.
#![cfg_attr(fuzzing, feature(alloc_error_hook))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a target that cannot be set up must stop"
)]

pub mod arrow_block;
pub mod folder;
pub mod plan_folder;
pub mod tables;
pub mod text;

use cap::Cap;
use std::alloc::System;
use std::path::Path;

/// Most that a target may have allocated at once, bytes; beyond that allocations fail.
const MEMORY_BYTES: usize = 3 << 30;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MEMORY_BYTES);

/// Prepares a target. Where `FUZZ_SEEDS` names a folder, the target's seeds are written there and the program ends.
pub fn start(seeds: fn() -> Vec<Vec<u8>>) {
    // What this needs is not stable: only a build for fuzzing has it.
    #[cfg(fuzzing)]
    std::alloc::set_alloc_error_hook(|layout| panic!("{} bytes could not be had", layout.size()));
    if let Some(folder) = std::env::var_os("FUZZ_SEEDS") {
        for (number, seed) in seeds().into_iter().enumerate() {
            std::fs::write(Path::new(&folder).join(format!("seed-{number}")), seed).unwrap();
        }
        std::process::exit(0);
    }
}
