//! Rows of a plan by what they belong to.
//!
//! Invariant: rows are sorted by period, then entity ([`Plan::normalise`]), so those of an entity in a period are found
//! by bisection.

use crate::plan::rows::{Flow, Plan, Price, PricedRow};
use data::model::{CommodityIndex, LinkIndex, NodeIndex, PeriodIndex, SiteIndex, StoreIndex, TradeIndex};

/// The rows whose key is `key`.
fn run<T, K: Ord>(rows: &[T], key: K, key_of: impl Fn(&T) -> K) -> &[T] {
    let first = rows.partition_point(|row| key_of(row) < key);
    let count = rows[first..].partition_point(|row| key_of(row) == key);
    &rows[first..first + count]
}

/// What moves along a link in a period.
pub(crate) fn flows(plan: &Plan, period: PeriodIndex, link: LinkIndex) -> &[Flow] {
    run(&plan.flows, (period, link), |row| (row.period, row.link))
}

/// All that moves in a period.
pub(crate) fn flows_of_period(plan: &Plan, period: PeriodIndex) -> &[Flow] {
    run(&plan.flows, period, |row| row.period)
}

/// Activity of a site in a period, units of activity.
pub(crate) fn activity(plan: &Plan, period: PeriodIndex, site: SiteIndex) -> f64 {
    let rows = run(&plan.production, (period, site), |row| (row.period, row.site));
    rows.iter().map(|row| row.activity).sum()
}

/// What a trade brings in, or takes out beyond its minimum, in a period, units of its commodity.
pub(crate) fn traded(plan: &Plan, period: PeriodIndex, trade: TradeIndex) -> f64 {
    let rows = run(&plan.trade, (period, trade), |row| (row.period, row.trade));
    rows.iter().map(|row| row.amount).sum()
}

/// What a store took in, gave out, and held at the end of a period, units of its commodity.
pub(crate) fn stored(plan: &Plan, period: PeriodIndex, store: StoreIndex) -> (f64, f64, f64) {
    let rows = run(&plan.storage, (period, store), |row| (row.period, row.store));
    rows.first()
        .map_or((0.0, 0.0, 0.0), |row| (row.charged, row.discharged, row.level))
}

/// Shadow price of a row in a period, GJ per unit; 0 where the plan lists none.
pub(crate) fn price(plan: &Plan, period: PeriodIndex, row: PricedRow) -> f64 {
    let rows = run(&plan.prices, (period, row), |price| (price.period, price.row));
    rows.first().map_or(0.0, |price| price.price_gj)
}

/// Prices of the balances of a node in a period.
pub(crate) fn prices_at(plan: &Plan, period: PeriodIndex, node: NodeIndex) -> impl Iterator<Item = &Price> {
    let first = (period, PricedRow::Balance(node, CommodityIndex::from_position(0)));
    let first = plan.prices.partition_point(|price| (price.period, price.row) < first);
    let here =
        move |price: &&Price| price.period == period && matches!(price.row, PricedRow::Balance(at, _) if at == node);
    plan.prices[first..].iter().take_while(here)
}
