//! HiGHS's interior point method ended at a loose accuracy, without crossover. The planner never solves this way, so the
//! adapter does not offer it: its point has no basis, and its prices prove no tight bound.

use super::error::CompareError;
use highs::{HighsModelStatus, HighsSolutionStatus, Model, RowProblem, SolvedModel};
use workers::{Answer, LinearProgram, RowKind, SolveError, SolveStatus};

/// The tightest tolerance that HiGHS takes, and the loosest that is of use.
const TOLERANCES: (f64, f64) = (1e-10, 1e-2);

/// Solves to a relative accuracy of gap and residuals.
pub(super) fn solve(program: &LinearProgram, accuracy: f64, threads: u32) -> Result<Answer, CompareError> {
    let refused = |what: &str| SolveError::Refused {
        what: what.to_owned(),
        reason: "it gave no reason".to_owned(),
    };
    let mut model = Model::try_new(problem(program)).map_err(|_| refused("the model"))?;
    model.make_quiet();
    for (name, value) in [("solver", "ipx"), ("run_crossover", "off")] {
        model.try_set_option(name, value).map_err(|_| refused(name))?;
    }
    let threads = i32::try_from(threads).unwrap_or(1);
    model
        .try_set_option("threads", threads)
        .map_err(|_| refused("threads"))?;
    // One tolerance for the gap and the residuals, both where the method ends and where HiGHS judges its point.
    let tolerance = accuracy.clamp(TOLERANCES.0, TOLERANCES.1);
    model
        .try_set_option("kkt_tolerance", tolerance)
        .map_err(|_| refused("kkt_tolerance"))?;
    let solved = model.try_solve().map_err(|_| refused("to solve the model"))?;
    Ok(answer(&solved))
}

fn problem(program: &LinearProgram) -> RowProblem {
    let mut problem = RowProblem::new();
    let bounds = program.lower.iter().zip(&program.upper);
    let columns: Vec<_> = bounds
        .zip(&program.costs)
        .map(|((lower, upper), cost)| problem.add_column(*cost, *lower..=*upper))
        .collect();
    for (position, row) in program.rows.iter().enumerate() {
        let entries: Vec<_> = program
            .row_entries(position)
            .map(|(column, value)| (columns[column], value))
            .collect();
        match row.kind {
            RowKind::Equal => problem.add_row(row.right_hand_side..=row.right_hand_side, entries),
            RowKind::AtMost => problem.add_row(..=row.right_hand_side, entries),
        }
    }
    problem
}

fn answer(solved: &SolvedModel) -> Answer {
    let raw = solved.status();
    let has_point = solved.primal_solution_status() != HighsSolutionStatus::None;
    let solution = has_point.then(|| solved.get_solution());
    Answer {
        status: match raw {
            HighsModelStatus::Optimal => SolveStatus::Optimal,
            _ if has_point => SolveStatus::Stopped,
            _ => SolveStatus::Failed,
        },
        solver_status: format!("{raw:?}"),
        primal: solution.map(|solution| solution.columns().to_vec()).unwrap_or_default(),
        row_prices: Vec::new(),
        iterations: u64::try_from(solved.ipm_iteration_count()).unwrap_or(0),
        algorithm: "InteriorPoint".to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use workers::Row;

    #[test]
    fn the_point_is_as_good_as_asked() {
        let mut program = LinearProgram::default();
        let x = program.add_column(1.0, 0.0, f64::INFINITY);
        let y = program.add_column(3.0, 0.0, f64::INFINITY);
        let row = |kind, right_hand_side| Row { kind, right_hand_side };
        program.add_row(row(RowKind::Equal, 10.0), &mut [(x, 1.0), (y, 1.0)]);
        program.add_row(row(RowKind::AtMost, 4.0), &mut [(x, 1.0), (y, 0.5)]);
        program.add_row(row(RowKind::AtMost, 9.0), &mut [(x, 0.5), (y, 1.0)]);
        let answer = solve(&program, 1e-6, 1);
        // Rows 1 and 2 ask for x + y = 10 and x + y / 2 <= 4, so y >= 12, which row 3 forbids.
        assert_eq!(answer.unwrap().status, SolveStatus::Failed);
        program.rows[1].right_hand_side = 7.0;
        let answer = solve(&program, 1e-6, 1).unwrap();
        let cost = answer.primal[0] + 3.0 * answer.primal[1];
        assert!(
            answer.status == SolveStatus::Optimal && (cost - 22.0).abs() < 1e-3,
            "{answer:?}"
        );
    }
}
