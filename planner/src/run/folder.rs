//! Writes a plan folder: into a staging folder beside it, then by renames, so that it appears whole or not at all.

use super::certify::{self, Made, Verdict};
use super::difference::{After, Difference, ROWS_KEPT};
use super::durable;
use super::error::RunError;
use super::journal::Journal;
use super::load::Inputs;
use crate::plan::parquet;
use crate::plan::rows::{Plan, Price};
use crate::report::{self, Boundaries, CertificateFacts, FileHash, ReportInput, WorstViolation};
use check::{Certificate, PlanStatus};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// How the names of folders begin in which plans are put together.
pub(crate) const STAGING_PREFIX: &str = ".plan-";
/// Faults told of a plan that rounds were stopped too early for.
const FAULTS_OF_UNFINISHED: usize = 3;

/// A folder beside the plan's own that takes its place when it is complete, and vanishes when it is not.
#[derive(Debug)]
pub(super) struct Staging {
    folder: TempDir,
}

impl Staging {
    /// A staging folder on the file system of `out`, which it must be possible to rename into.
    pub(super) fn beside(out: &Path) -> Result<Self, RunError> {
        Self::beside_holding(out, "certificate.json", "plan")
    }

    /// The same for folders of another kind, which are known by a file in them.
    fn beside_holding(out: &Path, marker: &str, kind: &str) -> Result<Self, RunError> {
        let parent = match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if out.file_name().is_none() {
            let reason = format!("name a folder for the {kind}");
            let refusal = std::io::Error::new(std::io::ErrorKind::InvalidInput, reason);
            return Err(RunError::file(out)(refusal));
        }
        fs::create_dir_all(parent).map_err(RunError::file(parent))?;
        if out.exists() && !out.join(marker).exists() && has_entries(out)? {
            let reason = format!("exists and holds no {kind}; name another folder or remove it");
            let refusal = std::io::Error::new(std::io::ErrorKind::AlreadyExists, reason);
            return Err(RunError::file(out)(refusal));
        }
        let folder = tempfile::Builder::new()
            .prefix(STAGING_PREFIX)
            .tempdir_in(parent)
            .map_err(RunError::file(parent))?;
        Ok(Self { folder })
    }

    /// Whether a plan could be written to `out`, before hours are spent on it.
    pub(super) fn probe(out: &Path) -> Result<(), RunError> {
        Self::beside(out).map(drop)
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Takes the place of `out`, on disk when this returns. An earlier plan is moved aside first and removed last.
    fn publish(self, out: &Path) -> Result<(), RunError> {
        set_readable(self.path())?;
        durable::sync_tree(self.path())?;
        let earlier = out.exists().then(|| self.path().with_extension("earlier"));
        if let Some(aside) = &earlier {
            fs::rename(out, aside).map_err(RunError::file(out))?;
        }
        let staged = self.folder.keep();
        if let Err(source) = fs::rename(&staged, out) {
            if let Some(aside) = &earlier {
                // Best effort: put the earlier plan back before saying why.
                let _ = fs::rename(aside, out);
            }
            let _ = fs::remove_dir_all(&staged);
            return Err(RunError::file(out)(source));
        }
        durable::sync_name(out)?;
        earlier.map_or(Ok(()), |aside| {
            fs::remove_dir_all(&aside).map_err(RunError::file(aside))
        })
    }
}

/// Fills a folder that takes the place of `out` when it is complete. An earlier one is known by the file `marker` in it and
/// replaced; any other folder is left alone.
///
/// # Errors
/// When the disk refuses, or `fill` does; then nothing has changed.
pub(crate) fn publish_folder<T, E: From<RunError>>(
    out: &Path,
    marker: &str,
    kind: &str,
    fill: impl FnOnce(&Path) -> Result<T, E>,
) -> Result<T, E> {
    let staging = Staging::beside_holding(out, marker, kind)?;
    let made = fill(staging.path())?;
    staging.publish(out)?;
    Ok(made)
}

fn has_entries(folder: &Path) -> Result<bool, RunError> {
    let mut entries = fs::read_dir(folder).map_err(RunError::file(folder))?;
    Ok(entries.next().is_some())
}

/// Temporary folders are private; a plan is for whoever may read its parent.
#[cfg(unix)]
fn set_readable(folder: &Path) -> Result<(), RunError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(RunError::file(folder))
}

#[cfg(not(unix))]
fn set_readable(_folder: &Path) -> Result<(), RunError> {
    Ok(())
}

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
    let (certificate, recomputed) = certify::certificate(inputs, made, folder, out, verdict)?;
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
    put_json(folder, "certificate.json", &certificate)?;
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
    let certificate = certify::proof(inputs, staging.path(), &place, solver_status)?;
    put_json(staging.path(), "certificate.json", &certificate)?;
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
