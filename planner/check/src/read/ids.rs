//! Ids of the continent to typed indices.

use super::sheet::Line;
use crate::fault::{Fault, Faults};
use data::model::{
    AreaIndex, BudgetIndex, CommodityIndex, Continent, LinkIndex, ModeIndex, NodeIndex, PeriodIndex, ProcessIndex,
    SequenceIndex, SiteIndex, StoreIndex, TradeIndex,
};
use std::collections::HashMap;

type Lookup<'a, I> = HashMap<&'a str, I>;

/// The ids of a continent, for looking up only, so their order is never seen.
pub(crate) struct Ids<'a> {
    pub(super) continent: &'a Continent,
    periods: Lookup<'a, PeriodIndex>,
    areas: Lookup<'a, AreaIndex>,
    sequences: Lookup<'a, SequenceIndex>,
    commodities: Lookup<'a, CommodityIndex>,
    processes: Lookup<'a, ProcessIndex>,
    nodes: Lookup<'a, NodeIndex>,
    modes: Lookup<'a, ModeIndex>,
    links: Lookup<'a, LinkIndex>,
    sites: Lookup<'a, SiteIndex>,
    stores: Lookup<'a, StoreIndex>,
    trades: Lookup<'a, TradeIndex>,
    budgets: Lookup<'a, BudgetIndex>,
}

fn lookup<'a, T, I>(records: &'a [T], id: fn(&T) -> &str, index: fn(usize) -> I) -> Lookup<'a, I> {
    records
        .iter()
        .enumerate()
        .map(|(position, record)| (id(record), index(position)))
        .collect()
}

macro_rules! resolvers {
    ($($name:ident in $field:ident: $index:ty),+ $(,)?) => {
        impl Ids<'_> {
            $(
                /// The index that the cell names; none, and a fault, when there is none of that id.
                pub(super) fn $name(&self, line: &Line<'_>, column: &'static str, faults: &mut Faults) -> Option<$index> {
                    let id = line.text(column)?;
                    let found = self.$field.get(id).copied();
                    if found.is_none() {
                        faults.push(unknown(line, column, id));
                    }
                    found
                }
            )+
        }
    };
}

resolvers!(
    period in periods: PeriodIndex,
    area in areas: AreaIndex,
    sequence in sequences: SequenceIndex,
    commodity in commodities: CommodityIndex,
    process in processes: ProcessIndex,
    node in nodes: NodeIndex,
    mode in modes: ModeIndex,
    link in links: LinkIndex,
    site in sites: SiteIndex,
    store in stores: StoreIndex,
    trade in trades: TradeIndex,
    budget in budgets: BudgetIndex,
);

impl<'a> Ids<'a> {
    /// Collects the ids.
    pub(crate) fn new(continent: &'a Continent) -> Self {
        Self {
            continent,
            periods: lookup(&continent.periods, |r| &r.id, PeriodIndex::from_position),
            areas: lookup(&continent.areas, |r| &r.id, AreaIndex::from_position),
            sequences: lookup(&continent.sequences, |r| &r.id, SequenceIndex::from_position),
            commodities: lookup(&continent.commodities, |r| &r.id, CommodityIndex::from_position),
            processes: lookup(&continent.processes, |r| &r.id, ProcessIndex::from_position),
            nodes: lookup(&continent.nodes, |r| &r.id, NodeIndex::from_position),
            modes: lookup(&continent.modes, |r| &r.id, ModeIndex::from_position),
            links: lookup(&continent.links, |r| &r.id, LinkIndex::from_position),
            sites: lookup(&continent.sites, |r| &r.id, SiteIndex::from_position),
            stores: lookup(&continent.stores, |r| &r.id, StoreIndex::from_position),
            trades: lookup(&continent.trades, |r| &r.id, TradeIndex::from_position),
            budgets: lookup(&continent.budgets, |r| &r.id, BudgetIndex::from_position),
        }
    }
}

/// A cell names what the input tables do not have.
pub(super) fn unknown(line: &Line<'_>, column: &'static str, id: &str) -> Fault {
    Fault::UnknownId {
        table: line.table().to_owned(),
        row: line.number(),
        column: column.to_owned(),
        id: id.to_owned(),
    }
}

/// Adds a fault when a cell that repeats the input tables says something else.
pub(super) fn must_say(line: &Line<'_>, column: &'static str, expected: &str, faults: &mut Faults) {
    if let Some(stated) = line.text(column)
        && stated != expected
    {
        faults.push(Fault::Contradicts {
            table: line.table().to_owned(),
            row: line.number(),
            column: column.to_owned(),
            stated: stated.to_owned(),
            expected: expected.to_owned(),
        });
    }
}
