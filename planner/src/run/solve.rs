//! The run itself: network, findings, choice of the method; and the `whole` method: program, one solve, ledger, trace, folder.

use super::certify::{Made, Verdict};
use super::choose::is_decomposed;
use super::decomposed;
use super::error::RunError;
use super::folder;
use super::journal::{Journal, facts};
use super::load::Inputs;
use super::staging::Staging;
use crate::network::{self, Network, Reach};
use crate::plan::ledger::ledger;
use crate::plan::rows::Plan;
use crate::plan::trace::trace;
use crate::program::relief::{self, Relief};
use crate::program::{self, Column, Program, loops, plan_of};
use check::Certificate;
use data::config::{Method, SolverChoice};
use data::findings::{Code, Finding, Findings};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use workers::{Algorithm, Answer, Farm, LocalFarm, SolveOptions, SolveStatus};

/// What a caller decides about a run besides the config.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Folder of the plan; replaced as a whole when it holds an earlier plan.
    pub out: PathBuf,
    /// Whether to take up what an earlier run of the same inputs left beside `out`.
    pub resume: bool,
}

/// One run: what it starts from, what was asked, and the network.
pub(super) struct Task<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) settings: &'a Settings,
    pub(super) network: &'a Network<'a>,
    pub(super) reach: &'a Reach,
    pub(super) farm: Option<&'a Arc<dyn Farm>>,
}

/// Network, reachability and program of the inputs, with what the network's rules found.
///
/// # Errors
/// [`RunError::Input`] with every error found; [`RunError::Solve`] if the search for gaining loops fails.
pub fn program_of<'a>(inputs: &Inputs, network: &'a Network<'a>) -> Result<(Program, Findings), RunError> {
    let reach = Reach::of(network, inputs.config.accounting);
    let findings = examine(inputs, network, &reach, false)?;
    Ok((program::build(network, &reach, inputs.config.accounting), findings))
}

/// What the rules of the network find. A size that the whole program cannot have is no error for a decomposition.
fn examine(inputs: &Inputs, network: &Network<'_>, reach: &Reach, any_size: bool) -> Result<Findings, RunError> {
    let mut findings = Findings::default();
    let of_network = network::validate(network, reach).into_vec();
    let of_recipes = loops::gaining_loop(&inputs.continent)?;
    for finding in of_network.into_iter().chain(of_recipes) {
        if !(any_size && finding.code == Code::N05) {
            findings.push(finding);
        }
    }
    if findings.has_errors() {
        return Err(RunError::Input(findings));
    }
    Ok(findings)
}

/// Plans and writes the folder; gives the certificate and where the folder is.
///
/// # Errors
/// See [`RunError`]; without a plan nothing is left at `settings.out` but what was there before, except the proof of
/// infeasibility.
pub fn plan(
    inputs: &Inputs,
    settings: &Settings,
    journal: &mut dyn Journal,
) -> Result<(Certificate, PathBuf), RunError> {
    plan_on(inputs, settings, None, journal)
}

/// As [`plan`], on a farm in place of this process's threads; the plan is the same.
///
/// # Errors
/// As [`plan`].
pub fn plan_on(
    inputs: &Inputs,
    settings: &Settings,
    farm: Option<&Arc<dyn Farm>>,
    journal: &mut dyn Journal,
) -> Result<(Certificate, PathBuf), RunError> {
    plan_from(inputs, settings, farm, None, journal)
}

/// As [`plan_on`]; a decomposed run may start from what the plan in `warm_from` kept.
pub(super) fn plan_from(
    inputs: &Inputs,
    settings: &Settings,
    farm: Option<&Arc<dyn Farm>>,
    warm_from: Option<&Path>,
    journal: &mut dyn Journal,
) -> Result<(Certificate, PathBuf), RunError> {
    if settings.resume && inputs.config.method == Method::Whole {
        return Err(RunError::ResumeWhole);
    }
    journal.step("building the program", continent_facts(inputs));
    let network = Network::new(&inputs.continent);
    let reach = Reach::of(&network, inputs.config.accounting);
    let decomposes = is_decomposed(inputs, settings, &network, &reach);
    let findings = examine(inputs, &network, &reach, decomposes)?;
    for finding in findings.iter() {
        journal.step("finding", facts([("text", json!(finding.to_string()))]));
    }
    let task = Task {
        inputs,
        settings,
        network: &network,
        reach: &reach,
        farm,
    };
    if decomposes {
        if let Some(written) = decomposed::plan(&task, warm_from, journal)? {
            return Ok(written);
        }
        let text = "decomposition found no amounts that keep all limits; the whole program has to say";
        journal.step("finding", facts([("text", text.into())]));
        examine(inputs, &network, &reach, false)?;
    }
    whole(&task, journal)
}

fn whole(task: &Task<'_>, journal: &mut dyn Journal) -> Result<(Certificate, PathBuf), RunError> {
    let Task {
        inputs,
        settings,
        network,
        reach,
        farm,
    } = *task;
    let program = program::build(network, reach, inputs.config.accounting);
    let staging = Staging::beside(&settings.out)?;
    let options = solve_options(inputs, staging.path());
    journal.step("solving", program_facts(&program, &options));
    let answer = match where_nothing_moves(inputs, &program, &options)? {
        Some(answer) => answer,
        None => solve(program.program.clone(), &options, farm, journal)?,
    };
    match answer.status {
        SolveStatus::Infeasible | SolveStatus::InfeasibleOrUnbounded => {
            return Err(infeasible(
                inputs, settings, network, &program, &answer, staging, journal,
            )?);
        }
        SolveStatus::Failed | SolveStatus::Unbounded => return Err(no_point(&answer)),
        SolveStatus::Optimal | SolveStatus::Stopped if answer.primal.is_empty() => return Err(no_point(&answer)),
        SolveStatus::Optimal | SolveStatus::Stopped => {}
    }
    let plan = plan_of(network, &program, &answer);
    write(inputs, settings, plan, &program, &answer, staging, journal)
}

fn write(
    inputs: &Inputs,
    settings: &Settings,
    plan: Plan,
    program: &Program,
    answer: &Answer,
    staging: Staging,
    journal: &mut dyn Journal,
) -> Result<(Certificate, PathBuf), RunError> {
    let mut statistics = program_facts(program, &solve_options(inputs, staging.path()));
    statistics.insert("iterations".to_owned(), answer.iterations.into());
    let made = explain(inputs, plan, statistics, journal)?;
    folder::write(inputs, &made, staging, &settings.out, &Verdict::of(answer), journal)
}

/// Ledger and trace of a plan.
pub(super) fn explain(
    inputs: &Inputs,
    plan: Plan,
    mut statistics: Map<String, Value>,
    journal: &mut dyn Journal,
) -> Result<Made, RunError> {
    journal.step("tracing embodied energy", facts([("flows", plan.flows.len().into())]));
    let accounting = inputs.config.accounting;
    let ledger = ledger(&inputs.continent, accounting, &plan);
    let trace = trace(&inputs.continent, accounting, &plan, &ledger);
    statistics.insert("closure".to_owned(), serde_json::to_value(trace.closure)?);
    journal.step("writing the plan folder", Map::new());
    Ok(Made {
        plan,
        ledger,
        embodied: trace.embodied,
        statistics,
        method: "whole",
    })
}

/// Where nothing moves, as in input-output tables, each product has an industry that answers for it, and periods share nothing but
/// stores; mostly none of them is worth using. What comes of it is proven, or none. It is too little work to be sent to a farm.
fn where_nothing_moves(inputs: &Inputs, program: &Program, options: &SolveOptions) -> Result<Option<Answer>, RunError> {
    let moves = |column: &Column| matches!(column, Column::Flow(..));
    let is_chosen = inputs.config.solver != SolverChoice::Auto;
    if is_chosen || program.columns.iter().any(|(column, _)| moves(column)) {
        return Ok(None);
    }
    // Two parts of it are spent: on the parts, and on what joins them.
    let gap = inputs.config.gap / 3.0;
    if inputs.continent.periods.len() < 2 {
        return Ok(workers::solve::solve_by_answering(&program.program, gap));
    }
    let joins = |column: &Column| matches!(column, Column::Charge(_) | Column::Discharge(_) | Column::Level(_));
    let joining: Vec<bool> = program.columns.iter().map(|(column, _)| joins(column)).collect();
    let alone = SolveOptions {
        log_file: None,
        ..options.clone()
    };
    Ok(workers::solve::solve_in_parts(&program.program, &joining, gap, &alone)?)
}

fn solve(
    program: workers::LinearProgram,
    options: &SolveOptions,
    farm: Option<&Arc<dyn Farm>>,
    journal: &mut dyn Journal,
) -> Result<Answer, RunError> {
    let here: Arc<dyn Farm> = Arc::new(LocalFarm::new(1)?);
    let farm = farm.unwrap_or(&here);
    if let Some(log) = &options.log_file {
        journal.solving(log);
    }
    let answers = farm.solve_round(&[Arc::new(program)], options);
    journal.solved();
    // A round of one block has one answer.
    answers?
        .pop()
        .ok_or(RunError::Solve(workers::SolveError::WorkerLost { block: 0 }))
}

fn solve_options(inputs: &Inputs, folder: &Path) -> SolveOptions {
    SolveOptions {
        algorithm: match inputs.config.solver {
            SolverChoice::Auto => Algorithm::Auto,
            SolverChoice::Simplex => Algorithm::Simplex,
            SolverChoice::InteriorPoint => Algorithm::InteriorPoint,
            SolverChoice::Pdlp => Algorithm::Pdlp,
        },
        threads: inputs.config.threads.and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
        time_limit_s: inputs.config.time_limit_s,
        log_file: Some(folder.join("solver.log")),
    }
}

/// Why there is neither a plan nor a proof that there is none.
fn no_point(answer: &Answer) -> RunError {
    if answer.status == SolveStatus::Unbounded {
        return no_bound(answer);
    }
    let stopped = answer.status == SolveStatus::Failed && answer.solver_status.contains("Limit");
    let hint = if stopped { ": raise the time limit" } else { "" };
    RunError::NoPoint {
        status: answer.solver_status.clone(),
        hint,
    }
}

/// N04.
fn no_bound(answer: &Answer) -> RunError {
    let seen = format!("the solver ended with `{}`", answer.solver_status);
    RunError::Unbounded(Finding::new(Code::N04, "objective", seen).into())
}

/// Names the limits that clash and writes the proof; an infeasibility that cannot be proven is a solver failure.
fn infeasible(
    inputs: &Inputs,
    settings: &Settings,
    network: &Network<'_>,
    program: &Program,
    answer: &Answer,
    staging: Staging,
    journal: &mut dyn Journal,
) -> Result<RunError, RunError> {
    let options = solve_options(inputs, staging.path());
    let mut say = |what: &str| journal.step(what, Map::new());
    let clash = match relief::clash(network, program, &options, &mut say)? {
        Relief::Needed(clash) => clash,
        // There are amounts that keep all limits, so it was the objective that the solver could not bound.
        Relief::NotNeeded if answer.status == SolveStatus::InfeasibleOrUnbounded => return Ok(no_bound(answer)),
        Relief::NotNeeded | Relief::Unknown => return Ok(no_point(answer)),
    };
    let folder = folder::write_proof(
        inputs,
        &clash.prices,
        staging,
        &settings.out,
        &answer.solver_status,
        journal,
    )?;
    let mut findings = Findings::default();
    findings.push(clash.finding);
    Ok(RunError::Infeasible { findings, folder })
}

fn continent_facts(inputs: &Inputs) -> Map<String, Value> {
    let continent = &inputs.continent;
    facts([
        ("nodes", continent.nodes.len().into()),
        ("links", continent.links.len().into()),
        ("commodities", continent.commodities.len().into()),
        ("sites", continent.sites.len().into()),
        ("periods", continent.periods.len().into()),
    ])
}

fn program_facts(program: &Program, options: &SolveOptions) -> Map<String, Value> {
    let numbers = &program.program;
    let (smallest, largest) = numbers.coefficient_range();
    facts([
        ("columns", numbers.column_count().into()),
        ("rows", numbers.row_count().into()),
        ("coefficients", numbers.entry_count().into()),
        ("smallest_coefficient", json!(smallest)),
        ("largest_coefficient", json!(largest)),
        (
            "algorithm",
            json!(format!("{:?}", options.algorithm.resolve(numbers.column_count()))),
        ),
    ])
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use workers::{LinearProgram, Row, RowKind};

    /// No tables make a program without a bound (see `tests/small_continents.rs`), so this one is made by hand: what is
    /// made gains, and may be thrown away without end.
    #[test]
    fn an_objective_without_a_bound_is_named() {
        let mut program = LinearProgram::default();
        let (made, spilled) = (
            program.add_column(-1.0, 0.0, f64::INFINITY),
            program.add_column(0.0, 0.0, f64::INFINITY),
        );
        let balance = Row {
            kind: RowKind::Equal,
            right_hand_side: 0.0,
        };
        program.add_row(balance, &mut [(made, 1.0), (spilled, -1.0)]);
        let options = SolveOptions {
            algorithm: Algorithm::Simplex,
            ..SolveOptions::default()
        };
        let answer = workers::solve::solve(&program, &options).unwrap();
        let error = match answer.status {
            SolveStatus::InfeasibleOrUnbounded => no_bound(&answer),
            _ => no_point(&answer),
        };
        assert_eq!(error.exit_code(), 1);
        insta::assert_snapshot!("N04_text", error.to_string());
    }
}
