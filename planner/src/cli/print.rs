//! Printing: tables and JSON to stdout, words to stderr.

use super::fail::Failure;
use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// A table as every statistic gives it: a title, column names, rows of text or numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Sheet {
    pub(super) title: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Value>>,
}

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

/// Prints sheets one under the other, at most `top` rows each.
pub(super) fn sheets(sheets: &[Sheet], top: usize) -> Result<(), Failure> {
    for sheet in sheets {
        line(&format!("{}\n{}", sheet.title, text_table(sheet, top)))?;
        if sheet.rows.len() > top {
            line(&format!("({} more rows; --top N lists more)", sheet.rows.len() - top))?;
        }
        line("")?;
    }
    Ok(())
}

fn text_table(sheet: &Sheet, top: usize) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_header(&sheet.columns);
    for row in sheet.rows.iter().take(top) {
        table.add_row(row.iter().map(cell));
    }
    for (position, column) in table.column_iter_mut().enumerate() {
        let is_number = sheet.rows.first().and_then(|row| row.get(position)).is_some_and(Value::is_number);
        column.set_cell_alignment(if is_number { CellAlignment::Right } else { CellAlignment::Left });
    }
    table.to_string()
}

/// A value for people: numbers with four significant digits and grouped thousands, text with control signs escaped.
fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => data::findings::escape(text).into_owned(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), significant),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
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
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "digits is between 0 and 8")]
    let decimals = (3.0 - size.log10().floor()).clamp(0.0, 8.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
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
