//! Supply, withdrawal and net transfer by area, for every level of the area tree.

use super::{StatTable, ratio, table};
use crate::plan::rows::{Activity, Plan, Posting};
use crate::plan::terms::{asked, head, kept_by_link, link_spending, store_spending, tail};
use data::model::{Accounting, AreaIndex, CommodityIndex, Continent, NodeIndex, Quantity, TradeDirection};
use std::collections::BTreeMap;

/// Amounts of one commodity in one area, units of the commodity.
#[derive(Clone, Copy, Default)]
struct Sums {
    supply: f64,
    withdrawal: f64,
    /// Arrivals less departures; moves within the area count only by what they lose.
    net_transfer: f64,
    shortage: f64,
}

/// By area and commodity.
type ByArea = BTreeMap<(AreaIndex, CommodityIndex), Sums>;

/// Two tables: supply, withdrawal and net transfer by area and commodity; energy posted and people by area. Areas above
/// hold the sums of those below.
#[must_use]
pub fn areas(continent: &Continent, accounting: Accounting, plan: &Plan, postings: &[Posting]) -> [StatTable; 2] {
    let mut books = Books {
        continent,
        accounting,
        sums: ByArea::new(),
    };
    books.add_production(plan);
    books.add_flows(plan);
    books.add_storage(plan);
    books.add_ends(plan);
    [
        commodity_table(continent, books.sums),
        energy_table(continent, postings),
    ]
}

struct Books<'a> {
    continent: &'a Continent,
    accounting: Accounting,
    sums: ByArea,
}

impl Books<'_> {
    /// The sums of a commodity in each area that the node lies in.
    fn at(&mut self, node: NodeIndex, commodity: CommodityIndex, add: impl Fn(&mut Sums)) {
        for area in self.continent.areas_upwards(self.continent[node].area) {
            add(self.sums.entry((area, commodity)).or_default());
        }
    }

    fn withdraw(&mut self, node: NodeIndex, drawn: &[Quantity], times: f64) {
        for quantity in drawn {
            self.at(node, quantity.commodity, |sums| {
                sums.withdrawal += quantity.amount * times
            });
        }
    }

    fn withdraw_burnt(&mut self, node: NodeIndex, burnt: Option<(CommodityIndex, f64)>, times: f64) {
        if let Some((commodity, amount)) = burnt {
            self.withdraw(node, &[Quantity { commodity, amount }], times);
        }
    }

    fn add_production(&mut self, plan: &Plan) {
        for row in &plan.production {
            let site = &self.continent[row.site];
            let process = &self.continent[site.process];
            for output in &process.outputs {
                self.at(site.node, output.commodity, |sums| {
                    sums.supply += output.amount * row.activity
                });
            }
            self.withdraw(site.node, &process.inputs, row.activity);
            if self.accounting == Accounting::Closed {
                self.withdraw(site.node, &process.burns, row.activity);
            }
        }
    }

    fn add_flows(&mut self, plan: &Plan) {
        for flow in &plan.flows {
            let departure = tail(self.continent, flow.link, flow.direction);
            let arrival = head(self.continent, flow.link, flow.direction);
            let arrives = flow.amount * kept_by_link(self.continent, flow.link);
            self.at(departure, flow.commodity, |sums| sums.net_transfer -= flow.amount);
            self.at(arrival, flow.commodity, |sums| sums.net_transfer += arrives);
            let spending = link_spending(self.continent, self.accounting, flow.link, flow.commodity);
            self.withdraw_burnt(departure, spending.burnt, flow.amount);
        }
    }

    /// Taking out of a store is supply; putting in is withdrawal.
    fn add_storage(&mut self, plan: &Plan) {
        for row in &plan.storage {
            let store = &self.continent[row.store];
            self.at(store.node, store.commodity, |sums| {
                sums.supply += row.discharged;
                sums.withdrawal += row.charged;
            });
            let spending = store_spending(self.continent, self.accounting, row.store);
            self.withdraw_burnt(store.node, spending.burnt, row.charged + row.discharged);
        }
    }

    fn add_ends(&mut self, plan: &Plan) {
        for row in &plan.trade {
            let trade = &self.continent.trades[row.trade.position()];
            self.at(trade.node, trade.commodity, |sums| match trade.direction {
                TradeDirection::Import => sums.supply += row.amount,
                TradeDirection::Export => sums.withdrawal += row.amount,
            });
        }
        for period in self.continent.period_indices() {
            for ((node, commodity), amount) in asked(self.continent, period) {
                self.at(node, commodity, |sums| sums.withdrawal += amount);
            }
        }
        for row in &plan.shortages {
            self.at(row.node, row.commodity, |sums| {
                sums.shortage += row.amount;
                sums.withdrawal -= row.amount;
            });
        }
        for row in &plan.spills {
            self.at(row.node, row.commodity, |sums| sums.withdrawal += row.amount);
        }
    }
}

fn commodity_table(continent: &Continent, sums: ByArea) -> StatTable {
    let mut shown = table(
        "areas",
        "One commodity in one area; supply and net transfer together are the withdrawal",
        &[
            ("area", ""),
            ("name", ""),
            ("commodity", ""),
            ("unit", ""),
            ("supply", "unit"),
            ("withdrawal", "unit"),
            ("net_transfer", "unit"),
            ("shortage", "unit"),
            ("self_supply", ""),
        ],
    );
    for ((area, commodity), sums) in sums {
        shown.rows.push(vec![
            (&continent[area].id).into(),
            (&continent[area].name).into(),
            (&continent[commodity].id).into(),
            continent[commodity].unit.symbol().into(),
            sums.supply.into(),
            sums.withdrawal.into(),
            sums.net_transfer.into(),
            sums.shortage.into(),
            ratio(sums.supply, sums.withdrawal).into(),
        ]);
    }
    shown
}

fn energy_table(continent: &Continent, postings: &[Posting]) -> StatTable {
    let mut people: BTreeMap<AreaIndex, f64> = BTreeMap::new();
    for node in &continent.nodes {
        for area in continent.areas_upwards(node.area) {
            *people.entry(area).or_default() += node.population;
        }
    }
    let mut energy: BTreeMap<(AreaIndex, Activity), f64> = BTreeMap::new();
    for posting in postings {
        for area in continent.areas_upwards(posting.area) {
            *energy.entry((area, posting.activity)).or_default() += posting.energy_gj;
        }
    }
    let mut shown = table(
        "area_energy",
        "Energy posted in one area",
        &[
            ("area", ""),
            ("name", ""),
            ("people", ""),
            ("production", "GJ"),
            ("transport", "GJ"),
            ("transfer", "GJ"),
            ("storage", "GJ"),
            ("import", "GJ"),
            ("energy", "GJ"),
            ("energy_per_person", "GJ"),
            ("shortage", "GJ"),
            ("weight", "GJ"),
        ],
    );
    for position in 0..continent.areas.len() {
        let area = AreaIndex::from_position(position);
        let of = |activity| energy.get(&(area, activity)).copied().unwrap_or(0.0);
        let spent = [
            Activity::Production,
            Activity::Transport,
            Activity::Transfer,
            Activity::Storage,
            Activity::Import,
        ]
        .map(of);
        let all: f64 = spent.iter().sum();
        let here = people.get(&area).copied().unwrap_or(0.0);
        let mut row = vec![
            (&continent[area].id).into(),
            (&continent[area].name).into(),
            here.into(),
        ];
        row.extend(spent.map(Into::into));
        row.extend([all.into(), ratio(all, here).into()]);
        row.extend([of(Activity::Shortage).into(), of(Activity::Weight).into()]);
        shown.rows.push(row);
    }
    shown
}
