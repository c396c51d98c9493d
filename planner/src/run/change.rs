//! From a plan folder and a change file to what is planned next.

use super::error::RunError;
use super::load::Inputs;
use super::open::{Opened, open};
use data::change::{ChangeFile, lay_over, read_change};
use data::config::RunConfig;
use data::findings::Findings;
use std::path::{Path, PathBuf};

/// The plan that a run starts from, and what is different now.
#[derive(Clone, Debug)]
pub struct Before {
    /// Its folder.
    pub folder: PathBuf,
    /// What the change file says.
    pub change: ChangeFile,
    /// What is in the folder, and the continent it was made for.
    pub opened: Opened,
}

/// Reads the plan in `plan` and the change file, and lays the change over what was planned. Config, accounting and
/// calendar stay those of the plan; `data` stands in for the table folder named in its certificate.
///
/// # Errors
/// [`RunError::Input`] with every finding of the change file, or of the step that failed.
pub fn load_change(plan: &Path, change: &Path, data: Option<&Path>) -> Result<Inputs, RunError> {
    let set = read_change(change).map_err(RunError::Input)?;
    let opened = open(plan, data)?;
    let mut config = config_of(&opened, plan)?;
    config.name = format!("{}; {}", config.name, set.change.name);
    let mut continent = opened.continent.clone();
    let mut policies = opened.certificate.policies.clone();
    let added = lay_over(&mut continent, &set, &policies).map_err(RunError::Input)?;
    policies.extend(added);
    Ok(Inputs {
        config,
        policies,
        data: data.map_or_else(|| plan.join(&opened.certificate.data), Path::to_owned),
        continent,
        hashes: opened.certificate.input_hashes.clone(),
        // Those of the tables were said when the plan was made.
        warnings: Findings::default(),
        before: Some(Before {
            folder: plan.to_owned(),
            change: set.change,
            opened,
        }),
    })
}

/// The config that the plan was made with.
fn config_of(opened: &Opened, plan: &Path) -> Result<RunConfig, RunError> {
    let config = serde_json::from_value(opened.certificate.config.clone());
    config.map_err(|error| RunError::Damaged {
        path: plan.join("certificate.json"),
        reason: format!("config: {error}"),
    })
}
