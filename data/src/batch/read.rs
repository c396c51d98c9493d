//! Reading a batch file, the run it stands on, and the files of its alternatives.

use super::contradictions;
use super::file::{Alternative, BatchFile};
use super::keys::BATCH_KEYS;
use crate::change::{ChangeSet, read_change};
use crate::config::{PolicyFile, RunConfig, in_policies, in_run, name, parse, read_config, read_policies, read_text};
use crate::findings::Findings;
use crate::model::Policy;
use crate::tables::WRITTEN_CALENDAR;
use std::collections::BTreeMap;
use std::path::Path;

/// A batch file that was read, with everything it names but the tables.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchSet {
    /// Name of the file, which findings call it by.
    pub file: String,
    /// What it says.
    pub batch: BatchFile,
    /// The run that alternatives are laid over. Its tables are a generated continent's where [`BatchFile::generate`] is given.
    pub run: RunConfig,
    /// Policies of that run, in its order.
    pub policies: Vec<Policy>,
    /// Policy files of alternatives, by the name they are called by in the file.
    pub(super) policy_files: BTreeMap<String, Policy>,
    /// Change files of alternatives, by the name they are called by in the file.
    pub(super) change_files: BTreeMap<String, ChangeSet>,
}

/// Reads a batch file, its base, and the policies and changes of its alternatives.
///
/// # Errors
/// Every finding in all of them; what they name is looked up by [`BatchSet::examine`].
pub fn read_batch(path: &Path) -> Result<BatchSet, Findings> {
    let mut findings = Findings::new();
    let file = name(path);
    let Some(text) = read_text(path, &path.display().to_string(), &mut findings) else {
        return Err(findings);
    };
    let Some(batch) = parse::<BatchFile>(&text, &file, BATCH_KEYS, &mut findings) else {
        return Err(findings);
    };
    findings.extend(contradictions::in_batch(&file, &batch));
    let folder = path.parent().unwrap_or(Path::new(""));
    let run = run_of(&batch, folder, &mut findings);
    let policy_files = policy_files(&batch, folder, &mut findings);
    let change_files = change_files(&batch, folder, &mut findings);
    match run {
        Some((run, policies)) if !findings.has_errors() => {
            findings.extend(in_run(&file, &run));
            findings.extend(contradictions::in_base(&file, &run));
            if findings.has_errors() {
                return Err(findings);
            }
            Ok(BatchSet {
                file,
                batch,
                run,
                policies,
                policy_files,
                change_files,
            })
        }
        _ => Err(findings),
    }
}

/// The run that alternatives are laid over; each plan of it has one thread.
fn run_of(batch: &BatchFile, folder: &Path, findings: &mut Findings) -> Option<(RunConfig, Vec<Policy>)> {
    let (mut run, policies) = match &batch.base {
        Some(base) => match read_config(&folder.join(base)) {
            Ok(read) => read,
            Err(found) => {
                findings.extend(found);
                return None;
            }
        },
        None => run_inline(batch, folder, findings),
    };
    run.name.clone_from(&batch.name);
    run.threads = Some(1);
    run.method = batch.method.unwrap_or(run.method);
    run.solver = batch.solver.unwrap_or(run.solver);
    run.gap = batch.gap.unwrap_or(run.gap);
    run.time_limit_s = batch.time_limit_s.or(run.time_limit_s);
    Some((run, policies))
}

fn run_inline(batch: &BatchFile, folder: &Path, findings: &mut Findings) -> (RunConfig, Vec<Policy>) {
    let files = read_policies(folder, &batch.policies, findings);
    findings.extend(in_policies(&files));
    let mut run = RunConfig::new(&batch.name, batch.data.as_deref().unwrap_or_default(), folder);
    if batch.generate.is_some() {
        WRITTEN_CALENDAR.clone_into(&mut run.calendar);
    }
    if let Some(calendar) = &batch.calendar {
        run.calendar.clone_from(calendar);
    }
    run.accounting = batch.accounting.unwrap_or(run.accounting);
    run.capacity_factor.clone_from(&batch.capacity_factor);
    run.policies.clone_from(&batch.policies);
    (run, files.into_iter().map(|file| file.policy).collect())
}

/// Every policy file that an alternative names, each read once.
fn policy_files(batch: &BatchFile, folder: &Path, findings: &mut Findings) -> BTreeMap<String, Policy> {
    let mut read = BTreeMap::new();
    for file in named(batch, |alternative| alternative.policy.as_deref()) {
        let policies: Vec<PolicyFile> = read_policies(folder, std::slice::from_ref(&file), findings);
        findings.extend(in_policies(&policies));
        read.extend(policies.into_iter().map(|read| (read.file, read.policy)));
    }
    read
}

/// Every change file that an alternative names, each read once.
fn change_files(batch: &BatchFile, folder: &Path, findings: &mut Findings) -> BTreeMap<String, ChangeSet> {
    let mut read = BTreeMap::new();
    for file in named(batch, |alternative| alternative.change.as_deref()) {
        match read_change(&folder.join(&file)) {
            Ok(set) => {
                read.insert(file, set);
            }
            Err(found) => findings.extend(found),
        }
    }
    read
}

/// The files that alternatives name, each once, in their order.
fn named(batch: &BatchFile, file: impl Fn(&Alternative) -> Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for alternative in batch.axes.iter().flat_map(|axis| &axis.alternatives) {
        match file(alternative) {
            Some(name) if !names.iter().any(|known| known == name) => names.push(name.to_owned()),
            _ => {}
        }
    }
    names
}
