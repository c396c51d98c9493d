//! A plan with everything that questions need: its trace, its network, and what stands at each node.

use super::lookup::Lookup;
use super::served::Outward;
use super::tables::Tables;
use crate::network::{Network, Reach};
use crate::paths::Paths;
use crate::plan::amounts;
use crate::plan::routes::{Inward, Routes, routes};
use crate::plan::rows::{Embodied, PricedRow, Sink};
use crate::plan::trace::pools::{Place, Pool, PoolIndex};
use crate::plan::trace::{Trace, trace};
use crate::run::Opened;
use crate::why::{CommodityReasons, Priced, why_commodity};
use data::model::{
    AreaIndex, Carriage, CommodityIndex, Continent, DemandIndex, LinkIndex, ModeIndex, NodeIndex, PeriodIndex,
    SiteIndex, StoreIndex, TradeIndex, Unit,
};

/// What stands at one node.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    pub(super) sites: Vec<SiteIndex>,
    pub(super) links: Vec<LinkIndex>,
    pub(super) stores: Vec<StoreIndex>,
    pub(super) trades: Vec<TradeIndex>,
    pub(super) demands: Vec<DemandIndex>,
}

/// An opened plan, ready for questions.
#[derive(Debug)]
pub struct PlanIndex<'a> {
    pub(super) opened: &'a Opened,
    pub(super) network: Network<'a>,
    reach: Reach,
    pub(super) trace: Trace,
    inward: Inward,
    pub(super) outward: Outward,
    /// Ids to indices.
    pub lookup: Lookup<'a>,
    standing: Vec<Standing>,
    pub(super) tables: Tables,
    pub(super) paths: Paths,
}

impl<'a> PlanIndex<'a> {
    /// Traces a plan and prepares its network.
    #[must_use]
    pub fn new(opened: &'a Opened) -> Self {
        let continent = &opened.continent;
        let accounting = opened.certificate.accounting;
        let network = Network::new(continent);
        let reach = Reach::of(&network, accounting);
        let trace = trace(continent, accounting, &opened.plan, &opened.ledger);
        Self {
            opened,
            inward: Inward::new(&trace),
            outward: Outward::new(continent, &trace.pools),
            lookup: Lookup::new(continent),
            standing: standing(continent),
            tables: Tables::default(),
            paths: Paths::new(&network, accounting, &opened.plan),
            network,
            reach,
            trace,
        }
    }

    /// The continent as it was planned.
    #[must_use]
    pub const fn continent(&self) -> &'a Continent {
        &self.opened.continent
    }

    /// Where a commodity at a node came from, by which routes, at what energy: in one period or in all, at most `top`
    /// routes and the rest.
    #[must_use]
    pub fn supply(
        &self,
        node: NodeIndex,
        commodity: CommodityIndex,
        period: Option<PeriodIndex>,
        top: usize,
    ) -> Routes {
        routes(
            self.continent(),
            &self.trace,
            &self.inward,
            node,
            commodity,
            period,
            top,
        )
    }

    /// Why a commodity costs what it costs at a node in a period: every way it comes or could come there.
    #[must_use]
    pub fn why(&self, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex) -> CommodityReasons {
        why_commodity(&self.priced(), node, commodity, period)
    }

    pub(super) const fn priced(&self) -> Priced<'_> {
        Priced::new(
            &self.network,
            &self.reach,
            self.opened.certificate.accounting,
            &self.opened.plan,
        )
    }

    /// The period asked for, or all.
    pub(super) fn periods(&self, period: Option<PeriodIndex>) -> impl Iterator<Item = PeriodIndex> + use<> {
        let all = self.continent().period_indices();
        all.filter(move |one| period.is_none_or(|only| only == *one))
    }

    pub(super) fn standing(&self, node: NodeIndex) -> &Standing {
        &self.standing[node.position()]
    }

    /// The pool of a commodity at a node in a period, if anything is in it.
    pub(super) fn pool(&self, commodity: CommodityIndex, period: PeriodIndex, node: NodeIndex) -> Option<PoolIndex> {
        self.trace.pools.find(&Pool {
            commodity,
            period,
            place: Place::Node(node),
        })
    }

    /// Embodied energy of what reached one sink, by origin.
    pub(super) fn embodied_rows(&self, key: (PeriodIndex, Sink, NodeIndex, CommodityIndex)) -> &[Embodied] {
        let rows = &self.trace.embodied;
        let key_of = |row: &Embodied| (row.period, row.sink, row.node, row.commodity);
        let first = rows.partition_point(|row| key_of(row) < key);
        let count = rows[first..].partition_point(|row| key_of(row) == key);
        &rows[first..first + count]
    }

    /// Unit of a mode's capacities: GJ where all it carries is counted so, else t.
    pub(super) fn capacity_unit(&self, mode: ModeIndex) -> &'static str {
        let continent = self.continent();
        let carriages = &continent[mode].carriages;
        let is_power = |c: &Carriage| continent[c.commodity].unit == Unit::Gigajoule;
        if !carriages.is_empty() && carriages.iter().all(is_power) {
            Unit::Gigajoule.symbol()
        } else {
            Unit::Tonne.symbol()
        }
    }

    /// Price of a commodity at a node, GJ per unit: in one period, or the mean over the hours of all.
    pub(super) fn price(&self, node: NodeIndex, commodity: CommodityIndex, period: Option<PeriodIndex>) -> f64 {
        self.mean_price(PricedRow::Balance(node, commodity), period)
    }

    /// Shadow price of a row, GJ per unit: in one period, or the mean over the hours of all.
    pub(super) fn mean_price(&self, row: PricedRow, period: Option<PeriodIndex>) -> f64 {
        let (mut hours, mut sum) = (0.0, 0.0);
        for period in self.periods(period) {
            hours += self.continent()[period].hours;
            sum += self.continent()[period].hours * amounts::price(&self.opened.plan, period, row);
        }
        if hours > 0.0 { sum / hours } else { 0.0 }
    }

    /// Ids of an area and of those above it, the smallest first.
    pub(super) fn areas_of(&self, area: AreaIndex) -> Vec<super::Named> {
        let continent = self.continent();
        let upwards = continent.areas_upwards(area).map(|a| &continent[a]);
        upwards.map(|area| super::Named::new(&area.id, &area.name)).collect()
    }
}

fn standing(continent: &Continent) -> Vec<Standing> {
    let mut standing = vec![Standing::default(); continent.nodes.len()];
    for (position, site) in continent.sites.iter().enumerate() {
        standing[site.node.position()]
            .sites
            .push(SiteIndex::from_position(position));
    }
    for (position, link) in continent.links.iter().enumerate() {
        for end in [link.from, link.to] {
            standing[end.position()].links.push(LinkIndex::from_position(position));
        }
    }
    for (position, store) in continent.stores.iter().enumerate() {
        standing[store.node.position()]
            .stores
            .push(StoreIndex::from_position(position));
    }
    for (position, trade) in continent.trades.iter().enumerate() {
        standing[trade.node.position()]
            .trades
            .push(TradeIndex::from_position(position));
    }
    for (position, demand) in continent.demands.iter().enumerate() {
        standing[demand.node.position()]
            .demands
            .push(DemandIndex::from_position(position));
    }
    standing
}
