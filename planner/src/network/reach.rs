//! Reachability by commodity: where a commodity can come from some source, and where it can be of use to some sink.
//!
//! Sources: sites whose own inputs can be had, imports, stores that start with a level. Sinks: demand, exports, sites
//! that stand, arcs that burn it. Both depend on each other, so they are narrowed in turn from "everything" until nothing
//! changes: the greatest fixed point.

use super::graph::{Arc, ArcIndex, Network, graph_node};
use crate::plan::terms;
use data::model::{Accounting, Carriage, CommodityIndex, NodeIndex, Site, SiteStatus, StoreEnds, TradeDirection};
use petgraph::Direction::{Incoming, Outgoing};

/// What can reach what. Tables are indexed `commodity * nodes + node`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    nodes: usize,
    /// Whether burnt carriers are drawn.
    draws: bool,
    available: Vec<bool>,
    useful: Vec<bool>,
    /// By site: whether everything it uses can come to it.
    pub site_can_run: Vec<bool>,
}

impl Reach {
    /// Reachability of a network under an accounting. Under direct accounting burnt carriers are not drawn, so they
    /// neither limit sites and arcs nor give carriers a use.
    #[must_use]
    pub fn of(network: &Network<'_>, accounting: Accounting) -> Self {
        let continent = network.continent;
        let cells = continent.nodes.len() * continent.commodities.len();
        let draws = accounting == Accounting::Closed;
        let mut reach = Self {
            nodes: continent.nodes.len(),
            draws,
            available: vec![true; cells],
            useful: vec![true; cells],
            site_can_run: continent.sites.iter().map(is_usable).collect(),
        };
        loop {
            let available = reach.spread_sources(network, draws);
            let can_run = reach.sites_supplied(network, &available, draws);
            let changed = available != reach.available || can_run != reach.site_can_run;
            reach.available = available;
            reach.site_can_run = can_run;
            if !changed {
                break;
            }
        }
        loop {
            let useful = reach.spread_sinks(network, draws);
            let changed = useful != reach.useful;
            reach.useful = useful;
            if !changed {
                return reach;
            }
        }
    }

    fn cell(&self, commodity: CommodityIndex, node: NodeIndex) -> usize {
        commodity.position() * self.nodes + node.position()
    }

    /// Whether the commodity can come to the node from some source.
    #[must_use]
    pub fn is_available(&self, commodity: CommodityIndex, node: NodeIndex) -> bool {
        self.available[self.cell(commodity, node)]
    }

    /// Whether the commodity at the node can come to some use.
    #[must_use]
    pub fn is_useful(&self, commodity: CommodityIndex, node: NodeIndex) -> bool {
        self.useful[self.cell(commodity, node)]
    }

    /// Whether the program has a column for the commodity on the arc: whether it is of use at the head. Arcs whose
    /// commodity or carrier cannot be had are kept, so that the solver prices them and the bound covers them.
    #[must_use]
    pub fn may_move(&self, arc: &Arc, carriage: &Carriage) -> bool {
        self.is_useful(carriage.commodity, arc.head)
    }

    /// Whether the arc carries the commodity, and what it burns for that can come to its tail.
    pub(super) fn may_carry(&self, network: &Network<'_>, arc: ArcIndex, commodity: CommodityIndex) -> bool {
        let arc = &network.arcs[arc.0];
        let carriages = &network.continent[arc.mode].carriages;
        let found = carriages.binary_search_by_key(&commodity, |c| c.commodity);
        found.is_ok_and(|position| !self.draws || self.is_fuelled(network, &self.available, arc, &carriages[position]))
    }

    fn is_fuelled(&self, network: &Network<'_>, available: &[bool], arc: &Arc, carriage: &Carriage) -> bool {
        let burns = terms::link_energy_gj(network.continent, arc.link, carriage.commodity) > 0.0;
        match network.continent[arc.mode].carrier {
            Some(carrier) if burns => available[self.cell(carrier, arc.tail)],
            _ => true,
        }
    }

    fn spread_sources(&self, network: &Network<'_>, draws: bool) -> Vec<bool> {
        let mut reached = vec![false; self.available.len()];
        for (commodity, sources) in self.sources(network).into_iter().enumerate() {
            let commodity = CommodityIndex::from_position(commodity);
            self.search(network, commodity, sources, &mut reached, Way::Downstream { draws });
        }
        reached
    }

    fn spread_sinks(&self, network: &Network<'_>, draws: bool) -> Vec<bool> {
        let mut reached = vec![false; self.useful.len()];
        for (commodity, sinks) in self.sinks(network, draws).into_iter().enumerate() {
            let commodity = CommodityIndex::from_position(commodity);
            self.search(network, commodity, sinks, &mut reached, Way::Upstream { draws });
        }
        reached
    }

    /// Marks every node that can be reached from `start` along arcs that may carry the commodity.
    fn search(
        &self,
        network: &Network<'_>,
        commodity: CommodityIndex,
        start: Vec<NodeIndex>,
        reached: &mut [bool],
        way: Way,
    ) {
        let mut stack = start;
        while let Some(node) = stack.pop() {
            if std::mem::replace(&mut reached[self.cell(commodity, node)], true) {
                continue;
            }
            let (direction, draws) = match way {
                Way::Downstream { draws } => (Outgoing, draws),
                Way::Upstream { draws } => (Incoming, draws),
            };
            for edge in network.graph.edges_directed(graph_node(node), direction) {
                let ArcIndex(position) = *edge.weight();
                let arc = &network.arcs[position];
                let carriages = &network.continent[arc.mode].carriages;
                let Ok(found) = carriages.binary_search_by_key(&commodity, |c| c.commodity) else {
                    continue;
                };
                let fuelled = direction == Incoming
                    || !draws
                    || self.is_fuelled(network, &self.available, arc, &carriages[found]);
                if fuelled {
                    stack.push(if direction == Outgoing { arc.head } else { arc.tail });
                }
            }
        }
    }

    fn sources(&self, network: &Network<'_>) -> Vec<Vec<NodeIndex>> {
        let continent = network.continent;
        let mut sources = vec![Vec::new(); continent.commodities.len()];
        for (site, _) in continent
            .sites
            .iter()
            .zip(&self.site_can_run)
            .filter(|(_, runs)| **runs)
        {
            for output in &continent[site.process].outputs {
                sources[output.commodity.position()].push(site.node);
            }
        }
        for trade in continent
            .trades
            .iter()
            .filter(|t| t.direction == TradeDirection::Import && t.maximum_per_year > 0.0)
        {
            sources[trade.commodity.position()].push(trade.node);
        }
        for store in &continent.stores {
            if matches!(store.ends, StoreEnds::Given { initial, .. } if initial > 0.0) {
                sources[store.commodity.position()].push(store.node);
            }
        }
        sources
    }

    fn sinks(&self, network: &Network<'_>, draws: bool) -> Vec<Vec<NodeIndex>> {
        let continent = network.continent;
        let mut sinks = vec![Vec::new(); continent.commodities.len()];
        for demand in &continent.demands {
            sinks[demand.commodity.position()].push(demand.node);
        }
        for trade in continent
            .trades
            .iter()
            .filter(|t| t.direction == TradeDirection::Export)
        {
            sinks[trade.commodity.position()].push(trade.node);
        }
        for site in continent.sites.iter().filter(|site| is_usable(site)) {
            let process = &continent[site.process];
            let burns = if draws { process.burns.as_slice() } else { &[] };
            for used in process.inputs.iter().chain(burns) {
                sinks[used.commodity.position()].push(site.node);
            }
        }
        for store in &continent.stores {
            sinks[store.commodity.position()].push(store.node);
            if let (true, Some(carrier)) = (draws, store.carrier) {
                sinks[carrier.position()].push(store.node);
            }
        }
        if draws {
            self.add_arc_sinks(network, &mut sinks);
        }
        sinks
    }

    /// A carrier is of use at the tail of every arc that burns it for something that may move there.
    fn add_arc_sinks(&self, network: &Network<'_>, sinks: &mut [Vec<NodeIndex>]) {
        for arc in &network.arcs {
            let mode = &network.continent[arc.mode];
            let Some(carrier) = mode.carrier else { continue };
            if mode.carriages.iter().any(|c| self.may_move(arc, c)) {
                sinks[carrier.position()].push(arc.tail);
            }
        }
    }

    fn sites_supplied(&self, network: &Network<'_>, available: &[bool], draws: bool) -> Vec<bool> {
        let continent = network.continent;
        let supplied = |position: usize, site: &Site| {
            let process = &continent[site.process];
            let burns = if draws { process.burns.as_slice() } else { &[] };
            self.site_can_run[position]
                && process
                    .inputs
                    .iter()
                    .chain(burns)
                    .all(|used| available[self.cell(used.commodity, site.node)])
        };
        continent
            .sites
            .iter()
            .enumerate()
            .map(|(position, site)| supplied(position, site))
            .collect()
    }
}

/// Which way a search follows the arcs.
#[derive(Clone, Copy)]
enum Way {
    Downstream { draws: bool },
    Upstream { draws: bool },
}

fn is_usable(site: &Site) -> bool {
    site.status == SiteStatus::Existing && site.capacity_per_year > 0.0
}
