//! Published optima: a table of `instance,problem,split,value,status,note`.

use super::error::BenchError;
use super::solve::Relaxation;
use std::collections::HashMap;
use std::path::Path;

/// What is published of a linear program.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Published {
    /// Its optimum.
    Optimum(f64),
    /// That it has no solution.
    Infeasible,
}

/// The table, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Optima(HashMap<String, Published>);

impl Optima {
    /// Reads a table; rows of problems that are no linear program or minimum-cost flow are left out.
    pub(super) fn read(path: &Path) -> Result<Self, BenchError> {
        let wrong = |reason: String| BenchError::Record {
            path: path.to_owned(),
            reason,
        };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_path(path)
            .map_err(|e| wrong(e.to_string()))?;
        let mut optima = HashMap::new();
        for record in reader.records() {
            let record = record.map_err(|error| wrong(error.to_string()))?;
            let cell = |position: usize| record.get(position).unwrap_or_default();
            let is_program = cell(1).starts_with("LP") || cell(1) == "min-cost flow";
            let published = match cell(3).parse::<f64>() {
                _ if cell(4).contains("Infeasible") => Some(Published::Infeasible),
                Ok(value) => Some(Published::Optimum(value)),
                Err(_) => None,
            };
            if let (true, Some(published)) = (is_program, published) {
                optima.insert(cell(0).to_owned(), published);
            }
        }
        Ok(Self(optima))
    }

    /// What is published of a file: under its name, its stem, or its stem and relaxation.
    pub(super) fn of(&self, file: &str, relaxation: Relaxation) -> Option<Published> {
        let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
        // `r01.1.dow` has its number behind the first point.
        let long = file.strip_suffix(".dow").unwrap_or(stem);
        let word = match relaxation {
            Relaxation::Weak => "weak",
            Relaxation::Strong => "strong",
        };
        let names = [file.to_owned(), format!("{long} {word} LP"), stem.to_owned()];
        names.iter().find_map(|name| self.0.get(name).copied())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_under_each_kind_of_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("optima.csv");
        let text = "instance,problem,split,value,status,note\nafiro,LP min (Netlib),dev,-4.5,HiGHS,\na.min,min-cost flow,dev,7,ok,\nr01.1 strong LP,LP min,dev,8.5,HiGHS Optimal 0.0s,\nr01.9 weak LP,LP min,dev,3.5,HiGHS Infeasible 0.0s,\nc33,MIP min,dev,4,x,\n";
        std::fs::write(&path, text).unwrap();
        let optima = Optima::read(&path).unwrap();
        let of = |file: &str, relaxation| optima.of(file, relaxation);
        assert_eq!(of("afiro.mps", Relaxation::Weak), Some(Published::Optimum(-4.5)));
        assert_eq!(of("a.min", Relaxation::Weak), Some(Published::Optimum(7.0)));
        assert_eq!(of("r01.1.dow", Relaxation::Strong), Some(Published::Optimum(8.5)));
        assert_eq!(of("r01.9.dow", Relaxation::Weak), Some(Published::Infeasible));
        assert_eq!(of("c33.dow", Relaxation::Weak), None);
    }
}
