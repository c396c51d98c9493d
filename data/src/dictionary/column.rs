//! The words of the dictionary: a table has columns; a column has a kind, a unit, a default and a meaning.

/// What a number may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Any finite number.
    Finite,
    /// Zero or more (V06).
    NonNegative,
    /// More than zero (V06).
    Positive,
    /// From 0 up to but not including 1: a loss (V14).
    Loss,
    /// From 0 to 1: a share (V14, V15).
    Share,
    /// Degrees north, -90 to 90 (V12).
    Latitude,
    /// Degrees east, -180 to 180 (V12).
    Longitude,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// The row's own id, unique in the table (I01).
    Id,
    /// An id that must exist in one of the tables named (I02).
    Reference(&'static [&'static str]),
    /// Free text.
    Text,
    /// A number in a range.
    Number(Range),
    /// `true` or `false`.
    Flag,
    /// One of the words listed.
    OneOf(&'static [&'static str]),
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name in the file's header.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Unit of the number, empty where there is none.
    pub unit: &'static str,
    /// Value taken when the column or the cell is absent; none means the column is required.
    pub default: Option<&'static str>,
    /// What it means.
    pub meaning: &'static str,
}

/// One table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// File name without its ending; a table is `NAME.csv` or `NAME.parquet`.
    pub name: &'static str,
    /// Whether a data folder must hold it.
    pub required: bool,
    /// Columns that together may not repeat (I01); empty when the id column says it.
    pub key: &'static [&'static str],
    /// What a row is.
    pub meaning: &'static str,
    /// The columns.
    pub columns: &'static [Column],
}

impl Table {
    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.name == name)
    }
}

/// A required column.
pub(crate) const fn required(
    name: &'static str,
    kind: ColumnKind,
    unit: &'static str,
    meaning: &'static str,
) -> Column {
    Column {
        name,
        kind,
        unit,
        default: None,
        meaning,
    }
}

/// A column with a default; the empty default stands for "none".
pub(crate) const fn optional(
    name: &'static str,
    kind: ColumnKind,
    unit: &'static str,
    default: &'static str,
    meaning: &'static str,
) -> Column {
    Column {
        name,
        kind,
        unit,
        default: Some(default),
        meaning,
    }
}
