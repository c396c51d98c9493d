//! Rules of the tables that an overlay could break.

use crate::findings::{Code, Finding, Offenders};
use crate::model::{Continent, StoreEnds};

/// Least above greatest, anywhere (V07).
pub(super) fn findings(continent: &Continent) -> Vec<Finding> {
    let action = "Change both figures in the policy, or the other one.";
    let above = |place: &str, rows: Vec<(&String, f64, f64)>| {
        let mut offenders = Offenders::new(Code::V07, place).with_action(action);
        for (id, least, greatest) in rows {
            if least > greatest {
                offenders.add(|| {
                    (
                        id.clone(),
                        format!("{least} is above {greatest} once the policies are applied"),
                    )
                });
            }
        }
        offenders.into_finding()
    };
    let sites = continent.sites.iter();
    let trades = continent.trades.iter();
    let levels = continent.stores.iter().flat_map(|s| match s.ends {
        StoreEnds::Given { initial, final_minimum } => vec![(&s.id, initial.max(final_minimum), s.capacity)],
        StoreEnds::Cyclic => Vec::new(),
    });
    [
        above(
            "sites:minimum_per_year",
            sites
                .map(|s| (&s.id, s.minimum_per_year, s.capacity_per_year))
                .collect(),
        ),
        above(
            "trade:minimum_per_year",
            trades
                .map(|t| (&t.id, t.minimum_per_year, t.maximum_per_year))
                .collect(),
        ),
        above("stores:final_minimum", levels.collect()),
    ]
    .into_iter()
    .flatten()
    .collect()
}
