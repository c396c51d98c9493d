//! The price of an arc and the least prices of a network written down plainly, from the terms of a plan.

use data::model::{Accounting, CommodityIndex, Continent, NodeIndex, PeriodIndex};
use planner::network::{Arc, Network};
use planner::paths::PathSource;
use planner::plan::rows::{Plan, PricedRow};
use planner::plan::terms::{carriage, link_energy_gj, link_spending, link_weighted_gj};
use std::collections::HashMap;

/// A plan's prices by row.
pub(crate) struct Prices<'a> {
    pub(crate) continent: &'a Continent,
    pub(crate) accounting: Accounting,
    prices: HashMap<(PricedRow, PeriodIndex), f64>,
}

impl<'a> Prices<'a> {
    pub(crate) fn new(continent: &'a Continent, accounting: Accounting, plan: &Plan) -> Self {
        Self {
            continent,
            accounting,
            prices: plan.prices.iter().map(|p| ((p.row, p.period), p.price_gj)).collect(),
        }
    }

    pub(crate) fn of(&self, row: PricedRow, period: PeriodIndex) -> f64 {
        self.prices.get(&(row, period)).copied().unwrap_or(0.0)
    }

    /// What one unit costs at the head of an arc; none where the arc does not carry it.
    pub(crate) fn arriving_gj(
        &self,
        arc: &Arc,
        commodity: CommodityIndex,
        period: PeriodIndex,
        label_gj: f64,
    ) -> Option<f64> {
        let continent = self.continent;
        let carriage = carriage(continent, arc.link, commodity)?;
        let link = &continent[arc.link];
        if continent.per_period(link.capacity_per_year, None, period) <= 0.0 {
            return None;
        }
        let spent = link_spending(continent, self.accounting, arc.link, commodity);
        let burnt_gj = spent.burnt.map_or(0.0, |(carrier, amount)| {
            let at_tail = PricedRow::Balance(arc.tail, carrier);
            let price_gj = if carrier == commodity {
                label_gj
            } else {
                self.of(at_tail, period).max(0.0)
            };
            amount * price_gj
        });
        let extent = if link.is_terminal { 1.0 } else { link.length_km };
        let mut resources_gj = link_weighted_gj(continent, arc.link, arc.direction, commodity);
        for used in &continent[arc.mode].resource_uses {
            for (position, budget) in continent.budgets.iter().enumerate() {
                let row = PricedRow::Budget(data::model::BudgetIndex::from_position(position));
                if budget.resource == used.resource && continent.is_within(continent[arc.tail].area, budget.area) {
                    let amount = used.amount * extent * continent[commodity].mass_t;
                    resources_gj += amount * (-self.of(row, period)).max(0.0);
                }
            }
        }
        let rent_gj = carriage.weight * (-self.of(PricedRow::Link(arc.link), period)).max(0.0);
        Some((label_gj + spent.posted_gj + burnt_gj + resources_gj + rent_gj) / arc.keep)
    }

    /// Least prices at all nodes from these sources, by going over all arcs until none improves.
    pub(crate) fn labels(
        &self,
        network: &Network<'_>,
        commodity: CommodityIndex,
        period: PeriodIndex,
        sources: &[PathSource],
    ) -> Vec<f64> {
        let mut labels = vec![f64::INFINITY; self.continent.nodes.len()];
        for source in sources {
            let label = &mut labels[source.node.position()];
            *label = label.min(source.price_gj);
        }
        relax(network, &mut labels, |arc, label| {
            self.arriving_gj(arc, commodity, period, label)
        });
        labels
    }
}

/// Least energies from one node, by going over all arcs until none improves; the energy that is lost counts.
pub(crate) fn energies(network: &Network<'_>, commodity: CommodityIndex, from: NodeIndex) -> Vec<f64> {
    let continent = network.continent;
    let content_gj = continent[commodity].energy_content_gj;
    let mut labels = vec![f64::INFINITY; continent.nodes.len()];
    labels[from.position()] = content_gj;
    relax(network, &mut labels, |arc, label| {
        carriage(continent, arc.link, commodity)?;
        let is_open = continent[arc.link].capacity_per_year > 0.0;
        is_open.then(|| (label + link_energy_gj(continent, arc.link, commodity)) / arc.keep)
    });
    labels.iter().map(|label| label - content_gj).collect()
}

/// Lowers labels along all arcs until none falls by more than rounding.
fn relax(network: &Network<'_>, labels: &mut [f64], arriving: impl Fn(&Arc, f64) -> Option<f64>) {
    loop {
        let mut improves = false;
        for arc in &network.arcs {
            let label = labels[arc.tail.position()];
            let Some(arriving) = Some(label)
                .filter(|label| label.is_finite())
                .and_then(|label| arriving(arc, label))
            else {
                continue;
            };
            let head = &mut labels[arc.head.position()];
            if arriving < *head {
                *head = arriving;
                improves = true;
            }
        }
        if !improves {
            return;
        }
    }
}

/// Whether two prices are the same but for rounding; two that are not finite are the same.
pub(crate) fn agree(a: f64, b: f64) -> bool {
    (!a.is_finite() && !b.is_finite()) || (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-9)
}
