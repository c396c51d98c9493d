//! What solves, behind one interface.

use workers::simplex::{Outcome, Simplex};
use workers::solve::solve;
use workers::{Algorithm, LinearProgram, SolveOptions, SolveStatus};

/// What an adapter says of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Optimal,
    Infeasible,
    Unbounded,
    /// A limit was reached, or the method cannot tell.
    Unknown,
}

#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) found: Found,
    pub(crate) words: String,
    pub(crate) amounts: Vec<f64>,
    pub(crate) prices: Vec<f64>,
}

impl Answered {
    fn unknown(words: String) -> Self {
        Self {
            found: Found::Unknown,
            words,
            amounts: Vec::new(),
            prices: Vec::new(),
        }
    }
}

pub(crate) trait Adapter {
    fn name(&self) -> String;
    fn solve(&self, program: &LinearProgram) -> Answered;
    /// With a limit that is reached at once.
    fn solve_with_no_time(&self, program: &LinearProgram) -> Answered;
    /// How close answers are, relative.
    fn tolerance(&self) -> f64;
    /// Whether it may end without telling infeasible from unbounded from slow.
    fn may_not_know(&self) -> bool {
        false
    }
    /// Whether a program of that size is for it, in a test that is to end soon.
    fn takes(&self, _program: &LinearProgram) -> bool {
        true
    }
    /// Prices that prove there is no solution: those of the program without costs in which every row may give way at a cost
    /// of 1 a unit.
    fn ray(&self, program: &LinearProgram) -> Result<Vec<f64>, String> {
        let answer = self.solve(&program.elastic());
        match answer.found {
            Found::Optimal => Ok(answer.prices),
            _ => Err(format!("no ray: {}", answer.words)),
        }
    }
}

pub(crate) fn adapters() -> Vec<Box<dyn Adapter>> {
    vec![
        Box::new(Highs(Algorithm::Simplex)),
        Box::new(Highs(Algorithm::InteriorPoint)),
        Box::new(Highs(Algorithm::Pdlp)),
        Box::new(Growing),
    ]
}

struct Highs(Algorithm);

impl Highs {
    fn run(&self, program: &LinearProgram, time_limit_s: f64) -> Answered {
        let options = SolveOptions {
            algorithm: self.0,
            time_limit_s: Some(time_limit_s),
            ..SolveOptions::default()
        };
        let answer = match solve(program, &options) {
            Ok(answer) => answer,
            Err(error) => return Answered::unknown(error.to_string()),
        };
        let found = match answer.status {
            SolveStatus::Optimal => Found::Optimal,
            SolveStatus::Infeasible => Found::Infeasible,
            SolveStatus::Unbounded => Found::Unbounded,
            // As callers do: without costs only one of the two is left.
            SolveStatus::InfeasibleOrUnbounded => self.tell_apart(program, time_limit_s),
            SolveStatus::Stopped | SolveStatus::Failed => Found::Unknown,
        };
        Answered {
            found,
            words: answer.solver_status,
            amounts: answer.primal,
            prices: answer.row_prices,
        }
    }

    fn tell_apart(&self, program: &LinearProgram, time_limit_s: f64) -> Found {
        if program.costs.iter().all(|cost| *cost == 0.0) {
            return Found::Infeasible;
        }
        let mut free = program.clone();
        free.costs.fill(0.0);
        match self.run(&free, time_limit_s).found {
            Found::Optimal => Found::Unbounded,
            other => other,
        }
    }
}

impl Adapter for Highs {
    fn name(&self) -> String {
        format!("HiGHS {:?}", self.0)
    }

    fn solve(&self, program: &LinearProgram) -> Answered {
        self.run(program, if self.may_not_know() { 10.0 } else { 60.0 })
    }

    fn solve_with_no_time(&self, program: &LinearProgram) -> Answered {
        self.run(program, 1e-6)
    }

    fn tolerance(&self) -> f64 {
        if self.may_not_know() { 1e-4 } else { 1e-7 }
    }

    fn may_not_know(&self) -> bool {
        self.0 == Algorithm::Pdlp
    }

    /// Its rays are those of the simplex: a first-order ray is too rough to prove anything.
    fn ray(&self, program: &LinearProgram) -> Result<Vec<f64>, String> {
        let by = if self.may_not_know() {
            &Highs(Algorithm::Simplex)
        } else {
            self
        };
        let answer = by.solve(&program.elastic());
        match answer.found {
            Found::Optimal => Ok(answer.prices),
            _ => Err(format!("no ray: {}", answer.words)),
        }
    }

    fn takes(&self, program: &LinearProgram) -> bool {
        !self.may_not_know() || program.entry_count() < 5_000
    }
}

/// The growing simplex, all columns there from the start.
struct Growing;

impl Growing {
    fn run(program: &LinearProgram, limit: u64) -> Answered {
        let size = program.costs.iter().fold(1.0_f64, |size, cost| size.max(cost.abs()));
        let (mut simplex, ids) = Simplex::of(program, 1e6 * size, 1e-9, 1e-9);
        let outcome = simplex.solve(limit);
        Answered {
            found: match outcome {
                Outcome::Optimal => Found::Optimal,
                Outcome::Infeasible => Found::Infeasible,
                Outcome::Unbounded => Self::tell_apart(program, limit),
                Outcome::Limit | Outcome::Failed => Found::Unknown,
            },
            words: format!("{outcome:?}"),
            amounts: ids.iter().map(|id| simplex.amount(*id)).collect(),
            prices: simplex.prices().to_vec(),
        }
    }
}

impl Growing {
    /// It charges for broken limits and costs together, so a gain without end may be found where there is no solution at all.
    fn tell_apart(program: &LinearProgram, limit: u64) -> Found {
        let mut free = program.clone();
        free.costs.fill(0.0);
        match Self::run(&free, limit).found {
            Found::Optimal => Found::Unbounded,
            other => other,
        }
    }
}

impl Adapter for Growing {
    fn name(&self) -> String {
        "the growing simplex".to_owned()
    }

    fn solve(&self, program: &LinearProgram) -> Answered {
        Self::run(program, 200_000)
    }

    fn solve_with_no_time(&self, program: &LinearProgram) -> Answered {
        Self::run(program, 3)
    }

    fn tolerance(&self) -> f64 {
        1e-7
    }

    fn takes(&self, program: &LinearProgram) -> bool {
        program.entry_count() < 10_000
    }
}
