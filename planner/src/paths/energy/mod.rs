//! Ways of the least energy: what moving takes, whatever a plan says.
//!
//! One unit that departs on an arc takes the mode's energy in GJ, burnt or posted; where some of the commodity is lost, the
//! energy that the lost part holds counts as well. Capacities count only where there is none: such arcs are closed. The
//! energy of a way is per unit that arrives.
//!
//! Invariant: labels are those of a plain search to the last bit. Everything here is owned, and may be asked from many
//! threads.

mod curve;
mod lanes;
mod search;
mod tree;

pub use tree::{EnergyRoute, EnergyTree};

use super::links::PathLinks;
use crate::decompose::space::{arc_order, carrying, topology};
use crate::network::Network;
use data::model::{CommodityIndex, Continent, NodeIndex};
use lanes::{Lanes, Way, Weighed};
use search::{Asked, Search};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use workers::pricing::{Carrying, NO_ARC, PricingNetwork};

/// Why no way could be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnergyError {
    /// The node or the commodity is not one of the network's.
    #[error("no such node or commodity in this network: take indices of the continent that the paths were made from")]
    NotHere,
    /// Ways to one place cannot be found in one search.
    #[error(
        "some of this commodity is lost where moving it burns energy, so what a way takes to one place depends on where it \
         comes from: ask from each place on its own"
    )]
    LosesAndBurns,
}

/// Least-energy ways on a network.
#[derive(Debug)]
pub struct EnergyPaths {
    network: PricingNetwork,
    links: PathLinks,
    /// By arc: GJ per tonne, infinite where there is no capacity.
    energy_gj_per_t: Vec<f64>,
    /// Position along the curve by node.
    ranks: Arc<[u32]>,
    groups: Vec<Group>,
    group_of: Vec<usize>,
    idle: Mutex<Vec<Search>>,
}

/// Commodities that everything carries alike, and their lanes once they were asked for.
#[derive(Debug)]
struct Group {
    carrying: Vec<Option<Carrying>>,
    /// Energy that one unit holds, where some of it may be lost; GJ.
    content_gj: f64,
    outward: OnceLock<Lanes>,
    inward: OnceLock<Lanes>,
}

impl EnergyPaths {
    /// Prepares a network; lanes and trees are made when they are asked for.
    #[must_use]
    pub fn new(network: &Network<'_>) -> Self {
        let continent = network.continent;
        let order = arc_order(network);
        let energy_gj_per_t = order.iter().map(|arc| {
            let link = &continent[network.arcs[*arc].link];
            let mode = &continent[link.mode];
            let is_open = link.capacity_per_year > 0.0;
            let energy_gj = mode.energy_gj_per_t_km * link.length_km + mode.energy_gj_per_t;
            if is_open { energy_gj } else { f64::INFINITY }
        });
        let energy_gj_per_t = energy_gj_per_t.collect();
        let mut ranks = vec![0; continent.nodes.len()];
        for (rank, node) in (0_u32..).zip(curve::along_curve(&continent.nodes)) {
            ranks[node as usize] = rank;
        }
        let topology = topology(network, &order);
        let (groups, group_of) = groups(continent, carrying(network), &topology);
        Self {
            energy_gj_per_t,
            links: PathLinks::new(network, order.into_iter()),
            network: topology,
            ranks: ranks.into(),
            groups,
            group_of,
            idle: Mutex::default(),
        }
    }

    /// The way of least energy from one node to another; none where there is none.
    ///
    /// # Errors
    /// [`EnergyError::NotHere`].
    pub fn route(
        &self,
        commodity: CommodityIndex,
        from: NodeIndex,
        to: NodeIndex,
    ) -> Result<Option<EnergyRoute>, EnergyError> {
        let group = self.group(commodity)?;
        let (start, only) = (self.rank(from)?, Some(self.rank(to)?));
        let mut search = self.searcher();
        let label_gj = group.content_gj;
        search.run(self.lanes(group, Way::Outward), Asked { start, label_gj, only });
        let state = |node: NodeIndex| search.state(self.ranks[node.position()]);
        let energy_gj = |node| state(node).label - label_gj;
        let last_arc = |node| Some(state(node).last_arc).filter(|arc| *arc != NO_ARC);
        let route = EnergyRoute::outward(&self.links, from, to, energy_gj, last_arc);
        search.clear();
        self.put_back(search);
        Ok(route)
    }

    /// Ways of least energy from one node to all others.
    ///
    /// # Errors
    /// [`EnergyError::NotHere`].
    pub fn from(&self, commodity: CommodityIndex, node: NodeIndex) -> Result<EnergyTree, EnergyError> {
        self.tree(self.group(commodity)?, node, Way::Outward)
    }

    /// Ways of least energy from all other nodes to one.
    ///
    /// # Errors
    /// [`EnergyError::NotHere`]; [`EnergyError::LosesAndBurns`] where one search cannot find them.
    pub fn to(&self, commodity: CommodityIndex, node: NodeIndex) -> Result<EnergyTree, EnergyError> {
        let group = self.group(commodity)?;
        let lanes = self.lanes(group, Way::Inward);
        if lanes.loses() && lanes.burns() {
            return Err(EnergyError::LosesAndBurns);
        }
        self.tree(group, node, Way::Inward)
    }

    /// The way of a tree that [`Self::from`] or [`Self::to`] made, between its node and another one; none where there is
    /// none.
    #[must_use]
    pub fn route_in(&self, tree: &EnergyTree, node: NodeIndex) -> Option<EnergyRoute> {
        tree.route(&self.links, node)
    }

    /// Memory held now, bytes: what every search needs and the lanes made so far.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let lanes = self.groups.iter().flat_map(|group| [&group.outward, &group.inward]);
        let lanes: usize = lanes.filter_map(OnceLock::get).map(Lanes::bytes).sum();
        let network = &self.network;
        let arcs = size_of_val(&*network.tails) + size_of_val(&*network.heads) + size_of_val(&*network.modes);
        let arcs = arcs + size_of_val(&*network.keeps) + size_of_val(&*self.energy_gj_per_t);
        arcs + size_of_val(&*network.starts) + size_of_val(&*self.ranks) + self.links.bytes() + lanes
    }

    fn tree(&self, group: &Group, node: NodeIndex, way: Way) -> Result<EnergyTree, EnergyError> {
        let mut search = self.searcher();
        let asked = Asked {
            start: self.rank(node)?,
            label_gj: group.content_gj,
            only: None,
        };
        search.run(self.lanes(group, way), asked);
        let tree = EnergyTree::new(node, way, Arc::clone(&self.ranks), search.take(), group.content_gj);
        self.put_back(search);
        Ok(tree)
    }

    fn group(&self, commodity: CommodityIndex) -> Result<&Group, EnergyError> {
        let group = self.group_of.get(commodity.position()).ok_or(EnergyError::NotHere)?;
        Ok(&self.groups[*group])
    }

    fn rank(&self, node: NodeIndex) -> Result<u32, EnergyError> {
        self.ranks.get(node.position()).copied().ok_or(EnergyError::NotHere)
    }

    fn lanes<'a>(&self, group: &'a Group, way: Way) -> &'a Lanes {
        let place = match way {
            Way::Outward => &group.outward,
            Way::Inward => &group.inward,
        };
        place.get_or_init(|| {
            let weight = |(arc, gj_per_t): (usize, &f64)| {
                let carrying = group.carrying[self.network.modes[arc] as usize];
                carrying.map_or(f64::INFINITY, |c| {
                    if *gj_per_t == f64::INFINITY {
                        *gj_per_t
                    } else {
                        c.energy * gj_per_t
                    }
                })
            };
            let weights_gj: Vec<f64> = self.energy_gj_per_t.iter().enumerate().map(weight).collect();
            let weighed = Weighed {
                network: &self.network,
                ranks: &self.ranks,
                weights_gj: &weights_gj,
                first_gj: group.content_gj,
            };
            Lanes::new(&weighed, way)
        })
    }

    fn searcher(&self) -> Search {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.pop().unwrap_or_default()
    }

    fn put_back(&self, search: Search) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(search);
    }
}

/// Groups of commodities, and which one each commodity is of.
fn groups(
    continent: &Continent,
    carrying: Vec<Vec<Option<Carrying>>>,
    topology: &PricingNetwork,
) -> (Vec<Group>, Vec<usize>) {
    let mut loses = vec![false; continent.modes.len()];
    for (mode, keep) in topology.modes.iter().zip(&topology.keeps) {
        loses[*mode as usize] |= *keep < 1.0;
    }
    let (mut groups, mut known) = (Vec::new(), HashMap::new());
    let commodities = continent.commodities.iter().zip(carrying);
    let group_of = commodities.map(|(commodity, carrying)| {
        let is_lost = carrying
            .iter()
            .zip(&loses)
            .any(|(carried, loses)| carried.is_some() && *loses);
        let content_gj = if is_lost { commodity.energy_content_gj } else { 0.0 };
        let energies = carrying.iter().map(|carried| carried.map(|c| c.energy.to_bits()));
        let key: (u64, Vec<Option<u64>>) = (content_gj.to_bits(), energies.collect());
        *known.entry(key).or_insert_with(|| {
            groups.push(Group {
                carrying,
                content_gj,
                outward: OnceLock::new(),
                inward: OnceLock::new(),
            });
            groups.len() - 1
        })
    });
    let group_of = group_of.collect();
    (groups, group_of)
}
