//! Sites: capacity factors by process, and rents.

use super::{PriceBook, StatTable, ratio, table};
use crate::plan::rows::{Plan, PricedRow};
use crate::plan::terms::{process_posted_gj, site_weighted_gj};
use data::model::{Accounting, BudgetIndex, Continent, PeriodIndex, ProcessIndex, Quantity, SiteIndex, SiteStatus};
use std::collections::BTreeMap;

/// One site over the whole plan.
#[derive(Clone, Copy, Default)]
struct Use {
    activity: f64,
    capacity: f64,
    /// What the site's capacity saves, GJ.
    rent_gj: f64,
}

/// Two tables: processes, then the `top` sites of the highest rent. The rent is what one more unit of capacity would
/// save, times the activity: the value of products at their prices less what the activity uses, burns and spends.
#[must_use]
pub fn sites(continent: &Continent, accounting: Accounting, plan: &Plan, top: usize) -> [StatTable; 2] {
    let uses = uses(continent, accounting, plan);
    [process_table(continent, &uses), site_table(continent, &uses, top)]
}

fn uses(continent: &Continent, accounting: Accounting, plan: &Plan) -> Vec<Use> {
    let book = PriceBook::new(plan);
    let mut uses = vec![Use::default(); continent.sites.len()];
    for (site, used) in continent.sites.iter().zip(&mut uses) {
        let yearly = if site.status == SiteStatus::Candidate {
            0.0
        } else {
            site.capacity_per_year
        };
        used.capacity = continent
            .period_indices()
            .map(|p| continent.per_period(yearly, site.profile, p))
            .sum();
    }
    for row in &plan.production {
        let used = &mut uses[row.site.position()];
        used.activity += row.activity;
        let margin = margin_gj(continent, accounting, &book, row.site, row.period);
        used.rent_gj += margin.max(0.0) * row.activity;
    }
    uses
}

/// What one unit of activity saves at the plan's prices, GJ per unit of activity: minus the reduced cost.
pub(crate) fn margin_gj(
    continent: &Continent,
    accounting: Accounting,
    book: &PriceBook,
    index: SiteIndex,
    period: PeriodIndex,
) -> f64 {
    let site = &continent[index];
    let process = &continent[site.process];
    let value = |quantities: &[Quantity]| -> f64 {
        let priced = |q: &Quantity| q.amount * book.of(PricedRow::Balance(site.node, q.commodity), period);
        quantities.iter().map(priced).sum()
    };
    let burnt = if accounting == Accounting::Closed {
        value(&process.burns)
    } else {
        0.0
    };
    let area = continent[site.node].area;
    let budgeted: f64 = continent
        .budgets
        .iter()
        .enumerate()
        .filter(|(_, budget)| continent.is_within(area, budget.area))
        .map(|(position, budget)| {
            let uses = process.resource_uses.iter().filter(|u| u.resource == budget.resource);
            let used: f64 = uses.map(|u| u.amount).sum();
            used * book.of(PricedRow::Budget(BudgetIndex::from_position(position)), period)
        })
        .sum();
    value(&process.outputs) - value(&process.inputs) - burnt + budgeted
        - process_posted_gj(continent, accounting, site.process)
        - site_weighted_gj(continent, index)
}

fn process_table(continent: &Continent, uses: &[Use]) -> StatTable {
    let mut shown = table(
        "processes",
        "One process over all its sites",
        &[
            ("process", ""),
            ("name", ""),
            ("sites", ""),
            ("sites_used", ""),
            ("sites_full", ""),
            ("activity", "activity"),
            ("capacity", "activity"),
            ("capacity_factor", ""),
            ("rent", "GJ"),
        ],
    );
    let mut by_process: BTreeMap<ProcessIndex, Vec<&Use>> = BTreeMap::new();
    for (site, used) in continent.sites.iter().zip(uses) {
        by_process.entry(site.process).or_default().push(used);
    }
    for (process, uses) in by_process {
        let activity: f64 = uses.iter().map(|u| u.activity).sum();
        let capacity: f64 = uses.iter().map(|u| u.capacity).sum();
        let is_full = |u: &&&Use| u.capacity > 0.0 && u.activity >= u.capacity * (1.0 - 1e-6);
        shown.rows.push(vec![
            (&continent[process].id).into(),
            (&continent[process].name).into(),
            uses.len().into(),
            uses.iter().filter(|u| u.activity > 0.0).count().into(),
            uses.iter().filter(is_full).count().into(),
            activity.into(),
            capacity.into(),
            ratio(activity, capacity).into(),
            uses.iter().map(|u| u.rent_gj).sum::<f64>().into(),
        ]);
    }
    shown
}

fn site_table(continent: &Continent, uses: &[Use], top: usize) -> StatTable {
    let mut shown = table(
        "sites",
        "One site, highest rent first",
        &[
            ("site", ""),
            ("name", ""),
            ("process", ""),
            ("node", ""),
            ("activity", "activity"),
            ("capacity", "activity"),
            ("capacity_factor", ""),
            ("rent", "GJ"),
            ("rent_per_activity", "GJ/activity"),
        ],
    );
    let mut ranked: Vec<(usize, &Use)> = uses.iter().enumerate().filter(|(_, u)| u.activity > 0.0).collect();
    ranked.sort_by(|a, b| {
        b.1.rent_gj
            .total_cmp(&a.1.rent_gj)
            .then(b.1.activity.total_cmp(&a.1.activity))
            .then(a.0.cmp(&b.0))
    });
    for (position, used) in ranked.into_iter().take(top) {
        let site = &continent.sites[position];
        shown.rows.push(vec![
            (&site.id).into(),
            (&site.name).into(),
            (&continent[site.process].id).into(),
            (&continent[site.node].id).into(),
            used.activity.into(),
            used.capacity.into(),
            ratio(used.activity, used.capacity).into(),
            used.rent_gj.into(),
            ratio(used.rent_gj, used.activity).into(),
        ]);
    }
    shown
}
