//! The carriers and where they come from: mines, wells, refineries, power plants. The same on every continent.

use super::commodities::{COAL, CRUDE, DIESEL, ELECTRICITY, GAS, RESIDUE, commodity_sequence, roles};
use super::recipes::Recipe;
use crate::model::{Commodity, CommodityIndex, Process, Quantity, Stage};

/// What makes a power plant's or well's season, where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Hydro,
    Sun,
}

/// The season of a power plant, by the id of its process.
pub(super) fn season(process_id: &str) -> Option<Season> {
    match process_id {
        "power-hydro" => Some(Season::Hydro),
        "power-sun" => Some(Season::Sun),
        _ => None,
    }
}

/// The processes of the carriers, each with its main output.
pub(super) fn processes(commodities: &[Commodity]) -> Vec<(CommodityIndex, Process)> {
    let count = commodities.len();
    let mut chain = vec![
        mine("mine-coal", COAL, 25.0, &[(ELECTRICITY, 0.05), (DIESEL, 0.003)], 0.12),
        mine("pump-crude-oil", CRUDE, 42.0, &[(ELECTRICITY, 0.3)], 0.1),
        (DIESEL, refinery(count)),
        plant("power-coal", &[(COAL, 0.11)], 0.03),
        harvest("power-hydro"),
    ];
    if count >= 12 {
        chain.push(mine("pump-natural-gas", GAS, 50.0, &[(ELECTRICITY, 0.4)], 0.1));
        chain.push(plant("power-gas", &[(GAS, 0.041)], 0.02));
        chain.push(plant("power-residue", &[(RESIDUE, 0.066)], 0.03));
    }
    if count >= 20 {
        chain.push(harvest("power-sun"));
    }
    if count >= 30 {
        chain.push((DIESEL, liquefaction()));
    }
    let roles = roles(count);
    let finish = |(main, recipe): (CommodityIndex, Recipe)| {
        let sequence = commodity_sequence(roles[main.position()], main.position());
        (main, recipe.finish_with(commodities, sequence))
    };
    chain.into_iter().map(finish).collect()
}

fn mine(
    id: &str,
    main: CommodityIndex,
    primary_energy_gj: f64,
    burns: &[(CommodityIndex, f64)],
    labour_h: f64,
) -> (CommodityIndex, Recipe) {
    let recipe = Recipe {
        id: id.to_owned(),
        stage: Stage::Extraction,
        primary_energy_gj,
        inputs: Vec::new(),
        outputs: quantities(&[(main, 1.0)]),
        burns: quantities(burns),
        labour_h,
        water_m3: 0.2,
    };
    (main, recipe)
}

fn plant(id: &str, burns: &[(CommodityIndex, f64)], labour_h: f64) -> (CommodityIndex, Recipe) {
    let recipe = Recipe {
        id: id.to_owned(),
        stage: Stage::Processing,
        primary_energy_gj: 0.0,
        inputs: Vec::new(),
        outputs: quantities(&[(ELECTRICITY, 1.0)]),
        burns: quantities(burns),
        labour_h,
        water_m3: 0.3,
    };
    (ELECTRICITY, recipe)
}

fn harvest(id: &str) -> (CommodityIndex, Recipe) {
    let recipe = Recipe {
        id: id.to_owned(),
        stage: Stage::Extraction,
        primary_energy_gj: 1.0,
        inputs: Vec::new(),
        outputs: quantities(&[(ELECTRICITY, 1.0)]),
        burns: Vec::new(),
        labour_h: 0.02,
        water_m3: 0.0,
    };
    (ELECTRICITY, recipe)
}

/// 52.5 GJ of crude oil give 43 GJ of diesel and, where there is a use for it, 6 GJ of residue.
fn refinery(commodities: usize) -> Recipe {
    let mut outputs = vec![(DIESEL, 1.0)];
    if commodities >= 12 {
        outputs.push((RESIDUE, 0.15));
    }
    Recipe {
        id: "refine-crude-oil".to_owned(),
        stage: Stage::Processing,
        primary_energy_gj: 0.0,
        inputs: quantities(&[(CRUDE, 1.25)]),
        outputs: quantities(&outputs),
        burns: quantities(&[(ELECTRICITY, 0.25)]),
        labour_h: 0.15,
        water_m3: 0.5,
    }
}

fn liquefaction() -> Recipe {
    Recipe {
        id: "liquefy-coal".to_owned(),
        stage: Stage::Processing,
        primary_energy_gj: 0.0,
        inputs: quantities(&[(COAL, 2.4)]),
        outputs: quantities(&[(DIESEL, 1.0)]),
        burns: quantities(&[(ELECTRICITY, 1.0)]),
        labour_h: 0.6,
        water_m3: 3.0,
    }
}

fn quantities(list: &[(CommodityIndex, f64)]) -> Vec<Quantity> {
    let all = list.iter();
    all.map(|(commodity, amount)| Quantity {
        commodity: *commodity,
        amount: *amount,
    })
    .collect()
}
