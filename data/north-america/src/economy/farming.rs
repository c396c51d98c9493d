//! Farms and farm industries: state figures gathered at a few points of each state.

use super::figures;
use super::placing::Placing;
use super::rows::{Rows, Site};
use crate::error::AssembleError;
use crate::geometry::Position;
use flate2::read::GzDecoder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// First year of the mean of the crop tables; the last is the last in the file.
const FIRST_YEAR: u32 = 2007;
/// Capacity over the mean harvest: fields are there in poor years too.
const HARVEST_MARGIN: f64 = 1.05;
/// Farms are gathered at urbanates no farther away than this, km: the fields lie all around the point given.
const FARM_REACH_KM: f64 = 170.0;
/// Smaller farm sites are left out, t per year.
const SMALLEST_T: f64 = 2_000.0;

#[derive(Debug, Deserialize)]
struct PointRow {
    country: String,
    state: String,
    latitude: f64,
    longitude: f64,
    share: f64,
}

#[derive(Debug, Deserialize)]
struct OutputRow {
    process: String,
    country: String,
    state: String,
    capacity_thousand_t: f64,
    source: String,
}

#[derive(Debug, Deserialize)]
struct CropRow {
    crop: String,
    process: String,
    tonnes_per_unit: f64,
    target_thousand_t: f64,
    source: String,
}

#[derive(Debug, Deserialize)]
struct HarvestRow {
    year: u32,
    state: String,
    acres: String,
    #[serde(rename = "yield")]
    per_acre: String,
}

/// Output of one process in one state, t per year.
struct StateOutput {
    process: String,
    country: String,
    state: String,
    tonnes: f64,
    source: String,
}

/// Adds farms from the crop tables and the state figures.
///
/// # Errors
/// If a table does not fit or a farm cannot be placed.
pub fn add_farming(raw: &Path, placing: &mut Placing<'_>, rows: &mut Rows) -> Result<(), AssembleError> {
    let points: Vec<PointRow> = figures::FARM_POINTS.rows()?;
    let mut outputs: Vec<StateOutput> = Vec::new();
    for crop in figures::CROP_TOTALS.rows::<CropRow>()? {
        outputs.extend(crop_by_state(raw, &crop)?);
    }
    outputs.extend(
        figures::STATE_OUTPUT
            .rows::<OutputRow>()?
            .into_iter()
            .map(|r| StateOutput {
                process: r.process,
                country: r.country,
                state: r.state,
                tonnes: r.capacity_thousand_t * 1000.0,
                source: r.source,
            }),
    );
    for output in &outputs {
        spread(placing, rows, output, &points)?;
    }
    Ok(())
}

/// Mean production by state of the last years, scaled to the national total of about 2020.
fn crop_by_state(raw: &Path, crop: &CropRow) -> Result<Vec<StateOutput>, AssembleError> {
    let path = raw.join("crops").join(format!("nass.{}.txt.gz", crop.crop));
    let mut by_state: BTreeMap<String, f64> = BTreeMap::new();
    for row in harvests(&path)?.into_iter().filter(|r| r.year >= FIRST_YEAR) {
        let (Ok(acres), Ok(per_acre)) = (row.acres.parse::<f64>(), row.per_acre.parse::<f64>()) else {
            continue; // years not reported
        };
        *by_state.entry(row.state).or_default() += acres * per_acre * crop.tonnes_per_unit;
    }
    let total: f64 = by_state.values().sum();
    let scale = crop.target_thousand_t * 1000.0 / total;
    Ok(by_state
        .into_iter()
        .map(|(state, tonnes)| StateOutput {
            process: crop.process.clone(),
            country: "US".to_owned(),
            state,
            tonnes: tonnes * scale,
            source: crop.source.clone(),
        })
        .collect())
}

fn harvests(path: &PathBuf) -> Result<Vec<HarvestRow>, AssembleError> {
    let file = std::fs::File::open(path).map_err(|source| AssembleError::Read {
        path: path.clone(),
        source,
    })?;
    csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .from_reader(GzDecoder::new(file))
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|source| AssembleError::Csv {
            path: path.clone(),
            source,
        })
}

fn spread(
    placing: &mut Placing<'_>,
    rows: &mut Rows,
    output: &StateOutput,
    points: &[PointRow],
) -> Result<(), AssembleError> {
    for (process, share) in ways(&output.process) {
        for point in points
            .iter()
            .filter(|p| p.country == output.country && p.state == output.state)
        {
            let capacity = output.tonnes * point.share * share;
            if capacity < SMALLEST_T {
                continue;
            }
            let at = Position::new(point.latitude, point.longitude);
            let name = format!("{} farms", output.state);
            let node = placing.node_within(&[process], &name, at, FARM_REACH_KM)?;
            let site = Site {
                names: vec![format!(
                    "{} near {:.1} N {:.1} W",
                    output.state, at.latitude, -at.longitude
                )],
                minimum: 0.0,
                capacity,
                profile: profile_of(process).to_owned(),
                source: output.source.clone(),
                approximate: true,
            };
            rows.add_site(process, &node, site);
        }
    }
    Ok(())
}

/// The processes a state figure stands for, each with its part of the figure as capacity.
fn ways(process: &str) -> Vec<(&str, f64)> {
    match process {
        "meat_from_corn" => vec![(process, 0.95), ("meat_from_feed_grain", 0.3)],
        "beef_from_corn" => vec![(process, 0.95), ("beef_from_feed_grain", 0.4)],
        farming if farming.ends_with("_farming") => vec![(process, HARVEST_MARGIN)],
        _ => vec![(process, 1.0)],
    }
}

/// When the process runs.
fn profile_of(process: &str) -> &'static str {
    match process {
        "wheat_farming" => "harvest_wheat",
        "corn_farming" => "harvest_corn",
        "oilseed_farming" => "harvest_oilseeds",
        "feed_grain_farming" => "harvest_feed_grain",
        "rice_farming" => "harvest_rice",
        "cotton_farming" => "harvest_cotton",
        "forage_farming" => "harvest_forage",
        "sugar_crop_farming" | "beet_sugar_making" | "cane_sugar_making" => "harvest_sugar_crops",
        _ => "",
    }
}
