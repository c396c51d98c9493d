//! Columns of text: empty where a value is needed (V04), hidden characters (F10).

use super::Site;
use super::typed::Texts;
use crate::findings::{Code, Finding, Offenders, is_hidden, shown};
use crate::tables::files::Raw;
use polars::prelude::StringChunked;

pub(super) fn read(raw: Option<&Raw>, site: &Site<'_>, findings: &mut Vec<Finding>) -> Texts {
    let cells = match raw {
        None => return Texts::default(),
        Some(Raw::Text(cells)) => cells.clone(),
        Some(Raw::Numbers(numbers)) => whole_numbers_as_text(numbers, site, findings),
        Some(Raw::Flags(_)) => return wrong_type("flags", site, findings),
        Some(Raw::Other(name)) => return wrong_type(name, site, findings),
    };
    if site.column.default.is_none() {
        findings.extend(v04_empty(&cells, site));
    }
    if !site.text_is_clean {
        findings.extend(f10_hidden(&cells, site));
    }
    Texts::new(&cells)
}

/// Ids such as `17` come as numbers from some tools; numbers with a fraction are not ids.
fn whole_numbers_as_text(
    numbers: &polars::prelude::Float64Chunked,
    site: &Site<'_>,
    findings: &mut Vec<Finding>,
) -> StringChunked {
    let mut fractions = Offenders::new(Code::V03, site.place.clone()).with_action("Store the column as text.");
    let texts = numbers.iter().enumerate().map(|(row, number)| {
        let number = number?;
        if number.fract() != 0.0 || number.abs() > 9e15 {
            fractions.add(|| (site.label(row), shown(&number.to_string())));
        }
        Some(number.to_string())
    });
    let texts = texts.collect();
    findings.extend(fractions.into_finding());
    texts
}

/// A whole column of a type that cannot hold text.
fn wrong_type(name: &str, site: &Site<'_>, findings: &mut Vec<Finding>) -> Texts {
    findings.push(
        Finding::new(Code::V03, &site.place, format!("a column of type {name}")).with_action("Store it as text."),
    );
    Texts::default()
}

fn v04_empty(cells: &StringChunked, site: &Site<'_>) -> Option<Finding> {
    let mut offenders = Offenders::new(Code::V04, site.place.clone());
    for (row, cell) in cells.iter().enumerate() {
        if cell.unwrap_or("").is_empty() {
            offenders.add(|| (site.label(row), "an empty cell".to_owned()));
        }
    }
    offenders.into_finding()
}

fn f10_hidden(cells: &StringChunked, site: &Site<'_>) -> Option<Finding> {
    let mut offenders = Offenders::new(Code::F10, site.place.clone());
    for (row, cell) in cells.iter().enumerate() {
        let text = cell.unwrap_or("");
        if text.chars().any(is_hidden) {
            offenders.add(|| (site.label(row), shown(text)));
        }
    }
    offenders.into_finding()
}
