//! MPS: a linear program by rows and columns. Words are set apart by blanks; where that does not fit, as with names that have
//! blanks in them, the file is read by the fixed places of the old format.
//!
//! Invariant: a program that was read has every name once, finite coefficients, and bounds that are no NaN.

mod bounds;
mod fields;
mod sections;

use crate::findings::Findings;
use fields::Layout;
use sections::Reading;

/// A row: `lower <= a x <= upper`.
#[derive(Clone, Debug, PartialEq)]
pub struct MpsRow {
    /// Its name.
    pub name: String,
    /// Least left-hand side; may be infinite.
    pub lower: f64,
    /// Greatest left-hand side; may be infinite.
    pub upper: f64,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct MpsColumn {
    /// Its name.
    pub name: String,
    /// Cost of a unit.
    pub cost: f64,
    /// Least value; may be infinite.
    pub lower: f64,
    /// Greatest value; may be infinite.
    pub upper: f64,
    /// Whether the file asks for whole numbers.
    pub is_integer: bool,
    /// Rows and coefficients, in the order of the file.
    pub entries: Vec<(usize, f64)>,
}

/// A linear program that is minimised.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MpsProgram {
    /// Its name.
    pub name: String,
    /// Rows, without those that have no limit.
    pub rows: Vec<MpsRow>,
    /// Columns.
    pub columns: Vec<MpsColumn>,
    /// What is added to the costs.
    pub offset: f64,
    /// Whether the file asks for the greatest value: costs and offset were turned round then.
    pub was_maximised: bool,
}

/// Reads a program.
///
/// # Errors
/// Every finding at once: lines, numbers and names that do not fit (P01, P02, P04), a file without its end (P03).
pub fn parse(text: &str, file: &str) -> Result<MpsProgram, Findings> {
    let by_words = Reading::read(text, file, Layout::Words);
    match by_words {
        Ok(program) => Ok(program),
        // What is wrong is told by the layout that nearly all files have.
        Err(findings) => Reading::read(text, file, Layout::Places).map_err(|_| findings),
    }
}

impl MpsProgram {
    /// Number of coefficients.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.columns.iter().map(|column| column.entries.len()).sum()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::findings::Code;

    fn codes(findings: &Findings) -> Vec<Code> {
        findings.iter().map(|finding| finding.code).collect()
    }

    const SAMPLE: &str = "\
* a comment
NAME          SAMPLE
ROWS
 N  COST
 L  LIMIT
 G  LEAST
 E  EVEN
 N  UNUSED
COLUMNS
    X1        COST               1.0   LIMIT              1.0
    X1        LEAST              1.0   UNUSED             9.0
    X2        COST               2.0   LIMIT              1.0
    X2        EVEN             1.D+0
RHS
    RHS       COST              -3.0   LIMIT              4.0
    RHS       LEAST              1.0   EVEN               2.0
RANGES
    RNG       LIMIT              2.5   EVEN              -0.5
BOUNDS
 UP BND       X1                 4.0
 MI BND       X2
 UP BND       X2                 9.0
ENDATA
";

    #[test]
    fn a_program_is_read() {
        let program = parse(SAMPLE, "sample.mps").unwrap();
        assert_eq!((program.name.as_str(), program.offset), ("SAMPLE", 3.0));
        let limits: Vec<(f64, f64)> = program.rows.iter().map(|row| (row.lower, row.upper)).collect();
        assert_eq!(limits, [(1.5, 4.0), (1.0, f64::INFINITY), (1.5, 2.0)]);
        let second = &program.columns[1];
        assert_eq!((second.cost, second.lower, second.upper), (2.0, f64::NEG_INFINITY, 9.0));
        assert_eq!(second.entries, [(0, 1.0), (2, 1.0)]);
    }

    #[test]
    fn names_with_blanks_are_read_by_their_places() {
        let blank = SAMPLE.replace("X1 ", "X 1").replace("LIMIT", "LI IT");
        let program = parse(&blank, "blank.mps").unwrap();
        assert_eq!(
            (program.columns[0].name.as_str(), program.rows[0].name.as_str()),
            ("X 1", "LI IT")
        );
        let plain = parse(SAMPLE, "sample.mps").unwrap();
        assert_eq!(plain.columns[0].entries, program.columns[0].entries);
        assert_eq!(plain.rows[0].upper, program.rows[0].upper);
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let wrong = SAMPLE
            .replace(" G  LEAST", " G  LEAST\n Q  ODD\n L  LIMIT")
            .replace("1.D+0", "one")
            .replace(" MI BND       X2", " MI BND       X3")
            .replace("ENDATA\n", "");
        let findings = parse(&wrong, "wrong.mps").unwrap_err();
        assert_eq!(codes(&findings), [Code::P01, Code::P02, Code::P03, Code::P04]);
        assert_eq!(findings.iter().nth(3).unwrap().count, 2);
        for text in ["", "x", " x", "COLUMNS\n A B 1\n", "ROWS\n N\n", "RHS\n A\nENDATA"] {
            assert!(parse(text, "f").is_err(), "{text:?}");
        }
    }

    #[test]
    fn integers_and_the_other_sense_are_kept_in_mind() {
        let text = "NAME\nOBJSENSE\n    MAX\nROWS\n N C\n L R\nCOLUMNS\n M 'MARKER' 'INTORG'\n X C 2 R 1\n M 'MARKER' 'INTEND'\n Y R 1\nRHS\n R 3\nENDATA\n";
        let program = parse(text, "max.mps").unwrap();
        assert!(program.was_maximised && program.columns[0].is_integer && !program.columns[1].is_integer);
        assert_eq!((program.columns[0].cost, program.rows[0].upper), (-2.0, 3.0));
    }
}
