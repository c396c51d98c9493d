//! Alternatives laid over the tables: what one plan of a batch is made of.

use super::choices::Choice;
use super::file::{Alternative, Axis};
use super::read::BatchSet;
use crate::change::lay_over;
use crate::config::{PolicyFile, RunConfig, in_policies};
use crate::findings::{Finding, Findings, escape};
use crate::generate::GenerateSpec;
use crate::model::{Continent, Override, Policy};
use crate::overlay;
use std::collections::BTreeMap;

/// What one plan is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid {
    /// The run's config, with its capacity factors and those of the alternatives multiplied.
    pub config: RunConfig,
    /// Every policy in force, in the order they were laid over: the run's, then the alternatives' axis by axis.
    pub policies: Vec<Policy>,
    /// The continent after that.
    pub continent: Continent,
}

/// An alternative and the axis it is of.
type Taken<'a> = (&'a Axis, &'a Alternative);

impl BatchSet {
    /// The plans of the batch, in its order.
    #[must_use]
    pub fn choices(&self) -> Vec<Choice> {
        self.batch.choices()
    }

    /// Axis and alternative of each place of a choice.
    fn taken(&self, choice: &[usize]) -> Vec<Taken<'_>> {
        let axes = self.batch.axes.iter().zip(choice);
        axes.map(|(axis, at)| (axis, &axis.alternatives[*at])).collect()
    }

    /// Name of the alternative of each axis.
    #[must_use]
    pub fn names(&self, choice: &[usize]) -> Vec<&str> {
        let taken = self.taken(choice).into_iter();
        taken.map(|(_, alternative)| alternative.name.as_str()).collect()
    }

    /// What the continent of a choice is drawn from; none where tables are read.
    #[must_use]
    pub fn spec(&self, choice: &[usize]) -> Option<GenerateSpec> {
        let taken = self.taken(choice);
        let seed = taken.into_iter().find_map(|(_, alternative)| alternative.seed);
        self.batch.generate.map(|drawn| drawn.spec(seed))
    }

    /// BLAKE3, hexadecimal, of everything that determines the plan of a choice: config, policies, alternatives, the files they
    /// name, and the tables: what a drawn continent is drawn from, or `tables`, the hashes of those that were read by file name.
    ///
    /// # Errors
    /// When something of it cannot be put into JSON, which is a fault of the program.
    pub fn content_hash(
        &self,
        choice: &[usize],
        tables: &BTreeMap<String, String>,
    ) -> Result<String, serde_json::Error> {
        let taken = self.taken(choice);
        let policy = |a: &Alternative| a.policy.as_ref().and_then(|file| self.policy_files.get(file));
        let change = |a: &Alternative| a.change.as_ref().and_then(|file| self.change_files.get(file));
        let layers: Vec<_> = taken
            .iter()
            .map(|(axis, a)| {
                let change = change(a).map(|set| (&set.change, &set.policies));
                (&axis.name, a, policy(a), change)
            })
            .collect();
        // Where the tables lie does not matter, only what is in them.
        let run = RunConfig {
            data: String::new(),
            ..self.run.clone()
        };
        let bytes = serde_json::to_vec(&(tables, self.spec(choice), run, &self.policies, layers))?;
        Ok(blake3::hash(&bytes).to_hex().to_string())
    }

    /// Lays a choice over the tables as they were read.
    ///
    /// # Errors
    /// Every finding of the layer that does not fit: ids that are not known, entries that match no row, figures out of range,
    /// policies that contradict each other.
    pub fn lay(&self, tables: &Continent, choice: &[usize]) -> Result<Laid, Findings> {
        let mut laid = self.lay_all(tables, &self.taken(choice))?;
        laid.config.name = format!("{}: {}", self.batch.name, self.names(choice).join(", "));
        Ok(laid)
    }

    /// Lays the run's own policies, then each alternative alone, over the tables.
    ///
    /// # Errors
    /// Every finding of the run; when it has none, those of every alternative.
    pub fn examine(&self, tables: &Continent) -> Result<(), Findings> {
        self.lay_all(tables, &[])?;
        let mut found: Vec<Finding> = Vec::new();
        for (at, axis) in self.batch.axes.iter().enumerate() {
            for (position, alternative) in axis.alternatives.iter().enumerate() {
                let Err(findings) = self.lay_all(tables, &[(axis, alternative)]) else {
                    continue;
                };
                let place = format!("{}:axes[{}].alternatives[{}]", self.file, at + 1, position + 1);
                let placed = findings.into_iter().map(|finding| in_the_file(finding, &place));
                // A file that several alternatives name finds the same each time.
                let new: Vec<Finding> = placed.filter(|finding| !found.contains(finding)).collect();
                found.extend(new);
            }
        }
        Findings::from(found).into_result().map(drop)
    }

    fn lay_all(&self, tables: &Continent, taken: &[Taken<'_>]) -> Result<Laid, Findings> {
        let mut config = self.run.clone();
        config.capacity_factor = self.factors(taken);
        let mut laid = Laid {
            config,
            policies: self.policies.clone(),
            continent: tables.clone(),
        };
        overlay::apply(&mut laid.continent, &laid.policies, &laid.config.capacity_factor)?;
        for (axis, alternative) in taken {
            self.lay_alternative(&mut laid, axis, alternative)?;
        }
        Ok(laid)
    }

    /// The run's factors and those of the alternatives, multiplied.
    fn factors(&self, taken: &[Taken<'_>]) -> BTreeMap<String, f64> {
        let mut factors = self.run.capacity_factor.clone();
        for (mode, factor) in taken.iter().flat_map(|(_, alternative)| &alternative.capacity_factor) {
            *factors.entry(mode.clone()).or_insert(1.0) *= factor;
        }
        factors
    }

    fn lay_alternative(&self, laid: &mut Laid, axis: &Axis, alternative: &Alternative) -> Result<(), Findings> {
        let scaled = alternative
            .demand_scale
            .map(|factor| self.scaled_demand(axis, alternative, factor));
        let named = alternative.policy.as_ref().and_then(|file| self.policy_files.get(file));
        let own: Vec<Policy> = scaled.into_iter().chain(named.cloned()).collect();
        self.agree(&laid.policies, &own)?;
        overlay::apply(&mut laid.continent, &own, &BTreeMap::new())?;
        laid.policies.extend(own);
        if let Some(change) = alternative.change.as_ref().and_then(|file| self.change_files.get(file)) {
            let added = lay_over(&mut laid.continent, change, &laid.policies)?;
            laid.policies.extend(added);
        }
        Ok(())
    }

    /// Policies that are in force together must not contradict each other.
    fn agree(&self, earlier: &[Policy], own: &[Policy]) -> Result<(), Findings> {
        if own.is_empty() {
            return Ok(());
        }
        let files = earlier.iter().chain(own).map(|policy| PolicyFile {
            file: format!("policy {}", policy.name),
            policy: policy.clone(),
        });
        let found = in_policies(&files.collect::<Vec<_>>());
        found.into_iter().collect::<Findings>().into_result().map(drop)
    }

    /// The policy that a `demand_scale` stands for.
    fn scaled_demand(&self, axis: &Axis, alternative: &Alternative, factor: f64) -> Policy {
        Policy {
            name: format!("{}: {}", axis.name, alternative.name),
            answers_for_it: format!("batch {}", self.batch.name),
            purpose: format!("All demand times {factor}."),
            overrides: vec![Override {
                table: "demand".to_owned(),
                column: "amount_per_year".to_owned(),
                conditions: BTreeMap::new(),
                set: None,
                multiply: Some(factor),
            }],
            ..Policy::default()
        }
    }
}

/// A finding about capacity factors gets the place of the alternative that gives them; others have the place of a file or policy.
fn in_the_file(mut finding: Finding, place: &str) -> Finding {
    if finding.place.starts_with("capacity_factor") {
        finding.place = escape(&format!("{place}.{}", finding.place)).into_owned();
    }
    finding
}
