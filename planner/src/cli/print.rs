//! Printing: tables and JSON to stdout, words to stderr.

use super::fail::Failure;
use crate::plan::show::{Cell, StatTable};
use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;
use std::io::{self, Write};

/// Prints one JSON value.
pub(super) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_vec_pretty(value).map_err(io::Error::other)?;
    text.push(b'\n');
    bytes(&text)
}

/// Prints bytes as they are.
pub(super) fn bytes(text: &[u8]) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(text)?;
    out.flush()?;
    Ok(())
}

/// Prints a line of plain text.
pub(super) fn line(text: &str) -> Result<(), Failure> {
    bytes(format!("{text}\n").as_bytes())
}

/// A remark to stderr.
pub(super) fn remark(text: &str) {
    // Remarks are lost when stderr is gone, results are not.
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Prints statistics one under the other, at most `top` rows each.
pub(super) fn tables(tables: &[StatTable], top: usize) -> Result<(), Failure> {
    for table in tables {
        line(&format!(
            "{}: {}\n{}",
            table.name,
            table.meaning,
            text_table(table, top)
        ))?;
        if table.rows.len() > top {
            line(&format!("({} more rows; --top N lists more)", table.rows.len() - top))?;
        }
        line("")?;
    }
    Ok(())
}

fn text_table(statistic: &StatTable, top: usize) -> String {
    let headings = statistic.columns.iter().map(|column| heading(column.name, column.unit));
    grid(headings.collect(), &statistic.rows, top)
}

/// Name and unit of a column over its cells.
pub(super) fn heading(name: &str, unit: &str) -> String {
    match unit {
        "" | "unit" => name.to_owned(),
        unit => format!("{name}\n{unit}"),
    }
}

/// A table for people, at most `top` rows of it; columns of figures stand to the right.
pub(super) fn grid(headings: Vec<String>, rows: &[Vec<Cell>], top: usize) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY).set_header(headings);
    for row in rows.iter().take(top) {
        table.add_row(row.iter().map(words));
    }
    for (position, column) in table.column_iter_mut().enumerate() {
        let is_number = |row: &Vec<Cell>| matches!(row.get(position), Some(Cell::Number(_) | Cell::Count(_)));
        let alignment = if rows.iter().any(is_number) {
            CellAlignment::Right
        } else {
            CellAlignment::Left
        };
        column.set_cell_alignment(alignment);
    }
    table.to_string()
}

/// A cell for people: four significant digits, grouped thousands; control signs in words are escaped.
fn words(cell: &Cell) -> String {
    match cell {
        Cell::Word(word) => data::findings::escape(word).into_owned(),
        Cell::Number(number) => significant(*number),
        Cell::Count(count) => count.to_string(),
        Cell::Empty => "-".to_owned(),
    }
}

/// Four significant digits, thousands grouped by commas: `1,234,000`, `12.35`, `0.001235`, `1.235e-9`.
pub(super) fn significant(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        return "0".to_owned();
    }
    if !(1e-4..1e15).contains(&size) {
        return format!("{value:.3e}");
    }
    if size >= 1000.0 {
        return grouped(value.round());
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "digits is between 0 and 8"
    )]
    let decimals = (3.0 - size.log10().floor()).clamp(0.0, 8.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::significant;

    #[test]
    fn numbers_for_people() {
        let cases = [
            (0.0, "0"),
            (1_234_567.0, "1,234,567"),
            (-9_999.6, "-10,000"),
            (12.345_6, "12.35"),
            (0.001_234_56, "0.001235"),
            (1e-9, "1.000e-9"),
            (100.0, "100"),
        ];
        for (value, text) in cases {
            assert_eq!(significant(value), text);
        }
    }
}
