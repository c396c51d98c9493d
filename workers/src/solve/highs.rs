//! The HiGHS adapter: good_lp builds the model, HiGHS solves it, statuses and duals come back in our terms.
//!
//! good_lp folds "unbounded or infeasible" into "infeasible" and hides duals, so the model is taken out of it
//! (`into_inner`) and solved through the `highs` crate; the raw status is kept beside ours.

use super::options::{Algorithm, SolveError, SolveOptions};
use super::scale::Scaling;
use crate::block::{Answer, LinearProgram, RowKind, SolveStatus};
use good_lp::solvers::SolverModel;
use good_lp::{Expression, Variable, variable, variables};
use highs::{HighsModelStatus, HighsSolutionStatus, HighsStatus, Model, SolvedModel};

/// Largest count that HiGHS's 32-bit index holds.
const INDEX_LIMIT: usize = i32::MAX as usize;

/// Primal and dual feasibility tolerance asked of the solver, in scaled units.
const TOLERANCE: f64 = 1e-9;

/// Solves a program with HiGHS.
///
/// # Errors
/// [`SolveError::TooLarge`] before anything is built when an index would overflow; [`SolveError::Refused`] when HiGHS
/// rejects the model or an option.
pub fn solve(program: &LinearProgram, options: &SolveOptions) -> Result<Answer, SolveError> {
    check_size(program)?;
    if program.column_count() == 0 {
        return Ok(without_columns(program));
    }
    let algorithm = options.algorithm.resolve(program.column_count());
    let scaling = Scaling::of(program);
    let scaled = scaling.apply(program);
    match run(&scaled, algorithm, options)? {
        Ok(solved) => Ok(answer(&solved, &scaling, algorithm)),
        // Interior point gives up on some infeasible programs with an error; the simplex says what they are.
        Err(_) if algorithm != Algorithm::Simplex => {
            let solved = run(&scaled, Algorithm::Simplex, options)?.map_err(|status| not_solved(&status))?;
            Ok(answer(&solved, &scaling, Algorithm::Simplex))
        }
        Err(status) => Err(not_solved(&status)),
    }
}

/// One solve; the status of HiGHS where it ends with an error.
fn run(
    scaled: &LinearProgram,
    algorithm: Algorithm,
    options: &SolveOptions,
) -> Result<Result<SolvedModel, HighsStatus>, SolveError> {
    let mut model = build(scaled)?;
    set_options(&mut model, algorithm, options)?;
    Ok(model.try_solve())
}

fn not_solved(status: &HighsStatus) -> SolveError {
    refused("to solve the model", &format!("{status:?}"))
}

/// HiGHS takes a program without columns as solved whatever its rows ask.
fn without_columns(program: &LinearProgram) -> Answer {
    let holds = program.rows.iter().all(|row| match row.kind {
        RowKind::Equal => row.right_hand_side == 0.0,
        RowKind::AtMost => row.right_hand_side >= 0.0,
    });
    let status = if holds {
        SolveStatus::Optimal
    } else {
        SolveStatus::Infeasible
    };
    Answer {
        status,
        solver_status: "no columns".to_owned(),
        primal: Vec::new(),
        row_prices: vec![0.0; program.row_count()],
        iterations: 0,
        algorithm: "None".to_owned(),
    }
}

fn check_size(program: &LinearProgram) -> Result<(), SolveError> {
    let counts = [
        ("columns", program.column_count()),
        ("rows", program.row_count()),
        ("coefficients", program.entry_count()),
    ];
    match counts.into_iter().find(|(_, count)| *count > INDEX_LIMIT) {
        Some((what, count)) => Err(SolveError::TooLarge {
            what,
            count,
            limit: INDEX_LIMIT,
        }),
        None => Ok(()),
    }
}

fn refused(what: &str, reason: &str) -> SolveError {
    SolveError::Refused {
        what: what.to_owned(),
        reason: reason.to_owned(),
    }
}

fn build(program: &LinearProgram) -> Result<Model, SolveError> {
    let mut unknowns = variables!();
    let columns: Vec<Variable> = program
        .lower
        .iter()
        .zip(&program.upper)
        .map(|(lower, upper)| {
            let definition = variable().min(*lower);
            unknowns.add(if upper.is_finite() {
                definition.max(*upper)
            } else {
                definition
            })
        })
        .collect();
    let mut objective = Expression::with_capacity(columns.len());
    for (column, cost) in columns.iter().zip(&program.costs).filter(|(_, cost)| **cost != 0.0) {
        objective.add_mul(*cost, *column);
    }
    let mut model = unknowns.minimise(objective).using(good_lp::solvers::highs::highs);
    for (index, row) in program.rows.iter().enumerate() {
        let mut left = Expression::with_capacity(program.row_starts[index + 1] - program.row_starts[index]);
        program.row_entries(index).for_each(|(column, value)| {
            left.add_mul(value, columns[column]);
        });
        model.add_constraint(match row.kind {
            RowKind::Equal => left.eq(row.right_hand_side),
            RowKind::AtMost => left.leq(row.right_hand_side),
        });
    }
    model
        .try_into_inner()
        .map_err(|error| refused("the model", &error.to_string()))
}

fn set_options(model: &mut Model, algorithm: Algorithm, options: &SolveOptions) -> Result<(), SolveError> {
    let refuse = |name: &str| refused(&format!("option {name}"), "unknown option or value");
    model.make_quiet();
    let solver = match algorithm {
        Algorithm::Auto => "choose",
        Algorithm::Simplex => "simplex",
        Algorithm::InteriorPoint => "ipx",
        Algorithm::Pdlp => "pdlp",
    };
    model.try_set_option("solver", solver).map_err(|_| refuse("solver"))?;
    model
        .try_set_option("run_crossover", "on")
        .map_err(|_| refuse("run_crossover"))?;
    let threads = i32::try_from(options.threads).unwrap_or(1).max(1);
    model
        .try_set_option("threads", threads)
        .map_err(|_| refuse("threads"))?;
    for name in ["primal_feasibility_tolerance", "dual_feasibility_tolerance"] {
        let tolerance = if algorithm == Algorithm::Pdlp { 1e-6 } else { TOLERANCE };
        model.try_set_option(name, tolerance).map_err(|_| refuse(name))?;
    }
    if let Some(limit_s) = options.time_limit_s {
        model
            .try_set_option("time_limit", limit_s)
            .map_err(|_| refuse("time_limit"))?;
    }
    if let Some(path) = &options.log_file {
        model
            .try_set_option("output_flag", true)
            .map_err(|_| refuse("output_flag"))?;
        let path = path.to_string_lossy();
        model
            .try_set_option("log_file", path.as_ref())
            .map_err(|_| refuse("log_file"))?;
    }
    Ok(())
}

fn answer(solved: &SolvedModel, scaling: &Scaling, algorithm: Algorithm) -> Answer {
    let raw = solved.status();
    let has_point = has_point(solved);
    let (mut primal, mut row_prices) = (Vec::new(), Vec::new());
    if has_point {
        let solution = solved.get_solution();
        primal = solution.columns().to_vec();
        row_prices = solution.dual_rows().to_vec();
        scaling.unscale_primal(&mut primal);
        scaling.unscale_prices(&mut row_prices);
    }
    let counts = [
        solved.simplex_iteration_count(),
        solved.ipm_iteration_count(),
        solved.crossover_iteration_count(),
        solved.pdlp_iteration_count(),
    ];
    Answer {
        status: our_status(raw, has_point),
        solver_status: format!("{raw:?}"),
        primal,
        row_prices,
        iterations: counts.iter().filter_map(|count| u64::try_from(*count).ok()).sum(),
        algorithm: format!("{algorithm:?}"),
    }
}

/// Whether HiGHS holds amounts. It has no such figure for programs that it ended before looking at, which its wrapper's own
/// question does not expect.
fn has_point(solved: &SolvedModel) -> bool {
    let status = solved.int_info_value(c"primal_solution_status");
    status.is_ok_and(|status| status > HighsSolutionStatus::None as i64)
}

fn our_status(raw: HighsModelStatus, has_point: bool) -> SolveStatus {
    match raw {
        HighsModelStatus::Optimal | HighsModelStatus::ModelEmpty => SolveStatus::Optimal,
        HighsModelStatus::Infeasible => SolveStatus::Infeasible,
        HighsModelStatus::Unbounded => SolveStatus::Unbounded,
        HighsModelStatus::UnboundedOrInfeasible => SolveStatus::InfeasibleOrUnbounded,
        HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedInterrupt
        | HighsModelStatus::ReachedMemoryLimit
        | HighsModelStatus::ReachedSolutionLimit
        | HighsModelStatus::Unknown
            if has_point =>
        {
            SolveStatus::Stopped
        }
        _ => SolveStatus::Failed,
    }
}
