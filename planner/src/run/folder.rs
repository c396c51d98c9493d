//! Writes what is in a plan folder, into a staging folder that then takes its place.

use super::certify::{self, Made, Verdict};
use super::difference::{After, Difference, ROWS_KEPT};
use super::error::RunError;
use super::journal::Journal;
use super::load::Inputs;
use super::staging::Staging;
use crate::plan::parquet;
use crate::plan::rows::{Plan, Price};
use crate::report::{self, Boundaries, CertificateFacts, FileHash, ReportInput, WorstViolation};
use check::{Certificate, PlanStatus};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Faults told of a plan that rounds were stopped too early for.
const FAULTS_OF_UNFINISHED: usize = 3;

/// Writes tables, certificate, report and journal, and publishes the folder.
pub(super) fn write(
    inputs: &Inputs,
    made: &Made,
    staging: Staging,
    out: &Path,
    verdict: &Verdict,
    journal: &mut dyn Journal,
) -> Result<(Certificate, PathBuf), RunError> {
    let folder = staging.path();
    parquet::write_plan(folder, &inputs.continent, &made.plan)?;
    parquet::write_ledger(folder, &inputs.continent, &made.ledger)?;
    parquet::write_embodied(folder, &inputs.continent, &made.embodied)?;
    journal.step("checking the plan", serde_json::Map::new());
    let (mut certificate, recomputed) = certify::certificate(inputs, made, folder, out, verdict)?;
    let shown = if verdict.is_unfinished(&certificate) {
        FAULTS_OF_UNFINISHED
    } else {
        usize::MAX
    };
    for fault in recomputed.faults.iter().take(shown) {
        let text = serde_json::Value::String(fault.to_string());
        journal.step("fault", super::facts([("text", text)]));
    }
    verdict.refuse_unfinished(&certificate)?;
    put_certificate(folder, &mut certificate)?;
    put_difference(inputs, made, &certificate, folder, out)?;
    let boundaries = Boundaries::read_for(&inputs.data)?;
    let report = ReportInput {
        title: &inputs.config.name,
        continent: &inputs.continent,
        plan: &made.plan,
        ledger: &made.ledger,
        embodied: &made.embodied,
        certificate: &facts_of(&certificate, inputs),
        boundaries: boundaries.as_ref(),
    };
    report::write(&folder.join("report.html"), &report)?;
    journal.step("certified", certified_facts(&certificate));
    put(folder, "run.jsonl", journal.lines().as_bytes())?;
    let place = place_of(out, certificate.status);
    staging.publish(&place)?;
    Ok((certificate, place))
}

/// What a change made of the plan it started from; nothing when there is none.
fn put_difference(
    inputs: &Inputs,
    made: &Made,
    certificate: &Certificate,
    folder: &Path,
    out: &Path,
) -> Result<(), RunError> {
    let Some(before) = &inputs.before else {
        return Ok(());
    };
    let after = After {
        certificate,
        plan: &made.plan,
        postings: &made.ledger,
    };
    let difference = Difference::new(before, after, out, ROWS_KEPT);
    put_json(folder, "difference.json", &difference)
}

fn certified_facts(certificate: &Certificate) -> serde_json::Map<String, serde_json::Value> {
    super::facts([
        ("status", certificate.status.word().into()),
        ("objective_gj", certificate.objective_gj.into()),
        ("lower_bound_gj", certificate.lower_bound_gj.into()),
        ("gap", certificate.gap.into()),
    ])
}

/// Writes the Farkas prices and the certificate of infeasibility.
pub(super) fn write_proof(
    inputs: &Inputs,
    prices: &[Price],
    staging: Staging,
    out: &Path,
    solver_status: &str,
    journal: &dyn Journal,
) -> Result<PathBuf, RunError> {
    let mut plan = Plan {
        prices: prices.to_vec(),
        ..Plan::default()
    };
    plan.normalise();
    parquet::write_plan(staging.path(), &inputs.continent, &plan)?;
    let place = place_of(out, PlanStatus::Infeasible);
    let mut certificate = certify::proof(inputs, staging.path(), &place, solver_status)?;
    put_certificate(staging.path(), &mut certificate)?;
    put(staging.path(), "run.jsonl", journal.lines().as_bytes())?;
    staging.publish(&place)?;
    Ok(place)
}

/// Where a run's folder goes: a plan to `out`; a proof that there is none, or a plan that breaks its own rules, beside it
/// where `out` already holds an earlier plan, which stays.
fn place_of(out: &Path, status: PlanStatus) -> PathBuf {
    let is_plan = matches!(status, PlanStatus::Optimal | PlanStatus::Feasible);
    if is_plan || !out.join("certificate.json").exists() {
        return out.to_owned();
    }
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}", status.word()));
    out.with_file_name(name)
}

/// Seals the certificate and writes it.
fn put_certificate(folder: &Path, certificate: &mut Certificate) -> Result<(), RunError> {
    certificate.seal()?;
    put_json(folder, "certificate.json", certificate)
}

fn put_json(folder: &Path, name: &str, value: &impl serde::Serialize) -> Result<(), RunError> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    put(folder, name, &text)
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), RunError> {
    let path: PathBuf = folder.join(name);
    let write = || fs::File::create(&path).and_then(|mut file| file.write_all(bytes));
    write().map_err(RunError::file(path.clone()))
}

fn facts_of(certificate: &Certificate, inputs: &Inputs) -> CertificateFacts {
    let list = |hashes: &BTreeMap<String, String>| {
        hashes
            .iter()
            .map(|(file, blake3)| FileHash {
                file: file.clone(),
                blake3: blake3.clone(),
            })
            .collect()
    };
    let worst = certificate.worst_violation.clone().unwrap_or_default();
    CertificateFacts {
        version: certificate.version.clone(),
        status: certificate.status.word().to_owned(),
        solver_status: certificate.solver_status.clone(),
        method: certificate.method.clone(),
        accounting: certificate.accounting,
        calendar: certificate.calendar.clone(),
        policies: inputs.policies.iter().map(|policy| policy.name.clone()).collect(),
        objective_gj: certificate.objective_gj.unwrap_or_default(),
        lower_bound_gj: certificate.lower_bound_gj.unwrap_or_default(),
        gap: certificate.gap.unwrap_or_default(),
        gap_asked: certificate.gap_asked.unwrap_or_default(),
        worst_violation: WorstViolation {
            amount: worst.amount,
            unit: worst.unit,
            row: worst.row,
        },
        ledger_residual_gj: certificate.ledger_residual_gj.unwrap_or_default(),
        input_hashes: list(&certificate.input_hashes),
        plan_hashes: list(&certificate.plan_hashes),
    }
}
