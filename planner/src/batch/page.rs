//! `compare.html`: the plans of a batch as charts and a table, one file that loads nothing.
//!
//! Invariant: the page names no other resource, its policy forbids the browser to fetch any, and every text that comes from data
//! passes through maud's escaping.

use super::chart;
use super::compare::{Column, Compared, Comparison};
use super::error::BatchError;
use crate::plan::parquet::write_whole;
use crate::plan::show::Cell;
use crate::report::Document;
use crate::run::RunError;
use maud::{Markup, html};
use std::path::{Path, PathBuf};

/// Name of the page in a batch folder.
pub const PAGE: &str = "compare.html";

const STYLE: &str = concat!(
    include_str!("../report/assets/page.css"),
    include_str!("assets/compare.css")
);

/// Writes the page into the batch folder and gives its place.
///
/// # Errors
/// When the file cannot be written.
pub fn write_page(folder: &Path, comparison: &Comparison) -> Result<PathBuf, BatchError> {
    let path = folder.join(PAGE);
    let text = render(comparison).into_string();
    write_whole(&path, text.as_bytes()).map_err(RunError::file(&path))?;
    Ok(path)
}

/// The page of a comparison, its plans in the order they have there.
pub(super) fn render(comparison: &Comparison) -> Markup {
    let body = html! {
        header {
            p.eyebrow { "Batch of " (comparison.planned) " plans" }
            h1 { (comparison.name) }
            p.eyebrow { (sentence(comparison)) }
        }
        main.tables {
            (chart::differences(comparison))
            (chart::trade_off(comparison))
            (table(comparison))
        }
    };
    let page = Document {
        title: &format!("Batch {}", comparison.name),
        style: STYLE,
        script: None,
    };
    page.around(&body)
}

fn sentence(comparison: &Comparison) -> String {
    let made = comparison.plans.len();
    let without = comparison
        .plans
        .iter()
        .filter(|plan| !plan.row.status.is_plan())
        .count();
    let first = match &comparison.first {
        Some(first) => format!(" Differences are to {first}."),
        None => String::new(),
    };
    format!(
        "{made} of {} plans are on record, {without} of them without a plan.{first}",
        comparison.planned
    )
}

fn table(comparison: &Comparison) -> Markup {
    let columns = comparison.columns();
    html! {
        h2 { "Plans" }
        div.scroll tabindex="0" {
            table {
                thead { tr { @for column in &columns { (heading(column)) } th scope="col" { "why not" } } }
                tbody { @for plan in &comparison.plans { (row(comparison, plan)) } }
            }
        }
    }
}

fn heading(column: &Column) -> Markup {
    html! {
        th scope="col" { (column.name) @if !column.unit.is_empty() { " " small { (column.unit) } } }
    }
}

fn row(comparison: &Comparison, plan: &Compared) -> Markup {
    let mut cells = comparison.cells(plan).into_iter();
    let id = cells.next();
    html! {
        tr class=[(!plan.row.status.is_plan()).then_some("missing")] {
            th scope="row" {
                @match &plan.row.plan {
                    Some(folder) if plan.row.status.is_plan() => {
                        a href=(format!("{folder}/report.html")) { (plan.row.id) }
                    }
                    _ => { @if let Some(Cell::Word(id)) = id { (id) } }
                }
            }
            @for cell in cells { (shown(&cell)) }
            td { @if let Some(message) = &plan.row.message { (message) } }
        }
    }
}

fn shown(cell: &Cell) -> Markup {
    html! {
        @match cell {
            Cell::Word(word) => td { (word) },
            Cell::Number(number) => td.n { (chart::figure(*number)) },
            Cell::Count(count) => td.n { (count) },
            Cell::Empty => td.n { "–" },
        }
    }
}
