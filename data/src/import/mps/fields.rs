//! The fields of a line, by blanks or by places.

/// How fields are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// By blanks.
    Words,
    /// By fixed places: 2-3, 5-12, 15-22, 25-36, 40-47, 50-61.
    Places,
}

/// First and last place of each field, from 0, the last not included.
const PLACES: [(usize, usize); 6] = [(1, 3), (4, 12), (14, 22), (24, 36), (39, 47), (49, 61)];

impl Layout {
    /// The fields of a line of data. By places, the field of kinds is left out where a section has none (`has_kind`).
    pub(super) fn fields(self, line: &str, has_kind: bool) -> Vec<&str> {
        match self {
            Self::Words => line.split_whitespace().collect(),
            Self::Places => {
                let first = usize::from(!has_kind);
                let fields = PLACES[first..].iter().map(|(start, end)| cut(line, *start, *end));
                let mut fields: Vec<&str> = fields.collect();
                while fields.last().is_some_and(|field| field.is_empty()) {
                    fields.pop();
                }
                fields
            }
        }
    }
}

/// The part of a line between two places, without blanks at its ends; empty where there is none.
fn cut(line: &str, start: usize, end: usize) -> &str {
    let end = end.min(line.len());
    line.get(start.min(end)..end).unwrap_or_default().trim()
}

/// A number as MPS files write it: `1.D+3` is meant as `1e3`.
pub(super) fn plain(word: &str) -> String {
    word.replace(['D', 'd'], "e")
}
