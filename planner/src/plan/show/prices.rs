//! Prices: the marginal energy of one more unit of each commodity, over the continent and by area.

use super::{PriceBook, StatTable, table};
use crate::plan::rows::{Plan, PricedRow};
use crate::plan::terms::asked;
use data::model::{AreaIndex, CommodityIndex, Continent, NodeIndex};
use std::collections::BTreeMap;

/// Prices weighed by what is asked there and then.
#[derive(Clone, Copy, Default)]
struct Weighed {
    asked: f64,
    /// Price times amount asked, GJ.
    value_gj: f64,
    least: Option<(f64, NodeIndex)>,
    greatest: Option<(f64, NodeIndex)>,
    places: usize,
}

impl Weighed {
    fn add(&mut self, node: NodeIndex, amount: f64, price_gj: f64) {
        self.asked += amount;
        self.value_gj += amount * price_gj;
        self.places += 1;
        if self.least.is_none_or(|(least, _)| price_gj < least) {
            self.least = Some((price_gj, node));
        }
        if self.greatest.is_none_or(|(greatest, _)| price_gj > greatest) {
            self.greatest = Some((price_gj, node));
        }
    }
}

const COLUMNS: [(&str, &str); 8] = [
    ("commodity", ""),
    ("unit", ""),
    ("mean", "GJ/unit"),
    ("least", "GJ/unit"),
    ("least_at", ""),
    ("greatest", "GJ/unit"),
    ("greatest_at", ""),
    ("asked", "unit"),
];

/// Two tables: prices by commodity, and by area and commodity (every level of the tree). The mean is weighed by what is
/// asked at each node and period; a commodity that no one asks for has the mean of its priced rows.
#[must_use]
pub fn prices(continent: &Continent, plan: &Plan) -> [StatTable; 2] {
    let book = PriceBook::new(plan);
    let mut over_all: BTreeMap<CommodityIndex, Weighed> = BTreeMap::new();
    let mut by_area: BTreeMap<(AreaIndex, CommodityIndex), Weighed> = BTreeMap::new();
    for period in continent.period_indices() {
        for ((node, commodity), amount) in asked(continent, period) {
            let price_gj = book.of(PricedRow::Balance(node, commodity), period);
            over_all.entry(commodity).or_default().add(node, amount, price_gj);
            for area in continent.areas_upwards(continent[node].area) {
                by_area
                    .entry((area, commodity))
                    .or_default()
                    .add(node, amount, price_gj);
            }
        }
    }
    add_those_not_asked_for(plan, &mut over_all);
    let mut shown = table("prices", "Marginal energy of one commodity", &COLUMNS);
    shown.rows = over_all
        .iter()
        .map(|(commodity, weighed)| cells(continent, *commodity, weighed))
        .collect();
    let mut columns = vec![("area", ""), ("name", "")];
    columns.extend(COLUMNS);
    let mut shown_by_area = table("area_prices", "Marginal energy of one commodity in one area", &columns);
    for ((area, commodity), weighed) in &by_area {
        let mut row = vec![(&continent[*area].id).into(), (&continent[*area].name).into()];
        row.extend(cells(continent, *commodity, weighed));
        shown_by_area.rows.push(row);
    }
    [shown, shown_by_area]
}

fn add_those_not_asked_for(plan: &Plan, over_all: &mut BTreeMap<CommodityIndex, Weighed>) {
    let mut not_asked: BTreeMap<CommodityIndex, Weighed> = BTreeMap::new();
    for price in &plan.prices {
        let PricedRow::Balance(node, commodity) = price.row else {
            continue;
        };
        if !over_all.contains_key(&commodity) {
            let weighed = not_asked.entry(commodity).or_default();
            weighed.add(node, 0.0, price.price_gj);
            weighed.value_gj += price.price_gj;
        }
    }
    over_all.extend(not_asked);
}

fn cells(continent: &Continent, commodity: CommodityIndex, weighed: &Weighed) -> Vec<super::Cell> {
    let commodity = &continent[commodity];
    let weight = if weighed.asked > 0.0 {
        weighed.asked
    } else {
        weighed.places as f64
    };
    let at = |found: Option<(f64, NodeIndex)>| found.map(|(_, node)| &continent[node].id);
    vec![
        (&commodity.id).into(),
        commodity.unit.symbol().into(),
        (weighed.value_gj / weight).into(),
        weighed.least.map(|(price, _)| price).into(),
        at(weighed.least).into(),
        weighed.greatest.map(|(price, _)| price).into(),
        at(weighed.greatest).into(),
        weighed.asked.into(),
    ]
}
