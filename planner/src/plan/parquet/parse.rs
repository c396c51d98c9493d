//! Columns to rows. Columns that repeat what another column already says are checked against it.

use super::TableError;
use super::file::Sheet;
use super::names::Names;
use crate::plan::rows::{
    Activity, Direction, Embodied, Flow, Origin, PostedTo, Posting, Price, PricedRow, Production, Shortage, Sink,
    Spill, StageEnergy, Storage, TradeRow,
};
use data::model::{CommodityIndex, NodeIndex, PeriodIndex};

const PERIOD: &str = "a period of the calendar in use";
const NODE: &str = "a node";
const COMMODITY: &str = "a commodity";

fn periods(sheet: &Sheet, names: &Names) -> Result<Vec<PeriodIndex>, TableError> {
    sheet.text("period")?.parse(PERIOD, |_, id| names.period(id))
}

fn nodes(sheet: &Sheet, column: &'static str, names: &Names) -> Result<Vec<NodeIndex>, TableError> {
    sheet.text(column)?.parse(NODE, |_, id| names.node(id))
}

fn commodities(sheet: &Sheet, names: &Names) -> Result<Vec<CommodityIndex>, TableError> {
    sheet.text("commodity")?.parse(COMMODITY, |_, id| names.commodity(id))
}

/// Refuses a repeated column whose cell differs from what the row's entity says.
fn agrees<'a>(
    sheet: &'a Sheet,
    column: &'static str,
    expected: &str,
    said: impl Fn(usize) -> &'a str,
) -> Result<(), TableError> {
    sheet
        .text(column)?
        .parse(expected, |row, cell| (said(row) == cell).then_some(()))?;
    Ok(())
}

pub(super) fn flows<'a>(sheet: &'a Sheet, names: &Names<'a>) -> Result<Vec<Flow>, TableError> {
    let c = names.continent;
    let period = periods(sheet, names)?;
    let link = sheet
        .text("link")?
        .parse("a link or terminal", |_, id| names.link(id))?;
    let direction = sheet
        .text("direction")?
        .parse("forward or backward", |_, word| match word {
            "forward" => Some(Direction::Forward),
            "backward" => Some(Direction::Backward),
            _ => None,
        })?;
    let ends = |row: usize| match direction[row] {
        Direction::Forward => (c[link[row]].from, c[link[row]].to),
        Direction::Backward => (c[link[row]].to, c[link[row]].from),
    };
    agrees(sheet, "mode", "the mode of the link", |row| &c[c[link[row]].mode].id)?;
    agrees(sheet, "from_node", "where the link is entered", |row| {
        &c[ends(row).0].id
    })?;
    agrees(sheet, "to_node", "where the link is left", |row| &c[ends(row).1].id)?;
    let commodity = commodities(sheet, names)?;
    let amount = sheet.numbers("amount")?;
    Ok((0..sheet.height())
        .map(|i| Flow {
            period: period[i],
            link: link[i],
            direction: direction[i],
            commodity: commodity[i],
            amount: amount[i],
        })
        .collect())
}

pub(super) fn production<'a>(sheet: &'a Sheet, names: &Names<'a>) -> Result<Vec<Production>, TableError> {
    let c = names.continent;
    let period = periods(sheet, names)?;
    let site = sheet.text("site")?.parse("a site", |_, id| names.site(id))?;
    agrees(sheet, "process", "the process of the site", |row| {
        &c[c[site[row]].process].id
    })?;
    agrees(sheet, "node", "the node of the site", |row| &c[c[site[row]].node].id)?;
    let activity = sheet.numbers("activity")?;
    Ok((0..sheet.height())
        .map(|i| Production {
            period: period[i],
            site: site[i],
            activity: activity[i],
        })
        .collect())
}

pub(super) fn storage<'a>(sheet: &'a Sheet, names: &Names<'a>) -> Result<Vec<Storage>, TableError> {
    let c = names.continent;
    let period = periods(sheet, names)?;
    let store = sheet.text("store")?.parse("a store", |_, id| names.store(id))?;
    agrees(sheet, "node", "the node of the store", |row| &c[c[store[row]].node].id)?;
    agrees(sheet, "commodity", "what the store holds", |row| {
        &c[c[store[row]].commodity].id
    })?;
    let charged = sheet.numbers("charged")?;
    let discharged = sheet.numbers("discharged")?;
    let level = sheet.numbers("level")?;
    Ok((0..sheet.height())
        .map(|i| Storage {
            period: period[i],
            store: store[i],
            charged: charged[i],
            discharged: discharged[i],
            level: level[i],
        })
        .collect())
}

/// The columns that shortages and spills share.
fn at_nodes(sheet: &Sheet, names: &Names) -> Result<Vec<(PeriodIndex, NodeIndex, CommodityIndex, f64)>, TableError> {
    let period = periods(sheet, names)?;
    let node = nodes(sheet, "node", names)?;
    let commodity = commodities(sheet, names)?;
    let amount = sheet.numbers("amount")?;
    Ok((0..sheet.height())
        .map(|i| (period[i], node[i], commodity[i], amount[i]))
        .collect())
}

pub(super) fn shortages(sheet: &Sheet, names: &Names) -> Result<Vec<Shortage>, TableError> {
    let rows = at_nodes(sheet, names)?.into_iter();
    Ok(rows
        .map(|(period, node, commodity, amount)| Shortage {
            period,
            node,
            commodity,
            amount,
        })
        .collect())
}

pub(super) fn spills(sheet: &Sheet, names: &Names) -> Result<Vec<Spill>, TableError> {
    let rows = at_nodes(sheet, names)?.into_iter();
    Ok(rows
        .map(|(period, node, commodity, amount)| Spill {
            period,
            node,
            commodity,
            amount,
        })
        .collect())
}

pub(super) fn trade(sheet: &Sheet, names: &Names) -> Result<Vec<TradeRow>, TableError> {
    let period = periods(sheet, names)?;
    let trade = sheet
        .text("trade")?
        .parse("an import or export", |_, id| names.trade(id))?;
    let amount = sheet.numbers("amount")?;
    Ok((0..sheet.height())
        .map(|i| TradeRow {
            period: period[i],
            trade: trade[i],
            amount: amount[i],
        })
        .collect())
}

pub(super) fn prices(sheet: &Sheet, names: &Names) -> Result<Vec<Price>, TableError> {
    let period = periods(sheet, names)?;
    let kinds = ["balance", "link", "budget", "store"];
    let kind = sheet.text("kind")?.parse("balance, link, budget or store", |_, word| {
        kinds.into_iter().find(|k| *k == word)
    })?;
    let commodity = sheet
        .text("commodity")?
        .parse("a commodity for a balance, else empty", |row, id| {
            match (kind[row], id) {
                ("balance", id) => names.commodity(id).map(Some),
                (_, "") => Some(None),
                _ => None,
            }
        })?;
    let priced = sheet
        .text("id")?
        .parse("of that kind", |row, id| match (kind[row], commodity[row]) {
            ("balance", Some(commodity)) => names.node(id).map(|node| PricedRow::Balance(node, commodity)),
            ("link", None) => names.link(id).map(PricedRow::Link),
            ("budget", None) => names.budget(id).map(PricedRow::Budget),
            ("store", None) => names.store(id).map(PricedRow::Store),
            _ => None,
        })?;
    let price_gj = sheet.numbers("price_gj")?;
    Ok((0..sheet.height())
        .map(|i| Price {
            period: period[i],
            row: priced[i],
            price_gj: price_gj[i],
        })
        .collect())
}

/// The entity of a posting. A weight is posted to a site or to a link; a commodity-less or ambiguous id is read as
/// the site.
fn posted_to(names: &Names, activity: Activity, id: &str) -> Option<PostedTo> {
    match activity {
        Activity::Production => names.site(id).map(PostedTo::Site),
        Activity::Transport | Activity::Transfer => names.link(id).map(PostedTo::Link),
        Activity::Storage => names.store(id).map(PostedTo::Store),
        Activity::Import | Activity::Export => names.trade(id).map(PostedTo::Trade),
        Activity::Shortage => names.node(id).map(PostedTo::Node),
        Activity::Weight => names
            .site(id)
            .map(PostedTo::Site)
            .or_else(|| names.link(id).map(PostedTo::Link)),
    }
}

pub(super) fn ledger(sheet: &Sheet, names: &Names) -> Result<Vec<Posting>, TableError> {
    let period = periods(sheet, names)?;
    let area = sheet.text("area")?.parse("an area", |_, id| names.area(id))?;
    let sequence = sheet
        .text("sequence")?
        .parse("a sequence", |_, id| names.sequence(id))?;
    let activity = sheet.text("activity")?.parse("an activity of the ledger", |_, word| {
        Activity::ALL.into_iter().find(|a| a.word() == word)
    })?;
    let posted = sheet
        .text("id")?
        .parse("an id of what the activity belongs to", |row, id| {
            posted_to(names, activity[row], id)
        })?;
    let commodity = sheet
        .text("commodity")?
        .parse("a commodity or empty", |_, id| match id {
            "" => Some(None),
            id => names.commodity(id).map(Some),
        })?;
    let energy_gj = sheet.numbers("energy_gj")?;
    Ok((0..sheet.height())
        .map(|i| Posting {
            period: period[i],
            area: area[i],
            sequence: sequence[i],
            activity: activity[i],
            posted_to: posted[i],
            commodity: commodity[i],
            energy_gj: energy_gj[i],
        })
        .collect())
}

fn origins(sheet: &Sheet, names: &Names) -> Result<Vec<Origin>, TableError> {
    let kinds = ["site", "import", "stock"];
    let kind = sheet.text("origin_kind")?.parse("site, import or stock", |_, word| {
        kinds.into_iter().find(|k| *k == word)
    })?;
    sheet
        .text("origin")?
        .parse("an origin of that kind", |row, id| match kind[row] {
            "site" => names.site(id).map(Origin::Site),
            "import" => names.trade(id).map(Origin::Import),
            _ => names.store(id).map(Origin::Stock),
        })
}

pub(super) fn embodied(sheet: &Sheet, names: &Names) -> Result<Vec<Embodied>, TableError> {
    let period = periods(sheet, names)?;
    let sink = sheet.text("sink")?.parse("demand, export, spill or stock", |_, word| {
        Sink::ALL.into_iter().find(|s| s.word() == word)
    })?;
    let node = nodes(sheet, "node", names)?;
    let commodity = commodities(sheet, names)?;
    let origin = origins(sheet, names)?;
    let amount = sheet.numbers("amount")?;
    let share = sheet.numbers("share")?;
    let stage_columns = [
        sheet.numbers("extraction_gj")?,
        sheet.numbers("processing_gj")?,
        sheet.numbers("transport_gj")?,
        sheet.numbers("storage_gj")?,
        sheet.numbers("loss_gj")?,
    ];
    Ok((0..sheet.height())
        .map(|i| Embodied {
            period: period[i],
            sink: sink[i],
            node: node[i],
            commodity: commodity[i],
            origin: origin[i],
            amount: amount[i],
            share: share[i],
            stages: StageEnergy::from_array(std::array::from_fn(|stage| stage_columns[stage][i])),
        })
        .collect())
}
