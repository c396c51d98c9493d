//! Stores: elevators at the farms, gas fields, tanks, piles.

use super::catalogue::Role;
use super::figures;
use super::placing::Placing;
use super::rows::{Rows, Store};
use crate::error::AssembleError;
use crate::geometry::Position;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct StorageRow {
    commodity: String,
    name: String,
    latitude: f64,
    longitude: f64,
    capacity_thousand: f64,
    charge_days: f64,
    discharge_days: f64,
    source: String,
}

/// Part of a year's harvest that farms and elevators beside them hold.
const HARVEST_HELD: f64 = 0.8;
/// Part of a year's fertiliser that farms hold.
const FERTILISER_HELD: f64 = 0.6;
/// Part of a year's coal that power stations hold: 60 days.
const COAL_HELD: f64 = 0.16;
/// Hours in which a farm store can be filled, and emptied.
const HARVEST_HOURS: f64 = 900.0;
const EMPTYING_HOURS: f64 = 2000.0;

/// What farms keep before they use it.
const FERTILISERS: [&str; 3] = ["nitrogen_fertiliser", "phosphate_fertiliser", "potash"];

/// Adds the stores entered by hand, then those beside farms and power stations.
///
/// # Errors
/// If the figures do not fit or no node will do.
pub fn add_stores(placing: &Placing<'_>, rows: &mut Rows) -> Result<(), AssembleError> {
    for row in figures::STORAGE.rows::<StorageRow>()? {
        let node = placing
            .node_of_commodity(&row.commodity, Position::new(row.latitude, row.longitude))
            .ok_or_else(|| AssembleError::NoSuchPlace(row.name.clone()))?;
        let capacity = row.capacity_thousand * 1000.0;
        let store = Store {
            capacity,
            charge_per_hour: capacity / (row.charge_days * 24.0),
            discharge_per_hour: capacity / (row.discharge_days * 24.0),
            source: row.source,
        };
        rows.add_store(&row.commodity, &node, store);
    }
    add_beside_sites(placing, rows);
    Ok(())
}

fn add_beside_sites(placing: &Placing<'_>, rows: &mut Rows) {
    let sites: Vec<(String, String, f64)> = rows
        .sites
        .iter()
        .map(|((process, node), site)| (process.clone(), node.clone(), site.capacity))
        .collect();
    for (process, node, activity) in sites {
        let farm = process.ends_with("_farming");
        for recipe in placing.catalogue().recipe(&process) {
            let fertiliser = FERTILISERS.contains(&recipe.commodity.as_str());
            let held = match (process.as_str(), recipe.role) {
                (_, Role::Output) if farm => HARVEST_HELD,
                (_, Role::Input) if farm && fertiliser => FERTILISER_HELD,
                ("coal_power", Role::Burn) => COAL_HELD,
                _ => continue,
            };
            let capacity = activity * recipe.amount * held;
            let store = Store {
                capacity,
                charge_per_hour: capacity / HARVEST_HOURS,
                discharge_per_hour: capacity / EMPTYING_HOURS.min(if fertiliser { 700.0 } else { EMPTYING_HOURS }),
                source: "Storage beside sites".to_owned(),
            };
            rows.add_store(&recipe.commodity, &node, store);
        }
    }
}
