//! What cities ask, and what enters and leaves at ports.

use super::commodities::{DIESEL, ELECTRICITY, GAS, Role};
use super::dice::{Dice, Stream, rounded};
use super::geography::Geography;
use super::network::goes_by_water;
use super::seasons::Seasons;
use crate::model::{CommodityIndex, Continent, Demand, NodeIndex, Provenance, Trade, TradeDirection};

/// What a person asks of one commodity in a year.
#[derive(Clone, Copy, Debug)]
struct Need {
    commodity: CommodityIndex,
    /// Units per person and year.
    per_person: f64,
    /// Part of the cities that ask it.
    spread: f64,
}

/// Draws the demand of every urbanate, in node and commodity order.
pub(super) fn draw_demand(
    continent: &mut Continent,
    geography: &Geography,
    roles: &[Role],
    seasons: &Seasons,
    seed: u64,
) {
    let mut dice = Dice::new(seed, Stream::Demand);
    let needs = draw_needs(roles, &mut dice);
    for position in geography.urbanates.clone() {
        let node = NodeIndex::from_position(position);
        for need in &needs {
            let varied = dice.between(0.7, 1.3);
            if !dice.chance(need.spread) {
                continue;
            }
            let amount = rounded(continent[node].population * need.per_person * varied, 4);
            let seasonal = need.commodity == ELECTRICITY || need.commodity == GAS && roles.len() >= 12;
            continent.demands.push(Demand {
                node,
                commodity: need.commodity,
                amount_per_year: amount,
                profile: seasons.heating.filter(|_| seasonal),
                provenance: Provenance::default(),
            });
        }
    }
}

fn draw_needs(roles: &[Role], dice: &mut Dice) -> Vec<Need> {
    let mut needs = vec![
        Need {
            commodity: ELECTRICITY,
            per_person: 20.0,
            spread: 1.0,
        },
        Need {
            commodity: DIESEL,
            per_person: 0.3,
            spread: 1.0,
        },
    ];
    if roles.len() >= 12 {
        needs.push(Need {
            commodity: GAS,
            per_person: 0.3,
            spread: 0.9,
        });
    }
    let goods = roles.iter().enumerate().filter(|(_, r)| **r == Role::Good);
    needs.extend(goods.map(|(position, _)| {
        // Many small goods, few large ones.
        let size = dice.unit();
        Need {
            commodity: CommodityIndex::from_position(position),
            per_person: 0.02 + 0.8 * size * size * size,
            spread: 0.93,
        }
    }));
    needs
}

/// Draws imports of raw materials and goods, and exports of goods, at up to three ports each.
///
/// `totals` is the yearly demand of each commodity on the whole continent, its use by processes included.
pub(super) fn draw_trade(continent: &mut Continent, geography: &Geography, roles: &[Role], totals: &[f64], seed: u64) {
    let mut dice = Dice::new(seed, Stream::Trade);
    let ports: Vec<NodeIndex> = geography.ports.iter().map(|(port, _)| *port).collect();
    for (position, role) in roles.iter().enumerate() {
        let traded = matches!(role, Role::Crude | Role::Mined | Role::Material(_) | Role::Good);
        let total = totals[position];
        if !traded || total <= 0.0 || ports.is_empty() || !goes_by_water(position, *role) {
            continue;
        }
        let direction = match dice.unit() {
            u if u < 0.16 => TradeDirection::Import,
            u if u < 0.26 && *role == Role::Good => TradeDirection::Export,
            _ => continue,
        };
        let mut chosen: Vec<NodeIndex> = (0..3).map(|_| dice.pick(&ports)).collect();
        chosen.sort_unstable();
        chosen.dedup();
        for node in chosen {
            let amount = total * dice.between(0.01, 0.06);
            let commodity = CommodityIndex::from_position(position);
            let trade = draw_one(continent, node, commodity, direction, amount, &mut dice);
            continent.trades.push(trade);
        }
    }
}

fn draw_one(
    continent: &Continent,
    node: NodeIndex,
    commodity: CommodityIndex,
    direction: TradeDirection,
    amount: f64,
    dice: &mut Dice,
) -> Trade {
    let maximum_per_year = rounded(amount, 3);
    let is_import = direction == TradeDirection::Import;
    let least = if is_import { 0.0 } else { dice.between(0.0, 0.5) };
    let word = if is_import { "import" } else { "export" };
    Trade {
        id: format!("{word}-{}-{}", continent[commodity].id, continent[node].id),
        node,
        commodity,
        direction,
        minimum_per_year: rounded(amount * least, 3),
        maximum_per_year,
        // The penalty is twelve times the dearest way of making it here, so this is 0.3 to 1.5 of that.
        energy_gj: if is_import {
            rounded(continent[commodity].shortage_penalty_gj * dice.between(0.025, 0.125), 3)
        } else {
            0.0
        },
        profile: None,
        provenance: Provenance::default(),
    }
}
