use super::*;
use crate::plan::ledger::{ledger, sum};
use crate::plan::rows::Price;
use crate::plan::sample::random::{Shape, random_plan};
use data::model::{Accounting, CommodityIndex, Continent, LinkIndex, NodeIndex};

fn sample() -> (Continent, Plan) {
    let shape = Shape {
        nodes: 6,
        commodities: 3,
        periods: 2,
        links: 12,
        sites: 8,
        stores: 3,
        cyclic: true,
    };
    random_plan(shape, Accounting::Closed, 11)
}

fn number(cell: &Cell) -> f64 {
    match cell {
        Cell::Number(number) => *number,
        Cell::Count(count) => *count as f64,
        Cell::Word(_) | Cell::Empty => 0.0,
    }
}

fn assert_regular(table: &StatTable) {
    assert!(!table.rows.is_empty(), "{} is empty", table.name);
    assert!(
        table.rows.iter().all(|row| row.len() == table.columns.len()),
        "{}",
        table.name
    );
}

#[test]
fn balances_sum_to_zero() {
    for accounting in [Accounting::Closed, Accounting::Direct] {
        let shape = Shape {
            nodes: 6,
            commodities: 3,
            periods: 2,
            links: 12,
            sites: 8,
            stores: 3,
            cyclic: true,
        };
        let (c, plan) = random_plan(shape, accounting, 5);
        let shown = balance(&c, accounting, &plan);
        assert_regular(&shown);
        for commodity in &c.commodities {
            let of = shown.rows.iter().filter(|row| row[0] == Cell::from(&commodity.id));
            let (mut net, mut size) = (0.0, 0.0);
            for row in of {
                net += number(&row[4]);
                size += number(&row[4]).abs();
            }
            assert!(net.abs() <= 1e-12 * size, "{}: {net} of {size}", commodity.id);
        }
    }
}

#[test]
fn sequences_hold_the_whole_ledger() {
    let (c, plan) = sample();
    let postings = ledger(&c, Accounting::Closed, &plan);
    let shown = sequences(&c, &plan, &postings);
    assert_regular(&shown);
    let energy: f64 = shown.rows.iter().map(|row| number(&row[3])).sum();
    assert!((energy - sum(&postings)).abs() < 1e-9 * energy);
    let shares: f64 = shown.rows.iter().map(|row| number(&row[4])).sum();
    assert!((shares - 1.0).abs() < 1e-12);
}

#[test]
fn the_root_area_holds_everything() {
    let (c, plan) = sample();
    let postings = ledger(&c, Accounting::Closed, &plan);
    let [goods, energy] = areas(&c, Accounting::Closed, &plan, &postings);
    assert_regular(&goods);
    assert_regular(&energy);
    assert!((number(&energy.rows[0][8]) - sum(&postings)).abs() < 1e-9 * sum(&postings));
    for row in &goods.rows {
        let [supply, withdrawal, net] = [4, 5, 6].map(|i| number(&row[i]));
        assert!(
            (supply + net - withdrawal).abs() < 1e-9 * withdrawal.max(1.0),
            "{row:?}"
        );
    }
}

#[test]
fn prices_are_weighed_by_what_is_asked() {
    let (c, mut plan) = sample();
    let demand = &c.demands[0];
    let row = PricedRow::Balance(demand.node, demand.commodity);
    plan.prices = c
        .period_indices()
        .map(|period| Price {
            period,
            row,
            price_gj: 3.0,
        })
        .collect();
    let [shown, by_area] = prices(&c, &plan);
    assert_regular(&shown);
    assert_regular(&by_area);
    let of = shown
        .rows
        .iter()
        .find(|r| r[0] == Cell::from(&c[demand.commodity].id))
        .unwrap();
    let asked: f64 = c
        .demands
        .iter()
        .filter(|d| d.commodity == demand.commodity)
        .map(|d| d.amount_per_year)
        .sum();
    assert!((number(&of[2]) - 3.0 * demand.amount_per_year / asked).abs() < 1e-9);
    assert_eq!(number(&of[5]), 3.0);
}

#[test]
fn links_are_ranked_by_loading() {
    let (c, mut plan) = sample();
    plan.prices = vec![Price {
        period: PeriodIndex(0),
        row: PricedRow::Link(LinkIndex(0)),
        price_gj: -2.0,
    }];
    let [links, modes, goods] = links(&c, Accounting::Closed, &plan, 5);
    for table in [&links, &modes, &goods] {
        assert_regular(table);
    }
    let factors: Vec<f64> = links.rows.iter().map(|r| number(&r[8])).collect();
    assert!(factors.is_sorted_by(|a, b| a >= b), "{factors:?}");
    let by_mode: f64 = modes.rows.iter().map(|r| number(&r[5])).sum();
    let by_goods: f64 = goods.rows.iter().map(|r| number(&r[3])).sum();
    assert!((by_mode - by_goods).abs() < 1e-9 * by_mode);
}

#[test]
fn rents_are_values_less_what_is_used() {
    let (c, mut plan) = sample();
    let all = (0..c.nodes.len()).flat_map(|n| (0..c.commodities.len()).map(move |k| (n, k)));
    plan.prices = all
        .map(|(n, k)| Price {
            period: PeriodIndex(0),
            row: PricedRow::Balance(NodeIndex::from_position(n), CommodityIndex::from_position(k)),
            price_gj: 10.0,
        })
        .collect();
    let [processes, sites] = sites(&c, Accounting::Closed, &plan, 1000);
    assert_regular(&processes);
    assert_regular(&sites);
    // A mine of one product at 10 GJ that takes 7 GJ from nature earns 3 a unit in the period that has prices.
    let mine = c
        .processes
        .iter()
        .position(|p| p.primary_energy_gj == 7.0 && p.outputs.len() == 1)
        .unwrap();
    let row = processes
        .rows
        .iter()
        .find(|r| r[0] == Cell::from(&c.processes[mine].id))
        .unwrap();
    let first: f64 = plan
        .production
        .iter()
        .filter(|p| p.period == PeriodIndex(0) && c[p.site].process.position() == mine)
        .map(|p| p.activity)
        .sum();
    assert!((number(&row[8]) - 3.0 * first).abs() < 1e-9 * first.max(1.0));
}
