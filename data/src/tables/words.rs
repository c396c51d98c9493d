//! Wording shared by the rules: did you mean, figures.

/// Least likeness of a word that is offered instead.
const LIKENESS: f64 = 0.6;

/// Candidates that are compared at most; a table may have a million ids.
const CANDIDATES: usize = 100_000;

/// The candidate most like the word, if one is like it at all; the first of equals.
pub(super) fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates.into_iter().take(CANDIDATES) {
        let likeness = strsim::normalized_damerau_levenshtein(&folded, &candidate.to_lowercase());
        if likeness >= LIKENESS && best.is_none_or(|(b, _)| likeness > b) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A number for people: six significant digits.
pub(super) fn figure(value: f64) -> String {
    let rounded = format!("{value:.5e}").parse().unwrap_or(value);
    if rounded != 0.0 && !(1e-4..1e9).contains(&f64::abs(rounded)) {
        format!("{rounded:e}")
    } else {
        format!("{rounded}")
    }
}

#[cfg(test)]
mod tests {
    use super::{closest, figure};

    #[test]
    fn a_slip_finds_its_word() {
        let words = ["latitude", "longitude", "population"];
        assert_eq!(closest("lattitude", words), Some("latitude"));
        assert_eq!(closest("Latitude", words), Some("latitude"));
        assert_eq!(closest("colour", words), None);
    }

    #[test]
    fn figures_are_short() {
        assert_eq!(figure(0.1 + 0.2), "0.3");
        assert_eq!(figure(1_234_567.8), "1234570");
        assert_eq!(figure(3e12), "3e12");
        assert_eq!(figure(0.0), "0");
    }
}
