//! Opens a plan folder for questions: certificate, continent as it was planned, rows.

use super::error::RunError;
use crate::plan::ledger::ledger;
use crate::plan::parquet::{TableError, read_plan};
use crate::plan::rows::{Plan, Posting};
use check::{Certificate, PlanStatus};
use data::findings::{Code, Finding, Findings};
use data::foreign;
use data::model::Continent;
use std::path::Path;

/// Largest certificate that is read, bytes.
const LARGEST_CERTIFICATE: u64 = 1 << 24;

/// A plan and the continent it was made for.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What it claims of itself.
    pub certificate: Certificate,
    /// BLAKE3 of `certificate.json`, hexadecimal: names the plan whatever its folder is called.
    pub certificate_hash: String,
    /// The continent after the overlay.
    pub continent: Continent,
    /// Decisions and prices.
    pub plan: Plan,
    /// The postings of its objective.
    pub ledger: Vec<Posting>,
}

/// Opens the plan in `folder`; `data` stands in for the table folder named in the certificate.
///
/// # Errors
/// [`RunError::Input`] when it is not a plan, or its input tables are missing, wrong or changed; [`RunError::Damaged`] when a file of
/// it is, or has changed since it was certified.
pub fn open(folder: &Path, data: Option<&Path>) -> Result<Opened, RunError> {
    let (certificate, certificate_hash) = read_hashed(folder)?;
    if certificate.status == PlanStatus::Infeasible {
        return Err(RunError::NoPlan(folder.to_owned()));
    }
    let tables = data.map_or_else(|| folder.join(&certificate.data), Path::to_owned);
    let read = data::tables::read_continent(&tables, &certificate.calendar);
    let (mut continent, report) = read.map_err(RunError::Input)?;
    if report.hashes != certificate.input_hashes {
        return Err(RunError::Input(changed_tables(&certificate, &report.hashes)));
    }
    let factors = certificate.capacity_factor();
    data::overlay::apply(&mut continent, &certificate.policies, &factors).map_err(RunError::Input)?;
    let damaged = |error: TableError| RunError::Damaged {
        path: folder.to_owned(),
        reason: error.to_string(),
    };
    let mut plan = read_plan(folder, &continent).map_err(damaged)?;
    // After the reader, which says more of a table that cannot be one.
    refuse_changed(folder, &certificate_hash)?;
    // Rows are looked up by bisection; a folder that someone else sorted is as good.
    plan.normalise();
    let ledger = ledger(&continent, certificate.accounting, &plan);
    Ok(Opened {
        certificate,
        certificate_hash,
        continent,
        plan,
        ledger,
    })
}

/// A plan that says something else than what was certified is not asked.
fn refuse_changed(folder: &Path, certificate_hash: &str) -> Result<(), RunError> {
    let damaged = |reason| RunError::Damaged {
        path: folder.to_owned(),
        reason,
    };
    let faults = check::changes(folder).map_err(|error| damaged(error.to_string()))?;
    if let Some(fault) = faults.first() {
        return Err(damaged(fault.to_string()));
    }
    // Another plan may have taken its place while it was read.
    if read_hashed(folder)?.1 != certificate_hash {
        return Err(damaged(
            "another plan took its place while it was read: ask again".to_owned(),
        ));
    }
    Ok(())
}

/// Reads the certificate of the plan in `folder`.
pub(crate) fn read_certificate(folder: &Path) -> Result<Certificate, RunError> {
    Ok(read_hashed(folder)?.0)
}

/// The certificate and the BLAKE3 of its file.
fn read_hashed(folder: &Path) -> Result<(Certificate, String), RunError> {
    let path = folder.join("certificate.json");
    let bytes = foreign::read(&path, LARGEST_CERTIFICATE).map_err(RunError::file(&path))?;
    let certificate = serde_json::from_slice(&bytes).map_err(|error| RunError::Damaged {
        path,
        reason: error.to_string(),
    })?;
    Ok((certificate, blake3::hash(&bytes).to_hex().to_string()))
}

fn changed_tables(certificate: &Certificate, now: &std::collections::BTreeMap<String, String>) -> Findings {
    let changed: Vec<&String> = certificate
        .input_hashes
        .iter()
        .filter(|(k, v)| now.get(*k) != Some(v))
        .map(|(k, _)| k)
        .collect();
    let seen = format!(
        "the tables are not those that were planned with: {} differ",
        changed.len()
    );
    let finding = Finding::new(Code::F03, "tables", seen)
        .with_rows(changed)
        .with_action("Plan again, or give the folder of the tables as they were with --data.");
    let mut findings = Findings::default();
    findings.push(finding);
    findings
}
