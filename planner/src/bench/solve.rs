//! One solve of one program, in the process that it is measured in.

use super::error::BenchError;
use super::method::Method;
use super::program::{Stated, of_design, of_mps, useful_arcs};
use super::proof;
use crate::import::Format;
use data::import::{DesignProblem, dimacs, dow, facility, mps, read_text};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use workers::design::{Arc, Design, DesignStatus, Good};
use workers::simplex::{Outcome, Simplex};
use workers::{Algorithm, Answer, LinearProgram, SolveOptions, SolveStatus};

/// Which linear relaxation of a design or a location.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Relaxation {
    /// An arc carries at most its capacity times the fraction to which it is open.
    #[default]
    Weak,
    /// No good moves by more than its demand times that fraction besides.
    Strong,
}

/// What a child is asked.
#[derive(Clone, Debug, PartialEq, clap::Args)]
pub struct SolveRequest {
    /// Format of the file.
    #[arg(value_enum)]
    pub format: Format,
    /// The file.
    pub file: PathBuf,
    /// Which relaxation.
    #[arg(long, value_enum, default_value = "weak")]
    pub relaxation: Relaxation,
    /// What solves it.
    #[arg(long, value_enum)]
    pub method: Method,
    /// Threads of the solver.
    #[arg(long, default_value_t = 1)]
    pub threads: u32,
    /// Relative gap that is asked.
    #[arg(long, default_value_t = 1e-6)]
    pub gap: f64,
    /// Wall-clock limit of the solver, s.
    #[arg(long, default_value_t = 600.0)]
    pub time_limit: f64,
}

/// What a child says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SolverAnswer {
    /// `optimal`, `infeasible`, or the solver's own word for anything else.
    pub status: String,
    /// Objective of the point, with the offset of the instance.
    pub objective: Option<f64>,
    /// The bound that prices prove, rounded outward, with the offset.
    pub lower_bound: Option<f64>,
    /// For infeasible: no point is a solution whose unbounded columns add up to less than this; absent where nothing is taken for
    /// granted.
    pub proven_within: Option<f64>,
    /// Columns, rows and coefficients.
    pub size: [usize; 3],
    /// Iterations of the solver.
    pub iterations: u64,
    /// CPU time before the solve: reading and building, s.
    pub cpu_load_s: f64,
}

/// Reads, solves and proves.
///
/// # Errors
/// [`BenchError`] for what cannot be read or is refused.
pub fn solve_request(request: &SolveRequest) -> Result<SolverAnswer, BenchError> {
    let text = read_text(&request.file).map_err(BenchError::Instance)?;
    let name = request
        .file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if request.method == Method::Design {
        return solve_design(request, &design(request.format, &text, &name)?);
    }
    let stated = stated(request, &text, &name)?;
    let cpu_load_s = super::account::cpu_seconds().unwrap_or(0.0);
    let mut said = solve_program(request, &stated)?;
    said.cpu_load_s = cpu_load_s;
    Ok(said)
}

fn stated(request: &SolveRequest, text: &str, name: &str) -> Result<Stated, BenchError> {
    match request.format {
        Format::Mps => Ok(of_mps(&mps::parse(text, name).map_err(BenchError::Instance)?)),
        Format::MinCostFlow => {
            let network = dimacs::parse(text, name).map_err(BenchError::Instance)?;
            Ok(super::program::of_network(&network))
        }
        _ => Ok(of_design(&design(request.format, text, name)?, request.relaxation)),
    }
}

fn design(format: Format, text: &str, name: &str) -> Result<DesignProblem, BenchError> {
    let problem = match format {
        Format::NetworkDesign => dow::parse(text, name),
        Format::OrLibrary => facility::parse_or_library(text, name).map(|problem| problem.design()),
        Format::Holmberg => facility::parse_holmberg(text, name).map(|problem| problem.design()),
        Format::MinCostFlow | Format::Mps | Format::InputOutput => {
            return Err(BenchError::Method(format!("{name} is no design of a network")));
        }
    };
    problem.map_err(BenchError::Instance)
}

fn solve_program(request: &SolveRequest, stated: &Stated) -> Result<SolverAnswer, BenchError> {
    let program = &stated.program;
    let options = options(request);
    let answer = match request.method {
        Method::GrowingSimplex => growing(program),
        _ => workers::solve::solve(program, &options)?,
    };
    let mut said = SolverAnswer {
        status: answer.solver_status.clone(),
        size: [program.column_count(), program.row_count(), program.entry_count()],
        iterations: answer.iterations,
        ..SolverAnswer::default()
    };
    match answer.status {
        SolveStatus::Optimal => {
            "optimal".clone_into(&mut said.status);
            let objective = answer
                .primal
                .iter()
                .zip(&program.costs)
                .map(|(x, c)| x * c)
                .sum::<f64>();
            said.objective = Some(objective + stated.offset);
            let bound = proof::bound(program, &program.costs, &answer.row_prices);
            said.lower_bound = Some(bound.around(&answer.primal) + stated.offset);
        }
        SolveStatus::Infeasible | SolveStatus::InfeasibleOrUnbounded => {
            let simplex = SolveOptions {
                algorithm: Algorithm::Simplex,
                ..options
            };
            if let Some(proof) = proof::no_solution(program, &simplex)? {
                "infeasible".clone_into(&mut said.status);
                said.proven_within = proof.within.is_finite().then_some(proof.within);
            }
        }
        SolveStatus::Stopped | SolveStatus::Unbounded | SolveStatus::Failed => {}
    }
    Ok(said)
}

fn options(request: &SolveRequest) -> SolveOptions {
    SolveOptions {
        algorithm: match request.method {
            Method::HighsInteriorPoint => Algorithm::InteriorPoint,
            Method::HighsPdlp => Algorithm::Pdlp,
            _ => Algorithm::Simplex,
        },
        threads: request.threads,
        time_limit_s: Some(request.time_limit),
        log_file: None,
    }
}

/// The growing simplex with every column there from the start.
fn growing(program: &LinearProgram) -> Answer {
    let dearest = program
        .costs
        .iter()
        .fold(1.0_f64, |dearest, cost| dearest.max(cost.abs()));
    let (mut simplex, ids) = Simplex::of(program, 1e6 * dearest, 1e-9, 1e-9);
    let outcome = simplex.solve(u64::MAX);
    Answer {
        status: match outcome {
            Outcome::Optimal => SolveStatus::Optimal,
            Outcome::Infeasible => SolveStatus::Infeasible,
            Outcome::Unbounded => SolveStatus::InfeasibleOrUnbounded,
            Outcome::Limit => SolveStatus::Stopped,
            Outcome::Failed => SolveStatus::Failed,
        },
        solver_status: format!("{outcome:?}"),
        primal: ids.iter().map(|id| simplex.amount(*id)).collect(),
        row_prices: simplex.prices().to_vec(),
        iterations: 0,
        algorithm: "GrowingSimplex".to_owned(),
    }
}

/// Most rounds of ways and forcing rows.
const MOST_ROUNDS: usize = 10_000;

fn solve_design(request: &SolveRequest, problem: &DesignProblem) -> Result<SolverAnswer, BenchError> {
    if request.relaxation != Relaxation::Strong {
        return Err(BenchError::Method("design solves the strong relaxation".to_owned()));
    }
    let arcs = problem.arcs.iter().map(|arc| Arc {
        tail: arc.tail,
        head: arc.head,
        cost: arc.cost,
        capacity: arc.capacity,
        fixed_cost: arc.fixed_cost,
    });
    let goods = problem.goods.iter().filter(|good| good.demand > 0.0).map(|good| Good {
        origin: good.origin,
        destination: good.destination,
        demand: good.demand,
    });
    let design = Design {
        nodes: problem.nodes,
        arcs: arcs.collect(),
        goods: goods.collect(),
    };
    let cpu_load_s = super::account::cpu_seconds().unwrap_or(0.0);
    let answer = workers::design::solve(&design, request.gap, MOST_ROUNDS)
        .map_err(|error| BenchError::Method(error.to_string()))?;
    let (arcs, goods) = (design.arcs.len(), design.goods.len());
    let flows = useful_arcs(problem).iter().flatten().filter(|useful| **useful).count();
    let is_optimal = answer.status == DesignStatus::Optimal;
    Ok(SolverAnswer {
        status: match answer.status {
            DesignStatus::Optimal => "optimal",
            DesignStatus::Infeasible => "infeasible",
            DesignStatus::Stopped => "stopped",
        }
        .to_owned(),
        objective: is_optimal.then_some(answer.objective),
        lower_bound: is_optimal.then_some(answer.lower_bound),
        proven_within: None,
        // As the whole program would be.
        size: [arcs + flows, goods * design.nodes + arcs + flows, flows * 5 + arcs],
        iterations: answer.iterations,
        cpu_load_s,
    })
}
