//! The check of a plan folder: files, certificate, tables, and everything recomputed.

use crate::certificate::{Certificate, ConfigFigures, PlanStatus};
use crate::error::CheckError;
use crate::fault::{Fault, Faults};
use crate::options::CheckOptions;
use crate::recompute::{Recomputed, recompute, recompute_infeasibility};
use crate::report::{Against, CheckReport, CheckStatus, Violation};
use crate::{claims, hashes, read, seal};
use data::dictionary::OUTPUT_TABLES;
use data::findings::Findings;
use data::foreign;
use data::model::Continent;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Largest certificate that is read, bytes.
const LARGEST_CERTIFICATE: u64 = 1 << 24;

/// Checks a plan folder against the input tables.
///
/// # Errors
/// When no check can be made: the folder is no plan, or the input tables are not there or have findings.
/// A plan that is wrong gives a report with faults.
pub fn check(plan_folder: &Path, options: CheckOptions) -> Result<CheckReport, CheckError> {
    let mut faults = Faults::default();
    let mut report = empty_report();
    let Some(certificate) = read_certificate(plan_folder, &mut faults)? else {
        return Ok(finish(report, faults));
    };
    report.plan_status = Some(certificate.status);
    let config = match certificate.config_figures() {
        Ok(config) => config,
        Err(error) => {
            let reason = format!("its config: {error}");
            faults.push(Fault::CertificateUnreadable { reason });
            return Ok(finish(report, faults));
        }
    };
    claims::compare_config(&certificate, &config, &mut faults);
    report.against = Some(against(plan_folder, &certificate, &config, &options));
    if certificate.status == PlanStatus::Failed {
        faults.push(Fault::NoPlan);
        return Ok(finish(report, faults));
    }
    let tables = tables_of(certificate.status);
    hashes::compare_plan_files(plan_folder, &certificate, &tables, &mut faults);
    let Some(continent) = read_continent(plan_folder, &certificate, &config, &options, &mut faults)? else {
        return Ok(finish(report, faults));
    };
    if certificate.status == PlanStatus::Infeasible {
        let rows = read::prices_alone(plan_folder, &continent, &mut faults);
        let (_, found) = recompute_infeasibility(&continent, certificate.accounting, &rows.prices);
        faults.extend(found);
    } else {
        fill(
            plan_folder,
            &certificate,
            &continent,
            &options,
            &mut report,
            &mut faults,
        );
    }
    Ok(finish(report, faults))
}

/// Recomputes the tables of a plan folder that has no certificate yet: the figures that one may state. The continent is
/// the one after the policies were laid over it.
#[must_use]
pub fn recompute_folder(
    folder: &Path,
    continent: &Continent,
    accounting: data::model::Accounting,
    tolerances: &crate::Tolerances,
) -> Recomputed {
    let mut faults = Faults::default();
    let rows = read::plan_rows(folder, continent, &mut faults);
    let mut recomputed = recompute(continent, accounting, &rows, tolerances);
    recomputed.faults.splice(0..0, faults.into_list());
    recomputed
}

/// What the tables of a plan folder say, as BLAKE3 in hexadecimal by file name. A table that is not there or cannot be read has
/// none.
#[must_use]
pub fn content_hashes(folder: &Path) -> BTreeMap<String, String> {
    OUTPUT_TABLES
        .iter()
        .filter_map(|table| Some((format!("{}.parquet", table.name), read::content_hash(folder, table)?)))
        .collect()
}

/// What has changed in a plan folder since it was certified: the certificate by its seal, the tables by their hashes. Nothing is
/// recomputed.
///
/// # Errors
/// When the folder is no plan, or its certificate cannot be read from disk.
pub fn changes(plan_folder: &Path) -> Result<Vec<Fault>, CheckError> {
    let mut faults = Faults::default();
    if let Some(certificate) = read_certificate(plan_folder, &mut faults)? {
        hashes::compare_plan_files(plan_folder, &certificate, &tables_of(certificate.status), &mut faults);
    }
    Ok(faults.into_list())
}

/// Recomputes a plan and compares it with its certificate.
fn fill(
    folder: &Path,
    certificate: &Certificate,
    continent: &Continent,
    options: &CheckOptions,
    report: &mut CheckReport,
    faults: &mut Faults,
) {
    let rows = read::plan_rows(folder, continent, faults);
    let recomputed = recompute(continent, certificate.accounting, &rows, &options.tolerances);
    claims::compare(certificate, &recomputed, &options.tolerances, faults);
    claims::compare_limit(&recomputed, options.gap, faults);
    report.objective_gj = Some(recomputed.objective_gj);
    report.lower_bound_gj = Some(recomputed.lower_bound_gj);
    report.gap = Some(recomputed.gap);
    report.worst_violation = recomputed.worst_violation;
    report.ledger_residual_gj = Some(recomputed.ledger_residual_gj);
    report.shortage = recomputed.shortage;
    report.gap_causes = recomputed.gap_causes;
    faults.extend(recomputed.faults);
}

fn empty_report() -> CheckReport {
    CheckReport {
        status: CheckStatus::Failed,
        plan_status: None,
        objective_gj: None,
        lower_bound_gj: None,
        gap: None,
        against: None,
        worst_violation: Violation::none(),
        ledger_residual_gj: None,
        shortage: Vec::new(),
        gap_causes: Vec::new(),
        faults: Vec::new(),
    }
}

fn finish(mut report: CheckReport, faults: Faults) -> CheckReport {
    report.status = if faults.is_empty() {
        CheckStatus::Passed
    } else {
        CheckStatus::Failed
    };
    report.faults = faults.into_list();
    report
}

/// The tables that a plan of that status must have.
fn tables_of(status: PlanStatus) -> Vec<&'static str> {
    match status {
        PlanStatus::Infeasible => vec!["prices"],
        _ => OUTPUT_TABLES.iter().map(|t| t.name).collect(),
    }
}

fn read_certificate(folder: &Path, faults: &mut Faults) -> Result<Option<Certificate>, CheckError> {
    let path = folder.join("certificate.json");
    let text = match foreign::read(&path, LARGEST_CERTIFICATE) {
        Ok(text) => text,
        Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
            return Err(CheckError::NotAPlan(folder.to_owned()));
        }
        Err(source) => return Err(CheckError::Io { path, source }),
    };
    match read_sealed(&text, faults) {
        Ok(certificate) => Ok(Some(certificate)),
        Err(error) => {
            let reason = error.to_string();
            faults.push(Fault::CertificateUnreadable { reason });
            Ok(None)
        }
    }
}

/// Reads a certificate; a seal that is missing or does not fit is a fault.
fn read_sealed(text: &[u8], faults: &mut Faults) -> Result<Certificate, serde_json::Error> {
    let certificate: Certificate = serde_json::from_slice(text)?;
    let said: serde_json::Value = serde_json::from_slice(text)?;
    match &certificate.seal {
        None => faults.push(Fault::NotStated {
            status: certificate.status.word().to_owned(),
            field: seal::KEY.to_owned(),
        }),
        Some(stated) if *stated != seal::seal_of(&said) => faults.push(Fault::SealBroken),
        Some(_) => {}
    }
    Ok(certificate)
}

/// The continent that was planned for: the input tables with capacity factors and policies laid over
/// them. None when the tables have
/// changed so that they cannot be read any more, which is a fault of theirs.
fn read_continent(
    plan_folder: &Path,
    certificate: &Certificate,
    config: &ConfigFigures,
    options: &CheckOptions,
    faults: &mut Faults,
) -> Result<Option<Continent>, CheckError> {
    let folder = data_folder(plan_folder, certificate, options);
    if !folder.is_dir() {
        return Err(CheckError::DataMissing(folder));
    }
    let mut of_inputs = Faults::default();
    hashes::compare_input_files(&folder, certificate, &mut of_inputs);
    let have_changed = !of_inputs.is_empty();
    faults.extend(of_inputs.into_list());
    match planned_for(&folder, certificate, config) {
        Ok(continent) => Ok(Some(continent)),
        Err(findings) if have_changed => {
            let reason = findings.to_string();
            faults.push(Fault::DataUnreadable { reason });
            Ok(None)
        }
        Err(findings) => Err(CheckError::Data(findings)),
    }
}

fn data_folder(plan_folder: &Path, certificate: &Certificate, options: &CheckOptions) -> PathBuf {
    match &options.data {
        Some(folder) => folder.clone(),
        None => plan_folder.join(&certificate.data),
    }
}

fn against(plan_folder: &Path, certificate: &Certificate, config: &ConfigFigures, options: &CheckOptions) -> Against {
    Against {
        data: data_folder(plan_folder, certificate, options),
        accounting: certificate.accounting,
        calendar: certificate.calendar.clone(),
        policies: certificate.policies.iter().map(|policy| policy.name.clone()).collect(),
        capacity_factor: config.capacity_factor.clone(),
        gap_asked: certificate.gap_asked,
    }
}

fn planned_for(folder: &Path, certificate: &Certificate, config: &ConfigFigures) -> Result<Continent, Findings> {
    let (mut continent, _) = data::tables::read_continent(folder, &certificate.calendar)?;
    data::overlay::apply(&mut continent, &certificate.policies, &config.capacity_factor)?;
    Ok(continent)
}
