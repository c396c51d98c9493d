//! Steel works and cement works from their raw tables.

use super::placing::Placing;
use super::rows::{Rows, Site};
use crate::error::AssembleError;
use crate::geometry::Position;
use crate::raw::read_rows;
use serde::Deserialize;
use std::path::Path;

/// Part of nominal capacity that steel works can sell in a year.
const STEEL_UTILISATION: f64 = 0.88;
/// Hot metal per tonne of oxygen steel, with a margin, where the table gives no furnace capacity.
const IRON_PER_STEEL: f64 = 0.97;
/// An electric works of this size makes flat steel and takes reduced iron, thousand tonnes a year.
const FLAT_STEEL_KT: f64 = 2000.0;

#[derive(Debug, Deserialize)]
struct SteelRow {
    #[serde(rename = "Plant name (English)_x")]
    name: String,
    lat: f64,
    lon: f64,
    #[serde(rename = "Main production equipment")]
    equipment: String,
    #[serde(rename = "Nominal crude steel capacity (ttpa)")]
    steel_kt: Option<f64>,
    #[serde(rename = "Nominal BOF steel capacity (ttpa)")]
    oxygen_kt: Option<f64>,
    #[serde(rename = "Nominal EAF steel capacity (ttpa)")]
    electric_kt: Option<f64>,
    #[serde(rename = "Nominal BF capacity (ttpa)")]
    furnace_kt: Option<f64>,
    #[serde(rename = "Nominal DRI capacity (ttpa)")]
    reduction_kt: Option<f64>,
}

impl SteelRow {
    fn has(&self, equipment: &str) -> bool {
        self.equipment.split(';').any(|e| e.trim() == equipment)
    }

    /// Processes and capacities, thousand t per year. Works that list a blast furnace but give all steel as electric
    /// (two in Ontario that are changing over) still run the furnace.
    fn processes(&self) -> Vec<(&'static str, f64)> {
        let furnace = self.has("BF");
        let oxygen = match self.oxygen_kt {
            Some(kt) if furnace || self.has("DRI") => kt,
            None if furnace => self.steel_kt.unwrap_or(0.0),
            _ => 0.0,
        };
        let electric = if furnace && self.oxygen_kt.is_none() {
            0.0
        } else {
            self.electric_kt.unwrap_or(0.0) + self.oxygen_kt.filter(|_| oxygen == 0.0).unwrap_or(0.0)
        };
        let reduction = self.reduction_kt.unwrap_or(0.0);
        let (from_scrap, from_reduced) = if reduction > 0.0 {
            (0.5, 0.6)
        } else if electric >= FLAT_STEEL_KT {
            (0.9, 0.15)
        } else {
            (1.0, 0.0)
        };
        let iron = self.furnace_kt.unwrap_or(0.0).max(oxygen * IRON_PER_STEEL);
        vec![
            ("blast_furnace", iron),
            ("oxygen_steelmaking", oxygen * STEEL_UTILISATION),
            ("scrap_steelmaking", electric * from_scrap * STEEL_UTILISATION),
            ("dri_steelmaking", electric * from_reduced * STEEL_UTILISATION),
            ("direct_reduction", reduction * STEEL_UTILISATION),
        ]
        .into_iter()
        .filter(|(_, kt)| *kt > 0.0)
        .collect()
    }
}

/// Adds the steel works.
///
/// # Errors
/// If the table does not fit or a works cannot be placed.
pub fn add_steel(raw: &Path, placing: &mut Placing<'_>, rows: &mut Rows) -> Result<(), AssembleError> {
    for works in read_rows::<SteelRow>(&raw.join("steel_plants.csv"))? {
        let processes = works.processes();
        let names: Vec<&str> = processes.iter().map(|(p, _)| *p).collect();
        let node = placing.node_for(&names, &works.name, Position::new(works.lat, works.lon))?;
        for (process, kt) in processes {
            let site = Site {
                names: vec![works.name.clone()],
                minimum: 0.0,
                capacity: kt * 1000.0,
                profile: String::new(),
                source: "GEM steel plants".to_owned(),
                approximate: process == "blast_furnace",
            };
            rows.add_site(process, &node, site);
        }
    }
    Ok(())
}

#[derive(Debug, Deserialize)]
struct CementRow {
    city: String,
    iso3: String,
    latitude: f64,
    longitude: f64,
    status: String,
    plant_type: String,
    /// Million tonnes a year.
    capacity: Option<f64>,
}

/// Mean capacity of works that give one, million t per year; the rest are filled with it.
const MEAN_INTEGRATED_MT: f64 = 1.35;
const MEAN_GRINDING_MT: f64 = 0.6;
/// Clinker per tonne of cement capacity that a kiln can burn with each fuel; together more than it needs.
const KILN_SHARE: f64 = 0.6;
/// Part of a works' capacity that may be ground with slag.
const SLAG_SHARE: f64 = 0.35;

/// Adds the cement works.
///
/// # Errors
/// If the table does not fit or a works cannot be placed.
pub fn add_cement(raw: &Path, placing: &mut Placing<'_>, rows: &mut Rows) -> Result<(), AssembleError> {
    let works: Vec<CementRow> = read_rows(&raw.join("cement_plants.csv"))?;
    for works in works
        .iter()
        .filter(|w| matches!(w.iso3.as_str(), "USA" | "CAN" | "MEX") && w.status == "Operating")
    {
        let integrated = works.plant_type == "Integrated";
        let mean = if integrated {
            MEAN_INTEGRATED_MT
        } else {
            MEAN_GRINDING_MT
        };
        let cement = works.capacity.unwrap_or(mean) * 1e6;
        let kilns = if integrated { cement * KILN_SHARE } else { 0.0 };
        let processes = [
            ("cement_grinding", cement),
            ("slag_cement_grinding", cement * SLAG_SHARE),
            ("clinker_with_coal", kilns),
            ("clinker_with_petcoke", kilns),
        ];
        let names: Vec<&str> = processes.iter().filter(|(_, t)| *t > 0.0).map(|(p, _)| *p).collect();
        let node = placing.node_for(&names, &works.city, Position::new(works.latitude, works.longitude))?;
        for (process, capacity) in processes.into_iter().filter(|(_, t)| *t > 0.0) {
            let site = Site {
                names: vec![format!("{} cement works", works.city)],
                minimum: 0.0,
                capacity,
                profile: String::new(),
                source: "SFI cement plants".to_owned(),
                approximate: works.capacity.is_none() || process != "cement_grinding",
            };
            rows.add_site(process, &node, site);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::SteelRow;

    fn works(equipment: &str, oxygen_kt: Option<f64>, electric_kt: Option<f64>) -> SteelRow {
        SteelRow {
            name: String::new(),
            lat: 0.0,
            lon: 0.0,
            equipment: equipment.to_owned(),
            steel_kt: Some(oxygen_kt.unwrap_or(0.0) + electric_kt.unwrap_or(0.0)),
            oxygen_kt,
            electric_kt,
            furnace_kt: None,
            reduction_kt: None,
        }
    }

    fn names(row: &SteelRow) -> Vec<&'static str> {
        row.processes().into_iter().map(|(p, _)| p).collect()
    }

    #[test]
    fn works_that_change_over_still_run_the_furnace() {
        let row = works("BF; BOF; EAF", None, Some(3700.0));
        assert_eq!(names(&row), ["blast_furnace", "oxygen_steelmaking"]);
    }

    #[test]
    fn electric_works_melt_scrap() {
        assert_eq!(names(&works("EAF", None, Some(600.0))), ["scrap_steelmaking"]);
        let flat = works("EAF", None, Some(3000.0));
        assert_eq!(names(&flat), ["scrap_steelmaking", "dri_steelmaking"]);
    }
}
