//! Flows, production, storage, shortages, spills, trade.

use super::ids::{Ids, must_say, unknown};
use super::sheet::{Line, Sheet};
use crate::fault::Faults;
use crate::rows::{Direction, FlowRow, PlaceRow, ProductionRow, StorageRow, TradeRow};
use std::path::Path;

/// Reads a table, one function a row; rows that are not understood leave a fault and no row.
pub(super) fn each<T>(
    folder: &Path,
    name: &'static str,
    faults: &mut Faults,
    mut row: impl FnMut(&Line<'_>, &mut Faults) -> Option<T>,
) -> Vec<T> {
    match Sheet::read(folder, name, faults) {
        Some(sheet) => sheet.lines().filter_map(|line| row(&line, faults)).collect(),
        None => Vec::new(),
    }
}

pub(super) fn flows(folder: &Path, ids: &Ids<'_>, faults: &mut Faults) -> Vec<FlowRow> {
    each(folder, "flows", faults, |line, faults| {
        let row = FlowRow {
            period: ids.period(line, "period", faults)?,
            link: ids.link(line, "link", faults)?,
            direction: direction(line, faults)?,
            commodity: ids.commodity(line, "commodity", faults)?,
            amount: line.amount("amount")?,
        };
        let continent = ids.continent;
        let link = &continent[row.link];
        let (tail, head) = match row.direction {
            Direction::Forward => (link.from, link.to),
            Direction::Backward => (link.to, link.from),
        };
        ids.mode(line, "mode", faults)?;
        must_say(line, "mode", &continent[link.mode].id, faults);
        ids.node(line, "from_node", faults)?;
        must_say(line, "from_node", &continent[tail].id, faults);
        ids.node(line, "to_node", faults)?;
        must_say(line, "to_node", &continent[head].id, faults);
        Some(row)
    })
}

fn direction(line: &Line<'_>, faults: &mut Faults) -> Option<Direction> {
    match line.text("direction")? {
        "forward" => Some(Direction::Forward),
        "backward" => Some(Direction::Backward),
        other => {
            faults.push(unknown(line, "direction", other));
            None
        }
    }
}

pub(super) fn production(folder: &Path, ids: &Ids<'_>, faults: &mut Faults) -> Vec<ProductionRow> {
    each(folder, "production", faults, |line, faults| {
        let row = ProductionRow {
            period: ids.period(line, "period", faults)?,
            site: ids.site(line, "site", faults)?,
            activity: line.amount("activity")?,
        };
        let site = &ids.continent[row.site];
        ids.process(line, "process", faults)?;
        must_say(line, "process", &ids.continent[site.process].id, faults);
        ids.node(line, "node", faults)?;
        must_say(line, "node", &ids.continent[site.node].id, faults);
        Some(row)
    })
}

pub(super) fn storage(folder: &Path, ids: &Ids<'_>, faults: &mut Faults) -> Vec<StorageRow> {
    each(folder, "storage", faults, |line, faults| {
        let row = StorageRow {
            period: ids.period(line, "period", faults)?,
            store: ids.store(line, "store", faults)?,
            charged: line.amount("charged")?,
            discharged: line.amount("discharged")?,
            level: line.amount("level")?,
        };
        let store = &ids.continent[row.store];
        ids.node(line, "node", faults)?;
        must_say(line, "node", &ids.continent[store.node].id, faults);
        ids.commodity(line, "commodity", faults)?;
        must_say(line, "commodity", &ids.continent[store.commodity].id, faults);
        Some(row)
    })
}

/// Shortages or spills.
pub(super) fn places(folder: &Path, name: &'static str, ids: &Ids<'_>, faults: &mut Faults) -> Vec<PlaceRow> {
    each(folder, name, faults, |line, faults| {
        Some(PlaceRow {
            period: ids.period(line, "period", faults)?,
            node: ids.node(line, "node", faults)?,
            commodity: ids.commodity(line, "commodity", faults)?,
            amount: line.amount("amount")?,
        })
    })
}

pub(super) fn trade(folder: &Path, ids: &Ids<'_>, faults: &mut Faults) -> Vec<TradeRow> {
    each(folder, "trade", faults, |line, faults| {
        Some(TradeRow {
            period: ids.period(line, "period", faults)?,
            trade: ids.trade(line, "trade", faults)?,
            amount: line.amount("amount")?,
        })
    })
}
