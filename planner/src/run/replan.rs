//! The run of a change: the one place where a new plan is made from an earlier one.

use super::difference::{After, Difference};
use super::error::RunError;
use super::journal::Journal;
use super::load::Inputs;
use super::solve::{Settings, plan_from};
use crate::plan::ledger::ledger;
use crate::plan::parquet::read_plan;
use check::Certificate;
use std::path::{Path, PathBuf};

/// Plans what [`super::load_change`] gave and writes the folder; gives the certificate and where the folder is.
/// `warm_from` is the folder of the earlier plan: a decomposed run starts from the ways that are kept there, whatever
/// changed; without them, and for the whole program, it starts from nothing.
///
/// # Errors
/// Those of [`super::plan`].
pub fn replan(
    inputs: &Inputs,
    settings: &Settings,
    warm_from: Option<&Path>,
    journal: &mut dyn Journal,
) -> Result<(Certificate, PathBuf), RunError> {
    plan_from(inputs, settings, None, warm_from, journal)
}

/// The difference between the plan that `inputs` started from and the new one in `out`, at most `top` rows a table; none
/// when they did not start from a plan.
///
/// # Errors
/// [`RunError::Damaged`] when the new plan cannot be read back.
pub fn difference(
    inputs: &Inputs,
    certificate: &Certificate,
    out: &Path,
    top: usize,
) -> Result<Option<Difference>, RunError> {
    let Some(before) = &inputs.before else {
        return Ok(None);
    };
    let plan = read_plan(out, &inputs.continent).map_err(|error| RunError::Damaged {
        path: out.to_owned(),
        reason: error.to_string(),
    })?;
    let after = After {
        certificate,
        plan: &plan,
        postings: &ledger(&inputs.continent, inputs.config.accounting, &plan),
    };
    Ok(Some(Difference::new(before, after, out, top)))
}
