//! The curated figures of `figures/`, held in the program so that it needs no folder but the raw one.

use crate::error::AssembleError;
use crate::geometry::Position;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::PathBuf;

/// A figures file: its name and its text.
#[derive(Clone, Copy, Debug)]
pub struct FigureFile {
    name: &'static str,
    text: &'static str,
}

macro_rules! figure_files {
    ($($(#[$doc:meta])* $constant:ident = $file:literal;)+) => {
        $($(#[$doc])* pub const $constant: FigureFile = FigureFile {
            name: $file,
            text: include_str!(concat!("../../figures/", $file)),
        };)+
    };
}

figure_files! {
    /// Functional sequences.
    SEQUENCES = "sequences.csv";
    /// Budgeted resources.
    RESOURCES = "resources.csv";
    /// Commodities.
    COMMODITIES = "commodities.csv";
    /// Processes with what they use besides commodities.
    PROCESSES = "processes.csv";
    /// Recipes.
    RECIPES = "recipes.csv";
    /// Modes.
    MODES = "modes.csv";
    /// Which mode carries what.
    CARRIAGE = "carriage.csv";
    /// Carbon dioxide of burning.
    EMISSION_FACTORS = "emission_factors.csv";
    /// Mines and quarries.
    MINES = "mines.csv";
    /// Wells and refineries.
    OIL_GAS = "oil_gas.csv";
    /// Smelters, glass.
    MATERIALS = "materials.csv";
    /// Chemicals and fertiliser.
    CHEMICALS = "chemicals.csv";
    /// Forests and mills.
    FORESTRY = "forestry.csv";
    /// Mills, crushers, distilleries, textiles, machinery.
    FOOD_AND_GOODS = "food_and_goods.csv";
    /// Sites that could be built.
    CANDIDATES = "candidates.csv";
    /// Processes that stand beside others.
    COMPANIONS = "companions.csv";
    /// Where farming of a state is gathered.
    FARM_POINTS = "farm_points.csv";
    /// Farm output by state.
    STATE_OUTPUT = "state_output.csv";
    /// Units and totals of the crop tables.
    CROP_TOTALS = "crop_totals.csv";
    /// Services of urbanates by country.
    URBAN_SERVICES = "urban_services.csv";
    /// Capacity factors by fuel.
    POWER_FACTORS = "power_factors.csv";
    /// Plants newer than the list of plants.
    POWER_ADDITIONS = "power_additions.csv";
    /// Where the lines of remote plants end.
    POWER_LANDINGS = "power_landings.csv";
    /// National demand.
    DEMAND = "demand.csv";
    /// Electricity sold and gas used by industry, by state.
    STATE_WEIGHTS = "state_weights.csv";
    /// People of the countries.
    COUNTRIES = "countries.csv";
    /// Imports and exports.
    TRADE = "trade.csv";
    /// Stores.
    STORAGE = "storage.csv";
    /// Shares of the year by month.
    PROFILES = "profiles.csv";
}

impl FigureFile {
    /// All rows.
    ///
    /// # Errors
    /// If a row does not fit.
    pub fn rows<Row: DeserializeOwned>(self) -> Result<Vec<Row>, AssembleError> {
        csv::Reader::from_reader(self.text.as_bytes())
            .deserialize()
            .collect::<Result<_, _>>()
            .map_err(|source| AssembleError::Csv {
                path: self.path(),
                source,
            })
    }

    /// What is wrong with the file.
    #[must_use]
    pub fn problem(self, what: String) -> AssembleError {
        AssembleError::Raw {
            path: self.path(),
            what,
        }
    }

    fn path(self) -> PathBuf {
        PathBuf::from("figures").join(self.name)
    }
}

/// A place of production entered by hand.
#[derive(Clone, Debug, Deserialize)]
pub struct PlantRow {
    /// What it does.
    pub process: String,
    /// Name for people.
    pub name: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Capacity, thousand units of activity per year.
    pub capacity_thousand: f64,
    /// Short name of the source.
    pub source: String,
}

impl PlantRow {
    /// Where it is.
    #[must_use]
    pub const fn position(&self) -> Position {
        Position::new(self.latitude, self.longitude)
    }
}

/// A figure by country.
#[derive(Clone, Copy, Debug)]
pub struct ByCountry {
    /// United States.
    pub united_states: f64,
    /// Canada.
    pub canada: f64,
    /// Mexico.
    pub mexico: f64,
}

impl ByCountry {
    /// The figure of the country `US`, `CA` or `MX`; 0 for others.
    #[must_use]
    pub fn of(self, country: &str) -> f64 {
        match country {
            "US" => self.united_states,
            "CA" => self.canada,
            "MX" => self.mexico,
            _ => 0.0,
        }
    }
}
