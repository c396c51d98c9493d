//! One CSV file under way.

use crate::model::Provenance;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

/// A cell.
pub(super) enum Cell<'a> {
    Text(&'a str),
    Number(f64),
    Flag(bool),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// A table as CSV text.
pub(super) struct Sheet {
    name: &'static str,
    text: String,
}

impl Sheet {
    /// A table with a header and no rows.
    pub(super) fn new(name: &'static str, columns: &[&str]) -> Self {
        Self {
            name,
            text: format!("{}\n", columns.join(",")),
        }
    }

    /// Adds a row; its cells stand in the order of the header.
    pub(super) fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        for (i, cell) in cells.into_iter().enumerate() {
            if i > 0 {
                self.text.push(',');
            }
            self.cell(&cell);
        }
        self.text.push('\n');
    }

    fn cell(&mut self, cell: &Cell<'_>) {
        match cell {
            Cell::Text(text) if text.contains([',', '"', '\n', '\r']) => {
                self.text.push('"');
                self.text.push_str(&text.replace('"', "\"\""));
                self.text.push('"');
            }
            Cell::Text(text) => self.text.push_str(text),
            Cell::Flag(flag) => self.text.push_str(if *flag { "true" } else { "false" }),
            // The shortest digits that read back as the same number.
            Cell::Number(number) => {
                let size = number.abs();
                let _ = if size != 0.0 && !(1e-5..1e16).contains(&size) {
                    write!(self.text, "{number:e}")
                } else {
                    write!(self.text, "{number}")
                };
            }
        }
    }

    /// Puts the table into the folder.
    pub(super) fn save(self, folder: &Path) -> io::Result<()> {
        let parquet = folder.join(format!("{}.parquet", self.name));
        if parquet.exists() {
            let message = format!("{} is there; the table would be there twice", parquet.display());
            return Err(io::Error::new(ErrorKind::AlreadyExists, message));
        }
        let mut file = tempfile::Builder::new().prefix(".writing-").tempfile_in(folder)?;
        file.write_all(self.text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(folder.join(format!("{}.csv", self.name)))?;
        Ok(())
    }
}

/// The cells of a provenance.
pub(super) fn provenance(provenance: &Provenance) -> [Cell<'_>; 2] {
    [Cell::Text(&provenance.source), Cell::Flag(provenance.approximate)]
}
