//! Reads MPS as far as public instances need it, into programs of this house: limits are upper ones, lower bounds are finite. A free
//! column becomes two, one without a lower bound is turned round.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use workers::{LinearProgram, Row, RowKind};

pub(crate) fn read(path: &Path) -> LinearProgram {
    let mut text = String::new();
    let file = std::fs::File::open(path).unwrap();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    parse(&text)
}

#[derive(Default)]
struct Model {
    /// Kind and right-hand side, in order; the first row of kind N is the objective.
    rows: Vec<(char, f64)>,
    row_names: BTreeMap<String, usize>,
    columns: Vec<Column>,
    column_names: BTreeMap<String, usize>,
}

struct Column {
    entries: Vec<(usize, f64)>,
    lower: f64,
    upper: f64,
}

pub(crate) fn parse(text: &str) -> LinearProgram {
    let mut model = Model::default();
    let mut section = String::new();
    for line in text
        .lines()
        .filter(|line| !line.starts_with('*') && !line.trim().is_empty())
    {
        let words: Vec<&str> = line.split_whitespace().collect();
        if line.starts_with(' ') {
            model.take(&section, &words);
        } else {
            words[0].clone_into(&mut section);
        }
    }
    model.program()
}

impl Model {
    fn take(&mut self, section: &str, words: &[&str]) {
        match section {
            "ROWS" => {
                self.row_names.insert(words[1].to_owned(), self.rows.len());
                self.rows.push((words[0].chars().next().unwrap(), 0.0));
            }
            "COLUMNS" => {
                let next = self.columns.len();
                let column = *self.column_names.entry(words[0].to_owned()).or_insert(next);
                if column == next {
                    self.columns.push(Column {
                        entries: Vec::new(),
                        lower: 0.0,
                        upper: f64::INFINITY,
                    });
                }
                for pair in words[1..].chunks_exact(2) {
                    let entry = (self.row_names[pair[0]], pair[1].parse().unwrap());
                    self.columns[column].entries.push(entry);
                }
            }
            "RHS" => {
                // The name of the right-hand side may be left out.
                let pairs = &words[words.len() % 2..];
                for pair in pairs.chunks_exact(2) {
                    self.rows[self.row_names[pair[0]]].1 = pair[1].parse().unwrap();
                }
            }
            "BOUNDS" => self.bound(words),
            other => panic!("section {other} is not read"),
        }
    }

    fn bound(&mut self, words: &[&str]) {
        let has_value = !matches!(words[0], "FR" | "MI" | "PL");
        let value: f64 = if has_value {
            words.last().unwrap().parse().unwrap()
        } else {
            0.0
        };
        let name = words[words.len() - 1 - usize::from(has_value)];
        let column = &mut self.columns[self.column_names[name]];
        match words[0] {
            "UP" => column.upper = value,
            "LO" => column.lower = value,
            "FX" => (column.lower, column.upper) = (value, value),
            "FR" => (column.lower, column.upper) = (f64::NEG_INFINITY, f64::INFINITY),
            "MI" => column.lower = f64::NEG_INFINITY,
            "PL" => column.upper = f64::INFINITY,
            other => panic!("bound {other} is not read"),
        }
    }

    fn program(&self) -> LinearProgram {
        let mut program = LinearProgram::default();
        let mut rows: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.rows.len()];
        let objective = self.rows.iter().position(|(kind, _)| *kind == 'N');
        for column in &self.columns {
            for (sign, lower, upper) in parts(column) {
                let of_objective = column.entries.iter().filter(|(row, _)| Some(*row) == objective);
                let cost: f64 = of_objective.map(|(_, value)| sign * value).sum();
                let position = program.add_column(cost, lower, upper);
                for (row, value) in &column.entries {
                    rows[*row].push((position, sign * value));
                }
            }
        }
        for ((kind, right_hand_side), entries) in self.rows.iter().zip(&mut rows) {
            let (kind, sign) = match kind {
                'E' => (RowKind::Equal, 1.0),
                'L' => (RowKind::AtMost, 1.0),
                'G' => (RowKind::AtMost, -1.0),
                _ => continue,
            };
            entries.iter_mut().for_each(|(_, value)| *value *= sign);
            let right_hand_side = sign * right_hand_side;
            program.add_row(Row { kind, right_hand_side }, entries);
        }
        program
    }
}

/// The columns that one becomes: sign of its entries, lower and upper bound.
fn parts(column: &Column) -> Vec<(f64, f64, f64)> {
    match (column.lower.is_finite(), column.upper.is_finite()) {
        (true, _) => vec![(1.0, column.lower, column.upper)],
        (false, true) => vec![(-1.0, -column.upper, f64::INFINITY)],
        (false, false) => vec![(1.0, 0.0, f64::INFINITY), (-1.0, 0.0, f64::INFINITY)],
    }
}
