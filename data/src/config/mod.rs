//! Runs and policies as TOML: `configs/*.toml` names the data, the calendar, the method and the policies.
//!
//! Invariant: nothing is half read. Every finding of the config and of all its policies is reported together; what is
//! returned is within range and free of contradictions, though its ids have not been looked up in the tables yet.

mod contradictions;
mod document;
mod files;
mod keys;
mod run;

pub(crate) use contradictions::{in_policies, in_run};
pub use document::parse_policy;
pub(crate) use document::{mentioned, nearest, parse};
pub(crate) use files::{PolicyFile, name, read_policies, read_text};
pub use keys::{Key, Kind, POLICY_KEYS, RUN_KEYS};
pub(crate) use keys::{LARGEST, optional, required};
pub use run::{CONFIG_VERSION, FarmChoice, Method, RunConfig, SolverChoice};

use crate::findings::Findings;
use crate::model::Policy;
use std::path::Path;

/// Reads a run config and the policies it names, in its order.
///
/// # Errors
/// Every finding in the config, its policies and its token file.
pub fn read_config(path: &Path) -> Result<(RunConfig, Vec<Policy>), Findings> {
    let mut findings = Findings::new();
    let (run, mentioned) = files::read_run(path, &mut findings);
    let folder = path.parent().unwrap_or(Path::new(""));
    let policies = files::read_policies(folder, &mentioned.policies, &mut findings);
    if let Some(token) = &mentioned.token_file {
        files::look_at_token(folder, token, &mut findings);
    }
    if let Some(run) = &run {
        findings.extend(contradictions::in_run(&files::name(path), run));
    }
    findings.extend(contradictions::in_policies(&policies));
    match run {
        Some(run) if !findings.has_errors() => Ok((run, policies.into_iter().map(|p| p.policy).collect())),
        _ => Err(findings),
    }
}
