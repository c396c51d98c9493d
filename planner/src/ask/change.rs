//! Two plans of one continent side by side.

use super::index::PlanIndex;
use super::overview::PlanSummary;
use crate::plan::diff::{Side, diff, is_same_shape};
use crate::plan::show::StatTable;
use data::model::{CommodityIndex, PeriodIndex};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What differs between two plans.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Comparison {
    /// The first plan.
    pub before: PlanSummary,
    /// The second plan.
    pub after: PlanSummary,
    /// Objective, ledger, shortages, production, transport and flows: the largest changes of each.
    pub tables: Vec<StatTable>,
}

/// Flows on links of two plans, in columns; the arrays are as long as each other. Links that carry the same are left out.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChangedFlows {
    /// Commodity id; none for all.
    pub commodity: Option<String>,
    /// Unit of the amounts: the commodity's, or for all together each mode's own unit of capacity (t, or GJ for power).
    pub unit: &'static str,
    /// Position of the link in the scene.
    pub links: Vec<u32>,
    /// Both directions together in the first plan.
    pub before: Vec<f64>,
    /// Both directions together in the second plan.
    pub after: Vec<f64>,
}

/// A change smaller than this fraction of the larger amount is none.
const SMALLEST_CHANGE: f64 = 1e-6;

/// What differs, at most `top` rows a table, under the names the plans have in addresses; none when the plans are of
/// different continents or calendars.
#[must_use]
pub fn compare(before: (&str, &PlanIndex<'_>), after: (&str, &PlanIndex<'_>), top: usize) -> Option<Comparison> {
    is_same_shape(before.1.continent(), after.1.continent()).then(|| Comparison {
        before: before.1.summary(before.0),
        after: after.1.summary(after.0),
        tables: diff(before.1.continent(), before.1.side(), after.1.side(), top),
    })
}

impl PlanIndex<'_> {
    const fn side(&self) -> Side<'_> {
        Side {
            plan: &self.opened.plan,
            postings: self.opened.ledger.as_slice(),
        }
    }
}

/// Flows that differ, of one commodity or of all; none when the plans are of different continents or calendars.
#[must_use]
pub fn changed_flows(
    before: &PlanIndex<'_>,
    after: &PlanIndex<'_>,
    commodity: Option<CommodityIndex>,
    period: Option<PeriodIndex>,
) -> Option<ChangedFlows> {
    if !is_same_shape(before.continent(), after.continent()) {
        return None;
    }
    let mut amounts: BTreeMap<u32, [f64; 2]> = BTreeMap::new();
    let mut unit = "";
    for (side, index) in [before, after].into_iter().enumerate() {
        let flows = index.flows(commodity, period);
        unit = flows.unit;
        let both = flows
            .forward
            .iter()
            .zip(&flows.backward)
            .map(|(forward, backward)| forward + backward);
        for (link, amount) in flows.links.iter().zip(both) {
            amounts.entry(*link).or_default()[side] = amount;
        }
    }
    amounts.retain(|_, [before, after]| (*after - *before).abs() > SMALLEST_CHANGE * before.max(*after));
    Some(ChangedFlows {
        commodity: commodity.map(|c| before.continent()[c].id.clone()),
        unit,
        links: amounts.keys().copied().collect(),
        before: amounts.values().map(|[before, _]| *before).collect(),
        after: amounts.values().map(|[_, after]| *after).collect(),
    })
}
