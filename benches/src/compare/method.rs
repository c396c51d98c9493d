//! The methods that can be compared, and the runs that a choice of methods and accuracies asks for.

use std::fmt;
use std::str::FromStr;

use super::error::CompareError;

/// A way to solve an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// HiGHS, dual simplex.
    HighsSimplex,
    /// HiGHS, interior point with crossover.
    HighsInteriorPoint,
    /// HiGHS, interior point ended early, without crossover.
    HighsNoCrossover,
    /// HiGHS, first-order method.
    HighsPdlp,
    /// OR-Tools, first-order method.
    OrtoolsPdlp,
    /// OR-Tools, simplex.
    OrtoolsGlop,
    /// `planner plan --method decomposed`.
    Planner,
    /// `planner plan --method whole`.
    PlannerWhole,
}

impl Method {
    /// Every method, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::HighsSimplex,
        Self::HighsInteriorPoint,
        Self::HighsNoCrossover,
        Self::HighsPdlp,
        Self::OrtoolsPdlp,
        Self::OrtoolsGlop,
        Self::PlannerWhole,
        Self::Planner,
    ];

    /// Its name on the command line and in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HighsSimplex => "highs-simplex",
            Self::HighsInteriorPoint => "highs-interior-point",
            Self::HighsNoCrossover => "highs-no-crossover",
            Self::HighsPdlp => "highs-pdlp",
            Self::OrtoolsPdlp => "ortools-pdlp",
            Self::OrtoolsGlop => "ortools-glop",
            Self::Planner => "planner",
            Self::PlannerWhole => "planner-whole",
        }
    }

    /// Whether it needs Python.
    #[must_use]
    pub const fn needs_python(self) -> bool {
        matches!(self, Self::OrtoolsPdlp | Self::OrtoolsGlop)
    }

    /// Whether it needs the `planner` program.
    #[must_use]
    pub const fn needs_planner(self) -> bool {
        matches!(self, Self::Planner | Self::PlannerWhole)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Method {
    type Err = CompareError;

    fn from_str(name: &str) -> Result<Self, CompareError> {
        let known = || Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|method| method.name() == name)
            .ok_or_else(|| CompareError::UnknownMethod {
                name: name.to_owned(),
                known: known(),
            })
    }
}

/// Accuracy that the HiGHS adapter asks of the first-order method.
const HIGHS_PDLP_ACCURACY: f64 = 1e-6;

/// One method at one accuracy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Task {
    /// The method.
    pub method: Method,
    /// Relative accuracy asked; none for methods that end at an optimal basis.
    pub accuracy: Option<f64>,
}

/// The runs of one instance: the planner once for each gap, methods that can end early once for each accuracy, the rest once.
#[must_use]
pub fn tasks(methods: &[Method], gaps: &[f64], accuracies: &[f64]) -> Vec<Task> {
    methods
        .iter()
        .flat_map(|method| {
            let asked: Vec<Option<f64>> = match method {
                Method::Planner => gaps.iter().copied().map(Some).collect(),
                Method::OrtoolsPdlp | Method::HighsNoCrossover => accuracies.iter().copied().map(Some).collect(),
                Method::HighsPdlp => vec![Some(HIGHS_PDLP_ACCURACY)],
                _ => vec![None],
            };
            asked.into_iter().map(|accuracy| Task {
                method: *method,
                accuracy,
            })
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn every_method_is_found_by_its_name() {
        for method in Method::ALL {
            assert_eq!(method.name().parse::<Method>().unwrap(), method);
        }
        let error = "simplex".parse::<Method>().unwrap_err().to_string();
        assert!(
            error.contains("`simplex`") && error.contains("highs-simplex"),
            "{error}"
        );
    }

    #[test]
    fn accuracies_multiply_only_the_methods_that_take_them() {
        let methods = [Method::HighsSimplex, Method::OrtoolsPdlp, Method::Planner];
        let tasks = tasks(&methods, &[1e-3, 1e-4], &[1e-4]);
        let asked: Vec<_> = tasks.iter().map(|task| (task.method.name(), task.accuracy)).collect();
        assert_eq!(
            asked,
            [
                ("highs-simplex", None),
                ("ortools-pdlp", Some(1e-4)),
                ("planner", Some(1e-3)),
                ("planner", Some(1e-4)),
            ]
        );
    }
}
