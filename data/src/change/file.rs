//! The change file as it is written, and the policies it names.

use super::contradictions;
use super::keys::CHANGE_KEYS;
use crate::config::{PolicyFile, in_policies, mentioned, name, parse, read_policies, read_text};
use crate::findings::Findings;
use crate::model::Policy;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What is different from a plan that was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeFile {
    /// Name for people; no policy of the plan has it.
    pub name: String,
    /// The person or body that answers for it.
    pub answers_for_it: String,
    /// Why it is asked.
    #[serde(default)]
    pub purpose: String,
    /// Changes to what is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub demand: Vec<DemandChange>,
    /// Changes to what links, terminals, sites and stores can take.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capacity: Vec<CapacityChange>,
    /// What is out of use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outage: Vec<Outage>,
    /// Policy files laid over after the rest, as written: relative to the change file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<String>,
}

/// A change of the rows of demand that meet every condition given; all rows when none is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemandChange {
    /// Node id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// Area id; areas below it count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Commodity id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commodity: Option<String>,
    /// Put in the place of each row's amount, units of the commodity per year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_per_year: Option<f64>,
    /// Multiplies each row's amount, after `amount_per_year`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<f64>,
}

/// What a change of capacity is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The table of links.
    #[default]
    Links,
    /// The table of terminals.
    Terminals,
    /// Sites.
    Sites,
    /// Stores.
    Stores,
}

impl Scope {
    /// The word in the file, which is the table's name as well.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Links => "links",
            Self::Terminals => "terminals",
            Self::Sites => "sites",
            Self::Stores => "stores",
        }
    }
}

/// A factor on the capacities that meet every condition given; all of that table when none is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapacityChange {
    /// What is changed.
    pub of: Scope,
    /// Multiplies each capacity.
    pub factor: f64,
    /// Link or terminal id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Mode id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Site id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Process id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<String>,
    /// Store id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// Node id; a link has two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// Area id; areas below it count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
}

/// One link, site or store that is out of use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outage {
    /// Link or terminal id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Site id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Store id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// Period ids of a site's outage; the whole calendar when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periods: Option<Vec<String>>,
}

/// A change file that was read, with the policies it names.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeSet {
    /// Name of the file, which findings call it by.
    pub file: String,
    /// What it says.
    pub change: ChangeFile,
    /// Its policies, in its order.
    pub policies: Vec<Policy>,
}

/// Reads a change file and the policies it names.
///
/// # Errors
/// Every finding in the file and its policies; what they name is looked up by [`super::lay_over`].
pub fn read_change(path: &Path) -> Result<ChangeSet, Findings> {
    let mut findings = Findings::new();
    let file = name(path);
    let Some(text) = read_text(path, &path.display().to_string(), &mut findings) else {
        return Err(findings);
    };
    let change: Option<ChangeFile> = parse(&text, &file, CHANGE_KEYS, &mut findings);
    if let Some(change) = &change {
        findings.extend(contradictions::in_change(&file, change));
    }
    let named = match &change {
        Some(change) => change.policies.clone(),
        None => mentioned(&text).policies,
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let policies = read_policies(folder, &named, &mut findings);
    let policies = checked(&file, change.as_ref(), policies, &mut findings);
    match change {
        Some(change) if !findings.has_errors() => Ok(ChangeSet { file, change, policies }),
        _ => Err(findings),
    }
}

/// What contradicts itself in the policies. The change stands among them as a policy: names are not given twice.
fn checked(file: &str, change: Option<&ChangeFile>, policies: Vec<PolicyFile>, findings: &mut Findings) -> Vec<Policy> {
    let own = change.map(|change| PolicyFile {
        file: file.to_owned(),
        policy: Policy {
            name: change.name.clone(),
            ..Policy::default()
        },
    });
    let own_count = usize::from(own.is_some());
    let all: Vec<PolicyFile> = own.into_iter().chain(policies).collect();
    findings.extend(in_policies(&all));
    all.into_iter().skip(own_count).map(|p| p.policy).collect()
}
