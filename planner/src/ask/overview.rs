//! A plan at a glance: its claims, what it plans for, and where its energy goes.

use super::index::PlanIndex;
use super::words::{Named, NamedIn};
use crate::plan::rows::Activity;
use crate::plan::sum::CompensatedSum;
use data::model::{CommodityIndex, ModeIndex, NodeIndex, SequenceIndex};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// One line of a list of plans.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanSummary {
    /// The plan's name in addresses.
    pub plan: String,
    /// Name of its config, for people.
    pub name: String,
    /// `optimal` or `feasible`.
    pub status: String,
    /// `closed` or `direct`.
    pub accounting: String,
    /// Calendar planned for.
    pub calendar: String,
    /// Objective, GJ.
    pub objective_gj: Option<f64>,
    /// Proven lower bound, GJ.
    pub lower_bound_gj: Option<f64>,
    /// Proven gap between them, as a part of the objective.
    pub gap: Option<f64>,
    /// Its periods, in order.
    pub periods: Vec<PeriodView>,
}

/// A period of the calendar.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PeriodView {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Length, h.
    pub hours: f64,
}

/// A commodity.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CommodityView {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Unit of amounts.
    pub unit: &'static str,
    /// Mass of one unit, t.
    pub mass_t: f64,
    /// Whether some place asks for it.
    pub is_demanded: bool,
}

/// A mode of moving.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ModeView {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Unit of capacities: t, or GJ for power.
    pub capacity_unit: &'static str,
}

/// Energy posted by one sequence with one activity.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LedgerSum {
    /// Sequence id.
    pub sequence: String,
    /// `production`, `transport`, `transfer`, `storage`, `import`, `export`, `shortage` or `weight`.
    pub activity: &'static str,
    /// Sum of the postings, GJ.
    pub energy_gj: f64,
}

/// Demand left unmet over all places and periods.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ShortageSum {
    /// Commodity id.
    pub commodity: String,
    /// Unit of amounts.
    pub unit: &'static str,
    /// Unmet, units of the commodity.
    pub amount: f64,
    /// Places that are short of it.
    pub places: usize,
}

/// A plan at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Overview {
    /// The summary.
    #[serde(flatten)]
    pub summary: PlanSummary,
    /// The certificate as it stands in the plan's folder.
    #[schema(value_type = Object)]
    pub certificate: serde_json::Value,
    /// BLAKE3 of `certificate.json`, hexadecimal: names this plan whatever its folder is called.
    pub plan_hash: String,
    /// Commodities; other answers name them by id or by position here.
    pub commodities: Vec<CommodityView>,
    /// Modes.
    pub modes: Vec<ModeView>,
    /// Functional sequences.
    pub sequences: Vec<Named>,
    /// The area tree, parents before children.
    pub areas: Vec<NamedIn>,
    /// The ledger by sequence and activity; sums to the objective.
    pub ledger: Vec<LedgerSum>,
    /// Demand left unmet, by commodity.
    pub shortages: Vec<ShortageSum>,
}

impl PlanIndex<'_> {
    /// The plan at a glance, under the name it has in addresses.
    ///
    /// # Errors
    /// When the certificate has numbers that JSON cannot say.
    pub fn overview(&self, plan: &str) -> Result<Overview, serde_json::Error> {
        let certificate = serde_json::to_value(&self.opened.certificate)?;
        let continent = self.continent();
        Ok(Overview {
            summary: self.summary(plan),
            plan_hash: self.opened.certificate_hash.clone(),
            certificate,
            commodities: self.commodities(),
            modes: self.modes(),
            sequences: continent.sequences.iter().map(|s| Named::new(&s.id, &s.name)).collect(),
            areas: self.areas(),
            ledger: self.ledger_sums(),
            shortages: self.shortage_sums(),
        })
    }

    /// One line about the plan.
    #[must_use]
    pub fn summary(&self, plan: &str) -> PlanSummary {
        let certificate = &self.opened.certificate;
        let named = certificate.config.get("name").and_then(serde_json::Value::as_str);
        let word = |value: Result<serde_json::Value, _>| {
            let value: serde_json::Value = value.unwrap_or(serde_json::Value::Null);
            value.as_str().unwrap_or_default().to_owned()
        };
        let period = |p: &data::model::Period| PeriodView {
            id: p.id.clone(),
            name: p.name.clone(),
            hours: p.hours,
        };
        PlanSummary {
            plan: plan.to_owned(),
            name: named.unwrap_or(plan).to_owned(),
            status: word(serde_json::to_value(certificate.status)),
            accounting: word(serde_json::to_value(certificate.accounting)),
            calendar: certificate.calendar.clone(),
            objective_gj: certificate.objective_gj,
            lower_bound_gj: certificate.lower_bound_gj,
            gap: certificate.gap,
            periods: self.continent().periods.iter().map(period).collect(),
        }
    }

    fn commodities(&self) -> Vec<CommodityView> {
        let continent = self.continent();
        let mut is_demanded = vec![false; continent.commodities.len()];
        for demand in &continent.demands {
            is_demanded[demand.commodity.position()] = true;
        }
        let commodities = continent.commodities.iter().zip(is_demanded);
        let view = |(c, is_demanded): (&data::model::Commodity, bool)| CommodityView {
            id: c.id.clone(),
            name: c.name.clone(),
            unit: c.unit.symbol(),
            mass_t: c.mass_t,
            is_demanded,
        };
        commodities.map(view).collect()
    }

    fn modes(&self) -> Vec<ModeView> {
        let modes = self.continent().modes.iter().enumerate();
        let view = |(position, mode): (usize, &data::model::Mode)| ModeView {
            id: mode.id.clone(),
            name: mode.name.clone(),
            capacity_unit: self.capacity_unit(ModeIndex::from_position(position)),
        };
        modes.map(view).collect()
    }

    fn areas(&self) -> Vec<NamedIn> {
        let continent = self.continent();
        let view = |area: &data::model::Area| NamedIn {
            id: area.id.clone(),
            name: area.name.clone(),
            parent: area.parent.map(|parent| continent[parent].id.clone()),
        };
        continent.areas.iter().map(view).collect()
    }

    fn ledger_sums(&self) -> Vec<LedgerSum> {
        let mut sums: BTreeMap<(SequenceIndex, Activity), CompensatedSum> = BTreeMap::new();
        for posting in &self.opened.ledger {
            let sum = sums.entry((posting.sequence, posting.activity)).or_default();
            sum.add(posting.energy_gj);
        }
        let row = |((sequence, activity), sum): ((SequenceIndex, Activity), CompensatedSum)| LedgerSum {
            sequence: self.continent()[sequence].id.clone(),
            activity: activity.word(),
            energy_gj: sum.value(),
        };
        sums.into_iter().map(row).collect()
    }

    fn shortage_sums(&self) -> Vec<ShortageSum> {
        let mut sums: BTreeMap<CommodityIndex, (f64, BTreeSet<NodeIndex>)> = BTreeMap::new();
        for row in &self.opened.plan.shortages {
            let (amount, places) = sums.entry(row.commodity).or_default();
            *amount += row.amount;
            places.insert(row.node);
        }
        let row = |(commodity, (amount, places)): (CommodityIndex, (f64, BTreeSet<_>))| ShortageSum {
            commodity: self.continent()[commodity].id.clone(),
            unit: self.continent()[commodity].unit.symbol(),
            amount,
            places: places.len(),
        };
        sums.into_iter().map(row).collect()
    }
}
