//! Where a commodity can come into a node: what makes spill possible and bounds it.

use data::model::{CommodityIndex, Continent, LinkIndex, NodeIndex, SiteIndex, StoreIndex, TradeDirection, TradeIndex};
use std::collections::BTreeMap;

/// What can bring one commodity into one node without a link.
#[derive(Clone, Debug, Default)]
pub(crate) struct SpillSources {
    /// Sites that make it, with the amount per unit of activity.
    pub(crate) sites: Vec<(SiteIndex, f64)>,
    /// Imports of it.
    pub(crate) imports: Vec<TradeIndex>,
    /// Stores that hold it.
    pub(crate) stores: Vec<StoreIndex>,
}

/// All sources of a continent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    /// The places where a commodity may be spilt: it is made there, by a site of any status, or imported.
    pub(crate) of_spill: BTreeMap<(NodeIndex, CommodityIndex), SpillSources>,
    /// Links by the node at which they may arrive.
    pub(crate) arriving: Vec<Vec<LinkIndex>>,
}

impl Sources {
    /// Collects them.
    pub(crate) fn new(continent: &Continent) -> Self {
        let mut of_spill = made_or_imported(continent);
        for (position, store) in continent.stores.iter().enumerate() {
            if let Some(place) = of_spill.get_mut(&(store.node, store.commodity)) {
                place.stores.push(StoreIndex::from_position(position));
            }
        }
        let mut arriving = vec![Vec::new(); continent.nodes.len()];
        for (position, link) in continent.links.iter().enumerate() {
            let index = LinkIndex::from_position(position);
            arriving[link.to.position()].push(index);
            if link.two_way {
                arriving[link.from.position()].push(index);
            }
        }
        Self { of_spill, arriving }
    }
}

fn made_or_imported(continent: &Continent) -> BTreeMap<(NodeIndex, CommodityIndex), SpillSources> {
    let mut places: BTreeMap<(NodeIndex, CommodityIndex), SpillSources> = BTreeMap::new();
    for (position, site) in continent.sites.iter().enumerate() {
        for output in &continent[site.process].outputs {
            let place = places.entry((site.node, output.commodity)).or_default();
            place.sites.push((SiteIndex::from_position(position), output.amount));
        }
    }
    for (position, trade) in continent.trades.iter().enumerate() {
        if trade.direction == TradeDirection::Import {
            let place = places.entry((trade.node, trade.commodity)).or_default();
            place.imports.push(TradeIndex::from_position(position));
        }
    }
    places
}
