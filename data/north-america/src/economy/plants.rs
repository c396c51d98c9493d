//! Sites from the hand-entered plants, and the processes that stand beside others.

use super::figures::{self, PlantRow};
use super::placing::Placing;
use super::power::SOLAR_NORTH;
use super::rows::{Rows, Site};
use crate::error::AssembleError;
use serde::Deserialize;

/// Main process, its share of the capacity, and the other recipes with theirs.
type Alternatives = (&'static str, f64, &'static [(&'static str, f64)]);

/// Other recipes of the same plants: main process, alternative, share of the main's capacity, capacity of the alternative
/// as a part of the whole. Together the two ways of refining exceed the whole a little, for refineries trade gasoline
/// for distillate only in part; upgrading works on the residue of either.
const ALTERNATIVES: [Alternatives; 1] = [(
    "refining_gasoline",
    0.85,
    &[("refining_distillate", 0.3), ("residue_upgrading", 0.06)],
)];

/// Adds the plants of all figures files, and the candidates: sites that do not stand but could be built.
///
/// # Errors
/// If a file does not fit or a plant cannot be placed.
pub fn add_plants(placing: &mut Placing<'_>, rows: &mut Rows) -> Result<(), AssembleError> {
    for file in [
        figures::MINES,
        figures::OIL_GAS,
        figures::MATERIALS,
        figures::CHEMICALS,
        figures::FORESTRY,
        figures::FOOD_AND_GOODS,
    ] {
        for plant in file.rows::<PlantRow>()? {
            add_plant(placing, rows, &plant)?;
        }
    }
    for plant in figures::CANDIDATES.rows::<PlantRow>()? {
        let node = placing.node_for(&[&plant.process], &plant.name, plant.position())?;
        let site = site(&plant, plant.capacity_thousand * 1000.0);
        rows.add_candidate(&plant.process, &node, site);
    }
    Ok(())
}

fn add_plant(placing: &mut Placing<'_>, rows: &mut Rows, plant: &PlantRow) -> Result<(), AssembleError> {
    placing.catalogue().process(&plant.process)?;
    let capacity = plant.capacity_thousand * 1000.0;
    let node = placing.node_for(&[&plant.process], &plant.name, plant.position())?;
    let alternative = ALTERNATIVES.iter().find(|(main, ..)| *main == plant.process);
    let main_share = alternative.map_or(1.0, |(_, share, _)| *share);
    rows.add_site(&plant.process, &node, site(plant, capacity * main_share));
    for (other, share) in alternative.map_or(&[][..], |(_, _, others)| others) {
        rows.add_site(other, &node, site(plant, capacity * share));
    }
    Ok(())
}

fn site(plant: &PlantRow, capacity: f64) -> Site {
    Site {
        names: vec![plant.name.clone()],
        minimum: 0.0,
        capacity,
        profile: profile_of(plant).to_owned(),
        source: plant.source.clone(),
        approximate: true,
    }
}

/// How the plant's capacity is spread over the year.
fn profile_of(plant: &PlantRow) -> &'static str {
    match plant.process.as_str() {
        "logging" => "logging",
        "wind_power" => "wind",
        "solar_power" if plant.latitude > SOLAR_NORTH => "solar_north",
        "solar_power" => "solar_south",
        _ => "",
    }
}

#[derive(Debug, Deserialize)]
struct CompanionRow {
    process: String,
    companion: String,
    capacity_factor: f64,
    source: String,
}

/// Adds to each site of a process the companions that stand beside it: coke ovens at blast furnaces, quarries at
/// cement works. Their capacity is a factor on the site's.
///
/// # Errors
/// If the file does not fit.
pub fn add_companions(rows: &mut Rows) -> Result<(), AssembleError> {
    for companion in figures::COMPANIONS.rows::<CompanionRow>()? {
        let hosts: Vec<(String, f64, Vec<String>)> = rows
            .sites
            .iter()
            .filter(|((process, _), _)| *process == companion.process)
            .map(|((_, node), site)| (node.clone(), site.capacity, site.names.clone()))
            .collect();
        for (node, capacity, names) in hosts {
            rows.add_site(
                &companion.companion,
                &node,
                Site {
                    names,
                    minimum: 0.0,
                    capacity: capacity * companion.capacity_factor,
                    profile: String::new(),
                    source: companion.source.clone(),
                    approximate: true,
                },
            );
        }
    }
    Ok(())
}
