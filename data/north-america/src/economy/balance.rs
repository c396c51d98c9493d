//! A quick check that the continent can make what it needs: capacity against requirement, through the recipes.
//!
//! Requirements are traced from demand and export minima back through the recipes. Where several processes make a
//! good, each takes its part by capacity, after by-products of other processes are counted. Freight fuel is a rough
//! figure. Distance, months and link capacities are left out: the plan itself shows those.

use super::catalogue::{Catalogue, Role};
use super::rows::Rows;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Carriers burnt by freight, units per year: an estimate for the trace only.
const FREIGHT: [(&str, f64); 4] = [
    ("diesel", 35e6),
    ("heavy_fuel", 8e6),
    ("natural_gas", 25e6),
    ("crude_oil", 5e6),
];
/// Part of electricity lost in transmission, for the trace only.
const GRID_LOSS: f64 = 0.03;
/// Rounds of the trace; it settles in far fewer.
const ROUNDS: usize = 200;

/// One line of the balance.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Id of the commodity.
    pub commodity: String,
    /// Units per year that demand and export minima ask for.
    pub asked: f64,
    /// Units per year that processes and freight use to meet what is asked.
    pub used: f64,
    /// Units per year that all sites can make, and imports bring.
    pub capacity: f64,
}

impl Line {
    /// Capacity over requirement.
    #[must_use]
    pub fn margin(&self) -> f64 {
        self.capacity / (self.asked + self.used)
    }
}

/// The balance of every commodity.
#[must_use]
pub fn balance(catalogue: &Catalogue, rows: &Rows) -> Vec<Line> {
    let trace = Trace::new(catalogue, rows);
    let activity = trace.settle();
    catalogue
        .commodities
        .iter()
        .map(|c| Line {
            commodity: c.commodity.clone(),
            asked: trace.asked(&c.commodity),
            used: trace.used(&c.commodity, &activity),
            capacity: trace.capacity(&c.commodity),
        })
        .collect()
}

/// The balance as text.
#[must_use]
pub fn text(lines: &[Line]) -> String {
    let mut out = format!(
        "{:<24}{:>14}{:>14}{:>14}{:>9}\n",
        "thousand units a year", "asked", "used", "capacity", "ratio"
    );
    for l in lines {
        let _ = writeln!(
            out,
            "{:<24}{:>14.0}{:>14.0}{:>14.0}{:>9.2}",
            l.commodity,
            l.asked / 1e3,
            l.used / 1e3,
            l.capacity / 1e3,
            l.margin()
        );
    }
    out
}

struct Trace<'a> {
    catalogue: &'a Catalogue,
    capacities: BTreeMap<&'a str, f64>,
    imports: BTreeMap<&'a str, f64>,
    asked: BTreeMap<&'a str, f64>,
}

impl<'a> Trace<'a> {
    fn new(catalogue: &'a Catalogue, rows: &'a Rows) -> Self {
        let mut capacities: BTreeMap<&str, f64> = BTreeMap::new();
        for ((process, _), site) in &rows.sites {
            *capacities.entry(process).or_default() += site.capacity;
        }
        let mut imports: BTreeMap<&str, f64> = BTreeMap::new();
        let mut asked: BTreeMap<&str, f64> = BTreeMap::new();
        for ((direction, commodity, _), trade) in &rows.trades {
            match direction.as_str() {
                "import" => *imports.entry(commodity).or_default() += trade.maximum,
                _ => *asked.entry(commodity).or_default() += trade.minimum,
            }
        }
        for ((commodity, _), demand) in &rows.demands {
            *asked.entry(commodity).or_default() += demand.amount;
        }
        Self {
            catalogue,
            capacities,
            imports,
            asked,
        }
    }

    fn asked(&self, commodity: &str) -> f64 {
        self.asked.get(commodity).copied().unwrap_or(0.0)
    }

    fn capacity(&self, commodity: &str) -> f64 {
        let made: f64 = self
            .catalogue
            .recipes
            .iter()
            .filter(|r| r.commodity == commodity && r.role == Role::Output)
            .map(|r| r.amount * self.capacity_of(&r.process))
            .sum();
        made + self.imports.get(commodity).copied().unwrap_or(0.0)
    }

    fn capacity_of(&self, process: &str) -> f64 {
        self.capacities.get(process).copied().unwrap_or(0.0)
    }

    fn used(&self, commodity: &str, activity: &BTreeMap<&str, f64>) -> f64 {
        let by_processes: f64 = self
            .catalogue
            .recipes
            .iter()
            .filter(|r| r.commodity == commodity && r.role != Role::Output)
            .map(|r| r.amount * activity.get(r.process.as_str()).copied().unwrap_or(0.0))
            .sum();
        let freight: f64 = FREIGHT.iter().filter(|(c, _)| *c == commodity).map(|(_, a)| a).sum();
        let lost = if commodity == "electricity" {
            GRID_LOSS * (by_processes + self.asked(commodity))
        } else {
            0.0
        };
        by_processes + freight + lost
    }

    /// Activity of each process that meets what is asked, found by repeated tracing.
    fn settle(&self) -> BTreeMap<&'a str, f64> {
        let mut activity: BTreeMap<&str, f64> = BTreeMap::new();
        for _ in 0..ROUNDS {
            let mut next: BTreeMap<&str, f64> = BTreeMap::new();
            for c in &self.catalogue.commodities {
                let required = self.asked(&c.commodity) + self.used(&c.commodity, &activity);
                for (process, wanted) in self.makers(&c.commodity, required) {
                    let entry = next.entry(process).or_default();
                    *entry = entry.max(wanted.min(self.capacity_of(process)));
                }
            }
            activity = next;
        }
        activity
    }

    /// What each process that makes the commodity has to do: its part of what is required, by capacity.
    fn makers(&self, commodity: &str, required: f64) -> Vec<(&'a str, f64)> {
        let capacity = self.capacity(commodity);
        if capacity <= 0.0 {
            return Vec::new();
        }
        self.catalogue
            .recipes
            .iter()
            .filter(|r| {
                r.commodity == commodity
                    && r.role == Role::Output
                    && is_main(self.catalogue, r.process.as_str(), commodity)
            })
            .map(|r| (r.process.as_str(), self.capacity_of(&r.process) * required / capacity))
            .collect()
    }
}

/// Whether the commodity is what the process is run for: its output of the greatest amount times penalty.
fn is_main(catalogue: &Catalogue, process: &str, commodity: &str) -> bool {
    let worth = |c: &str, amount: f64| amount * catalogue.commodity(c).map_or(0.0, |c| c.shortage_penalty_gj);
    let own = catalogue
        .recipe(process)
        .filter(|r| r.role == Role::Output && r.commodity == commodity)
        .map(|r| worth(&r.commodity, r.amount))
        .sum::<f64>();
    catalogue
        .recipe(process)
        .filter(|r| r.role == Role::Output)
        .all(|r| worth(&r.commodity, r.amount) <= own)
}
