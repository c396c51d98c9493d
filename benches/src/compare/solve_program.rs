//! Solves a program with HiGHS in this process and says what that took. The driver starts it as a child of itself.

use super::error::CompareError;
use super::report::Report;
use super::{no_crossover, program_file};
use crate::cpu::{cpu_seconds, peak_memory_mb};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use workers::solve::solve;
use workers::{Algorithm, Answer, LinearProgram, RowKind, SolveOptions, SolveStatus};

/// The algorithms of HiGHS that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HighsAlgorithm {
    /// Dual simplex.
    Simplex,
    /// Interior point, then crossover.
    InteriorPoint,
    /// Interior point ended early, without crossover.
    NoCrossover,
    /// First-order.
    Pdlp,
}

impl HighsAlgorithm {
    /// Its name on the command line.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Simplex => "simplex",
            Self::InteriorPoint => "interior-point",
            Self::NoCrossover => "no-crossover",
            Self::Pdlp => "pdlp",
        }
    }

    /// The adapter's name for it; none where the adapter does not offer it.
    const fn algorithm(self) -> Option<Algorithm> {
        match self {
            Self::Simplex => Some(Algorithm::Simplex),
            Self::InteriorPoint => Some(Algorithm::InteriorPoint),
            Self::NoCrossover => None,
            Self::Pdlp => Some(Algorithm::Pdlp),
        }
    }
}

/// What to solve, and how.
#[derive(Clone, Debug, PartialEq, Args)]
pub struct SolveRequest {
    /// Folder with columns.arrow and rows.arrow.
    program: PathBuf,
    /// Algorithm.
    #[arg(long, value_enum)]
    algorithm: HighsAlgorithm,
    /// Relative accuracy of an interior point that is ended early.
    #[arg(long, default_value_t = 1e-6)]
    accuracy: f64,
    /// Threads the solver may use.
    #[arg(long, default_value_t = 1)]
    threads: u32,
}

/// Reads a program, solves it, and gives one JSON object.
///
/// # Errors
/// See [`CompareError`]; a solver that ends without a point is a result.
pub fn solve_program(request: &SolveRequest) -> Result<String, CompareError> {
    let program = program_file::read(&request.program)?;
    let loaded = cpu_seconds().unwrap_or(0.0);
    let answer = answer(&program, request)?;
    let solved = cpu_seconds().unwrap_or(0.0);
    let has_point = answer.primal.len() == program.column_count();
    let point = has_point.then_some(answer.primal.as_slice());
    Ok(serde_json::to_string(&Report {
        finished: answer.status == SolveStatus::Optimal,
        status: answer.solver_status.to_lowercase(),
        objective: point.map(|point| point.iter().zip(&program.costs).map(|(x, cost)| x * cost).sum()),
        worst_violation: point.map(|point| worst_violation(&program, point)),
        iterations: Some(answer.iterations),
        load_cpu_seconds: loaded,
        solve_cpu_seconds: solved - loaded,
        peak_memory_mb: peak_memory_mb(),
    })?)
}

fn answer(program: &LinearProgram, request: &SolveRequest) -> Result<Answer, CompareError> {
    let Some(algorithm) = request.algorithm.algorithm() else {
        return no_crossover::solve(program, request.accuracy, request.threads);
    };
    let options = SolveOptions {
        algorithm,
        threads: request.threads,
        ..SolveOptions::default()
    };
    Ok(solve(program, &options)?)
}

/// The largest amount by which a row or bound is broken, relative to the sum of the sizes of its terms (at least 1).
fn worst_violation(program: &LinearProgram, point: &[f64]) -> f64 {
    let rows = program.rows.iter().enumerate().map(|(position, row)| {
        let terms = || {
            program
                .row_entries(position)
                .map(|(column, value)| value * point[column])
        };
        let excess = terms().sum::<f64>() - row.right_hand_side;
        let broken = if row.kind == RowKind::Equal {
            excess.abs()
        } else {
            excess
        };
        broken / (terms().map(f64::abs).sum::<f64>() + row.right_hand_side.abs()).max(1.0)
    });
    let bounds = point
        .iter()
        .zip(program.lower.iter().zip(&program.upper))
        .map(|(x, (lower, upper))| (lower - x).max(x - upper) / x.abs().max(1.0));
    rows.chain(bounds).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use workers::Row;

    #[test]
    fn violations_are_relative_to_their_rows() {
        let mut program = LinearProgram::default();
        let x = program.add_column(1.0, 0.0, 10.0);
        let limit = |kind, right_hand_side| Row { kind, right_hand_side };
        program.add_row(limit(RowKind::Equal, 4.0), &mut [(x, 1.0)]);
        program.add_row(limit(RowKind::AtMost, 8.0), &mut [(x, 1.0)]);
        assert_eq!(worst_violation(&program, &[4.0]), 0.0);
        assert_eq!(worst_violation(&program, &[6.0]), 0.2);
        assert_eq!(worst_violation(&program, &[-1.0]), 1.0);
    }
}
