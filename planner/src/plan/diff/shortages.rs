//! Who is short: demand left unmet in one plan and in the other, by place and commodity.

use super::{Amounts, Change, Side, change_table, changes, row, sums};
use crate::plan::show::StatTable;
use data::model::{CommodityIndex, Continent, NodeIndex};
use serde::Serialize;

/// Where and of what.
type Place = (NodeIndex, CommodityIndex);

/// How many shortages, by place and commodity, differ from the first plan to the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ShortageCounts {
    /// There was none before.
    pub new: usize,
    /// More is left unmet than before.
    pub larger: usize,
    /// Less is left unmet than before.
    pub smaller: usize,
    /// There is none any more.
    pub gone: usize,
}

/// Counts the shortages that differ.
#[must_use]
pub fn count_shortages(before: Side, after: Side) -> ShortageCounts {
    let mut counts = ShortageCounts::default();
    for change in changes(&short(before), &short(after), usize::MAX, |_: &Place| 1.0) {
        match what(&change) {
            "new" => counts.new += 1,
            "larger" => counts.larger += 1,
            "gone" => counts.gone += 1,
            _ => counts.smaller += 1,
        }
    }
    counts
}

/// The table of the largest changes by penalty.
pub(super) fn shortages(continent: &Continent, before: Side, after: Side, top: usize) -> StatTable {
    let mut shown = change_table(
        "shortages",
        "Demand of one commodity left unmet at one node, largest penalty first",
        &[("node", ""), ("commodity", ""), ("unit", ""), ("what", "")],
        "unit",
    );
    let penalty = |key: &Place| continent[key.1].shortage_penalty_gj;
    for change in changes(&short(before), &short(after), top, penalty) {
        let (node, commodity) = (&continent[change.key.0], &continent[change.key.1]);
        let words = [node.id.as_str(), &commodity.id, commodity.unit.symbol(), what(&change)];
        shown.rows.push(row(&words, &change));
    }
    shown
}

fn short(side: Side) -> Amounts<Place> {
    sums(side.plan.shortages.iter().map(|s| ((s.node, s.commodity), s.amount)))
}

fn what<K>(change: &Change<K>) -> &'static str {
    match (change.before > 0.0, change.after > 0.0) {
        (false, _) => "new",
        (_, false) => "gone",
        _ if change.after > change.before => "larger",
        _ => "smaller",
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, what};

    #[test]
    fn a_shortage_is_new_larger_smaller_or_gone() {
        let cases = [
            (0.0, 1.0, "new"),
            (1.0, 2.0, "larger"),
            (2.0, 1.0, "smaller"),
            (1.0, 0.0, "gone"),
        ];
        for (before, after, word) in cases {
            assert_eq!(what(&Change { key: (), before, after }), word);
        }
    }
}
