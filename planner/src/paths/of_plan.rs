//! Everything about a plan's routes in one value that owns what it needs.

use super::alternatives::{Incoming, alternatives};
use super::energy::EnergyPaths;
use super::links::PathLinks;
use super::prices::arc_prices;
use super::route::{Priced, Route};
use super::sources::{PathSource, Sources, sources};
use super::tree::{BYTES_A_NODE, Tree};
use super::{EnergyError, EnergyRoute};
use crate::decompose::space::Space;
use crate::network::Network;
use crate::plan::rows::Plan;
use crate::plan::show::PriceBook;
use data::model::{Accounting, CommodityIndex, NodeIndex, PeriodIndex};
use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use workers::pricing::{ArcPrices, PricingPlan, PricingRound};

/// Routes of a plan. Made once, then asked from as many threads as there are; trees are made when first asked and kept.
#[derive(Debug)]
pub struct Paths {
    pricing: PricingPlan,
    /// By period.
    prices: Vec<ArcPrices>,
    links: PathLinks,
    incoming: Incoming,
    sources: Sources,
    trees: Vec<OnceLock<Tree>>,
    energy: EnergyPaths,
}

impl Paths {
    /// Prepares the routes of a plan. Nothing of what is handed in is needed afterwards.
    #[must_use]
    pub fn new(network: &Network<'_>, accounting: Accounting, plan: &Plan) -> Self {
        let continent = network.continent;
        let (space, book) = (Space::new(network, accounting), PriceBook::new(plan));
        let periods = continent.period_indices();
        let pairs = continent.periods.len() * continent.commodities.len();
        Self {
            incoming: Incoming::new(&space.topology),
            pricing: space.pricing_plan(),
            prices: periods.map(|period| arc_prices(&space, &book, period)).collect(),
            links: PathLinks::new(network, space.arcs.iter().map(|arc| arc.0)),
            sources: sources(continent, accounting, plan, &book),
            trees: (0..pairs).map(|_| OnceLock::new()).collect(),
            energy: EnergyPaths::new(network),
        }
    }

    /// Least prices of a commodity at every node in a period; none where there is no such commodity or period.
    #[must_use]
    pub fn tree(&self, commodity: CommodityIndex, period: PeriodIndex) -> Option<&Tree> {
        let pair = self.pair(commodity, period)?;
        Some(self.trees[pair].get_or_init(|| Tree::new(&self.round(), period.0, commodity.0, &self.sources[pair])))
    }

    /// The cheapest way of a commodity to a node in a period; none where it cannot come.
    #[must_use]
    pub fn route(&self, commodity: CommodityIndex, period: PeriodIndex, node: NodeIndex) -> Option<Route> {
        let tree = self.tree(commodity, period)?;
        tree.price_gj(node)?;
        let arcs = self.links.way_to(node, |node| tree.last_arc(node));
        let start = arcs.first().map_or(node, |arc| self.links.of(*arc).tail);
        let source = self.cheapest_at(commodity, period, start)?;
        self.priced(commodity, period).route(&self.links, source, &arcs)
    }

    /// The `count` cheapest sources of a commodity for a node in a period, each with its cheapest way, cheapest first. Fewer
    /// where fewer can reach it.
    #[must_use]
    pub fn alternatives(
        &self,
        commodity: CommodityIndex,
        period: PeriodIndex,
        node: NodeIndex,
        count: usize,
    ) -> Vec<Route> {
        let priced = self.priced(commodity, period);
        match self.pair(commodity, period) {
            Some(pair) if node.position() < self.pricing.network().node_count() => {
                let ways = (&self.links, &self.incoming);
                alternatives(&priced, ways, &self.sources[pair], node, count)
            }
            _ => Vec::new(),
        }
    }

    /// Where a commodity can be had in a period, in order of node.
    #[must_use]
    pub fn sources(&self, commodity: CommodityIndex, period: PeriodIndex) -> &[PathSource] {
        self.pair(commodity, period).map_or(&[], |pair| &self.sources[pair])
    }

    /// The way of the least energy of moving, whatever the plan says; none where there is none.
    ///
    /// # Errors
    /// [`EnergyError::NotHere`].
    pub fn least_energy(
        &self,
        commodity: CommodityIndex,
        from: NodeIndex,
        to: NodeIndex,
    ) -> Result<Option<EnergyRoute>, EnergyError> {
        self.energy.route(commodity, from, to)
    }

    /// Least-energy ways between one node and all others.
    #[must_use]
    pub fn energy(&self) -> &EnergyPaths {
        &self.energy
    }

    /// Makes all trees now, on this many threads.
    pub fn build_all(&self, threads: NonZeroUsize) {
        let (next, commodities) = (AtomicUsize::new(0), self.pricing.commodity_count().max(1));
        let work = || {
            loop {
                let pair = next.fetch_add(1, Ordering::Relaxed);
                if pair >= self.trees.len() {
                    return;
                }
                let period = PeriodIndex::from_position(pair / commodities);
                let _made = self.tree(CommodityIndex::from_position(pair % commodities), period);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads.get() {
                scope.spawn(work);
            }
            work();
        });
    }

    /// Memory that trees take once all are made, bytes: twelve for each node, commodity and period.
    #[must_use]
    pub fn bytes_of_all_trees(&self) -> usize {
        self.trees.len() * self.pricing.network().node_count() * BYTES_A_NODE
    }

    fn cheapest_at(&self, commodity: CommodityIndex, period: PeriodIndex, node: NodeIndex) -> Option<PathSource> {
        let sources = self.sources(commodity, period);
        let first = sources.partition_point(|source| source.node < node);
        let here = sources[first..].iter().take_while(|source| source.node == node);
        here.min_by(|a, b| a.price_gj.total_cmp(&b.price_gj)).copied()
    }

    fn pair(&self, commodity: CommodityIndex, period: PeriodIndex) -> Option<usize> {
        let commodities = self.pricing.commodity_count();
        let is_here = commodity.position() < commodities && period.position() < self.prices.len();
        is_here.then(|| period.position() * commodities + commodity.position())
    }

    fn round(&self) -> PricingRound<'_> {
        PricingRound {
            plan: &self.pricing,
            prices: &self.prices,
            tasks: &[],
        }
    }

    fn priced(&self, commodity: CommodityIndex, period: PeriodIndex) -> Priced<'_> {
        Priced {
            round: self.round(),
            period: period.position(),
            commodity: commodity.0,
        }
    }
}
