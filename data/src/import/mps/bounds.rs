//! Bounds of columns.

use super::fields::plain;
use super::sections::Reading;
use crate::findings::Code;

impl Reading<'_> {
    /// One line of the section BOUNDS: kind, a name that may be left out, column, and a number where the kind takes one.
    pub(super) fn bound(&mut self, line: usize, fields: &[&str]) {
        let Some((kind, rest)) = fields.split_first() else {
            return;
        };
        let takes_number = !matches!(*kind, "FR" | "MI" | "PL" | "BV");
        let column = match (rest, takes_number) {
            ([.., column, _], true) | ([_, column] | [column] | [_, column, _], false) => *column,
            _ => return self.report.at(Code::P01, line, fields.join(" ")),
        };
        let number = match rest.last().filter(|_| takes_number) {
            Some(word) => self.report.number(line, column, &plain(word)),
            None => Some(0.0),
        };
        let Some(position) = self.columns.get(column).copied() else {
            return self
                .report
                .at(Code::P04, line, format!("column {column} is not declared"));
        };
        if let Some(number) = number {
            self.set_bound(line, kind, position, number);
        }
    }

    fn set_bound(&mut self, line: usize, kind: &str, position: usize, number: f64) {
        let column = &mut self.program.columns[position];
        match kind {
            "UP" | "UI" => {
                // An upper bound below zero alone frees the column below, as other readers have it.
                if number < 0.0 && column.lower == 0.0 {
                    column.lower = f64::NEG_INFINITY;
                }
                column.upper = number;
            }
            "LO" | "LI" => column.lower = number,
            "FX" => (column.lower, column.upper) = (number, number),
            "FR" => (column.lower, column.upper) = (f64::NEG_INFINITY, f64::INFINITY),
            "MI" => column.lower = f64::NEG_INFINITY,
            "PL" => column.upper = f64::INFINITY,
            "BV" => (column.lower, column.upper) = (0.0, 1.0),
            other => self.report.at(Code::P01, line, format!("a bound of kind {other}")),
        }
    }
}
