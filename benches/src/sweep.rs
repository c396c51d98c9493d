//! Simplex against interior point on generated continents of growing size.

use crate::cpu::{cpu_seconds, peak_memory_mb};
use data::generate::{GenerateSpec, generate};
use data::model::Accounting;
use planner::network::{Network, Reach};
use planner::program;
use serde::Serialize;
use workers::solve::solve;
use workers::{Algorithm, SolveError, SolveOptions};

/// One method on one instance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measured {
    /// Nodes asked for.
    pub nodes: usize,
    /// Commodities asked for.
    pub commodities: usize,
    /// Periods.
    pub periods: usize,
    /// Seed.
    pub seed: u64,
    /// Columns of the program.
    pub columns: usize,
    /// Rows of the program.
    pub rows: usize,
    /// Method.
    pub method: &'static str,
    /// CPU seconds of the solve.
    pub cpu_seconds: f64,
    /// What the solver called the result.
    pub status: String,
    /// Objective of its point, GJ.
    pub objective_gj: f64,
    /// Peak memory of the process so far, MB.
    pub peak_memory_mb: f64,
}

/// The methods compared.
pub const METHODS: [(&str, Algorithm); 2] = [
    ("simplex", Algorithm::Simplex),
    ("interior point", Algorithm::InteriorPoint),
];

/// Runs every method on one generated continent.
///
/// # Errors
/// When the solver gives no answer at all.
pub fn measure(spec: &GenerateSpec, time_limit_s: f64) -> Result<Vec<Measured>, SolveError> {
    let continent = generate(spec);
    let network = Network::new(&continent);
    let reach = Reach::of(&network, Accounting::Closed);
    let program = program::build(&network, &reach, Accounting::Closed).program;
    METHODS
        .iter()
        .map(|(method, algorithm)| {
            let before = cpu_seconds().unwrap_or(0.0);
            let options = SolveOptions {
                algorithm: *algorithm,
                time_limit_s: Some(time_limit_s),
                ..SolveOptions::default()
            };
            let answer = solve(&program, &options)?;
            Ok(Measured {
                nodes: spec.nodes,
                commodities: spec.commodities,
                periods: spec.periods,
                seed: spec.seed,
                columns: program.column_count(),
                rows: program.row_count(),
                method,
                cpu_seconds: cpu_seconds().unwrap_or(0.0) - before,
                status: answer.solver_status,
                objective_gj: answer.primal.iter().zip(&program.costs).map(|(x, cost)| x * cost).sum(),
                peak_memory_mb: peak_memory_mb().unwrap_or(0.0),
            })
        })
        .collect()
}
