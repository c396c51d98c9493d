//! The balance of each commodity over the whole continent and plan: what supplies it and what withdraws it.

use super::{StatTable, table};
use crate::plan::rows::Plan;
use crate::plan::sum::CompensatedSum;
use crate::plan::terms::{asked, kept_by_link, kept_by_store, link_spending, store_spending};
use data::model::{Accounting, CommodityIndex, Continent, PeriodIndex, StoreEnds, StoreIndex, TradeDirection};
use std::collections::BTreeMap;

/// What an entry of the balance is, in the order shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Entry {
    Production,
    Import,
    FirstStock,
    Shortage,
    Demand,
    Export,
    Input,
    Burnt,
    LostOnTheWay,
    LostInStore,
    LastStock,
    Spill,
}

impl Entry {
    const fn word(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Import => "import",
            Self::FirstStock => "stock at the start",
            Self::Shortage => "shortage",
            Self::Demand => "demand",
            Self::Export => "export",
            Self::Input => "used",
            Self::Burnt => "burnt",
            Self::LostOnTheWay => "lost on the way",
            Self::LostInStore => "lost in store",
            Self::LastStock => "stock at the end",
            Self::Spill => "spill",
        }
    }
}

/// Sums by commodity, entry and what is behind it.
struct Sums<'a> {
    continent: &'a Continent,
    accounting: Accounting,
    entries: BTreeMap<(CommodityIndex, Entry, &'a str), CompensatedSum>,
}

/// One row an entry of a commodity's balance; supplies are positive, withdrawals negative, and the rows of a commodity
/// sum to zero. Demand is what is asked, exports' minima included; what is not met of it is the shortage.
#[must_use]
pub fn balance(continent: &Continent, accounting: Accounting, plan: &Plan) -> StatTable {
    let mut sums = Sums {
        continent,
        accounting,
        entries: BTreeMap::new(),
    };
    sums.add_production(plan);
    sums.add_flows(plan);
    sums.add_storage(plan);
    sums.add_trade(plan);
    sums.add_demand(plan);
    let mut shown = table(
        "balance",
        "One supply or withdrawal of one commodity",
        &[
            ("commodity", ""),
            ("unit", ""),
            ("entry", ""),
            ("by", ""),
            ("amount", "unit"),
        ],
    );
    for ((commodity, entry, by), sum) in sums.entries {
        let commodity = &continent[commodity];
        let cells = [commodity.id.as_str(), commodity.unit.symbol(), entry.word(), by].map(super::Cell::from);
        let mut row = cells.to_vec();
        row.push(sum.value().into());
        shown.rows.push(row);
    }
    shown
}

impl<'a> Sums<'a> {
    fn add(&mut self, commodity: CommodityIndex, entry: Entry, by: &'a str, amount: f64) {
        if amount != 0.0 {
            self.entries.entry((commodity, entry, by)).or_default().add(amount);
        }
    }

    fn add_production(&mut self, plan: &Plan) {
        for row in &plan.production {
            let process = &self.continent[self.continent[row.site].process];
            for output in &process.outputs {
                self.add(
                    output.commodity,
                    Entry::Production,
                    &process.id,
                    output.amount * row.activity,
                );
            }
            for input in &process.inputs {
                self.add(input.commodity, Entry::Input, &process.id, -input.amount * row.activity);
            }
            if self.accounting == Accounting::Closed {
                for burn in &process.burns {
                    self.add(burn.commodity, Entry::Burnt, &process.id, -burn.amount * row.activity);
                }
            }
        }
    }

    fn add_flows(&mut self, plan: &Plan) {
        for flow in &plan.flows {
            let mode = &self.continent[self.continent[flow.link].mode].id;
            let lost = flow.amount * (1.0 - kept_by_link(self.continent, flow.link));
            self.add(flow.commodity, Entry::LostOnTheWay, mode, -lost);
            let spending = link_spending(self.continent, self.accounting, flow.link, flow.commodity);
            if let Some((carrier, per_unit)) = spending.burnt {
                self.add(carrier, Entry::Burnt, mode, -per_unit * flow.amount);
            }
        }
    }

    fn add_storage(&mut self, plan: &Plan) {
        let levels: BTreeMap<(StoreIndex, PeriodIndex), f64> =
            plan.storage.iter().map(|r| ((r.store, r.period), r.level)).collect();
        for row in &plan.storage {
            if let Some((carrier, per_unit)) = store_spending(self.continent, self.accounting, row.store).burnt {
                self.add(
                    carrier,
                    Entry::Burnt,
                    "stores",
                    -per_unit * (row.charged + row.discharged),
                );
            }
        }
        let Some(last) = self.continent.period_indices().last() else {
            return;
        };
        for (position, record) in self.continent.stores.iter().enumerate() {
            let store = StoreIndex::from_position(position);
            let level = |period| levels.get(&(store, period)).copied().unwrap_or(0.0);
            let mut before = match record.ends {
                StoreEnds::Cyclic => level(last),
                StoreEnds::Given { initial, .. } => {
                    self.add(record.commodity, Entry::FirstStock, "", initial);
                    self.add(record.commodity, Entry::LastStock, "", -level(last));
                    initial
                }
            };
            for period in self.continent.period_indices() {
                let lost = before * (1.0 - kept_by_store(self.continent, store, period));
                self.add(record.commodity, Entry::LostInStore, "", -lost);
                before = level(period);
            }
        }
    }

    fn add_trade(&mut self, plan: &Plan) {
        for row in &plan.trade {
            let trade = &self.continent.trades[row.trade.position()];
            match trade.direction {
                TradeDirection::Import => self.add(trade.commodity, Entry::Import, "", row.amount),
                TradeDirection::Export => self.add(trade.commodity, Entry::Export, "", -row.amount),
            }
        }
    }

    fn add_demand(&mut self, plan: &Plan) {
        for period in self.continent.period_indices() {
            for ((_, commodity), amount) in asked(self.continent, period) {
                self.add(commodity, Entry::Demand, "", -amount);
            }
        }
        for row in &plan.shortages {
            self.add(row.commodity, Entry::Shortage, "", row.amount);
        }
        for row in &plan.spills {
            self.add(row.commodity, Entry::Spill, "", -row.amount);
        }
    }
}
