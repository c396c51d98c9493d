//! Where a commodity can be had in a period of a plan, and what one more unit costs there.
//!
//! A source in use gives at the plan's price of its node: what it makes is worth that much to others, and the difference to
//! what making takes is the rent of its capacity (below zero where a minimum holds it in use). An idle one gives at what
//! making there would cost at the plan's prices, which in an optimal plan is no less than the price of its node.
//!
//! Invariant: no source gives below zero; what is made may be spilled.

use crate::plan::rows::{Plan, PricedRow};
use crate::plan::show::{PriceBook, margin_gj};
use crate::plan::terms::store_spending;
use data::model::{
    Accounting, CommodityIndex, Continent, NodeIndex, PeriodIndex, SiteIndex, SiteStatus, StoreIndex, TradeDirection,
    TradeIndex,
};
use serde::Serialize;
use std::collections::HashMap;

/// Who gives a commodity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Supplier {
    /// A site that makes it.
    Site(SiteIndex),
    /// An import.
    Import(TradeIndex),
    /// A store that holds it or lets it out.
    Store(StoreIndex),
}

/// A supplier of one commodity in one period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PathSource {
    /// Who.
    pub supplier: Supplier,
    /// Where.
    pub node: NodeIndex,
    /// What one more unit costs there, GJ per unit.
    pub price_gj: f64,
    /// What making, importing or letting out one unit takes at the plan's prices, GJ per unit: energy, inputs, carriers, budgets
    /// and policies' weights, less what else comes of it. The rest of the price is the rent of a limit.
    pub making_gj: f64,
    /// Whether the plan uses it in that period.
    pub is_used: bool,
}

/// By period, then commodity: sources in order of node, then supplier.
pub(super) type Sources = Vec<Vec<PathSource>>;

/// All sources of a plan.
pub(super) fn sources(continent: &Continent, accounting: Accounting, plan: &Plan, book: &PriceBook) -> Sources {
    let commodities = continent.commodities.len();
    let mut found = Finder {
        continent,
        accounting,
        book,
        sources: vec![Vec::new(); commodities * continent.periods.len()],
    };
    found.add_sites(plan);
    found.add_imports(plan);
    found.add_stores(plan);
    for sources in &mut found.sources {
        sources.sort_by_key(|source| (source.node, source.supplier));
    }
    found.sources
}

struct Finder<'a> {
    continent: &'a Continent,
    accounting: Accounting,
    book: &'a PriceBook,
    sources: Sources,
}

/// What a supplier offers.
struct Offer {
    supplier: Supplier,
    node: NodeIndex,
    commodity: CommodityIndex,
    making_gj: f64,
    is_used: bool,
}

impl Finder<'_> {
    fn price_gj(&self, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex) -> f64 {
        self.book.of(PricedRow::Balance(node, commodity), period)
    }

    fn add(&mut self, period: PeriodIndex, offer: &Offer) {
        let price_gj = if offer.is_used {
            self.price_gj(offer.node, offer.commodity, period)
        } else {
            offer.making_gj
        };
        let place = period.position() * self.continent.commodities.len() + offer.commodity.position();
        self.sources[place].push(PathSource {
            supplier: offer.supplier,
            node: offer.node,
            price_gj: price_gj.max(0.0),
            making_gj: offer.making_gj,
            is_used: offer.is_used,
        });
    }

    fn add_sites(&mut self, plan: &Plan) {
        let continent = self.continent;
        let used: HashMap<_, _> = plan
            .production
            .iter()
            .map(|p| ((p.site, p.period), p.activity))
            .collect();
        for period in continent.period_indices() {
            for (position, site) in continent.sites.iter().enumerate() {
                let capacity = continent.per_period(site.capacity_per_year, site.profile, period);
                if site.status != SiteStatus::Existing || capacity <= 0.0 {
                    continue;
                }
                let index = SiteIndex::from_position(position);
                let margin_gj = margin_gj(continent, self.accounting, self.book, index, period);
                for output in continent[site.process]
                    .outputs
                    .iter()
                    .filter(|output| output.amount > 0.0)
                {
                    let price_gj = self.price_gj(site.node, output.commodity, period);
                    let offer = Offer {
                        supplier: Supplier::Site(index),
                        node: site.node,
                        commodity: output.commodity,
                        making_gj: price_gj - margin_gj / output.amount,
                        is_used: used.get(&(index, period)).is_some_and(|activity| *activity > 0.0),
                    };
                    self.add(period, &offer);
                }
            }
        }
    }

    fn add_imports(&mut self, plan: &Plan) {
        let continent = self.continent;
        let used: HashMap<_, _> = plan.trade.iter().map(|t| ((t.trade, t.period), t.amount)).collect();
        for period in continent.period_indices() {
            for (position, trade) in continent.trades.iter().enumerate() {
                let most = continent.per_period(trade.maximum_per_year, trade.profile, period);
                if trade.direction != TradeDirection::Import || most <= 0.0 {
                    continue;
                }
                let index = TradeIndex::from_position(position);
                let offer = Offer {
                    supplier: Supplier::Import(index),
                    node: trade.node,
                    commodity: trade.commodity,
                    making_gj: trade.energy_gj,
                    is_used: used.get(&(index, period)).is_some_and(|amount| *amount > 0.0),
                };
                self.add(period, &offer);
            }
        }
    }

    /// Stores that hold something at the end of a period or let something out in it. What a stored unit is worth is the price
    /// of the store's row.
    fn add_stores(&mut self, plan: &Plan) {
        let continent = self.continent;
        for row in &plan.storage {
            let (store, period) = (&continent[row.store], row.period);
            if row.discharged <= 0.0 && (row.level <= 0.0 || store.discharge_per_hour <= 0.0) {
                continue;
            }
            let spent = store_spending(continent, self.accounting, row.store);
            let burnt_gj = spent.burnt.map_or(0.0, |(carrier, amount)| {
                amount * self.price_gj(store.node, carrier, period)
            });
            let stored_gj = -self.book.of(PricedRow::Store(row.store), period);
            let offer = Offer {
                supplier: Supplier::Store(row.store),
                node: store.node,
                commodity: store.commodity,
                making_gj: spent.posted_gj + burnt_gj + stored_gj,
                is_used: row.discharged > 0.0,
            };
            self.add(period, &offer);
        }
    }
}
