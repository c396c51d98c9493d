//! Power sites: the plants of the list, gathered by the urbanate nearest to them and by fuel.

use super::figures;
use super::placing::Placing;
use super::rows::{Rows, Site};
use crate::error::AssembleError;
use crate::geometry::Position;
use crate::raw::read_rows;
use serde::Deserialize;
use std::path::Path;

/// GJ of a megawatt in a year.
const GJ_PER_MW_YEAR: f64 = 8760.0 * 3.6;
/// Plants are gathered at urbanates no farther away than this, km: their lines are not modelled.
const POWER_REACH_KM: f64 = 900.0;
/// Gas plants that ran less than this part of the year are taken for turbines and boilers, not combined cycle.
const PEAKING_FACTOR: f64 = 0.28;
/// Turbines may run at least, and at most, this part of the year whatever they ran.
const PEAKING_RANGE: (f64, f64) = (0.12, 0.3);
/// Part of their greatest output that plants run at least: reactors by their licences and long outages; plants on
/// waste and mill residues because these arise in any case.
const MINIMA: [(&str, f64); 3] = [("nuclear_power", 0.9), ("waste_power", 0.8), ("biomass_power", 0.5)];
/// Degrees north beyond which Canada has no lines to the south.
const FARTHEST_NORTH: f64 = 58.5;
/// Degrees north from which the sun's year is the northern one.
pub const SOLAR_NORTH: f64 = 38.0;
/// Smaller sites are left out, GJ per year: 5 GWh.
const SMALLEST_GJ: f64 = 18_000.0;

#[derive(Debug, Deserialize)]
struct PlantRow {
    country: String,
    name: String,
    capacity_mw: f64,
    latitude: f64,
    longitude: f64,
    primary_fuel: String,
    gen_gwh_latest: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct FactorRow {
    fuel: String,
    process: String,
    country: String,
    factor_without_record: f64,
    factor_limit: f64,
    record_margin: f64,
}

#[derive(Debug, Deserialize)]
struct AdditionRow {
    name: String,
    fuel: String,
    latitude: f64,
    longitude: f64,
    capacity_mw: f64,
}

#[derive(Debug, Deserialize)]
struct LandingRow {
    south: f64,
    north: f64,
    west: f64,
    east: f64,
    latitude: f64,
    longitude: f64,
}

/// Adds the power sites.
///
/// # Errors
/// If a table does not fit or a plant cannot be placed.
pub fn add_power(raw: &Path, placing: &mut Placing<'_>, rows: &mut Rows) -> Result<(), AssembleError> {
    let factors: Vec<FactorRow> = figures::POWER_FACTORS.rows()?;
    let landings: Vec<LandingRow> = figures::POWER_LANDINGS.rows()?;
    let mut plants: Vec<PlantRow> = read_rows(&raw.join("power_plants.csv"))?;
    plants.extend(
        figures::POWER_ADDITIONS
            .rows::<AdditionRow>()?
            .into_iter()
            .map(|a| PlantRow {
                country: "MEX".to_owned(),
                name: a.name,
                capacity_mw: a.capacity_mw,
                latitude: a.latitude,
                longitude: a.longitude,
                primary_fuel: a.fuel,
                gen_gwh_latest: None,
            }),
    );
    for plant in plants.iter().filter(|p| on_the_continent(p)) {
        add_plant(placing, rows, plant, &factors, &landings)?;
    }
    rows.sites
        .retain(|(process, _), site| !process.ends_with("_power") || site.capacity >= SMALLEST_GJ);
    Ok(())
}

/// Alaska, Hawaii, the island territories and the far north have no lines to the rest.
fn on_the_continent(plant: &PlantRow) -> bool {
    let north = if plant.country == "USA" { 50.0 } else { FARTHEST_NORTH };
    let south = if plant.country == "USA" { 24.4 } else { 0.0 };
    (-140.0..0.0).contains(&plant.longitude) && (south..north).contains(&plant.latitude)
}

fn add_plant(
    placing: &mut Placing<'_>,
    rows: &mut Rows,
    plant: &PlantRow,
    factors: &[FactorRow],
    landings: &[LandingRow],
) -> Result<(), AssembleError> {
    let country = plant.country.get(..2).unwrap_or_default();
    let country = if country == "ME" { "MX" } else { country };
    let Some(factor) = factors
        .iter()
        .find(|f| f.fuel == plant.primary_fuel && (f.country.is_empty() || f.country == country))
    else {
        return Ok(()); // stores, tides and unnamed fuels: 0.1 % of capacity
    };
    if is_pumped_storage(plant) {
        return Ok(());
    }
    let (process, utilisation) = utilisation(plant, factor);
    let capacity = plant.capacity_mw * GJ_PER_MW_YEAR * utilisation;
    let at = landing(plant, landings);
    let node = placing.node_within(&[process], &plant.name, at, POWER_REACH_KM)?;
    let minimum = MINIMA
        .iter()
        .find(|(p, _)| *p == process)
        .map_or(0.0, |(_, part)| part * capacity);
    let site = Site {
        names: vec![plant.name.clone()],
        minimum,
        capacity,
        profile: profile_of(process, country, plant),
        source: "WRI power plants".to_owned(),
        approximate: true,
    };
    rows.add_site(process, &node, site);
    Ok(())
}

/// Hydro that took more from the grid than it gave: it stores, and makes nothing.
fn is_pumped_storage(plant: &PlantRow) -> bool {
    plant.primary_fuel == "Hydro" && plant.gen_gwh_latest.is_some_and(|gwh| gwh < 0.0)
}

/// The process of a plant and the part of the year it can run at full power.
fn utilisation<'a>(plant: &PlantRow, factor: &'a FactorRow) -> (&'a str, f64) {
    let recorded = plant
        .gen_gwh_latest
        .filter(|gwh| *gwh > 0.0)
        .map(|gwh| gwh * 1000.0 / (plant.capacity_mw * 8760.0));
    let possible = recorded.map_or(factor.factor_without_record, |r| r * factor.record_margin);
    let peaking = recorded.is_some_and(|r| r < PEAKING_FACTOR);
    if factor.process == "gas_power" && peaking {
        return ("gas_peaking", possible.clamp(PEAKING_RANGE.0, PEAKING_RANGE.1));
    }
    (&factor.process, possible.clamp(0.02, factor.factor_limit))
}

/// Where the plant meets the grid: far plants where their own lines end.
fn landing(plant: &PlantRow, landings: &[LandingRow]) -> Position {
    landings
        .iter()
        .filter(|_| plant.primary_fuel == "Hydro")
        .find(|l| (l.south..l.north).contains(&plant.latitude) && (l.west..l.east).contains(&plant.longitude))
        .map_or(Position::new(plant.latitude, plant.longitude), |l| {
            Position::new(l.latitude, l.longitude)
        })
}

/// The profile of rivers, wind and sun at the plant.
fn profile_of(process: &str, country: &str, plant: &PlantRow) -> String {
    let profile = match (process, country) {
        ("hydro_power", "CA") => "hydro_canada",
        ("hydro_power", "MX") => "hydro_mexico",
        ("hydro_power", _) if plant.longitude < -110.0 && plant.latitude > 42.0 => "hydro_northwest",
        ("hydro_power", _) if plant.longitude < -104.0 => "hydro_california",
        ("hydro_power", _) => "hydro_east",
        ("solar_power", _) if plant.latitude > SOLAR_NORTH => "solar_north",
        ("solar_power", _) => "solar_south",
        ("wind_power", _) => "wind",
        _ => "",
    };
    profile.to_owned()
}
