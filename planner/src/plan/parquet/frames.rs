//! Rows to columns, in the order of the dictionary.

use crate::plan::rows::{
    Direction, Embodied, Flow, Origin, PostedTo, Posting, Price, PricedRow, Production, Shortage, Spill, Storage,
    TradeRow,
};
use data::model::{CommodityIndex, Continent, NodeIndex};
use polars::prelude::{Column, NamedFrom, PlSmallStr, Series};

fn text<'a, T>(name: &str, rows: &'a [T], cell: impl Fn(&'a T) -> &'a str) -> Column {
    let cells: Vec<&str> = rows.iter().map(cell).collect();
    Series::new(PlSmallStr::from_str(name), cells).into()
}

fn number<T>(name: &str, rows: &[T], cell: impl Fn(&T) -> f64) -> Column {
    let cells: Vec<f64> = rows.iter().map(cell).collect();
    Series::new(PlSmallStr::from_str(name), cells).into()
}

/// The nodes that a flow leaves from and arrives at.
fn ends(continent: &Continent, flow: &Flow) -> (NodeIndex, NodeIndex) {
    let link = &continent[flow.link];
    match flow.direction {
        Direction::Forward => (link.from, link.to),
        Direction::Backward => (link.to, link.from),
    }
}

fn commodity_or_empty(continent: &Continent, commodity: Option<CommodityIndex>) -> &str {
    commodity.map_or("", |c| continent[c].id.as_str())
}

pub(super) fn flows(c: &Continent, rows: &[Flow]) -> Vec<Column> {
    vec![
        text("period", rows, |r| &c[r.period].id),
        text("link", rows, |r| &c[r.link].id),
        text("direction", rows, |r| r.direction.word()),
        text("mode", rows, |r| &c[c[r.link].mode].id),
        text("from_node", rows, |r| &c[ends(c, r).0].id),
        text("to_node", rows, |r| &c[ends(c, r).1].id),
        text("commodity", rows, |r| &c[r.commodity].id),
        number("amount", rows, |r| r.amount),
    ]
}

pub(super) fn production(c: &Continent, rows: &[Production]) -> Vec<Column> {
    vec![
        text("period", rows, |r| &c[r.period].id),
        text("site", rows, |r| &c[r.site].id),
        text("process", rows, |r| &c[c[r.site].process].id),
        text("node", rows, |r| &c[c[r.site].node].id),
        number("activity", rows, |r| r.activity),
    ]
}

pub(super) fn storage(c: &Continent, rows: &[Storage]) -> Vec<Column> {
    vec![
        text("period", rows, |r| &c[r.period].id),
        text("store", rows, |r| &c[r.store].id),
        text("node", rows, |r| &c[c[r.store].node].id),
        text("commodity", rows, |r| &c[c[r.store].commodity].id),
        number("charged", rows, |r| r.charged),
        number("discharged", rows, |r| r.discharged),
        number("level", rows, |r| r.level),
    ]
}

pub(super) fn shortages(c: &Continent, rows: &[Shortage]) -> Vec<Column> {
    vec![
        text("period", rows, |r| &c[r.period].id),
        text("node", rows, |r| &c[r.node].id),
        text("commodity", rows, |r| &c[r.commodity].id),
        number("amount", rows, |r| r.amount),
    ]
}

pub(super) fn spills(c: &Continent, rows: &[Spill]) -> Vec<Column> {
    vec![
        text("period", rows, |r| &c[r.period].id),
        text("node", rows, |r| &c[r.node].id),
        text("commodity", rows, |r| &c[r.commodity].id),
        number("amount", rows, |r| r.amount),
    ]
}

pub(super) fn trade(c: &Continent, rows: &[TradeRow]) -> Vec<Column> {
    vec![
        text("period", rows, |r| &c[r.period].id),
        text("trade", rows, |r| &c.trades[r.trade.position()].id),
        number("amount", rows, |r| r.amount),
    ]
}

fn price_words<'a>(c: &'a Continent, row: &PricedRow) -> (&'static str, &'a str, &'a str) {
    match *row {
        PricedRow::Balance(node, commodity) => ("balance", &c[node].id, &c[commodity].id),
        PricedRow::Link(link) => ("link", &c[link].id, ""),
        PricedRow::Budget(budget) => ("budget", &c.budgets[budget.position()].id, ""),
        PricedRow::Store(store) => ("store", &c[store].id, ""),
    }
}

pub(super) fn prices(c: &Continent, rows: &[Price]) -> Vec<Column> {
    vec![
        text("kind", rows, |r| price_words(c, &r.row).0),
        text("period", rows, |r| &c[r.period].id),
        text("id", rows, |r| price_words(c, &r.row).1),
        text("commodity", rows, |r| price_words(c, &r.row).2),
        number("price_gj", rows, |r| r.price_gj),
    ]
}

fn posted_id<'a>(c: &'a Continent, posted_to: &PostedTo) -> &'a str {
    match *posted_to {
        PostedTo::Site(site) => &c[site].id,
        PostedTo::Link(link) => &c[link].id,
        PostedTo::Store(store) => &c[store].id,
        PostedTo::Trade(trade) => &c.trades[trade.position()].id,
        PostedTo::Node(node) => &c[node].id,
    }
}

pub(super) fn ledger(c: &Continent, rows: &[Posting]) -> Vec<Column> {
    vec![
        text("period", rows, |r| &c[r.period].id),
        text("area", rows, |r| &c[r.area].id),
        text("sequence", rows, |r| &c[r.sequence].id),
        text("activity", rows, |r| r.activity.word()),
        text("id", rows, |r| posted_id(c, &r.posted_to)),
        text("commodity", rows, |r| commodity_or_empty(c, r.commodity)),
        number("energy_gj", rows, |r| r.energy_gj),
    ]
}

fn origin_id<'a>(c: &'a Continent, origin: &Origin) -> &'a str {
    match *origin {
        Origin::Site(site) => &c[site].id,
        Origin::Import(trade) => &c.trades[trade.position()].id,
        Origin::Stock(store) => &c[store].id,
    }
}

pub(super) fn embodied(c: &Continent, rows: &[Embodied]) -> Vec<Column> {
    vec![
        text("period", rows, |r| &c[r.period].id),
        text("sink", rows, |r| r.sink.word()),
        text("node", rows, |r| &c[r.node].id),
        text("commodity", rows, |r| &c[r.commodity].id),
        text("origin_kind", rows, |r| r.origin.word()),
        text("origin", rows, |r| origin_id(c, &r.origin)),
        number("amount", rows, |r| r.amount),
        number("share", rows, |r| r.share),
        number("extraction_gj", rows, |r| r.stages.extraction_gj),
        number("processing_gj", rows, |r| r.stages.processing_gj),
        number("transport_gj", rows, |r| r.stages.transport_gj),
        number("storage_gj", rows, |r| r.stages.storage_gj),
        number("loss_gj", rows, |r| r.stages.loss_gj),
        number("total_gj", rows, |r| r.stages.total_gj()),
    ]
}
