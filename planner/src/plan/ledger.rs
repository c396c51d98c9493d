//! The ledger: every term of the objective posted once, to an area, a sequence, an activity and a commodity.
//!
//! Invariant: the postings of a plan sum to its objective, and nothing else is ever posted.

use super::rows::{Activity, Direction, Plan, PostedTo, Posting};
use super::sum::compensated_sum;
use super::terms::{link_spending, link_weighted_gj, process_posted_gj, site_weighted_gj, store_spending, tail};
use data::model::{Accounting, CommodityIndex, Continent, LinkIndex, PeriodIndex, TradeDirection};
use std::collections::BTreeMap;

/// All postings of a plan, in order of period, activity, entity and commodity; postings of 0 GJ are left out.
#[must_use]
pub fn ledger(continent: &Continent, accounting: Accounting, plan: &Plan) -> Vec<Posting> {
    let mut postings = Vec::new();
    post_production(continent, accounting, plan, &mut postings);
    post_flows(continent, accounting, plan, &mut postings);
    post_storage(continent, accounting, plan, &mut postings);
    post_trade(continent, plan, &mut postings);
    post_shortages(continent, plan, &mut postings);
    postings.retain(|p| p.energy_gj != 0.0);
    postings.sort_by_key(|p| (p.period, p.activity, p.posted_to, p.commodity));
    postings
}

/// The compensated sum of the postings, GJ.
#[must_use]
pub fn sum(postings: &[Posting]) -> f64 {
    compensated_sum(postings.iter().map(|p| p.energy_gj))
}

/// The compensated sum of the postings of one activity, GJ.
#[must_use]
pub fn sum_of(postings: &[Posting], activity: Activity) -> f64 {
    compensated_sum(postings.iter().filter(|p| p.activity == activity).map(|p| p.energy_gj))
}

fn post_production(continent: &Continent, accounting: Accounting, plan: &Plan, postings: &mut Vec<Posting>) {
    for row in &plan.production {
        let site = &continent[row.site];
        let process = &continent[site.process];
        let posting = |activity, gj_per_activity: f64| Posting {
            period: row.period,
            area: continent[site.node].area,
            sequence: process.sequence,
            activity,
            posted_to: PostedTo::Site(row.site),
            commodity: process.outputs.first().map(|o| o.commodity),
            energy_gj: gj_per_activity * row.activity,
        };
        postings.push(posting(
            Activity::Production,
            process_posted_gj(continent, accounting, site.process),
        ));
        postings.push(posting(Activity::Weight, site_weighted_gj(continent, row.site)));
    }
}

/// Amounts of one commodity on one link in one period, departing.
#[derive(Clone, Copy, Default)]
struct BothWays {
    forward: f64,
    backward: f64,
}

fn flows_by_link(plan: &Plan) -> BTreeMap<(PeriodIndex, LinkIndex, CommodityIndex), BothWays> {
    let mut flows: BTreeMap<_, BothWays> = BTreeMap::new();
    for flow in &plan.flows {
        let both = flows.entry((flow.period, flow.link, flow.commodity)).or_default();
        match flow.direction {
            Direction::Forward => both.forward += flow.amount,
            Direction::Backward => both.backward += flow.amount,
        }
    }
    flows
}

/// One row for both directions, in the area where the forward flow is entered, else the backward one.
fn post_flows(continent: &Continent, accounting: Accounting, plan: &Plan, postings: &mut Vec<Posting>) {
    for ((period, link, commodity), both) in flows_by_link(plan) {
        let entered = if both.forward > 0.0 {
            Direction::Forward
        } else {
            Direction::Backward
        };
        let spent = link_spending(continent, accounting, link, commodity).posted_gj * (both.forward + both.backward);
        let weighted = link_weighted_gj(continent, link, Direction::Forward, commodity) * both.forward
            + link_weighted_gj(continent, link, Direction::Backward, commodity) * both.backward;
        let activity = if continent[link].is_terminal {
            Activity::Transfer
        } else {
            Activity::Transport
        };
        for (activity, energy_gj) in [(activity, spent), (Activity::Weight, weighted)] {
            postings.push(Posting {
                period,
                area: continent[tail(continent, link, entered)].area,
                sequence: continent[continent[link].mode].sequence,
                activity,
                posted_to: PostedTo::Link(link),
                commodity: Some(commodity),
                energy_gj,
            });
        }
    }
}

fn post_storage(continent: &Continent, accounting: Accounting, plan: &Plan, postings: &mut Vec<Posting>) {
    for row in &plan.storage {
        let store = &continent[row.store];
        let per_unit_gj = store_spending(continent, accounting, row.store).posted_gj;
        postings.push(Posting {
            period: row.period,
            area: continent[store.node].area,
            sequence: continent[store.commodity].sequence,
            activity: Activity::Storage,
            posted_to: PostedTo::Store(row.store),
            commodity: Some(store.commodity),
            energy_gj: per_unit_gj * (row.charged + row.discharged),
        });
    }
}

fn post_trade(continent: &Continent, plan: &Plan, postings: &mut Vec<Posting>) {
    for row in &plan.trade {
        let trade = &continent.trades[row.trade.position()];
        if trade.direction == TradeDirection::Export {
            continue;
        }
        postings.push(Posting {
            period: row.period,
            area: continent[trade.node].area,
            sequence: continent[trade.commodity].sequence,
            activity: Activity::Import,
            posted_to: PostedTo::Trade(row.trade),
            commodity: Some(trade.commodity),
            energy_gj: trade.energy_gj * row.amount,
        });
    }
}

fn post_shortages(continent: &Continent, plan: &Plan, postings: &mut Vec<Posting>) {
    for row in &plan.shortages {
        let commodity = &continent[row.commodity];
        postings.push(Posting {
            period: row.period,
            area: continent[row.node].area,
            sequence: commodity.sequence,
            activity: Activity::Shortage,
            posted_to: PostedTo::Node(row.node),
            commodity: Some(row.commodity),
            energy_gj: commodity.shortage_penalty_gj * row.amount,
        });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;
