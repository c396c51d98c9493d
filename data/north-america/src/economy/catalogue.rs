//! What can be made, from what, and what carries it: the catalogue that places and plans are laid over.

use super::figures;
use crate::error::AssembleError;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A row of the commodities.
#[derive(Clone, Debug, Deserialize)]
pub struct Commodity {
    /// Id.
    pub commodity: String,
    /// Name for people.
    pub name: String,
    /// `t` or `GJ`.
    pub unit: String,
    /// Id of its sequence.
    pub sequence: String,
    /// GJ per unit.
    pub energy_content_gj: f64,
    /// GJ per unit of unmet demand.
    pub shortage_penalty_gj: f64,
    /// Short name of the source.
    pub source: String,
    /// Whether a figure is estimated.
    pub approximate: bool,
}

/// A row of the processes; amounts are per unit of activity.
#[derive(Clone, Debug, Deserialize)]
pub struct Process {
    /// Id.
    pub process: String,
    /// Name for people.
    pub name: String,
    /// Id of its sequence.
    pub sequence: String,
    /// `extraction` or `processing`.
    pub stage: String,
    /// GJ from nature.
    pub primary_energy_gj: f64,
    /// GJ booked under direct accounting beyond what is burnt.
    pub direct_energy_gj: f64,
    /// Tonnes from air, water and ground.
    pub free_mass_t: f64,
    /// Labour hours.
    pub labour_h: f64,
    /// Hectares of farm land for a year.
    pub land_ha: f64,
    /// Cubic metres of fresh water withdrawn.
    pub water_m3: f64,
    /// Tonnes of carbon dioxide beyond burning.
    pub process_co2_t: f64,
    /// Short name of the source.
    pub source: String,
    /// Whether a figure is estimated.
    pub approximate: bool,
}

/// What a commodity is to a process.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Used up as material.
    Input,
    /// Made.
    Output,
    /// Burnt as a carrier.
    Burn,
}

impl Role {
    /// The word of the table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
            Self::Burn => "burn",
        }
    }
}

/// A row of the recipes.
#[derive(Clone, Debug, Deserialize)]
pub struct Recipe {
    /// Id of the process.
    pub process: String,
    /// Id of the commodity.
    pub commodity: String,
    /// What it is to the process.
    pub role: Role,
    /// Units per unit of activity.
    pub amount: f64,
    /// Share of the embodied energy, for outputs.
    pub embodied_share: Option<f64>,
    /// Short name of the source.
    pub source: String,
    /// Whether the figure is estimated.
    pub approximate: bool,
}

/// A row of the modes.
#[derive(Clone, Debug, Deserialize)]
pub struct Mode {
    /// Id.
    pub mode: String,
    /// Name for people.
    pub name: String,
    /// Id of its sequence.
    pub sequence: String,
    /// Id of the carrier it burns; empty for none.
    pub carrier: String,
    /// GJ per t-km.
    pub energy_gj_per_t_km: f64,
    /// GJ per t and passage.
    pub energy_gj_per_t: f64,
    /// Fraction lost per 1,000 km.
    pub loss_per_1000_km: f64,
    /// Labour hours per t-km, or per t for transfers.
    pub labour_h: f64,
    /// Short name of the source.
    pub source: String,
    /// Whether a figure is estimated.
    pub approximate: bool,
}

#[derive(Debug, Deserialize)]
struct CarriageRow {
    commodity: String,
    modes: String,
}

/// Carbon dioxide of burning a carrier.
#[derive(Clone, Debug, Deserialize)]
pub struct EmissionFactor {
    /// Id of the carrier.
    pub commodity: String,
    /// Tonnes of carbon dioxide per GJ.
    pub carbon_dioxide_t_per_gj: f64,
}

/// All of it.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Commodities in the order of the file.
    pub commodities: Vec<Commodity>,
    /// Processes in the order of the file.
    pub processes: Vec<Process>,
    /// Recipes in the order of the file.
    pub recipes: Vec<Recipe>,
    /// Modes in the order of the file.
    pub modes: Vec<Mode>,
    /// Modes that carry each commodity; absent for what never leaves its node.
    pub carriage: BTreeMap<String, BTreeSet<String>>,
    /// Emission factors.
    pub emission_factors: Vec<EmissionFactor>,
}

impl Catalogue {
    /// Reads the catalogue and checks that its ids exist.
    ///
    /// # Errors
    /// If a row does not fit or names what does not exist.
    pub fn read() -> Result<Self, AssembleError> {
        let rows: Vec<CarriageRow> = figures::CARRIAGE.rows()?;
        let carriage = rows
            .into_iter()
            .map(|r| (r.commodity, r.modes.split_whitespace().map(str::to_owned).collect()))
            .collect();
        let catalogue = Self {
            commodities: figures::COMMODITIES.rows()?,
            processes: figures::PROCESSES.rows()?,
            recipes: figures::RECIPES.rows()?,
            modes: figures::MODES.rows()?,
            carriage,
            emission_factors: figures::EMISSION_FACTORS.rows()?,
        };
        catalogue.check()?;
        Ok(catalogue)
    }

    fn check(&self) -> Result<(), AssembleError> {
        let commodities: BTreeSet<&str> = self.commodities.iter().map(|c| c.commodity.as_str()).collect();
        let processes: BTreeSet<&str> = self.processes.iter().map(|p| p.process.as_str()).collect();
        let modes: BTreeSet<&str> = self.modes.iter().map(|m| m.mode.as_str()).collect();
        for recipe in &self.recipes {
            if !commodities.contains(recipe.commodity.as_str()) || !processes.contains(recipe.process.as_str()) {
                let what = format!("{} of {} does not exist", recipe.commodity, recipe.process);
                return Err(figures::RECIPES.problem(what));
            }
        }
        for (commodity, carried_by) in &self.carriage {
            if !commodities.contains(commodity.as_str()) || carried_by.iter().any(|m| !modes.contains(m.as_str())) {
                return Err(figures::CARRIAGE.problem(format!("row of {commodity} names what does not exist")));
            }
        }
        Ok(())
    }

    /// The recipe rows of a process.
    pub fn recipe<'a>(&'a self, process: &'a str) -> impl Iterator<Item = &'a Recipe> {
        self.recipes.iter().filter(move |r| r.process == process)
    }

    /// The process of that id.
    ///
    /// # Errors
    /// If there is none.
    pub fn process(&self, id: &str) -> Result<&Process, AssembleError> {
        self.processes
            .iter()
            .find(|p| p.process == id)
            .ok_or_else(|| figures::PROCESSES.problem(format!("no process {id}")))
    }

    /// The commodity of that id.
    #[must_use]
    pub fn commodity(&self, id: &str) -> Option<&Commodity> {
        self.commodities.iter().find(|c| c.commodity == id)
    }

    /// For each commodity of the processes that something carries: the modes, one of which must touch their node.
    /// What one of the processes makes and another uses needs no carriage.
    #[must_use]
    pub fn needed_modes(&self, processes: &[&str]) -> BTreeSet<BTreeSet<String>> {
        let of_these: Vec<&Recipe> = self
            .recipes
            .iter()
            .filter(|r| processes.contains(&r.process.as_str()))
            .collect();
        let handed_on = |c: &str| {
            of_these.iter().any(|maker| {
                maker.commodity == c
                    && maker.role == Role::Output
                    && of_these
                        .iter()
                        .any(|user| user.commodity == c && user.role != Role::Output && user.process != maker.process)
            })
        };
        of_these
            .iter()
            .filter(|r| !handed_on(&r.commodity))
            .filter_map(|r| self.carriage.get(&r.commodity))
            .cloned()
            .collect()
    }
}
