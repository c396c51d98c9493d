//! The goals of the policies in force: what each measures, what the plan reached, and whether that is enough. Goals are
//! read against a plan, never enforced.

use super::{Cell, StatTable, ratio, table};
use crate::plan::rows::Plan;
use crate::plan::terms;
use data::model::{AreaIndex, CommodityIndex, Continent, Goal, GoalMeasure, NodeIndex, Policy, ResourceIndex};

/// One row a goal, in the order of the policies.
#[must_use]
pub fn goals(continent: &Continent, plan: &Plan, policies: &[Policy]) -> StatTable {
    let columns = [
        ("policy", ""),
        ("answers_for_it", ""),
        ("goal", ""),
        ("measured", ""),
        ("at_least", ""),
        ("at_most", ""),
        ("reached", ""),
    ];
    let mut shown = table(
        "goals",
        "One goal of a policy, and whether the plan reaches it",
        &columns,
    );
    for policy in policies {
        for goal in &policy.goals {
            let measured = measure(continent, plan, goal);
            let enough = |value: f64| {
                goal.at_least.is_none_or(|least| value >= least) && goal.at_most.is_none_or(|most| value <= most)
            };
            let reached = measured.map_or("not measurable", |value| if enough(value) { "yes" } else { "no" });
            shown.rows.push(vec![
                Cell::from(&policy.name),
                Cell::from(&policy.answers_for_it),
                Cell::from(&goal.name),
                Cell::from(measured),
                Cell::from(goal.at_least),
                Cell::from(goal.at_most),
                Cell::from(reached),
            ]);
        }
    }
    shown
}

/// The figure of a goal; none where there is nothing to measure, such as a share of what nobody makes.
fn measure(continent: &Continent, plan: &Plan, goal: &Goal) -> Option<f64> {
    let within = |node: NodeIndex| match &goal.area {
        None => true,
        Some(id) => position(continent.areas.iter().map(|a| &a.id), id)
            .is_some_and(|at| continent.is_within(continent[node].area, AreaIndex::from_position(at))),
    };
    let commodity = goal
        .commodity
        .as_ref()
        .and_then(|id| position(continent.commodities.iter().map(|k| &k.id), id));
    let commodity = commodity.map(CommodityIndex::from_position);
    match goal.measure {
        GoalMeasure::Production => Some(made(continent, plan, commodity?, None, within)),
        GoalMeasure::ShareOfProduction => {
            let all = made(continent, plan, commodity?, None, within);
            ratio(made(continent, plan, commodity?, goal.process.as_deref(), within), all)
        }
        GoalMeasure::ShortageFraction => shortage_fraction(continent, plan, commodity?, within),
        GoalMeasure::ResourceUse => {
            let id = goal.resource.as_ref()?;
            let resource = position(continent.resources.iter().map(|r| &r.id), id)?;
            Some(used(continent, plan, ResourceIndex::from_position(resource), within))
        }
    }
}

fn position<'a>(mut ids: impl Iterator<Item = &'a String>, id: &str) -> Option<usize> {
    ids.position(|known| known == id)
}

/// Amount made, units of the commodity; by one process when it is named.
fn made(
    continent: &Continent,
    plan: &Plan,
    commodity: CommodityIndex,
    process: Option<&str>,
    within: impl Fn(NodeIndex) -> bool,
) -> f64 {
    let sites = plan.production.iter().filter(|row| within(continent[row.site].node));
    let outputs = sites.flat_map(|row| {
        let recipe = &continent[continent[row.site].process];
        let counts = process.is_none_or(|id| recipe.id == id);
        let outputs = recipe
            .outputs
            .iter()
            .filter(move |output| counts && output.commodity == commodity);
        outputs.map(move |output| output.amount * row.activity)
    });
    outputs.sum()
}

fn shortage_fraction(
    continent: &Continent,
    plan: &Plan,
    commodity: CommodityIndex,
    within: impl Fn(NodeIndex) -> bool,
) -> Option<f64> {
    let of_period = |period| terms::asked(continent, period).into_iter();
    let asked = continent.period_indices().flat_map(of_period);
    let asked: f64 = asked
        .filter(|((node, k), _)| *k == commodity && within(*node))
        .map(|(_, amount)| amount)
        .sum();
    let short = plan
        .shortages
        .iter()
        .filter(|row| row.commodity == commodity && within(row.node));
    ratio(short.map(|row| row.amount).sum(), asked)
}

/// Use of a resource by sites, and by links where they are entered, units of the resource.
fn used(continent: &Continent, plan: &Plan, resource: ResourceIndex, within: impl Fn(NodeIndex) -> bool) -> f64 {
    let of_sites = plan
        .production
        .iter()
        .filter(|row| within(continent[row.site].node))
        .flat_map(|row| {
            let uses = continent[continent[row.site].process].resource_uses.iter();
            uses.filter(|used| used.resource == resource)
                .map(|used| used.amount * row.activity)
        });
    let entered = plan
        .flows
        .iter()
        .filter(|row| within(terms::tail(continent, row.link, row.direction)));
    let of_links = entered.flat_map(|row| {
        let link = &continent[row.link];
        let extent = if link.is_terminal { 1.0 } else { link.length_km };
        let tonnes = continent[row.commodity].mass_t * row.amount;
        let uses = continent[link.mode].resource_uses.iter();
        uses.filter(|used| used.resource == resource)
            .map(move |used| used.amount * tonnes * extent)
    });
    of_sites.sum::<f64>() + of_links.sum::<f64>()
}
