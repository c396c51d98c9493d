//! Copies of the page on disk, with the answers it asks for.
//!
//! Invariant: a copy has the files and answers that the server would give; it is there whole or not at all. The server knows
//! nothing of copies.

mod encode;
mod question;
mod write;

pub use write::{PageError, Written, write};
