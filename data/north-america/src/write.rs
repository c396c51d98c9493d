//! Writing tables: sorted rows, fixed decimals, each file replaced as a whole.

use crate::error::AssembleError;
use crate::places::{Link, Places};
use std::io::Write as _;
use std::path::Path;

/// A table to be written as `NAME.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// File name without its ending.
    pub name: &'static str,
    /// Column names.
    pub header: Vec<&'static str>,
    /// Rows, as long as the header each.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(name: &'static str, header: &[&'static str]) -> Self {
        Self {
            name,
            header: header.to_vec(),
            rows: Vec::new(),
        }
    }
}

/// A number with at most that many decimals, without trailing zeros: the same text on every machine.
#[must_use]
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if !text.contains('.') {
        return text;
    }
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" {
        "0".to_owned()
    } else {
        short.to_owned()
    }
}

/// A number rounded to that many significant digits, written out without an exponent. For capacities.
#[must_use]
pub fn rounded(value: f64, digits: i32) -> String {
    if value == 0.0 || !value.is_finite() {
        return number(value, 0);
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the exponent of a finite number is small"
    )]
    let exponent = value.abs().log10().floor() as i32;
    let step = 10_f64.powi(exponent - digits + 1);
    let decimals = usize::try_from(digits - 1 - exponent).unwrap_or(0);
    number((value / step).round() * step, decimals)
}

/// `true` or `false`, as the tables spell flags.
#[must_use]
pub fn flag(value: bool) -> String {
    value.to_string()
}

/// Writes the table into the folder, rows sorted, through a temporary file that replaces the old one at the end.
///
/// # Errors
/// If the folder cannot be written.
pub fn write_table(folder: &Path, table: &Table) -> Result<(), AssembleError> {
    let path = folder.join(format!("{}.csv", table.name));
    let at = |source| AssembleError::Write {
        path: path.clone(),
        source,
    };
    let mut rows: Vec<&Vec<String>> = table.rows.iter().collect();
    rows.sort();
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let as_csv = |source| AssembleError::Csv {
        path: path.clone(),
        source,
    };
    writer.write_record(&table.header).map_err(as_csv)?;
    for row in rows {
        writer.write_record(row).map_err(as_csv)?;
    }
    let text = writer.into_inner().map_err(|e| at(e.into_error()))?;
    let temporary = folder.join(format!(".{}.csv.part", table.name));
    let mut file = std::fs::File::create(&temporary).map_err(at)?;
    file.write_all(&text).map_err(at)?;
    file.sync_all().map_err(at)?;
    drop(file);
    std::fs::rename(&temporary, &path).map_err(at)
}

/// The tables of places: areas, nodes, links, terminals.
#[must_use]
pub fn place_tables(places: &Places) -> Vec<Table> {
    vec![areas(places), nodes(places), links(places), terminals(places)]
}

fn areas(places: &Places) -> Table {
    let mut table = Table::new("areas", &["area", "name", "parent"]);
    for area in places.areas() {
        table.rows.push(vec![
            area.id.clone(),
            area.name.clone(),
            area.parent.clone().unwrap_or_default(),
        ]);
    }
    table
}

fn nodes(places: &Places) -> Table {
    let mut table = Table::new(
        "nodes",
        &[
            "node",
            "name",
            "kind",
            "area",
            "latitude",
            "longitude",
            "population",
            "source",
            "approximate",
        ],
    );
    for node in places.nodes() {
        table.rows.push(vec![
            node.id.clone(),
            node.name.clone(),
            node.kind.word().to_owned(),
            node.area.clone(),
            number(node.position.latitude, 4),
            number(node.position.longitude, 4),
            number(node.population, 0),
            node.source.to_owned(),
            flag(node.approximate),
        ]);
    }
    table
}

fn links(places: &Places) -> Table {
    let mut table = Table::new(
        "links",
        &[
            "link",
            "mode",
            "from_node",
            "to_node",
            "two_way",
            "length_km",
            "capacity_per_year",
            "source",
            "approximate",
        ],
    );
    for link in places.links() {
        if let Some(length_km) = link.length_km {
            let mut row = start_of_row(link);
            row.push(number(length_km, 1));
            row.extend(end_of_row(link));
            table.rows.push(row);
        }
    }
    table
}

fn terminals(places: &Places) -> Table {
    let mut table = Table::new(
        "terminals",
        &[
            "terminal",
            "mode",
            "from_node",
            "to_node",
            "two_way",
            "capacity_per_year",
            "source",
            "approximate",
        ],
    );
    for link in places.links().iter().filter(|l| l.length_km.is_none()) {
        let mut row = start_of_row(link);
        row.extend(end_of_row(link));
        table.rows.push(row);
    }
    table
}

fn start_of_row(link: &Link) -> Vec<String> {
    vec![
        link.id.clone(),
        link.mode.to_owned(),
        link.from.clone(),
        link.to.clone(),
        flag(link.two_way),
    ]
}

fn end_of_row(link: &Link) -> Vec<String> {
    vec![
        rounded(link.capacity_per_year, 4),
        link.source.to_owned(),
        flag(link.approximate),
    ]
}

#[cfg(test)]
mod tests {
    use super::{number, rounded};

    #[test]
    fn numbers_are_short_and_fixed() {
        assert_eq!(number(1.50, 3), "1.5");
        assert_eq!(number(-0.0001, 2), "0");
        assert_eq!(number(120.0, 0), "120");
        assert_eq!(rounded(123_456_789.0, 4), "123500000");
        assert_eq!(rounded(0.001_234_56, 3), "0.00123");
        assert_eq!(rounded(0.0, 3), "0");
    }
}
