//! Columns that take one of a few words (V03, V04; V08 where the words are units).

use super::Site;
use super::typed::NO_WORD;
use crate::findings::{Code, Finding, Offenders, shown};
use crate::tables::files::Raw;
use crate::tables::words::closest;

pub(super) fn read(raw: Option<&Raw>, site: &Site<'_>, words: &[&str], findings: &mut Vec<Finding>) -> Vec<u8> {
    let cells = match raw {
        Some(Raw::Text(cells)) => cells,
        Some(_) => {
            findings.push(Finding::new(Code::V03, &site.place, "a column of another type"));
            return vec![NO_WORD; site.rows];
        }
        None => {
            let default = site.column.default.and_then(|word| code_of(word, words));
            return vec![default.unwrap_or(NO_WORD); site.rows];
        }
    };
    let mut wrong = Offenders::new(code_of_rule(site), site.place.clone());
    let mut empty = Offenders::new(Code::V04, site.place.clone());
    let codes = cells.iter().enumerate().map(|(row, cell)| {
        let text = cell.filter(|text| !text.is_empty()).or(site.column.default);
        let code = text.and_then(|text| code_of(text, words));
        match (text, code) {
            (None, _) => empty.add(|| (site.label(row), "an empty cell".to_owned())),
            (Some(text), None) => {
                wrong.advise(|| Some(advice(text, words)));
                wrong.add(|| (site.label(row), shown(text)));
            }
            (Some(_), Some(_)) => {}
        }
        code.unwrap_or(NO_WORD)
    });
    let codes = codes.collect();
    findings.extend(wrong.into_finding());
    findings.extend(empty.into_finding());
    codes
}

/// A unit that is not known has a code of its own.
fn code_of_rule(site: &Site<'_>) -> Code {
    if site.column.name == "unit" {
        Code::V08
    } else {
        Code::V03
    }
}

fn code_of(word: &str, words: &[&str]) -> Option<u8> {
    words
        .iter()
        .position(|w| *w == word)
        .and_then(|position| u8::try_from(position).ok())
}

fn advice(text: &str, words: &[&str]) -> String {
    match closest(text, words.iter().copied()) {
        Some(word) => format!("Did you mean `{word}`? It takes {}.", words.join(", ")),
        None => format!("Write one of {}.", words.join(", ")),
    }
}
