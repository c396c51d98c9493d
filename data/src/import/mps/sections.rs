//! The sections of a file, one after the other.

use super::super::report::Report;
use super::fields::{Layout, plain};
use super::{MpsColumn, MpsProgram, MpsRow};
use crate::findings::{Code, Findings};
use std::collections::HashMap;

/// What a row is named in the file for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// The first row without a limit.
    Objective,
    /// Another row without a limit: left out.
    Unused,
    /// A row of the program: its position.
    Row(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    /// Before the first section, and sections that say nothing of the program.
    Nothing,
    Sense,
    Rows,
    Columns,
    RightHandSide,
    Ranges,
    Bounds,
    End,
}

/// A row under way.
struct Limit {
    kind: char,
    right_hand_side: f64,
    range: Option<f64>,
}

/// A file under way.
pub(super) struct Reading<'a> {
    pub(super) layout: Layout,
    pub(super) report: Report<'a>,
    pub(super) program: MpsProgram,
    pub(super) columns: HashMap<String, usize>,
    section: Section,
    rows: HashMap<String, Role>,
    limits: Vec<Limit>,
    in_integers: bool,
    /// The column that has each row last, to tell one that has it twice.
    last_in_row: Vec<usize>,
}

impl<'a> Reading<'a> {
    /// Reads a whole file in one layout.
    pub(super) fn read(text: &str, file: &'a str, layout: Layout) -> Result<MpsProgram, Findings> {
        let mut reading = Self {
            layout,
            report: Report::new(file),
            program: MpsProgram::default(),
            columns: HashMap::new(),
            section: Section::Nothing,
            rows: HashMap::new(),
            limits: Vec::new(),
            in_integers: false,
            last_in_row: Vec::new(),
        };
        for (number, line) in text.lines().enumerate() {
            if line.starts_with('*') || line.trim().is_empty() || reading.section == Section::End {
                continue;
            }
            if line.starts_with([' ', '\t']) {
                reading.data(number + 1, line);
            } else {
                reading.heading(number + 1, line);
            }
        }
        reading.finish()
    }

    fn heading(&mut self, line: usize, text: &str) {
        let mut words = text.split_whitespace();
        self.section = match words.next().unwrap_or_default() {
            "NAME" => {
                self.program.name = words.next().unwrap_or_default().to_owned();
                Section::Nothing
            }
            "OBJSENSE" => {
                self.program.was_maximised |= words.next().is_some_and(|word| word.starts_with("MAX"));
                Section::Sense
            }
            "ROWS" => Section::Rows,
            "COLUMNS" => Section::Columns,
            "RHS" => Section::RightHandSide,
            "RANGES" => Section::Ranges,
            "BOUNDS" => Section::Bounds,
            "ENDATA" => Section::End,
            other => {
                self.report.at(Code::P01, line, format!("a section {other}"));
                Section::Nothing
            }
        };
    }

    fn data(&mut self, line: usize, text: &str) {
        let has_kind = matches!(self.section, Section::Rows | Section::Bounds);
        let fields = self.layout.fields(text, has_kind);
        match self.section {
            Section::Sense => self.program.was_maximised |= text.trim().starts_with("MAX"),
            Section::Rows => self.row(line, &fields),
            Section::Columns => self.column(line, &fields),
            Section::RightHandSide => self.pairs(line, &fields, Self::right_hand_side),
            Section::Ranges => self.pairs(line, &fields, Self::range),
            Section::Bounds => self.bound(line, &fields),
            Section::Nothing | Section::End => self.report.at(Code::P01, line, text.trim()),
        }
    }

    fn row(&mut self, line: usize, fields: &[&str]) {
        let [kind @ ("N" | "L" | "G" | "E"), name] = fields else {
            self.report.at(Code::P01, line, fields.join(" "));
            return;
        };
        let has_objective = self.rows.values().any(|role| *role == Role::Objective);
        let role = match *kind {
            "N" if has_objective => Role::Unused,
            "N" => Role::Objective,
            _ => Role::Row(self.limits.len()),
        };
        if self.rows.contains_key(*name) {
            return self.report.at(Code::P04, line, format!("a second row {name}"));
        }
        self.rows.insert((*name).to_owned(), role);
        if let Role::Row(_) = role {
            self.limits.push(Limit {
                kind: kind.chars().next().unwrap_or('E'),
                right_hand_side: 0.0,
                range: None,
            });
            self.last_in_row.push(usize::MAX);
            self.program.rows.push(MpsRow {
                name: (*name).to_owned(),
                lower: f64::NEG_INFINITY,
                upper: f64::INFINITY,
            });
        }
    }

    fn column(&mut self, line: usize, fields: &[&str]) {
        if fields.get(1).is_some_and(|word| word.contains("MARKER")) {
            self.in_integers = fields.last().is_some_and(|word| word.contains("INTORG"));
            return;
        }
        let (name, pairs) = match fields {
            [name, pairs @ ..] if matches!(pairs.len(), 2 | 4) => (*name, pairs),
            _ => return self.report.at(Code::P01, line, fields.join(" ")),
        };
        let position = self.column_position(name);
        for pair in pairs.chunks_exact(2) {
            let number = self.report.number(line, pair[0], &plain(pair[1]));
            match (self.role(line, pair[0]), number) {
                (Some(Role::Objective), Some(cost)) => self.program.columns[position].cost += cost,
                (Some(Role::Row(row)), Some(value)) => self.entry(line, position, row, value),
                _ => {}
            }
        }
    }

    fn entry(&mut self, line: usize, column: usize, row: usize, value: f64) {
        if self.last_in_row[row] == column {
            let name = &self.program.columns[column].name;
            self.report
                .at(Code::P04, line, format!("column {name} has a row twice"));
        }
        self.last_in_row[row] = column;
        if value != 0.0 {
            self.program.columns[column].entries.push((row, value));
        }
    }

    fn column_position(&mut self, name: &str) -> usize {
        if let Some(last) = self.program.columns.last().filter(|column| column.name == name) {
            debug_assert_eq!(last.name, name);
            return self.program.columns.len() - 1;
        }
        let next = self.program.columns.len();
        let position = *self.columns.entry(name.to_owned()).or_insert(next);
        if position == next {
            self.program.columns.push(MpsColumn {
                name: name.to_owned(),
                cost: 0.0,
                lower: 0.0,
                upper: f64::INFINITY,
                is_integer: self.in_integers,
                entries: Vec::new(),
            });
        }
        position
    }

    fn role(&mut self, line: usize, name: &str) -> Option<Role> {
        let role = self.rows.get(name).copied();
        if role.is_none() {
            self.report.at(Code::P04, line, format!("row {name} is not declared"));
        }
        role
    }

    /// Pairs of a row and a number after a name that may be left out.
    fn pairs(&mut self, line: usize, fields: &[&str], take: fn(&mut Self, Role, f64)) {
        let has_name = fields.len() % 2 == 1;
        let pairs = &fields[usize::from(has_name)..];
        if pairs.is_empty() {
            self.report.at(Code::P01, line, fields.join(" "));
        }
        for pair in pairs.chunks_exact(2) {
            let number = self.report.number(line, pair[0], &plain(pair[1]));
            if let (Some(role), Some(number)) = (self.role(line, pair[0]), number) {
                take(self, role, number);
            }
        }
    }

    fn right_hand_side(&mut self, role: Role, number: f64) {
        match role {
            Role::Objective => self.program.offset = -number,
            Role::Row(row) => self.limits[row].right_hand_side = number,
            Role::Unused => {}
        }
    }

    fn range(&mut self, role: Role, number: f64) {
        if let Role::Row(row) = role {
            self.limits[row].range = Some(number);
        }
    }

    fn finish(mut self) -> Result<MpsProgram, Findings> {
        if self.section != Section::End {
            self.report.whole(Code::P03, "the file ends without ENDATA");
        }
        for (row, limit) in self.program.rows.iter_mut().zip(&self.limits) {
            (row.lower, row.upper) = limit.bounds();
        }
        if self.program.was_maximised {
            self.program.offset = -self.program.offset;
            self.program
                .columns
                .iter_mut()
                .for_each(|column| column.cost = -column.cost);
        }
        self.report.finish(self.program)
    }
}

impl Limit {
    /// Least and greatest left-hand side.
    fn bounds(&self) -> (f64, f64) {
        let at = self.right_hand_side;
        match (self.kind, self.range) {
            ('L', None) => (f64::NEG_INFINITY, at),
            ('L', Some(range)) => (at - range.abs(), at),
            ('G', None) => (at, f64::INFINITY),
            ('G', Some(range)) => (at, at + range.abs()),
            (_, Some(range)) if range < 0.0 => (at + range, at),
            (_, Some(range)) => (at, at + range),
            (_, None) => (at, at),
        }
    }
}
