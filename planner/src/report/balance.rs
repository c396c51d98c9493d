//! Balance by commodity over the whole plan: where it came from and where it went.

use super::figures::{figure, scale};
use super::shortfall::asked_over_all;
use super::table::{Heading, figure_cell, figures, table, words};
use crate::plan::rows::{Plan, PricedRow};
use crate::plan::terms::{kept_by_link, link_spending, store_spending};
use data::model::{
    Accounting, Commodity, CommodityIndex, Continent, NodeIndex, Process, Quantity, StoreEnds, StoreIndex,
    TradeDirection,
};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Amounts of one commodity over all nodes and periods, units of the commodity.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Balance {
    pub(super) made: f64,
    pub(super) imported: f64,
    /// Demand met, exports that must leave included.
    pub(super) delivered: f64,
    /// Used up or burnt by processes, links and stores.
    pub(super) used: f64,
    /// Exported beyond what must leave.
    pub(super) exported: f64,
    /// Lost on links and in stores, and spilled.
    pub(super) lost: f64,
    pub(super) short: f64,
    /// Price where it is asked, weighted by what is asked, GJ per unit.
    pub(super) price_gj: f64,
}

/// One balance a commodity, in index order.
pub(super) fn balances(continent: &Continent, accounting: Accounting, plan: &Plan) -> Vec<Balance> {
    let mut balances = vec![Balance::default(); continent.commodities.len()];
    add_processes(continent, accounting, plan, &mut balances);
    add_links(continent, accounting, plan, &mut balances);
    add_stores(continent, accounting, plan, &mut balances);
    for row in &plan.trade {
        let trade = &continent.trades[row.trade.position()];
        let balance = &mut balances[trade.commodity.position()];
        match trade.direction {
            TradeDirection::Import => balance.imported += row.amount,
            TradeDirection::Export => balance.exported += row.amount,
        }
    }
    for row in &plan.spills {
        balances[row.commodity.position()].lost += row.amount;
    }
    add_demand(continent, plan, &mut balances);
    balances
}

fn add_processes(continent: &Continent, accounting: Accounting, plan: &Plan, balances: &mut [Balance]) {
    for row in &plan.production {
        let process = &continent[continent[row.site].process];
        for output in &process.outputs {
            balances[output.commodity.position()].made += output.amount * row.activity;
        }
        for input in process.inputs.iter().chain(burnt(process, accounting)) {
            balances[input.commodity.position()].used += input.amount * row.activity;
        }
    }
}

fn add_links(continent: &Continent, accounting: Accounting, plan: &Plan, balances: &mut [Balance]) {
    for flow in &plan.flows {
        balances[flow.commodity.position()].lost += flow.amount * (1.0 - kept_by_link(continent, flow.link));
        if let Some((carrier, per_unit)) = link_spending(continent, accounting, flow.link, flow.commodity).burnt {
            balances[carrier.position()].used += per_unit * flow.amount;
        }
    }
}

/// Burnt carriers are drawn from balances under closed accounting only.
fn burnt(process: &Process, accounting: Accounting) -> &[Quantity] {
    match accounting {
        Accounting::Closed => &process.burns,
        Accounting::Direct => &[],
    }
}

/// What a store lost is what went in, less what came out, less what it holds more at the end than at the start.
fn add_stores(continent: &Continent, accounting: Accounting, plan: &Plan, balances: &mut [Balance]) {
    let mut last_level: BTreeMap<StoreIndex, f64> = BTreeMap::new();
    for row in &plan.storage {
        let commodity = continent[row.store].commodity;
        balances[commodity.position()].lost += row.charged - row.discharged;
        last_level.insert(row.store, row.level);
        if let Some((carrier, per_unit)) = store_spending(continent, accounting, row.store).burnt {
            balances[carrier.position()].used += per_unit * (row.charged + row.discharged);
        }
    }
    for (store, level) in last_level {
        if let StoreEnds::Given { initial, .. } = continent[store].ends {
            balances[continent[store].commodity.position()].lost -= level - initial;
        }
    }
}

fn add_demand(continent: &Continent, plan: &Plan, balances: &mut [Balance]) {
    let asked = asked_over_all(continent);
    let prices = mean_prices(continent, plan);
    let mut weighted = vec![0.0; balances.len()];
    for ((node, commodity), amount) in &asked {
        balances[commodity.position()].delivered += amount;
        weighted[commodity.position()] += amount * prices.get(&(*node, *commodity)).copied().unwrap_or(0.0);
    }
    for (balance, weighted) in balances.iter_mut().zip(weighted) {
        balance.price_gj = if balance.delivered > 0.0 {
            weighted / balance.delivered
        } else {
            0.0
        };
    }
    for row in &plan.shortages {
        let balance = &mut balances[row.commodity.position()];
        balance.short += row.amount;
        balance.delivered -= row.amount;
    }
}

/// Mean price of each balance over the periods, by hours, GJ per unit.
pub(super) fn mean_prices(continent: &Continent, plan: &Plan) -> BTreeMap<(NodeIndex, CommodityIndex), f64> {
    let hours: f64 = continent.periods.iter().map(|p| p.hours).sum();
    let mut prices = BTreeMap::new();
    for price in &plan.prices {
        if let PricedRow::Balance(node, commodity) = price.row {
            *prices.entry((node, commodity)).or_insert(0.0) += price.price_gj * continent[price.period].hours / hours;
        }
    }
    prices
}

/// A column of amounts: its heading and what it shows.
type AmountColumn = (Heading, fn(&Balance) -> f64);

/// The columns of amounts; those that are empty for every commodity are left out.
fn amount_columns(balances: &[Balance]) -> Vec<AmountColumn> {
    let columns: [AmountColumn; 6] = [
        (figures("Made", "Made by all sites"), |b| b.made),
        (figures("Imported", "Brought in from outside the continent"), |b| {
            b.imported
        }),
        (
            figures("Used", "Used up or burnt by processes, transport and stores"),
            |b| b.used,
        ),
        (figures("Delivered", "Demand met, with exports that must leave"), |b| {
            b.delivered
        }),
        (figures("Exported", "Sent out beyond what must leave"), |b| b.exported),
        (figures("Lost", "Lost on links and in stores, or left over"), |b| b.lost),
    ];
    columns
        .into_iter()
        .filter(|(_, amount)| balances.iter().any(|b| b.clean(amount(b)) != 0.0))
        .collect()
}

/// The table; the names choose the commodity on the map.
pub(super) fn render(continent: &Continent, balances: &[Balance]) -> Markup {
    let (headings, amounts): (Vec<Heading>, Vec<_>) = amount_columns(balances).into_iter().unzip();
    let last = [
        figures("Short", "Asked and not delivered"),
        figures(
            "GJ/unit",
            "Energy of one more unit delivered: the shadow price where it is asked, per t, GJ, h or m³",
        ),
    ];
    let headings: Vec<Heading> = [words("Commodity")].into_iter().chain(headings).chain(last).collect();
    let rows = html! {
        @for (position, (commodity, balance)) in continent.commodities.iter().zip(balances).enumerate() {
            @if balance.largest() > 0.0 { (row(position, commodity, balance, &amounts)) }
        }
    };
    let caption = html! { "Balance by commodity, whole plan. Choose a name to see only its flows." };
    table(&caption, &headings, &rows)
}

fn row(position: usize, commodity: &Commodity, balance: &Balance, amounts: &[fn(&Balance) -> f64]) -> Markup {
    let scale = scale(commodity.unit, balance.largest());
    html! {
        tr {
            th scope="row" {
                button type="button" class="pick" data-goods=(position) { (commodity.name) " " small { (scale.label) } }
            }
            @for amount in amounts.iter().map(|amount| amount(balance)) {
                (figure_cell(amount, &scale.figure(balance.clean(amount))))
            }
            td.n.short[balance.short > 0.0] data-v=(format!("{:.6e}", balance.short)) { (scale.figure(balance.short)) }
            (figure_cell(balance.price_gj, &figure(balance.price_gj)))
        }
    }
}

impl Balance {
    /// Differences of large sums leave dust: below a millionth of the row, an amount is none.
    fn clean(&self, amount: f64) -> f64 {
        if amount.abs() < 1e-6 * self.largest() {
            0.0
        } else {
            amount
        }
    }

    fn largest(&self) -> f64 {
        let amounts = [
            self.made,
            self.imported,
            self.delivered,
            self.used,
            self.exported,
            self.lost,
            self.short,
        ];
        amounts.into_iter().fold(0.0, f64::max)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_balance_closes() {
        let (continent, plan) = sample::continent_and_plan();
        let balances = balances(&continent, Accounting::Closed, &plan);
        let steel = balances[1];
        assert!((steel.made - 900.0).abs() < 1e-9 && (steel.delivered - 900.0).abs() < 1e-9);
        assert!(
            (steel.short - 100.0).abs() < 1e-9 && (steel.price_gj - 25.0).abs() < 1e-9,
            "half a year at 50"
        );
        let ore = balances[0];
        assert!((ore.made + ore.imported - ore.used).abs() < 1e-9, "1,700 + 100 = 1,800");
        let electricity = balances[2];
        let lost = 5000.0 * (1.0 - 0.9f64.powf(0.4));
        assert!((electricity.lost - lost).abs() < 1e-9);
    }

    #[test]
    fn the_table_names_commodities_with_their_unit() {
        let (continent, plan) = sample::continent_and_plan();
        let page = render(&continent, &balances(&continent, Accounting::Closed, &plan)).into_string();
        assert!(page.contains("Iron ore <small>kt</small></button>"), "{page}");
        assert!(!page.contains("Exported"), "nothing is exported");
    }
}
