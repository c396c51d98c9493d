//! The network as the pricing sees it: arcs sorted by tail, and what carrying a commodity takes.
//!
//! Invariant: nothing here changes while a plan is made; prices are elsewhere.

use super::burning::Burning;
use crate::network::{ArcIndex, Network};
use crate::program::energy;
use data::model::{Accounting, BudgetIndex, CommodityIndex, LinkIndex, NodeIndex, PeriodIndex};
use workers::pricing::{Carrying, NO_CARRIER, PricingNetwork, PricingPlan};

/// Everything about the network that pricing and paths need, by arc in the pricing's order.
#[derive(Debug)]
pub(crate) struct Space<'a> {
    /// The network it was made from.
    pub(crate) network: &'a Network<'a>,
    /// How energy is accounted for.
    pub(crate) accounting: Accounting,
    /// Nodes and arcs.
    pub(crate) topology: PricingNetwork,
    /// The network's arc of each arc.
    pub(crate) arcs: Vec<ArcIndex>,
    /// Link of each arc.
    pub(crate) links: Vec<LinkIndex>,
    /// Energy of moving one tonne, of each arc: GJ where it is posted, units of the carrier where it is burnt.
    pub(crate) energy_per_t: Vec<f64>,
    /// Carrier that each arc draws where it departs.
    pub(crate) carriers: Vec<Option<CommodityIndex>>,
    /// Carrier that each arc burns, drawn or posted.
    pub(super) burnt: Vec<Option<CommodityIndex>>,
    /// What is burnt where burning is taken as given.
    pub(super) burning: Option<Burning>,
    /// What policies charge for moving one tonne, of each arc, GJ.
    pub(crate) weights_per_t: Vec<f64>,
    /// Budgets that moving one tonne draws on, of each arc, and how much.
    pub(crate) budgets_per_t: Vec<Vec<(BudgetIndex, f64)>>,
    /// By commodity, then mode.
    pub(crate) carrying: Vec<Vec<Option<Carrying>>>,
    /// Commodities that some arc burns, in their own order.
    pub(crate) carrier_commodities: Vec<CommodityIndex>,
    /// Commodities so that inputs come before what is made of them, as far as recipes have no loops.
    pub(crate) commodity_order: Vec<CommodityIndex>,
}

impl<'a> Space<'a> {
    /// Prepares a network.
    #[must_use]
    pub(crate) fn new(network: &'a Network<'a>, accounting: Accounting) -> Self {
        let continent = network.continent;
        let order = arc_order(network);
        let mut space = Self {
            network,
            accounting,
            topology: topology(network, &order),
            arcs: order.iter().map(|a| ArcIndex(*a)).collect(),
            links: order.iter().map(|a| network.arcs[*a].link).collect(),
            energy_per_t: Vec::new(),
            carriers: Vec::new(),
            burnt: Vec::new(),
            burning: None,
            weights_per_t: Vec::new(),
            budgets_per_t: Vec::new(),
            carrying: carrying(network),
            carrier_commodities: Vec::new(),
            commodity_order: super::order::by_recipes(continent),
        };
        for arc in order {
            space.add_energy(arc);
            space.add_resources(arc);
        }
        let mut drawn: Vec<CommodityIndex> = space.carriers.iter().flatten().copied().collect();
        drawn.sort_unstable();
        drawn.dedup();
        space.carrier_commodities = drawn;
        space.burnt.clone_from(&space.carriers);
        space
    }

    /// Takes what arcs burn as given: it is posted, and asked where it was burnt.
    #[must_use]
    pub(super) fn with_burning(mut self, burning: Burning) -> Self {
        self.carriers.fill(None);
        self.carrier_commodities.clear();
        self.burning = Some(burning);
        self
    }

    /// Energy of moving one tonne along an arc in a period, at given prices of what it burns: GJ where it is posted, units of the carrier
    /// where it is drawn.
    #[must_use]
    pub(super) fn energy_at(&self, period: PeriodIndex, arc: usize) -> f64 {
        let price = |burning: &Burning| {
            let tail = NodeIndex(self.topology.tails[arc]);
            self.burnt[arc].map_or(1.0, |carrier| {
                burning.prices[period.position()][self.cell(tail, carrier)]
            })
        };
        self.energy_per_t[arc] * self.burning.as_ref().map_or(1.0, price)
    }

    fn add_energy(&mut self, arc: usize) {
        let continent = self.network.continent;
        let link = &continent[self.network.arcs[arc].link];
        let mode = &continent[link.mode];
        let energy_gj = mode.energy_gj_per_t_km * link.length_km + mode.energy_gj_per_t;
        let carrier = mode.carrier.filter(|_| self.accounting == Accounting::Closed);
        let content = carrier.map_or(0.0, |c| continent[c].energy_content_gj);
        let is_burnt = energy_gj != 0.0 && content > 0.0;
        self.carriers.push(carrier.filter(|_| is_burnt));
        self.energy_per_t
            .push(if is_burnt { energy_gj / content } else { energy_gj });
    }

    fn add_resources(&mut self, arc: usize) {
        let continent = self.network.continent;
        let arc = &self.network.arcs[arc];
        let link = &continent[arc.link];
        let extent = if link.is_terminal { 1.0 } else { link.length_km };
        let area = continent[arc.tail].area;
        let (mut weight_gj, mut budgets) = (0.0, Vec::new());
        for used in &continent[arc.mode].resource_uses {
            let amount = used.amount * extent;
            let used = data::model::ResourceUse {
                resource: used.resource,
                amount,
            };
            weight_gj += energy::weight_gj(continent, area, used);
            for (position, budget) in continent.budgets.iter().enumerate() {
                if budget.resource == used.resource && continent.is_within(area, budget.area) {
                    budgets.push((BudgetIndex::from_position(position), amount));
                }
            }
        }
        self.weights_per_t.push(weight_gj);
        self.budgets_per_t.push(budgets);
    }

    /// What all pricing tasks share.
    #[must_use]
    pub(crate) fn pricing_plan(&self) -> PricingPlan {
        let carrier = |carrier: &Option<CommodityIndex>| carrier.map_or(NO_CARRIER, |commodity| commodity.0);
        let carriers: Vec<u32> = self.carriers.iter().map(carrier).collect();
        let burn = |(carrier, energy): (&u32, &f64)| if *carrier == NO_CARRIER { 0.0 } else { *energy };
        let burns = carriers.iter().zip(&self.energy_per_t).map(burn).collect();
        PricingPlan::new(self.topology.clone(), self.carrying.clone(), carriers, burns)
    }

    /// Number of nodes.
    #[must_use]
    pub(crate) fn node_count(&self) -> usize {
        self.network.continent.nodes.len()
    }

    /// Number of commodities.
    #[must_use]
    pub(crate) fn commodity_count(&self) -> usize {
        self.network.continent.commodities.len()
    }

    /// Position of a balance in arrays of one period: by commodity, then node.
    #[must_use]
    pub(crate) fn cell(&self, node: NodeIndex, commodity: CommodityIndex) -> usize {
        commodity.position() * self.node_count() + node.position()
    }

    /// Joint capacity of an arc's link in a period.
    #[must_use]
    pub(crate) fn capacity(&self, link: LinkIndex, period: PeriodIndex) -> f64 {
        let continent = self.network.continent;
        continent.per_period(continent[link].capacity_per_year, None, period)
    }
}

/// The network's arcs in the pricing's order: by tail, then as they stand in the network.
#[must_use]
pub(crate) fn arc_order(network: &Network<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..network.arcs.len()).collect();
    order.sort_by_key(|arc| (network.arcs[*arc].tail, *arc));
    order
}

/// Nodes and arcs, with the network's arcs in this order.
#[must_use]
#[allow(
    clippy::cast_possible_truncation,
    reason = "readers limit nodes, links and modes to far fewer"
)]
pub(crate) fn topology(network: &Network<'_>, order: &[usize]) -> PricingNetwork {
    let mut starts = vec![0_u32; network.continent.nodes.len() + 1];
    for arc in &network.arcs {
        starts[arc.tail.position() + 1] += 1;
    }
    for node in 1..starts.len() {
        starts[node] += starts[node - 1];
    }
    let arcs = || order.iter().map(|a| &network.arcs[*a]);
    PricingNetwork {
        starts,
        tails: arcs().map(|a| a.tail.0).collect(),
        heads: arcs().map(|a| a.head.0).collect(),
        modes: arcs().map(|a| a.mode.position() as u16).collect(),
        keeps: arcs().map(|a| a.keep).collect(),
    }
}

/// What modes do with commodities, by commodity, then mode.
#[must_use]
pub(crate) fn carrying(network: &Network<'_>) -> Vec<Vec<Option<Carrying>>> {
    let continent = network.continent;
    let mut carrying = vec![vec![None; continent.modes.len()]; continent.commodities.len()];
    for (mode, record) in continent.modes.iter().enumerate() {
        for carriage in &record.carriages {
            let tonnes = continent[carriage.commodity].mass_t;
            carrying[carriage.commodity.position()][mode] = Some(Carrying {
                energy: tonnes * carriage.energy_factor,
                tonnes,
                weight: carriage.weight,
            });
        }
    }
    carrying
}
