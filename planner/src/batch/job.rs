//! One plan of a batch, from its alternatives to its row.

use super::disk::remove;
use super::error::BatchError;
use super::plans::{Planned, folder_of, path_of};
use super::row::{Row, Start, Status};
use super::shelf::Loaded;
use super::sources::Source;
use super::workshop::Watch;
use crate::decompose::Round;
use crate::plan::sum::compensated_sum;
use crate::plan::terms::asked;
use crate::run::{self, Inputs, Journal, RunError};
use check::{Certificate, PlanStatus};
use data::batch::{BatchSet, Laid};
use data::findings::Findings;
use data::model::Continent;
use serde_json::{Map, Value};
use std::path::Path;

/// What every plan of a batch needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bench<'a> {
    pub(super) set: &'a BatchSet,
    pub(super) out: &'a Path,
}

/// Makes the plan, starting from that of `from`, and says how it ended. A plan that an earlier, interrupted run left there stays until its
/// successor takes its place, or it is known that there is none.
///
/// # Errors
/// What keeps any plan from being made: the disk refuses, or the program has a fault. A plan that cannot be made is a row.
pub(super) fn make(
    bench: Bench<'_>,
    tables: &Loaded<'_>,
    planned: &Planned,
    from: Option<&str>,
    watch: &dyn Watch,
) -> Result<Row, BatchError> {
    let (began_s, began_cpu_s) = (watch.seconds(), watch.cpu_s());
    let mut row = blank(bench.set, planned);
    match bench.set.lay(&tables.continent, &planned.choice) {
        Err(findings) => refuse(&mut row, &findings),
        Ok(laid) => fill(&mut row, bench, tables.source, planned, laid, from, watch)?,
    }
    row.wall_s = watch.seconds() - began_s;
    row.cpu_s = began_cpu_s.and_then(|began| Some(watch.cpu_s()? - began));
    Ok(row)
}

fn blank(set: &BatchSet, planned: &Planned) -> Row {
    let axes = set.batch.axes.iter().map(|axis| axis.name.clone());
    let names = set.names(&planned.choice).into_iter().map(str::to_owned);
    Row {
        position: planned.position + 1,
        id: planned.id.clone(),
        axes: axes.zip(names).collect(),
        status: Status::Refused,
        message: None,
        objective_gj: None,
        bound_gj: None,
        gap: None,
        demand_met: None,
        shortage_gj: None,
        energy_gj: None,
        cpu_s: None,
        wall_s: 0.0,
        exchanges: None,
        start: Start::Cold,
        started_from: None,
        plan: None,
        plan_blake3: None,
        columns_blake3: None,
    }
}

fn refuse(row: &mut Row, findings: &Findings) {
    row.status = Status::Refused;
    row.message = Some(findings.to_string());
}

fn leave_unsolved(row: &mut Row, message: String) {
    row.status = Status::Unsolved;
    row.message = Some(message);
}

fn fill(
    row: &mut Row,
    bench: Bench<'_>,
    source: &Source,
    planned: &Planned,
    laid: Laid,
    from: Option<&str>,
    watch: &dyn Watch,
) -> Result<(), BatchError> {
    let folder = path_of(bench.out, &planned.id);
    if !folder.join("certificate.json").exists() {
        remove(&folder)?;
    }
    let inputs = inputs(laid, source);
    let settings = run::Settings {
        out: folder.clone(),
        resume: false,
    };
    let mut journal = Listener {
        inner: watch.journal(),
        is_warm: false,
    };
    let warm_from = from.map(|id| path_of(bench.out, id));
    let made = run::replan(&inputs, &settings, warm_from.as_deref(), &mut journal);
    // A run that was stopped at its time limit leaves a checkpoint, which nothing here takes up.
    run::forget_checkpoint(&folder)?;
    if journal.is_warm {
        row.start = Start::Warm;
        row.started_from = from.map(str::to_owned);
    }
    match made {
        Ok((certificate, place)) => {
            settle(&place, &folder)?;
            take_plan(row, &certificate, &inputs.continent)?;
        }
        Err(RunError::Infeasible {
            findings,
            folder: place,
        }) => {
            settle(&place, &folder)?;
            row.status = Status::Infeasible;
            row.message = Some(findings.to_string());
            row.plan = Some(folder_of(&row.id));
            row.plan_blake3 = Some(hash_of(&run::read_certificate(&folder)?)?);
        }
        Err(RunError::Input(findings)) => {
            remove(&folder)?;
            refuse(row, &findings);
        }
        // What `planner plan` advises there is not what a batch does.
        Err(RunError::NoPoint { status, .. }) => {
            remove(&folder)?;
            leave_unsolved(row, format!("the solver ended with `{status}` and no plan"))
        }
        Err(RunError::Solve(error)) => {
            remove(&folder)?;
            leave_unsolved(row, error.to_string());
        }
        Err(error) => return Err(error.into()),
    }
    if row.plan.is_some() {
        row.columns_blake3 = run::columns_hash(&folder)?;
    }
    Ok(())
}

/// A proof, or a plan that breaks its own rules, lies beside an earlier plan: it takes its place, as the row speaks of it.
fn settle(place: &Path, folder: &Path) -> Result<(), RunError> {
    if place == folder {
        return Ok(());
    }
    run::exchange(place, folder)?;
    run::sync_name(folder)?;
    remove(place)
}

fn inputs(laid: Laid, source: &Source) -> Inputs {
    let mut config = laid.config;
    config.data.clone_from(&source.written);
    Inputs {
        config,
        policies: laid.policies,
        data: source.folder.clone(),
        continent: laid.continent,
        hashes: source.hashes.clone(),
        // Those of the tables were said when they were read.
        warnings: Findings::default(),
        before: None,
    }
}

fn take_plan(row: &mut Row, certificate: &Certificate, continent: &Continent) -> Result<(), BatchError> {
    row.status = match certificate.status {
        PlanStatus::Optimal => Status::Optimal,
        PlanStatus::Feasible => Status::Feasible,
        PlanStatus::Infeasible => Status::Infeasible,
        PlanStatus::Failed => Status::Failed,
    };
    if row.status == Status::Failed {
        row.message = Some("the plan breaks rules of its own continent; see `planner check`".to_owned());
    }
    row.objective_gj = certificate.objective_gj;
    row.bound_gj = certificate.lower_bound_gj;
    row.gap = certificate.gap;
    let shortage_gj = shortage_gj(certificate, continent);
    row.shortage_gj = Some(shortage_gj);
    row.energy_gj = certificate.objective_gj.map(|objective| objective - shortage_gj);
    let all_gj = everything_short_gj(continent);
    row.demand_met = Some(if all_gj > 0.0 { 1.0 - shortage_gj / all_gj } else { 1.0 });
    let count = |key: &str| certificate.statistics.get(key).and_then(Value::as_u64);
    row.exchanges = count("exchanges").or_else(|| count("iterations"));
    row.plan = Some(folder_of(&row.id));
    row.plan_blake3 = Some(hash_of(certificate)?);
    Ok(())
}

/// What the shortages of a plan are charged, GJ.
fn shortage_gj(certificate: &Certificate, continent: &Continent) -> f64 {
    compensated_sum(certificate.shortage.iter().map(|short| {
        let commodity = continent.commodities.iter().find(|k| k.id == short.commodity);
        commodity.map_or(0.0, |k| k.shortage_penalty_gj * short.amount)
    }))
}

/// What would be charged if nothing were delivered, GJ.
fn everything_short_gj(continent: &Continent) -> f64 {
    let amounts = continent.period_indices().flat_map(|period| asked(continent, period));
    compensated_sum(amounts.map(|((_, commodity), amount)| continent[commodity].shortage_penalty_gj * amount))
}

/// One hash for all tables of a plan, the same wherever the plan lies.
pub(super) fn hash_of(certificate: &Certificate) -> Result<String, serde_json::Error> {
    let bytes = serde_json::to_vec(&certificate.plan_hashes)?;
    Ok(blake3::hash(&bytes).to_hex().to_string())
}

/// A journal that passes everything on and hears what the run started from.
struct Listener<'a> {
    inner: Box<dyn Journal + 'a>,
    is_warm: bool,
}

impl Journal for Listener<'_> {
    fn step(&mut self, name: &str, facts: Map<String, Value>) {
        if facts.get("start").and_then(Value::as_str) == Some(run::EARLIER_PLAN) {
            self.is_warm = true;
        }
        self.inner.step(name, facts);
    }
    fn solving(&mut self, log_file: &Path) {
        self.inner.solving(log_file);
    }
    fn solved(&mut self) {
        self.inner.solved();
    }
    fn rounds_begin(&mut self) {
        self.inner.rounds_begin();
    }
    fn round(&mut self, round: &Round) {
        self.inner.round(round);
    }
    fn rounds_over(&mut self) {
        self.inner.rounds_over();
    }
    fn is_stopped(&self) -> bool {
        self.inner.is_stopped()
    }
    fn seconds(&self) -> f64 {
        self.inner.seconds()
    }
    fn lines(&self) -> String {
        self.inner.lines()
    }
}
