//! Sites, stores, demand, trade, budgets.

use super::Reader;
use super::places::AreaOrder;
use crate::model::{
    Budget, CommodityIndex, Demand, NodeIndex, ProcessIndex, ProfileIndex, ResourceIndex, Site, SiteStatus, Store,
    StoreEnds, Trade, TradeDirection,
};
use crate::tables::set::Tables;

pub(super) fn sites(tables: &Tables) -> Vec<Site> {
    let reader = Reader::new(tables, "sites");
    let rows = reader.rows();
    rows.map(|row| Site {
        id: reader.id(row),
        name: reader.name(row),
        process: reader.index("process", row, ProcessIndex::from_position),
        node: reader.index("node", row, NodeIndex::from_position),
        minimum_per_year: reader.number("minimum_per_year", row),
        capacity_per_year: reader.number("capacity_per_year", row),
        status: if reader.word("status", row) == "candidate" {
            SiteStatus::Candidate
        } else {
            SiteStatus::Existing
        },
        profile: reader.optional_index("profile", row, ProfileIndex::from_position),
        provenance: reader.provenance(row),
    })
    .collect()
}

pub(super) fn stores(tables: &Tables) -> Vec<Store> {
    let reader = Reader::new(tables, "stores");
    let rows = reader.rows();
    rows.map(|row| Store {
        id: reader.id(row),
        node: reader.index("node", row, NodeIndex::from_position),
        commodity: reader.index("commodity", row, CommodityIndex::from_position),
        capacity: reader.number("capacity", row),
        charge_per_hour: reader.number("charge_per_hour", row),
        discharge_per_hour: reader.number("discharge_per_hour", row),
        loss_per_month: reader.number("loss_per_month", row),
        carrier: reader.optional_index("carrier", row, CommodityIndex::from_position),
        energy_gj: reader.number("energy_gj", row),
        ends: ends(&reader, row),
        provenance: reader.provenance(row),
    })
    .collect()
}

fn ends(reader: &Reader<'_>, row: usize) -> StoreEnds {
    if reader.word("ends", row) == "given" {
        StoreEnds::Given {
            initial: reader.number("initial_level", row),
            final_minimum: reader.number("final_minimum", row),
        }
    } else {
        StoreEnds::Cyclic
    }
}

pub(super) fn demands(tables: &Tables) -> Vec<Demand> {
    let reader = Reader::new(tables, "demand");
    let rows = reader.rows();
    rows.map(|row| Demand {
        node: reader.index("node", row, NodeIndex::from_position),
        commodity: reader.index("commodity", row, CommodityIndex::from_position),
        amount_per_year: reader.number("amount_per_year", row),
        profile: reader.optional_index("profile", row, ProfileIndex::from_position),
        provenance: reader.provenance(row),
    })
    .collect()
}

pub(super) fn trades(tables: &Tables) -> Vec<Trade> {
    let reader = Reader::new(tables, "trade");
    let rows = reader.rows();
    rows.map(|row| Trade {
        id: reader.id(row),
        node: reader.index("node", row, NodeIndex::from_position),
        commodity: reader.index("commodity", row, CommodityIndex::from_position),
        direction: match reader.word("direction", row) {
            "export" => TradeDirection::Export,
            _ => TradeDirection::Import,
        },
        minimum_per_year: reader.number("minimum_per_year", row),
        maximum_per_year: reader.number("maximum_per_year", row),
        energy_gj: reader.number("energy_gj", row),
        profile: reader.optional_index("profile", row, ProfileIndex::from_position),
        provenance: reader.provenance(row),
    })
    .collect()
}

pub(super) fn budgets(tables: &Tables, order: &AreaOrder) -> Vec<Budget> {
    let reader = Reader::new(tables, "budgets");
    let rows = reader.rows();
    rows.map(|row| Budget {
        id: reader.id(row),
        area: order.index(&reader, "area", row),
        resource: reader.index("resource", row, ResourceIndex::from_position),
        limit_per_year: reader.number("limit_per_year", row),
        profile: reader.optional_index("profile", row, ProfileIndex::from_position),
        provenance: reader.provenance(row),
    })
    .collect()
}
