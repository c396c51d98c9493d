//! Stores, on continents with more than one period: harvests where they grow, fuels near cities, a few for
//! electricity.

use super::commodities::{COAL, DIESEL, ELECTRICITY, Role};
use super::dice::{Dice, Stream, rounded};
use super::geography::Geography;
use super::recipes::Makers;
use crate::model::{CommodityIndex, Continent, HOURS_PER_YEAR, NodeIndex, Provenance, SiteStatus, Store, StoreEnds};

/// Draws the stores.
pub(super) fn draw_stores(
    continent: &mut Continent,
    geography: &Geography,
    roles: &[Role],
    makers: &Makers,
    totals: &[f64],
    seed: u64,
) {
    let mut dice = Dice::new(seed, Stream::Stores);
    let mut stores = granaries(continent, roles, makers, &mut dice);
    let cities = geography.urbanates.len();
    for position in geography.urbanates.clone() {
        if position > 0 && !dice.chance(0.1) {
            continue;
        }
        for (commodity, months) in [(DIESEL, 1.0), (COAL, 2.0), (ELECTRICITY, 0.01)] {
            let a_month = totals[commodity.position()] / 12.0 / cities as f64;
            let node = NodeIndex::from_position(position);
            let capacity = a_month * months * dice.between(1.0, 4.0);
            stores.push(store(continent, node, commodity, capacity, &mut dice));
        }
    }
    continent.stores = stores;
    for (number, store) in continent.stores.iter_mut().enumerate() {
        store.id = format!("store-{:06}", number + 1);
    }
}

/// A store for the crop beside every farm, most of a year's harvest.
fn granaries(continent: &Continent, roles: &[Role], makers: &Makers, dice: &mut Dice) -> Vec<Store> {
    let mut stores: Vec<Store> = Vec::new();
    for site in continent.sites.iter().filter(|s| s.status == SiteStatus::Existing) {
        let crop = makers.main_output[site.process.position()];
        if roles[crop.position()] == Role::Farmed {
            let capacity = site.capacity_per_year * dice.between(0.4, 0.8);
            stores.push(store(continent, site.node, crop, capacity, dice));
        }
    }
    stores
}

fn store(continent: &Continent, node: NodeIndex, commodity: CommodityIndex, capacity: f64, dice: &mut Dice) -> Store {
    let electric = commodity == ELECTRICITY;
    let loss_per_month = if electric {
        0.1
    } else {
        dice.rounded_between(0.001, 0.01, 2)
    };
    let turns_per_year = if electric { 100.0 } else { 6.0 };
    let given = dice.chance(0.15) && !electric;
    Store {
        id: String::new(),
        node,
        commodity,
        capacity: rounded(capacity, 3),
        charge_per_hour: rounded(capacity * turns_per_year / HOURS_PER_YEAR, 3),
        discharge_per_hour: rounded(capacity * turns_per_year / HOURS_PER_YEAR, 3),
        loss_per_month,
        carrier: Some(ELECTRICITY).filter(|_| continent[commodity].mass_t > 0.0),
        energy_gj: if electric { 0.0 } else { 0.005 },
        // Twelve months at 1 % a month leave 0.88 of the start, so doing nothing reaches the end.
        ends: if given {
            StoreEnds::Given {
                initial: rounded(capacity * 0.3, 2),
                final_minimum: rounded(capacity * 0.2, 2),
            }
        } else {
            StoreEnds::Cyclic
        },
        provenance: Provenance::default(),
    }
}
