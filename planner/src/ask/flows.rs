//! What moves on every link, in columns: what a map draws.

use super::index::PlanIndex;
use crate::plan::amounts;
use crate::plan::rows::Direction;
use crate::plan::terms::carriage;
use data::model::{CommodityIndex, LinkIndex, PeriodIndex};
use serde::Serialize;
use utoipa::ToSchema;

/// Unit of amounts of different commodities on one link.
const CAPACITY_UNIT: &str = "capacity unit of the mode";

/// Flows of one commodity, or of all together. The arrays are as long as each other; links without a flow are left out.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Flows {
    /// Commodity id; none for all.
    pub commodity: Option<String>,
    /// Unit of the amounts: the commodity's, or for all together each mode's own unit of capacity (t, or GJ for power).
    pub unit: &'static str,
    /// Position of the link in the scene.
    pub links: Vec<u32>,
    /// Departs along the link.
    pub forward: Vec<f64>,
    /// Departs against the link.
    pub backward: Vec<f64>,
    /// Joint capacity used by all commodities, as a part of what there is.
    pub loading: Vec<f64>,
}

/// What one link carries.
#[derive(Clone, Copy, Default)]
struct Load {
    forward: f64,
    backward: f64,
    used: f64,
}

impl PlanIndex<'_> {
    /// Flows of a commodity, or of all, in one period or in all.
    #[must_use]
    pub fn flows(&self, commodity: Option<CommodityIndex>, period: Option<PeriodIndex>) -> Flows {
        let loads = self.loads(commodity, period);
        let mut flows = Flows {
            commodity: commodity.map(|c| self.continent()[c].id.clone()),
            unit: commodity.map_or(CAPACITY_UNIT, |c| self.continent()[c].unit.symbol()),
            links: Vec::new(),
            forward: Vec::new(),
            backward: Vec::new(),
            loading: Vec::new(),
        };
        for (position, load) in (0_u32..).zip(loads) {
            if load.forward > 0.0 || load.backward > 0.0 {
                let capacity = self.capacity(LinkIndex(position), period);
                flows.links.push(position);
                flows.forward.push(load.forward);
                flows.backward.push(load.backward);
                flows
                    .loading
                    .push(if capacity > 0.0 { load.used / capacity } else { 0.0 });
            }
        }
        flows
    }

    /// Loads by link.
    fn loads(&self, commodity: Option<CommodityIndex>, period: Option<PeriodIndex>) -> Vec<Load> {
        let continent = self.continent();
        let mut loads = vec![Load::default(); continent.links.len()];
        for period in self.periods(period) {
            for flow in amounts::flows_of_period(&self.opened.plan, period) {
                let weight = carriage(continent, flow.link, flow.commodity).map_or(1.0, |c| c.weight);
                let load = &mut loads[flow.link.position()];
                load.used += flow.amount * weight;
                let amount = match commodity {
                    None => flow.amount * weight,
                    Some(only) if only == flow.commodity => flow.amount,
                    Some(_) => continue,
                };
                match flow.direction {
                    Direction::Forward => load.forward += amount,
                    Direction::Backward => load.backward += amount,
                }
            }
        }
        loads
    }

    /// Joint capacity of a link in one period or in all, in the mode's capacity units.
    pub(super) fn capacity(&self, link: LinkIndex, period: Option<PeriodIndex>) -> f64 {
        let yearly = self.continent()[link].capacity_per_year;
        let periods = self.periods(period);
        periods.map(|p| self.continent().per_period(yearly, None, p)).sum()
    }
}
