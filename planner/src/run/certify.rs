//! From what was made to a certificate. Every figure in it is the checker's, recomputed from the files just written.

use super::error::RunError;
use super::load::Inputs;
use super::rounds::Stop;
use crate::plan::rows::{Embodied, Plan, Posting};
use check::{Certificate, PlanStatus, Recomputed, StatedViolation, Tolerances};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use workers::{Answer, SolveStatus};

/// What a run made, before it is certified.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) plan: Plan,
    pub(super) ledger: Vec<Posting>,
    pub(super) embodied: Vec<Embodied>,
    pub(super) statistics: Map<String, Value>,
    /// `whole` or `decomposed`.
    pub(super) method: &'static str,
}

/// What the solver claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    status: SolveStatus,
    raw: String,
    /// Why rounds ended early.
    stop: Option<Stop>,
}

impl Verdict {
    pub(super) fn of(answer: &Answer) -> Self {
        Self {
            status: answer.status,
            raw: answer.solver_status.clone(),
            stop: None,
        }
    }

    /// Of a decomposition that gave a plan; `stop` says why it ended early, if it did.
    pub(super) fn of_rounds(stop: Option<Stop>) -> Self {
        Self {
            status: if stop.is_some() {
                SolveStatus::Stopped
            } else {
                SolveStatus::Optimal
            },
            raw: stop.map_or("Optimal", Stop::word).to_owned(),
            stop,
        }
    }

    /// Whether rounds were stopped too early for a plan: rules are broken, and more rounds would mend them.
    pub(super) fn is_unfinished(&self, certificate: &Certificate) -> bool {
        self.stop.is_some() && certificate.status == PlanStatus::Failed
    }

    /// Refuses such a plan.
    pub(super) fn refuse_unfinished(&self, certificate: &Certificate) -> Result<(), RunError> {
        match self.stop {
            Some(stop) if self.is_unfinished(certificate) => Err(stop.no_point()),
            _ => Ok(()),
        }
    }

    /// Optimal only where the recomputed gap is within what was asked and no row is broken, whatever the solver says.
    fn status(&self, recomputed: &Recomputed, gap_asked: f64) -> PlanStatus {
        let proven = recomputed.gap <= gap_asked && recomputed.faults.is_empty();
        match self.status {
            SolveStatus::Optimal | SolveStatus::Stopped if proven => PlanStatus::Optimal,
            SolveStatus::Optimal | SolveStatus::Stopped if recomputed.faults.is_empty() => PlanStatus::Feasible,
            _ => PlanStatus::Failed,
        }
    }
}

/// The certificate of the files in `staging`.
pub(super) fn certificate(
    inputs: &Inputs,
    made: &Made,
    staging: &Path,
    out: &Path,
    verdict: &Verdict,
) -> Result<(Certificate, Recomputed), RunError> {
    let accounting = inputs.config.accounting;
    let recomputed = check::recompute_folder(staging, &inputs.continent, accounting, &Tolerances::default());
    let worst = &recomputed.worst_violation;
    let certificate = Certificate {
        status: verdict.status(&recomputed, inputs.config.gap),
        solver_status: verdict.raw.clone(),
        objective_gj: Some(recomputed.objective_gj),
        lower_bound_gj: Some(recomputed.lower_bound_gj),
        gap: Some(recomputed.gap),
        worst_violation: Some(StatedViolation {
            amount: worst.amount,
            unit: worst.unit.clone(),
            row: worst.row.clone(),
        }),
        ledger_residual_gj: Some(recomputed.ledger_residual_gj),
        shortage: recomputed.shortage.clone(),
        method: made.method.to_owned(),
        statistics: Value::Object(made.statistics.clone()),
        ..blank(inputs, staging, out)?
    };
    Ok((certificate, recomputed))
}

/// The certificate of a proof that there is no plan.
pub(super) fn proof(inputs: &Inputs, staging: &Path, out: &Path, solver_status: &str) -> Result<Certificate, RunError> {
    let blank = blank(inputs, staging, out)?;
    Ok(Certificate {
        status: PlanStatus::Infeasible,
        solver_status: solver_status.to_owned(),
        ..blank
    })
}

fn blank(inputs: &Inputs, staging: &Path, out: &Path) -> Result<Certificate, RunError> {
    Ok(Certificate {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        status: PlanStatus::Failed,
        solver_status: String::new(),
        accounting: inputs.config.accounting,
        calendar: inputs.config.calendar.clone(),
        objective_gj: None,
        lower_bound_gj: None,
        gap: None,
        gap_asked: Some(inputs.config.gap),
        worst_violation: None,
        ledger_residual_gj: None,
        shortage: Vec::new(),
        data: relative(out, &inputs.data).to_string_lossy().into_owned(),
        config: serde_json::to_value(&inputs.config)?,
        policies: inputs.policies.clone(),
        input_hashes: inputs.hashes.clone(),
        plan_hashes: hashes(staging)?,
        plan_content: check::content_hashes(staging),
        seal: None,
        method: "whole".to_owned(),
        statistics: Value::Null,
        other: replanned_from(inputs, out),
    })
}

/// Where a replanned plan comes from. Not checked: what the change does is among the policies.
fn replanned_from(inputs: &Inputs, out: &Path) -> Map<String, Value> {
    let Some(before) = &inputs.before else {
        return Map::new();
    };
    let from = serde_json::json!({
        "plan": relative(out, &before.folder).to_string_lossy(),
        "change": before.change.name,
    });
    Map::from_iter([("replanned_from".to_owned(), from)])
}

/// BLAKE3 of every table of the folder, by file name.
pub(crate) fn hashes(folder: &Path) -> Result<BTreeMap<String, String>, RunError> {
    let mut hashes = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(RunError::file(folder))? {
        let path = entry.map_err(RunError::file(folder))?.path();
        if path.extension().is_some_and(|ending| ending == "parquet") {
            let bytes = std::fs::read(&path).map_err(RunError::file(&path))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            hashes.insert(name, blake3::hash(&bytes).to_hex().to_string());
        }
    }
    Ok(hashes)
}

/// The way from folder `from` to `to`, so that both can move together; `to` itself where there is none.
pub(super) fn relative(from: &Path, to: &Path) -> PathBuf {
    let (Ok(from), Ok(to)) = (std::path::absolute(from), to.canonicalize()) else {
        return to.to_owned();
    };
    let from = from
        .parent()
        .and_then(|p| p.canonicalize().ok())
        .map_or(from.clone(), |parent| parent.join(from.file_name().unwrap_or_default()));
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(a, b)| a == b)
        .count();
    if shared <= 1 {
        return to;
    }
    let up = from.components().skip(shared).map(|_| "..");
    let down = to.components().skip(shared).map(|c| c.as_os_str().to_owned());
    up.map(Into::into)
        .chain(down)
        .collect::<Vec<std::ffi::OsString>>()
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::relative;
    use std::path::Path;

    #[test]
    #[allow(clippy::unwrap_used, reason = "test")]
    fn the_way_between_two_folders() {
        let root = tempfile::tempdir().unwrap();
        let data = root.path().join("data/tables");
        std::fs::create_dir_all(&data).unwrap();
        std::fs::create_dir_all(root.path().join("plans")).unwrap();
        let way = relative(&root.path().join("plans/year"), &data);
        assert_eq!(way, Path::new("../../data/tables"));
    }
}
