//! Budgets: what each board of a country, and the continent, may use in a year.
//!
//! Land and water of a harvest are used when it is brought in, so what all sites of a board could use differs from month to
//! month: those budgets have a profile of their own.

use super::calendar::{self, Shape};
use super::catalogue::Catalogue;
use super::figures;
use super::rows::Rows;
use crate::error::AssembleError;
use crate::places::{Kind, Places};
use crate::write::{Table, flag, rounded};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Labour hours a year per person that all in the tables may take: a tenth of the hours worked.
const LABOUR_H_PER_PERSON: f64 = 80.0;
/// Land and water a board may use, over what all its sites would at full capacity.
const FULL_USE_MARGIN: f64 = 1.02;
/// Carbon dioxide of power, heating, industry and freight about 2005, t per year. What people burn themselves (motor
/// fuel, gas of industry that is not modelled) is demand and is not counted.
const CARBON_DIOXIDE_T: f64 = 4.5e9;

#[derive(Debug, Deserialize)]
struct CountryRow {
    country: String,
    population_million: f64,
}

/// The budgets: labour, land and water by board, carbon dioxide for the continent; and the profiles they are spread by.
///
/// # Errors
/// If the figures do not fit.
pub fn budgets(catalogue: &Catalogue, places: &Places, rows: &Rows) -> Result<(Table, Vec<Shape>), AssembleError> {
    let header = [
        "budget",
        "area",
        "resource",
        "limit_per_year",
        "profile",
        "source",
        "approximate",
    ];
    let mut table = Table::new("budgets", &header);
    let mut shapes = Vec::new();
    let mut push = |area: &str, resource: &str, limit: f64, profile: &str, source: &str| {
        table.rows.push(vec![
            format!("{resource}-{area}"),
            area.to_owned(),
            resource.to_owned(),
            rounded(limit, 4),
            profile.to_owned(),
            source.to_owned(),
            flag(true),
        ]);
    };
    for (board, people) in people_of_boards(places)? {
        push(&board, "labour", people * LABOUR_H_PER_PERSON, "", "Labour estimate");
    }
    for ((board, resource), uses) in full_use(catalogue, places, rows) {
        let use_at_capacity: f64 = uses.values().sum();
        let shape = calendar::mixed(&format!("{resource}-{board}"), &uses, "Full use of sites")?;
        let profile = shape.as_ref().map_or("", |shape| shape.profile.as_str());
        push(
            &board,
            resource,
            use_at_capacity * FULL_USE_MARGIN,
            profile,
            "Full use of sites",
        );
        shapes.extend(shape);
    }
    for root in places.areas().iter().filter(|a| a.parent.is_none()) {
        push(
            &root.id,
            "carbon_dioxide",
            CARBON_DIOXIDE_T,
            "",
            "EPA and ECCC inventories",
        );
    }
    Ok((table, shapes))
}

/// The board a node lies in: the area below the continent.
fn board_of<'a>(places: &'a Places, area: &'a str) -> &'a str {
    let parent_of = |id: &str| {
        places
            .areas()
            .iter()
            .find(|a| a.id == id)
            .and_then(|a| a.parent.as_deref())
    };
    let mut board = area;
    while let Some(parent) = parent_of(board) {
        if parent_of(parent).is_none() {
            return board;
        }
        board = parent;
    }
    board
}

/// People of each board: its part of the listed people of its country's urbanates, times the country's people.
fn people_of_boards(places: &Places) -> Result<BTreeMap<String, f64>, AssembleError> {
    let countries: BTreeMap<String, f64> = figures::COUNTRIES
        .rows::<CountryRow>()?
        .into_iter()
        .map(|c| (c.country, c.population_million * 1e6))
        .collect();
    let mut listed: BTreeMap<&str, f64> = BTreeMap::new();
    let mut boards: BTreeMap<String, (f64, &str)> = BTreeMap::new();
    for node in places.nodes().iter().filter(|n| n.kind == Kind::Urbanate) {
        let country = places.country_of(&node.id).unwrap_or_default();
        *listed.entry(country).or_default() += node.population;
        boards
            .entry(board_of(places, &node.area).to_owned())
            .or_insert((0.0, country))
            .0 += node.population;
    }
    Ok(boards
        .into_iter()
        .map(|(board, (people, country))| {
            let whole = listed.get(country).copied().unwrap_or(1.0);
            (board, people / whole * countries.get(country).copied().unwrap_or(whole))
        })
        .collect())
}

/// By profile; the empty id is flat.
type ByProfile = BTreeMap<String, f64>;

/// Land and water that all sites of each board would use at full capacity.
fn full_use(catalogue: &Catalogue, places: &Places, rows: &Rows) -> BTreeMap<(String, &'static str), ByProfile> {
    let mut uses: BTreeMap<(String, &'static str), ByProfile> = BTreeMap::new();
    for ((process, node), site) in &rows.sites {
        let (Ok(process), Some(node)) = (catalogue.process(process), places.node(node)) else {
            continue;
        };
        let board = board_of(places, &node.area);
        for (resource, per_activity) in [("land", process.land_ha), ("water", process.water_m3)] {
            if per_activity > 0.0 {
                let of_board = uses.entry((board.to_owned(), resource)).or_default();
                *of_board.entry(site.profile.clone()).or_default() += per_activity * site.capacity;
            }
        }
    }
    uses
}
