//! Demand left unmet, by commodity.

use crate::amounts::Amounts;
use crate::certificate::StatedShortage;
use crate::fault::{Fault, Faults};
use crate::options::{Tolerances, differs};
use crate::program::{Program, Row, Variable};
use crate::sum::IntervalSum;
use data::model::CommodityIndex;
use std::collections::{BTreeMap, BTreeSet};

/// Unmet demand of every commodity that has some, in commodity order; least exports count as demand.
pub(crate) fn shortages(program: &Program<'_>, amounts: &Amounts) -> Vec<StatedShortage> {
    let mut unmet: BTreeMap<CommodityIndex, IntervalSum> = BTreeMap::new();
    for (variable, amount) in amounts.iter() {
        if let Variable::Shortage(_, _, commodity) = variable {
            unmet.entry(commodity).or_default().add(amount);
        }
    }
    let mut asked: BTreeMap<CommodityIndex, IntervalSum> = BTreeMap::new();
    for (row, amount) in program.asked_rows() {
        if let Row::Balance(_, _, commodity) = program.rows.row(row) {
            asked.entry(commodity).or_default().add(amount);
        }
    }
    unmet
        .into_iter()
        .map(|(commodity, amount)| {
            let amount = amount.value().middle();
            let demand = asked.get(&commodity).map_or(0.0, |sum| sum.value().middle());
            StatedShortage {
                commodity: program.continent[commodity].id.clone(),
                amount,
                demand,
                fraction: if demand > 0.0 { amount / demand } else { 0.0 },
            }
        })
        .collect()
}

/// Compares the shortages that a certificate states with the recomputed ones. A commodity that is not stated, or
/// stated with 0, has none.
pub(crate) fn compare(
    stated: &[StatedShortage],
    recomputed: &[StatedShortage],
    tolerances: &Tolerances,
    faults: &mut Faults,
) {
    let by_commodity = |list: &[StatedShortage]| -> BTreeMap<String, StatedShortage> {
        list.iter().map(|s| (s.commodity.clone(), s.clone())).collect()
    };
    let mut told = BTreeSet::new();
    for twice in stated.iter().filter(|s| !told.insert(&s.commodity)) {
        faults.push(Fault::Stated {
            what: format!("a second shortage of {}", twice.commodity),
            stated: twice.amount,
            recomputed: 0.0,
        });
    }
    let (stated, recomputed) = (by_commodity(stated), by_commodity(recomputed));
    let none = |commodity: &str| StatedShortage {
        commodity: commodity.to_owned(),
        amount: 0.0,
        demand: 0.0,
        fraction: 0.0,
    };
    let commodities: BTreeSet<&String> = stated.keys().chain(recomputed.keys()).collect();
    for commodity in commodities {
        let ours = recomputed.get(commodity).cloned().unwrap_or_else(|| none(commodity));
        let theirs = stated.get(commodity).cloned().unwrap_or_else(|| none(commodity));
        let is_short = ours.amount > 0.0;
        let figures = [
            ("a shortage", theirs.amount, ours.amount, ours.amount),
            ("a demand", theirs.demand, ours.demand, ours.demand),
            ("a short fraction", theirs.fraction, ours.fraction, 1.0),
        ];
        for (words, stated, recomputed, scale) in figures {
            let is_compared = is_short || words == "a shortage";
            if is_compared && differs(stated, recomputed, tolerances.stated, scale) {
                faults.push(Fault::Stated {
                    what: format!("{words} of {commodity}"),
                    stated,
                    recomputed,
                });
            }
        }
    }
}
