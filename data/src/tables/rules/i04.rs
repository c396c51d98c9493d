//! I04: a link or an area leads to itself.

use super::Context;
use crate::findings::{Code, Finding, Offenders, shown};
use crate::tables::cells::Typed;

pub(super) fn links(context: &Context<'_>) -> Vec<Finding> {
    to_itself(context.tables.get("links"))
}

pub(super) fn terminals(context: &Context<'_>) -> Vec<Finding> {
    to_itself(context.tables.get("terminals"))
}

fn to_itself(table: &Typed) -> Vec<Finding> {
    let (from, to) = (table.references("from_node"), table.references("to_node"));
    let names = table.texts("from_node");
    let mut offenders = Offenders::new(Code::I04, table.place("to_node"));
    for row in 0..table.rows {
        if from.get(row).is_some() && from.get(row) == to.get(row) {
            offenders.add(|| (table.label(row), format!("from {} to itself", shown(names.get(row)))));
        }
    }
    offenders.into_finding().into_iter().collect()
}

/// Areas that are above themselves, directly or through others: one offender a round.
pub(super) fn areas(context: &Context<'_>) -> Vec<Finding> {
    let areas = context.tables.get("areas");
    let parents = areas.references("parent");
    let ids = areas.texts("area");
    let mut offenders = Offenders::new(Code::I04, areas.place("parent"));
    // The walk upwards that first came by each area; walks that meet an earlier one end there.
    let mut walks = vec![None; areas.rows];
    for start in 0..areas.rows {
        let mut path = Vec::new();
        let mut here = Some(start);
        while let Some(area) = here.filter(|area| walks[*area].is_none()) {
            walks[area] = Some(start);
            path.push(area);
            here = parents.get(area);
        }
        if let Some(again) = here.filter(|area| walks[*area] == Some(start)) {
            let round = path.iter().skip_while(|area| **area != again).chain([&again]);
            let round: Vec<&str> = round.map(|area| ids.get(*area)).collect();
            offenders.add(|| (areas.label(again), shown(&round.join(" > "))));
        }
    }
    offenders.into_finding().into_iter().collect()
}
