//! The data dictionary as a page.

use super::column::{Column, ColumnKind, Range, Table};
use super::{OUTPUT_TABLES, input_tables};
use std::fmt::Write;

const INTRODUCTION: &str = "# Data dictionary

A data folder holds the input tables, each as `NAME.csv` (UTF-8, commas, a header row, decimal points) or
`NAME.parquet`. A plan folder holds the output tables as `NAME.parquet`. Ids join the tables; nothing is converted on
reading: an amount is in the unit of its commodity, and yearly figures become a period's as
`yearly * hours / 8760 * profile factor`.

Columns may stand in any order. A column with a default may be left out, and its cells may be empty; a column that is
not listed here is refused. What a broken rule looks like, and what to do, is in the [error index](errors.md).

This page is made from the code: `UPDATE_DOCS=1 cargo test --release -p data` writes it anew.
";

/// The data dictionary as Markdown: input tables, then output tables.
#[must_use]
pub fn to_markdown() -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str("\n## Input tables\n");
    for table in input_tables() {
        write_table(&mut page, table, true);
    }
    page.push_str("\n## Output tables\n");
    for table in OUTPUT_TABLES {
        write_table(&mut page, table, false);
    }
    page
}

fn write_table(page: &mut String, table: &Table, is_input: bool) {
    let presence = match (is_input, table.required) {
        (false, _) => "",
        (true, true) => " Required.",
        (true, false) => " Optional.",
    };
    let _ = write!(
        page,
        "\n### {}\n\nA row: {}.{presence}",
        table.name,
        lower_first(table.meaning)
    );
    if !table.key.is_empty() {
        let key: Vec<String> = table.key.iter().map(|column| format!("`{column}`")).collect();
        let _ = write!(page, " Key: {}.", key.join(", "));
    }
    page.push_str("\n\n| column | type | unit | default | meaning |\n|---|---|---|---|---|\n");
    for column in table.columns {
        write_column(page, column);
    }
}

fn write_column(page: &mut String, column: &Column) {
    let default = match column.default {
        None => "required".to_owned(),
        Some("") => "none".to_owned(),
        Some(value) => format!("`{value}`"),
    };
    let _ = writeln!(
        page,
        "| `{}` | {} | {} | {default} | {} |",
        column.name,
        kind(column.kind),
        column.unit,
        column.meaning
    );
}

fn kind(kind: ColumnKind) -> String {
    match kind {
        ColumnKind::Id => "id".to_owned(),
        ColumnKind::Text => "text".to_owned(),
        ColumnKind::Flag => "`true` or `false`".to_owned(),
        ColumnKind::OneOf(words) => joined(words),
        ColumnKind::Reference(tables) => format!("id in {}", joined(tables)),
        ColumnKind::Number(range) => range_in_words(range).to_owned(),
    }
}

fn joined(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

const fn range_in_words(range: Range) -> &'static str {
    match range {
        Range::Finite => "number",
        Range::NonNegative => "number, 0 or more",
        Range::Positive => "number above 0",
        Range::Loss => "number from 0, below 1",
        Range::Share => "number from 0 to 1",
        Range::Latitude => "number from -90 to 90",
        Range::Longitude => "number from -180 to 180",
    }
}

/// The sentence with a small first letter.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
