//! A place: what is asked there and whether it came, what stands there, and what things cost there.

use super::index::PlanIndex;
use super::provenance::Provenance;
use super::words::Named;
use crate::plan::amounts;
use crate::plan::rows::{Direction, Plan, PricedRow, Sink, StageEnergy};
use crate::plan::terms::{carriage, kept_by_link};
use data::model::{
    CommodityIndex, Demand, LinkIndex, NodeIndex, NodeKind, PeriodIndex, SiteIndex, SiteStatus, StoreIndex,
    TradeDirection, TradeIndex,
};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Demand for one commodity.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DemandView {
    /// Commodity id.
    pub commodity: String,
    /// Name for people.
    pub name: String,
    /// Unit of amounts.
    pub unit: &'static str,
    /// Asked for, exports' minima included, units of the commodity.
    pub demand: f64,
    /// Delivered, units of the commodity.
    pub met: f64,
    /// Not delivered, units of the commodity.
    pub short: f64,
    /// Energy of one more unit, GJ; over several periods the mean over their hours.
    pub price_gj: f64,
    /// Embodied in what was delivered, GJ by stage; none where nothing was.
    pub embodied: Option<StageEnergy>,
    /// Sites, imports and stocks that it came from.
    pub origins: usize,
    /// Where the figure of the demand comes from; none for exports' minima alone.
    pub provenance: Option<Provenance>,
}

/// A site at the node.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NodeSite {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it does.
    pub process: Named,
    /// Activity, units of activity.
    pub activity: f64,
    /// Greatest activity, units of activity; 0 for a candidate.
    pub capacity: f64,
}

/// A link or terminal at the node.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NodeLink {
    /// Id.
    pub id: String,
    /// Its mode.
    pub mode: Named,
    /// Where it leads.
    pub to: Named,
    /// Length, km.
    pub length_km: f64,
    /// Unit of what arrives and departs: t, or GJ for power.
    pub unit: &'static str,
    /// Arrives here over it, after losses, in that unit.
    pub arrives: f64,
    /// Departs from here over it, in that unit.
    pub departs: f64,
}

/// A store at the node.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NodeStore {
    /// Id.
    pub id: String,
    /// Commodity id.
    pub commodity: String,
    /// Unit of amounts.
    pub unit: &'static str,
    /// Put in, units of the commodity.
    pub charged: f64,
    /// Taken out, units of the commodity.
    pub discharged: f64,
    /// Level at the end of the last of the periods, units of the commodity.
    pub level: f64,
    /// Greatest level, units of the commodity.
    pub capacity: f64,
}

/// An import or export at the node.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NodeTrade {
    /// Id.
    pub id: String,
    /// `import` or `export`.
    pub direction: &'static str,
    /// Commodity id.
    pub commodity: String,
    /// Unit of amounts.
    pub unit: &'static str,
    /// Imported, or exported beyond the minimum, units of the commodity.
    pub amount: f64,
    /// The most it may be, units of the commodity.
    pub maximum: f64,
}

/// What one more unit costs at the node.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NodePrice {
    /// Commodity id.
    pub commodity: String,
    /// Name for people.
    pub name: String,
    /// Unit of the commodity.
    pub unit: &'static str,
    /// Energy of one more unit, GJ; over several periods the mean over their hours.
    pub price_gj: f64,
}

/// A node in the plan.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NodeView {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// `urbanate`, `junction`, `port` or `works`.
    pub kind: &'static str,
    /// The areas it lies in, the smallest first.
    pub areas: Vec<Named>,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// People, for urbanates.
    pub population: f64,
    /// What is asked there, in order of commodities.
    pub demands: Vec<DemandView>,
    /// Sites that stand there.
    pub sites: Vec<NodeSite>,
    /// Links and terminals there.
    pub links: Vec<NodeLink>,
    /// Stores there.
    pub stores: Vec<NodeStore>,
    /// Imports and exports there.
    pub trades: Vec<NodeTrade>,
    /// What one more unit of each commodity costs there; commodities without a price are left out.
    pub prices: Vec<NodePrice>,
}

/// The word for a kind of node.
pub(super) const fn kind_word(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Urbanate => "urbanate",
        NodeKind::Junction => "junction",
        NodeKind::Port => "port",
        NodeKind::Works => "works",
    }
}

impl PlanIndex<'_> {
    /// A node in one period or in all.
    #[must_use]
    pub fn node(&self, node: NodeIndex, period: Option<PeriodIndex>) -> NodeView {
        let continent = self.continent();
        let record = &continent[node];
        let standing = self.standing(node);
        NodeView {
            id: record.id.clone(),
            name: record.name.clone(),
            kind: kind_word(record.kind),
            areas: self.areas_of(record.area),
            latitude: record.latitude,
            longitude: record.longitude,
            population: record.population,
            demands: self.demands_at(node, period),
            sites: standing
                .sites
                .iter()
                .map(|site| self.node_site(*site, period))
                .collect(),
            links: standing
                .links
                .iter()
                .map(|link| self.node_link(node, *link, period))
                .collect(),
            stores: standing
                .stores
                .iter()
                .map(|store| self.node_store(*store, period))
                .collect(),
            trades: standing
                .trades
                .iter()
                .map(|trade| self.node_trade(*trade, period))
                .collect(),
            prices: self.prices_at(node, period),
        }
    }

    fn demands_at(&self, node: NodeIndex, period: Option<PeriodIndex>) -> Vec<DemandView> {
        let continent = self.continent();
        let standing = self.standing(node);
        let demanded = standing
            .demands
            .iter()
            .map(|d| continent.demands[d.position()].commodity);
        let exports = standing.trades.iter().map(|t| &continent.trades[t.position()]);
        let exported = exports.filter(|t| t.direction == TradeDirection::Export && t.minimum_per_year > 0.0);
        let asked: BTreeSet<CommodityIndex> = demanded.chain(exported.map(|t| t.commodity)).collect();
        asked
            .into_iter()
            .map(|commodity| self.demand_view(node, commodity, period))
            .collect()
    }

    fn demand_view(&self, node: NodeIndex, commodity: CommodityIndex, period: Option<PeriodIndex>) -> DemandView {
        let record = &self.continent()[commodity];
        let demand = self.asked(node, commodity, period);
        let short = shortage(&self.opened.plan, node, commodity, period);
        let (mut embodied, mut origins) = (None, BTreeSet::new());
        for period in self.periods(period) {
            let rows = self.embodied_rows((period, Sink::Demand, node, commodity));
            for row in rows {
                origins.insert(row.origin);
                embodied = Some(embodied.unwrap_or(StageEnergy::default()).plus(&row.stages));
            }
        }
        DemandView {
            commodity: record.id.clone(),
            name: record.name.clone(),
            unit: record.unit.symbol(),
            demand,
            met: demand - short,
            short,
            price_gj: self.price(node, commodity, period),
            embodied,
            origins: origins.len(),
            provenance: self.demand_row(node, commodity).map(|row| (&row.provenance).into()),
        }
    }

    fn demand_row(&self, node: NodeIndex, commodity: CommodityIndex) -> Option<&Demand> {
        let rows = self.standing(node).demands.iter();
        let mut rows = rows.map(|d| &self.continent().demands[d.position()]);
        rows.find(|row| row.commodity == commodity)
    }

    /// Demand and the minima of exports, units of the commodity.
    fn asked(&self, node: NodeIndex, commodity: CommodityIndex, period: Option<PeriodIndex>) -> f64 {
        let continent = self.continent();
        let demanded = self.demand_row(node, commodity);
        let exports = self
            .standing(node)
            .trades
            .iter()
            .map(|t| &continent.trades[t.position()]);
        let exports: Vec<_> = exports
            .filter(|t| t.direction == TradeDirection::Export && t.commodity == commodity)
            .collect();
        let at = |p| {
            let demanded = demanded.map_or(0.0, |d| continent.per_period(d.amount_per_year, d.profile, p));
            let exported = exports
                .iter()
                .map(|t| continent.per_period(t.minimum_per_year, t.profile, p));
            demanded + exported.sum::<f64>()
        };
        self.periods(period).map(at).sum()
    }

    fn node_site(&self, site: SiteIndex, period: Option<PeriodIndex>) -> NodeSite {
        let continent = self.continent();
        let record = &continent[site];
        let process = &continent[record.process];
        let (mut activity, mut capacity) = (0.0, 0.0);
        for period in self.periods(period) {
            activity += amounts::activity(&self.opened.plan, period, site);
            if record.status == SiteStatus::Existing {
                capacity += continent.per_period(record.capacity_per_year, record.profile, period);
            }
        }
        NodeSite {
            id: record.id.clone(),
            name: record.name.clone(),
            process: Named::new(&process.id, &process.name),
            activity,
            capacity,
        }
    }

    fn node_link(&self, node: NodeIndex, link: LinkIndex, period: Option<PeriodIndex>) -> NodeLink {
        let continent = self.continent();
        let record = &continent[link];
        let keep = kept_by_link(continent, link);
        let (mut arrives, mut departs) = (0.0, 0.0);
        for period in self.periods(period) {
            for flow in amounts::flows(&self.opened.plan, period, link) {
                let amount = flow.amount * carriage(continent, link, flow.commodity).map_or(1.0, |c| c.weight);
                let departs_here = (record.from == node) == (flow.direction == Direction::Forward);
                if departs_here {
                    departs += amount;
                } else {
                    arrives += amount * keep;
                }
            }
        }
        let other = if record.from == node { record.to } else { record.from };
        NodeLink {
            id: record.id.clone(),
            mode: Named::new(&continent[record.mode].id, &continent[record.mode].name),
            to: Named::node(continent, other),
            length_km: record.length_km,
            unit: self.capacity_unit(record.mode),
            arrives,
            departs,
        }
    }

    fn node_store(&self, store: StoreIndex, period: Option<PeriodIndex>) -> NodeStore {
        let record = &self.continent()[store];
        let commodity = &self.continent()[record.commodity];
        let mut view = NodeStore {
            id: record.id.clone(),
            commodity: commodity.id.clone(),
            unit: commodity.unit.symbol(),
            charged: 0.0,
            discharged: 0.0,
            level: 0.0,
            capacity: record.capacity,
        };
        for period in self.periods(period) {
            let (charged, discharged, level) = amounts::stored(&self.opened.plan, period, store);
            view.charged += charged;
            view.discharged += discharged;
            view.level = level;
        }
        view
    }

    fn node_trade(&self, trade: TradeIndex, period: Option<PeriodIndex>) -> NodeTrade {
        let continent = self.continent();
        let record = &continent.trades[trade.position()];
        let (mut amount, mut maximum) = (0.0, 0.0);
        for period in self.periods(period) {
            amount += amounts::traded(&self.opened.plan, period, trade);
            let most = match record.direction {
                TradeDirection::Import => record.maximum_per_year,
                // The minimum stands under demand.
                TradeDirection::Export => (record.maximum_per_year - record.minimum_per_year).max(0.0),
            };
            maximum += continent.per_period(most, record.profile, period);
        }
        NodeTrade {
            id: record.id.clone(),
            direction: match record.direction {
                TradeDirection::Import => "import",
                TradeDirection::Export => "export",
            },
            commodity: continent[record.commodity].id.clone(),
            unit: continent[record.commodity].unit.symbol(),
            amount,
            maximum,
        }
    }

    fn prices_at(&self, node: NodeIndex, period: Option<PeriodIndex>) -> Vec<NodePrice> {
        let mut priced = BTreeSet::new();
        for period in self.periods(period) {
            let rows = amounts::prices_at(&self.opened.plan, period, node);
            priced.extend(rows.filter_map(|price| match price.row {
                PricedRow::Balance(_, commodity) => Some(commodity),
                _ => None,
            }));
        }
        let view = |commodity: CommodityIndex| {
            let record = &self.continent()[commodity];
            NodePrice {
                commodity: record.id.clone(),
                name: record.name.clone(),
                unit: record.unit.symbol(),
                price_gj: self.price(node, commodity, period),
            }
        };
        priced.into_iter().map(view).collect()
    }
}

/// Demand left unmet, units of the commodity.
fn shortage(plan: &Plan, node: NodeIndex, commodity: CommodityIndex, period: Option<PeriodIndex>) -> f64 {
    let here = plan
        .shortages
        .iter()
        .filter(|row| (row.node, row.commodity) == (node, commodity));
    let then = here.filter(|row| period.is_none_or(|only| only == row.period));
    then.map(|row| row.amount).sum()
}
