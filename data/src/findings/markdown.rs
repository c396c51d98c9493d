//! The error index as a page.

use super::code::{Code, Finder};
use std::fmt::Write;

const INTRODUCTION: &str = "# Error index

Every rule that an input can break has a code that never changes its meaning. All findings of a run are reported
together; each names the first five offenders and how many there are. `row 12` of a CSV file counts as a spreadsheet
does, the header is row 1; Parquet has no header, and its first row is row 1. The same findings come as JSON with `--json`.

This page is made from the code: `UPDATE_DOCS=1 cargo test --release -p data` writes it anew.
";

const GROUPS: [(char, &str); 7] = [
    ('F', "Files"),
    ('V', "Values"),
    ('I', "Ids"),
    ('R', "Recipes"),
    ('N', "Network"),
    ('C', "Configs"),
    ('P', "Public formats"),
];

/// The error index as Markdown: one heading a group, one entry a code.
#[must_use]
pub fn to_markdown() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (letter, name) in GROUPS {
        let _ = write!(page, "\n## {letter}: {name}\n");
        for code in Code::ALL.iter().filter(|c| c.as_str().starts_with(letter)) {
            write_entry(&mut page, *code);
        }
    }
    page
}

fn write_entry(page: &mut String, code: Code) {
    let reported_by = match code.finder() {
        Finder::Tables => "the table reader",
        Finder::Config => "the config reader",
        Finder::Planner => "the planner",
        Finder::Import => "`planner import`",
    };
    let _ = write!(
        page,
        "\n### {code}: {}\n\n{}, reported by {reported_by}.\n\nCause: {}\n\nAction: {}\n",
        code.title(),
        capitalised(code.severity().as_str()),
        code.cause(),
        code.action(),
    );
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
