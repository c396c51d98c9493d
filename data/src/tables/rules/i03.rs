//! I03: two ids look alike.

use super::Context;
use crate::findings::{Code, Finding, Offenders, shown};
use crate::tables::cells::{Texts, Typed};
use polars::prelude::{InitHashMaps, PlHashMap};

/// Ids of each table that differ only in what people overlook.
pub(super) fn look_alikes(context: &Context<'_>) -> Vec<Finding> {
    context.tables.iter().filter_map(of_table).collect()
}

fn of_table(table: &Typed) -> Option<Finding> {
    let column = table.id_column()?;
    let ids = table.texts(column);
    if table.table.name == "periods" || ids.iter(table.rows).all(is_plain) {
        return None;
    }
    let mut first: PlHashMap<String, usize> = PlHashMap::with_capacity(table.rows);
    let mut offenders = Offenders::new(Code::I03, table.place(column));
    for (row, id) in ids.iter(table.rows).enumerate() {
        let before = *first.entry(folded(id)).or_insert(row);
        if differs(&ids, before, id) {
            let seen = || {
                format!(
                    "{} and {} in {}",
                    shown(id),
                    shown(ids.get(before)),
                    table.label(before)
                )
            };
            offenders.add(|| (table.label(row), seen()));
        }
    }
    offenders.into_finding()
}

fn differs(ids: &Texts, before: usize, id: &str) -> bool {
    ids.get(before) != id
}

/// Whether an id is its own folded form; then only an equal id could be mistaken for it.
fn is_plain(id: &str) -> bool {
    let bytes = id.as_bytes();
    bytes
        .iter()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b':'))
        && !id.contains("--")
        && !id.starts_with('-')
        && !id.ends_with('-')
}

/// Lower case, separators made one, letters of other scripts and accents as the plain letters they look like.
fn folded(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for c in id.chars().flat_map(char::to_lowercase) {
        match plain_letter(c) {
            Some('-') if out.is_empty() || out.ends_with('-') => {}
            Some(letter) => out.push(letter),
            None => {}
        }
    }
    if out.ends_with('-') {
        out.pop();
    }
    out
}

/// The plain letter that a lower-case letter looks like; none for marks that add nothing to the eye.
const fn plain_letter(c: char) -> Option<char> {
    Some(match c {
        ' ' | '_' | '-' | '\u{a0}' | '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{300}'..='\u{36f}' => return None,
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'ç' | 'ć' | 'č' | 'с' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' | 'е' | 'ё' | 'ε' => 'e',
        'н' | 'η' => 'h',
        'ì'..='ï' | 'ī' | 'ı' | 'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ł' => 'l',
        'м' => 'm',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ś' | 'š' | 'ѕ' => 's',
        'т' | 'τ' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ν' => 'v',
        'х' | 'χ' => 'x',
        'ý' | 'ÿ' | 'у' | 'γ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::{folded, is_plain};

    #[test]
    fn look_alikes_fold_to_one() {
        assert_eq!(folded("San_José"), folded("san-jose"));
        assert_eq!(folded("St  Louis"), folded("st-louis"));
        assert_eq!(folded("с\u{43e}al"), "coal");
        assert_ne!(folded("site-1-11"), folded("site-11-1"));
    }

    #[test]
    fn plain_ids_are_their_own_form() {
        for id in ["a", "us.il:chicago-2", "n17"] {
            assert!(is_plain(id));
            assert_eq!(folded(id), id);
        }
        assert!(!is_plain("A"));
    }
}
