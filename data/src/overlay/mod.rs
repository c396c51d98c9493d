//! Policies laid over a continent: what is planned is changed, the tables never are.
//!
//! In this order: capacity factors of modes; then policy by policy its overrides, outages, limits, weights and
//! candidates. A later policy sees what an earlier one left. Goals change nothing; what they name is looked up.
//!
//! Invariant: all or nothing. When there is any finding the continent is left as it was.

mod conditions;
mod goals;
mod limits;
mod outages;
mod overrides;
mod sanity;
mod target;

pub(crate) use overrides::check_override;

use crate::findings::Findings;
use crate::model::{Continent, Policy};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One entry of a policy, or one capacity factor, and how much it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Name of the policy; empty for capacity factors.
    pub policy: String,
    /// Which entry: `overrides[1]`, `capacity_factor.rail`.
    pub entry: String,
    /// Rows it changed or added.
    pub rows: usize,
}

/// What an overlay did, in the order it was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverlayReport {
    /// Every entry that was applied.
    pub changes: Vec<Change>,
}

impl OverlayReport {
    /// Rows changed or added by all entries together.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.changes.iter().map(|c| c.rows).sum()
    }
}

/// Lays the policies over the continent. `capacity_factor` holds factors on the capacities of modes, by mode id.
///
/// # Errors
/// Every finding: ids and columns that are not known, entries that match no row, values out of range.
pub fn apply(
    continent: &mut Continent,
    policies: &[Policy],
    capacity_factor: &BTreeMap<String, f64>,
) -> Result<OverlayReport, Findings> {
    if policies.is_empty() && capacity_factor.is_empty() {
        return Ok(OverlayReport::default());
    }
    let mut changed = continent.clone();
    let mut run = Run::default();
    limits::scale_modes(&mut changed, capacity_factor, &mut run);
    for policy in policies {
        run.policy = policy.name.clone();
        overrides::apply_all(&mut changed, policy, &mut run);
        outages::stop_sites(&mut changed, policy, &mut run);
        limits::set_limits(&mut changed, policy, &mut run);
        limits::add_weights(&mut changed, policy, &mut run);
        limits::admit_candidates(&mut changed, policy, &mut run);
        goals::check(&changed, policy, &mut run);
    }
    if run.findings.is_empty() {
        run.findings.extend(sanity::findings(&changed));
    }
    if run.findings.has_errors() {
        return Err(run.findings);
    }
    *continent = changed;
    Ok(run.report)
}

/// What has been done and found so far.
#[derive(Default)]
struct Run {
    /// The policy being applied; empty before the first.
    policy: String,
    report: OverlayReport,
    findings: Findings,
}

impl Run {
    /// The place of an entry in findings: `policy Coal halved:overrides[1]`.
    fn place(&self, entry: &str) -> String {
        if self.policy.is_empty() {
            entry.to_owned()
        } else {
            format!("policy {}:{entry}", self.policy)
        }
    }

    fn note(&mut self, entry: &str, rows: usize) {
        self.report.changes.push(Change {
            policy: self.policy.clone(),
            entry: entry.to_owned(),
            rows,
        });
    }
}
