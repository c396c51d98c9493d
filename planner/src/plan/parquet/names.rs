//! From ids in files to the continent's indices.

use data::model::{
    AreaIndex, BudgetIndex, CommodityIndex, Continent, LinkIndex, NodeIndex, PeriodIndex, SequenceIndex, SiteIndex,
    StoreIndex, TradeIndex,
};
use std::collections::HashMap;

/// Positions by id; used for looking up only, never walked, so its order cannot reach an output.
type Positions<'a> = HashMap<&'a str, usize>;

/// The ids of a continent.
pub(super) struct Names<'a> {
    /// The continent itself.
    pub(super) continent: &'a Continent,
    periods: Positions<'a>,
    areas: Positions<'a>,
    sequences: Positions<'a>,
    nodes: Positions<'a>,
    commodities: Positions<'a>,
    links: Positions<'a>,
    sites: Positions<'a>,
    stores: Positions<'a>,
    trades: Positions<'a>,
    budgets: Positions<'a>,
}

fn positions<'a, T>(records: &'a [T], id: impl Fn(&'a T) -> &'a str) -> Positions<'a> {
    records
        .iter()
        .enumerate()
        .map(|(position, record)| (id(record), position))
        .collect()
}

macro_rules! look_ups {
    ($($name:ident in $field:ident -> $index:ident),+ $(,)?) => {
        $(pub(super) fn $name(&self, id: &str) -> Option<$index> {
            self.$field.get(id).map(|position| $index::from_position(*position))
        })+
    };
}

impl<'a> Names<'a> {
    pub(super) fn new(continent: &'a Continent) -> Self {
        Self {
            continent,
            periods: positions(&continent.periods, |r| &r.id),
            areas: positions(&continent.areas, |r| &r.id),
            sequences: positions(&continent.sequences, |r| &r.id),
            nodes: positions(&continent.nodes, |r| &r.id),
            commodities: positions(&continent.commodities, |r| &r.id),
            links: positions(&continent.links, |r| &r.id),
            sites: positions(&continent.sites, |r| &r.id),
            stores: positions(&continent.stores, |r| &r.id),
            trades: positions(&continent.trades, |r| &r.id),
            budgets: positions(&continent.budgets, |r| &r.id),
        }
    }

    look_ups!(
        period in periods -> PeriodIndex,
        area in areas -> AreaIndex,
        sequence in sequences -> SequenceIndex,
        node in nodes -> NodeIndex,
        commodity in commodities -> CommodityIndex,
        link in links -> LinkIndex,
        site in sites -> SiteIndex,
        store in stores -> StoreIndex,
        trade in trades -> TradeIndex,
        budget in budgets -> BudgetIndex,
    );
}
