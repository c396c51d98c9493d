//! Public formats and drawn continents as data folders: a folder `tables` and a config that plans them.
//!
//! Invariant: a data folder appears whole or not at all, and one that holds something else is left alone.

mod folder;
mod format;

pub use folder::{DataFolder, write};
pub use format::{Format, Imported, read};
