//! A site: what it uses and makes, how full it is, and why it runs.

use super::index::PlanIndex;
use super::provenance::Provenance;
use super::words::Named;
use crate::plan::amounts;
use crate::plan::rows::StageEnergy;
use crate::why::{Reason, why_site};
use data::model::{NodeIndex, PeriodIndex, Quantity, SiteIndex, SiteStatus};
use serde::Serialize;
use utoipa::ToSchema;

/// One commodity that a site uses, burns or makes.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SiteGood {
    /// Commodity id.
    pub commodity: String,
    /// Name for people.
    pub name: String,
    /// Unit of amounts.
    pub unit: &'static str,
    /// Amount per unit of activity, units of the commodity.
    pub per_activity: f64,
    /// Amount, units of the commodity.
    pub amount: f64,
    /// Its price there, GJ per unit; over several periods the mean over their hours.
    pub price_gj: f64,
}

/// A site in the plan.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SiteView {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it does.
    pub process: Named,
    /// The functional sequence it belongs to.
    pub sequence: Named,
    /// Where it stands.
    pub node: Named,
    /// The areas it lies in, the smallest first.
    pub areas: Vec<Named>,
    /// `existing` or `candidate`.
    pub status: &'static str,
    /// Activity, units of activity of its process.
    pub activity: f64,
    /// Least activity, units of activity.
    pub minimum: f64,
    /// Greatest activity, units of activity; 0 for a candidate.
    pub capacity: f64,
    /// Materials used.
    pub inputs: Vec<SiteGood>,
    /// Carriers burnt: drawn from the balance under closed accounting, a figure under direct.
    pub burns: Vec<SiteGood>,
    /// Products.
    pub outputs: Vec<SiteGood>,
    /// Embodied in all that it makes, GJ by stage.
    pub embodied: StageEnergy,
    /// Why it runs as it does; only where one period is asked for, or there is one, and it can run then.
    pub why: Option<Reason>,
    /// Where the figures come from.
    pub provenance: Provenance,
}

impl PlanIndex<'_> {
    /// A site in one period or in all.
    #[must_use]
    pub fn site(&self, site: SiteIndex, period: Option<PeriodIndex>) -> SiteView {
        let continent = self.continent();
        let record = &continent[site];
        let process = &continent[record.process];
        let activity: f64 = self
            .periods(period)
            .map(|p| amounts::activity(&self.opened.plan, p, site))
            .sum();
        let over = |yearly: f64| -> f64 {
            let periods = self.periods(period);
            periods.map(|p| continent.per_period(yearly, record.profile, p)).sum()
        };
        let is_there = record.status == SiteStatus::Existing;
        let goods = |of: &[Quantity]| self.site_goods(of, record.node, activity, period);
        SiteView {
            id: record.id.clone(),
            name: record.name.clone(),
            process: Named::new(&process.id, &process.name),
            sequence: Named::new(&continent[process.sequence].id, &continent[process.sequence].name),
            node: Named::node(continent, record.node),
            areas: self.areas_of(continent[record.node].area),
            status: if is_there { "existing" } else { "candidate" },
            activity,
            minimum: if is_there { over(record.minimum_per_year) } else { 0.0 },
            capacity: if is_there { over(record.capacity_per_year) } else { 0.0 },
            inputs: goods(&process.inputs),
            burns: goods(&process.burns),
            outputs: goods(&process.outputs),
            embodied: self.embodied_at(site, period),
            why: self.why_at(site, period),
            provenance: (&record.provenance).into(),
        }
    }

    fn site_goods(
        &self,
        of: &[Quantity],
        node: NodeIndex,
        activity: f64,
        period: Option<PeriodIndex>,
    ) -> Vec<SiteGood> {
        let good = |quantity: &Quantity| {
            let record = &self.continent()[quantity.commodity];
            SiteGood {
                commodity: record.id.clone(),
                name: record.name.clone(),
                unit: record.unit.symbol(),
                per_activity: quantity.amount,
                amount: quantity.amount * activity,
                price_gj: self.price(node, quantity.commodity, period),
            }
        };
        of.iter().map(good).collect()
    }

    fn embodied_at(&self, site: SiteIndex, period: Option<PeriodIndex>) -> StageEnergy {
        let makings = &self.trace.pools.makings;
        let mut sum = StageEnergy::default();
        for period in self.periods(period) {
            // Sites at work are in order of period and site.
            if let Ok(at) = makings.binary_search_by_key(&(period, site), |m| (m.period, m.site)) {
                sum = sum.plus(&self.trace.made[at]);
            }
        }
        sum
    }

    fn why_at(&self, site: SiteIndex, period: Option<PeriodIndex>) -> Option<Reason> {
        let mut periods = self.periods(period);
        match (periods.next(), periods.next()) {
            (Some(only), None) => why_site(&self.priced(), site, only),
            _ => None,
        }
    }
}
