//! What each site and link would have to bear if everyone were served by the nearest source: the bill of materials
//! exploded over the map, freight's own fuel included.

use super::commodities::{RESIDUE, Role};
use super::network::goes_by_water;
use super::recipes::Makers;
use super::routing::{Departures, Tree};
use crate::model::{
    CommodityIndex, Continent, LinkIndex, NodeIndex, ProcessIndex, SiteIndex, SiteStatus, TradeDirection,
};

/// Who can be the source of what, and in which order commodities are worked off.
pub(super) struct Sourcing {
    trees: Vec<Tree>,
    /// By commodity: its makers at each node, as a sorted list.
    makers_at: Vec<Vec<(NodeIndex, SiteIndex)>>,
    order: Vec<CommodityIndex>,
}

/// Loads of a year.
#[derive(Clone, Debug, Default)]
pub(super) struct Loads {
    /// Activity, by site.
    pub(super) sites: Vec<f64>,
    /// Joint load in capacity units, by link.
    pub(super) links: Vec<f64>,
    /// Tonnes, by link and the node they leave from (`from`, `to`).
    pub(super) tonnes: Vec<[f64; 2]>,
    /// Amount needed on the whole continent, by commodity.
    pub(super) totals: Vec<f64>,
}

impl Sourcing {
    pub(super) fn of(continent: &Continent, roles: &[Role], makers: &Makers) -> Self {
        let departures = Departures::of(continent);
        let mut makers_at = vec![Vec::new(); roles.len()];
        let mut leavers_at = vec![Vec::new(); roles.len()];
        for (position, site) in continent.sites.iter().enumerate() {
            if site.status == SiteStatus::Existing {
                let main = makers.main_output[site.process.position()];
                // What burns leftovers runs when there are some, so nobody counts on it.
                if !burns_leftovers(continent, site.process) {
                    makers_at[main.position()].push((site.node, SiteIndex::from_position(position)));
                }
                for output in &continent[site.process].outputs {
                    leavers_at[output.commodity.position()].push(site.node);
                }
            }
        }
        makers_at.iter_mut().for_each(|list| list.sort_unstable());
        let grow = |(position, role): (usize, &Role)| {
            let made: Vec<NodeIndex> = makers_at[position].iter().map(|(node, _)| *node).collect();
            // What is only a byproduct comes from where it is left.
            let sources = if made.is_empty() { &leavers_at[position] } else { &made };
            let commodity = CommodityIndex::from_position(position);
            let ships = goes_by_water(position, *role);
            Tree::grow(&departures, commodity, ships, continent.nodes.len(), sources)
        };
        let trees = roles.iter().enumerate().map(grow).collect();
        Self {
            trees,
            makers_at,
            order: order(roles),
        }
    }

    /// The loads that demand and exports cause. What a commodity late in the order asks of an early one joins the
    /// next round; fuel for fuel fades fast.
    pub(super) fn loads(&self, continent: &Continent, rounds: usize) -> Loads {
        let asked = asked(continent);
        let mut late = vec![vec![0.0; continent.nodes.len()]; asked.len()];
        let mut loads = Loads::default();
        for _ in 0..rounds {
            let mut needs = asked.clone();
            add(&mut needs, &late);
            late.iter_mut().for_each(|row| row.fill(0.0));
            loads = self.round(continent, needs, &mut late);
        }
        loads
    }

    fn round(&self, continent: &Continent, mut needs: Vec<Vec<f64>>, late: &mut [Vec<f64>]) -> Loads {
        let mut loads = Loads {
            sites: vec![0.0; continent.sites.len()],
            links: vec![0.0; continent.links.len()],
            tonnes: vec![[0.0; 2]; continent.links.len()],
            totals: vec![0.0; needs.len()],
        };
        let mut worked_off = vec![false; needs.len()];
        for &commodity in &self.order {
            let mut here = std::mem::take(&mut needs[commodity.position()]);
            worked_off[commodity.position()] = true;
            loads.totals[commodity.position()] = here.iter().sum();
            let mut ask = |commodity: CommodityIndex, node: NodeIndex, amount: f64| {
                let list = if worked_off[commodity.position()] {
                    &mut *late
                } else {
                    &mut *needs
                };
                list[commodity.position()][node.position()] += amount;
            };
            let tree = &self.trees[commodity.position()];
            tree.gather(&mut here, |link, tail, amount| {
                if let Some((carrier, burnt)) = loads.carry(continent, commodity, link, tail, amount) {
                    ask(carrier, tail, burnt);
                }
            });
            for makers in self.makers_at[commodity.position()].chunk_by(|a, b| a.0 == b.0) {
                let node = makers[0].0;
                let activity = here[node.position()] / makers.len() as f64;
                for (_, site) in makers {
                    loads.sites[site.position()] += activity;
                    let process = &continent[continent[*site].process];
                    for quantity in process.inputs.iter().chain(&process.burns) {
                        ask(quantity.commodity, node, quantity.amount * activity);
                    }
                }
            }
        }
        loads
    }
}

impl Loads {
    /// Books a flow and returns what it burns at its tail.
    fn carry(
        &mut self,
        continent: &Continent,
        commodity: CommodityIndex,
        link: LinkIndex,
        tail: NodeIndex,
        amount: f64,
    ) -> Option<(CommodityIndex, f64)> {
        let record = &continent[link];
        let mode = &continent[record.mode];
        let mass_t = continent[commodity].mass_t;
        let weight = if mass_t > 0.0 { mass_t } else { 1.0 };
        self.links[link.position()] += amount * weight;
        self.tonnes[link.position()][usize::from(tail == record.to)] += amount * mass_t;
        let carrier = mode.carrier?;
        let energy_gj = (mode.energy_gj_per_t_km * record.length_km + mode.energy_gj_per_t) * mass_t * amount;
        Some((carrier, energy_gj / continent[carrier].energy_content_gj))
    }
}

/// Whether the process burns what refineries leave.
pub(super) fn burns_leftovers(continent: &Continent, process: ProcessIndex) -> bool {
    let mut burns = continent[process].burns.iter();
    burns.any(|b| b.commodity == RESIDUE)
}

/// Goods first, then what they are made of, then the carriers that all of it burns.
fn order(roles: &[Role]) -> Vec<CommodityIndex> {
    let rank = |role: Role| match role {
        Role::Good => 0,
        Role::Material(layer) => 100 - layer,
        Role::Mined | Role::Farmed => 100,
        Role::Diesel => 101,
        Role::Crude => 102,
        Role::Electricity => 103,
        Role::Residue => 104,
        Role::Gas => 105,
        Role::Coal => 106,
    };
    let mut order: Vec<CommodityIndex> = (0..roles.len()).map(CommodityIndex::from_position).collect();
    order.sort_by_key(|k| rank(roles[k.position()]));
    order
}

/// Demand and exports by commodity and node.
fn asked(continent: &Continent) -> Vec<Vec<f64>> {
    let mut asked = vec![vec![0.0; continent.nodes.len()]; continent.commodities.len()];
    for demand in &continent.demands {
        asked[demand.commodity.position()][demand.node.position()] += demand.amount_per_year;
    }
    let exports = continent
        .trades
        .iter()
        .filter(|t| t.direction == TradeDirection::Export);
    for export in exports {
        asked[export.commodity.position()][export.node.position()] += export.maximum_per_year;
    }
    asked
}

fn add(to: &mut [Vec<f64>], from: &[Vec<f64>]) {
    for (to, from) in to.iter_mut().zip(from) {
        for (to, from) in to.iter_mut().zip(from) {
            *to += from;
        }
    }
}
