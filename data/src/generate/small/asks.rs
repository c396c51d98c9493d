//! Sites, stores, demand, trade and budgets of a small continent.

use super::any_profile;
use super::goods::{FUEL, POWER};
use crate::generate::dice::{Dice, rounded};
use crate::model::{
    AreaIndex, Budget, CommodityIndex, Continent, Demand, NodeIndex, ProcessIndex, Provenance, ResourceIndex, Site,
    SiteStatus, Store, StoreEnds, Trade, TradeDirection,
};

pub(super) fn draw(continent: &mut Continent, dice: &mut Dice) {
    draw_sites(continent, dice);
    draw_demand(continent, dice);
    for _ in 0..dice.below(4) {
        let store = draw_store(continent, dice);
        continent.stores.push(store);
    }
    for _ in 0..dice.below(4) {
        let trade = draw_trade(continent, dice);
        continent.trades.push(trade);
    }
    draw_budgets(continent, dice);
}

fn any_node(continent: &Continent, dice: &mut Dice) -> NodeIndex {
    NodeIndex::from_position(dice.below(continent.nodes.len()))
}

fn any_commodity(continent: &Continent, dice: &mut Dice) -> CommodityIndex {
    CommodityIndex::from_position(dice.below(continent.commodities.len()))
}

fn draw_sites(continent: &mut Continent, dice: &mut Dice) {
    for position in 0..continent.processes.len() {
        for _ in 0..dice.whole(1, 2) {
            let process = &continent.processes[position];
            let capacity = dice.rounded_between(10.0, 250.0, 2);
            let scale = if process.outputs[0].commodity == POWER {
                10.0
            } else {
                1.0
            };
            // Least activities only where they can always be reached, within every budget.
            let free = process.inputs.is_empty() && process.burns.is_empty() && process.resource_uses.is_empty();
            let least = if free && dice.chance(0.4) { 0.3 } else { 0.0 };
            let number = continent.sites.len() + 1;
            continent.sites.push(Site {
                id: format!("site-{number}"),
                name: format!("Site {number}"),
                process: ProcessIndex::from_position(position),
                node: any_node(continent, dice),
                minimum_per_year: rounded(least * capacity * scale, 3),
                capacity_per_year: capacity * scale,
                status: if dice.chance(0.15) {
                    SiteStatus::Candidate
                } else {
                    SiteStatus::Existing
                },
                profile: any_profile(continent, dice).filter(|_| dice.chance(0.2)),
                provenance: Provenance::default(),
            });
        }
    }
}

fn draw_demand(continent: &mut Continent, dice: &mut Dice) {
    for node in (0..continent.nodes.len()).map(NodeIndex::from_position) {
        for commodity in (0..continent.commodities.len()).map(CommodityIndex::from_position) {
            let is_last = continent.demands.is_empty() && node.position() + 1 == continent.nodes.len();
            if !is_last && !dice.chance(0.3) {
                continue;
            }
            continent.demands.push(Demand {
                node,
                commodity,
                amount_per_year: dice.rounded_between(1.0, 50.0, 2),
                profile: any_profile(continent, dice),
                provenance: Provenance::default(),
            });
        }
    }
}

fn draw_store(continent: &Continent, dice: &mut Dice) -> Store {
    let capacity = dice.rounded_between(2.0, 60.0, 2);
    let initial = rounded(capacity * dice.unit(), 2);
    // At least 0.95^12 = 0.54 of the start is left after a year of doing nothing.
    let ends = StoreEnds::Given {
        initial,
        final_minimum: rounded(initial * dice.between(0.0, 0.5), 2),
    };
    Store {
        id: format!("store-{}", continent.stores.len() + 1),
        node: any_node(continent, dice),
        commodity: any_commodity(continent, dice),
        capacity,
        charge_per_hour: dice.rounded_between(0.001, 0.1, 2),
        discharge_per_hour: dice.rounded_between(0.001, 0.1, 2),
        loss_per_month: dice.pick(&[0.0, 0.01, 0.05]),
        carrier: dice.pick(&[None, Some(POWER), Some(FUEL)]),
        energy_gj: dice.pick(&[0.0, 0.1, 1.0]),
        ends: if dice.chance(0.4) { ends } else { StoreEnds::Cyclic },
        provenance: Provenance::default(),
    }
}

fn draw_trade(continent: &Continent, dice: &mut Dice) -> Trade {
    let direction = dice.pick(&[TradeDirection::Import, TradeDirection::Export]);
    let maximum = dice.rounded_between(2.0, 40.0, 2);
    let is_import = direction == TradeDirection::Import;
    Trade {
        id: format!("trade-{}", continent.trades.len() + 1),
        node: any_node(continent, dice),
        commodity: any_commodity(continent, dice),
        direction,
        minimum_per_year: if dice.chance(0.5) {
            rounded(maximum * dice.unit(), 2)
        } else {
            0.0
        },
        maximum_per_year: maximum,
        energy_gj: if is_import {
            dice.rounded_between(1.0, 60.0, 2)
        } else {
            0.0
        },
        profile: any_profile(continent, dice),
        provenance: Provenance::default(),
    }
}

/// Budgets from nothing at all to far too much.
fn draw_budgets(continent: &mut Continent, dice: &mut Dice) {
    for resource in (0..continent.resources.len()).map(ResourceIndex::from_position) {
        for area in (0..continent.areas.len()).map(AreaIndex::from_position) {
            if !dice.chance(0.4) {
                continue;
            }
            let limit_per_year = match dice.unit() {
                u if u < 0.05 => 0.0,
                u if u < 0.5 => dice.rounded_between(50.0, 400.0, 2),
                _ => dice.rounded_between(500.0, 3000.0, 2),
            };
            continent.budgets.push(Budget {
                id: format!("{}-{}", continent[resource].id, continent[area].id),
                area,
                resource,
                limit_per_year,
                profile: any_profile(continent, dice),
                provenance: Provenance::default(),
            });
        }
    }
}
