//! Bytes that this process wrote itself, known again by their hash when they come back from disk.
//!
//! Invariant: what is known is what was handed in here, to the last bit; what was forgotten is tried out like any other.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Files that are known at most; above that all are forgotten. A plan has some twenty.
const MOST: usize = 1 << 16;

static WRITTEN: Mutex<Option<HashSet<blake3::Hash>>> = Mutex::new(None);

/// Says that this process made the bytes: when they come back, no child has to try them out.
pub fn written_here(bytes: &[u8]) {
    let mut written = written();
    let known = written.get_or_insert_default();
    if known.len() >= MOST {
        known.clear();
    }
    known.insert(blake3::hash(bytes));
}

/// Whether this process said that it made the bytes.
pub(super) fn is_own(bytes: &[u8]) -> bool {
    let hash = blake3::hash(bytes);
    written().as_ref().is_some_and(|known| known.contains(&hash))
}

fn written() -> MutexGuard<'static, Option<HashSet<blake3::Hash>>> {
    WRITTEN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_bytes_are_known_again() {
        written_here(b"a table of this process");
        assert!(is_own(b"a table of this process"));
        assert!(!is_own(b"a table of this process."));
        assert!(!is_own(b""));
    }
}
