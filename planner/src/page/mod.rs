//! The page: its files, as the program carries them, and copies of it on disk with the answers it asks for.
//!
//! Invariant: a copy has the answers that the server would give, byte for byte; it is there whole or not at all.

mod encode;
mod files;
mod question;
mod write;

pub use files::{PageFile, file, is_built};
pub use write::{PageError, Written, write};
