//! Who hears of a comparison while it runs.

use super::error::CompareError;
use super::row::Row;

/// Hears of a comparison while it runs.
pub trait Observer {
    /// A line of progress.
    fn say(&mut self, line: &str);

    /// An instance is done; `rows` are all there are so far.
    ///
    /// # Errors
    /// When the rows cannot be kept; the comparison ends then.
    fn measured(&mut self, rows: &[Row]) -> Result<(), CompareError>;
}
