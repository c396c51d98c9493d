//! The rows that the economy makes, gathered by what and where.

use super::figures;
use crate::error::AssembleError;
use crate::write::{Table, flag, rounded};
use std::collections::BTreeMap;

/// Digits that figures of the tables keep: more would claim what the sources do not know.
const DIGITS: i32 = 5;

/// A site before it is written.
#[derive(Clone, Debug)]
pub struct Site {
    /// Names of what was gathered here.
    pub names: Vec<String>,
    /// Least activity per year.
    pub minimum: f64,
    /// Greatest activity per year.
    pub capacity: f64,
    /// Id of the profile; empty for flat.
    pub profile: String,
    /// Short name of the source.
    pub source: String,
    /// Whether a figure is estimated.
    pub approximate: bool,
}

/// A store before it is written; flows in units per hour.
#[derive(Clone, Debug)]
pub struct Store {
    /// Greatest level, units.
    pub capacity: f64,
    /// Greatest inflow, units per hour.
    pub charge_per_hour: f64,
    /// Greatest outflow, units per hour.
    pub discharge_per_hour: f64,
    /// Short name of the source.
    pub source: String,
}

/// A demand before it is written.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Units per year.
    pub amount: f64,
    /// Id of the profile; empty for flat.
    pub profile: String,
    /// Short name of the source.
    pub source: String,
}

/// A trade before it is written.
#[derive(Clone, Debug)]
pub struct Trade {
    /// Least units per year.
    pub minimum: f64,
    /// Greatest units per year.
    pub maximum: f64,
    /// GJ per unit.
    pub energy_gj: f64,
    /// Short name of the source.
    pub source: String,
}

/// All rows. Sites, stores and demands of the same thing at the same node are one row.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// By process and node.
    pub sites: BTreeMap<(String, String), Site>,
    /// Sites that could be built, by process and node.
    pub candidates: BTreeMap<(String, String), Site>,
    /// By commodity and node.
    pub stores: BTreeMap<(String, String), Store>,
    /// By commodity and node.
    pub demands: BTreeMap<(String, String), Demand>,
    /// By direction, commodity and node.
    pub trades: BTreeMap<(String, String, String), Trade>,
}

impl Rows {
    /// Adds a site, or its capacity to the site of that process at that node.
    pub fn add_site(&mut self, process: &str, node: &str, site: Site) {
        gather(&mut self.sites, process, node, site);
    }

    /// Adds a site that could be built.
    pub fn add_candidate(&mut self, process: &str, node: &str, site: Site) {
        gather(&mut self.candidates, process, node, site);
    }

    /// Adds a store, or its capacity to the store of that commodity at that node.
    pub fn add_store(&mut self, commodity: &str, node: &str, store: Store) {
        self.stores
            .entry((commodity.to_owned(), node.to_owned()))
            .and_modify(|s| {
                s.capacity += store.capacity;
                s.charge_per_hour += store.charge_per_hour;
                s.discharge_per_hour += store.discharge_per_hour;
            })
            .or_insert(store);
    }

    /// Adds a demand.
    pub fn add_demand(&mut self, commodity: &str, node: &str, demand: Demand) {
        self.demands
            .entry((commodity.to_owned(), node.to_owned()))
            .and_modify(|d| d.amount += demand.amount)
            .or_insert(demand);
    }

    /// Adds a trade, or its bounds to the trade of that kind at that node.
    ///
    /// # Errors
    /// If the direction is not one of the words.
    pub fn add_trade(
        &mut self,
        direction: &str,
        commodity: &str,
        node: &str,
        trade: Trade,
    ) -> Result<(), AssembleError> {
        if !matches!(direction, "import" | "export") {
            return Err(figures::TRADE.problem(format!("no direction {direction}")));
        }
        self.trades
            .entry((direction.to_owned(), commodity.to_owned(), node.to_owned()))
            .and_modify(|t| {
                t.minimum += trade.minimum;
                t.maximum += trade.maximum;
            })
            .or_insert(trade);
        Ok(())
    }

    /// The tables of sites, stores, demand and trade.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        vec![
            self.sites_table(),
            self.stores_table(),
            self.demand_table(),
            self.trade_table(),
        ]
    }

    fn sites_table(&self) -> Table {
        let header = [
            "site",
            "name",
            "process",
            "node",
            "minimum_per_year",
            "capacity_per_year",
            "status",
            "profile",
            "source",
            "approximate",
        ];
        let mut table = Table::new("sites", &header);
        let existing = self.sites.iter().map(|entry| (entry, "existing", ""));
        let candidates = self.candidates.iter().map(|entry| (entry, "candidate", "-new"));
        for (((process, node), site), status, suffix) in existing.chain(candidates) {
            table.rows.push(vec![
                format!("{process}-{node}{suffix}"),
                name_of(&site.names),
                process.clone(),
                node.clone(),
                rounded(site.minimum, DIGITS),
                rounded(site.capacity, DIGITS),
                status.to_owned(),
                site.profile.clone(),
                site.source.clone(),
                flag(site.approximate),
            ]);
        }
        table
    }

    fn stores_table(&self) -> Table {
        let header = [
            "store",
            "node",
            "commodity",
            "capacity",
            "charge_per_hour",
            "discharge_per_hour",
            "source",
            "approximate",
        ];
        let mut table = Table::new("stores", &header);
        for ((commodity, node), store) in &self.stores {
            table.rows.push(vec![
                format!("{commodity}-{node}"),
                node.clone(),
                commodity.clone(),
                rounded(store.capacity, DIGITS),
                rounded(store.charge_per_hour, DIGITS),
                rounded(store.discharge_per_hour, DIGITS),
                store.source.clone(),
                flag(true),
            ]);
        }
        table
    }

    fn demand_table(&self) -> Table {
        let header = [
            "node",
            "commodity",
            "amount_per_year",
            "profile",
            "source",
            "approximate",
        ];
        let mut table = Table::new("demand", &header);
        for ((commodity, node), demand) in &self.demands {
            table.rows.push(vec![
                node.clone(),
                commodity.clone(),
                rounded(demand.amount, DIGITS),
                demand.profile.clone(),
                demand.source.clone(),
                flag(true),
            ]);
        }
        table
    }

    fn trade_table(&self) -> Table {
        let header = [
            "trade",
            "node",
            "commodity",
            "direction",
            "minimum_per_year",
            "maximum_per_year",
            "energy_gj",
            "source",
            "approximate",
        ];
        let mut table = Table::new("trade", &header);
        for ((direction, commodity, node), trade) in &self.trades {
            table.rows.push(vec![
                format!("{direction}-{commodity}-{node}"),
                node.clone(),
                commodity.clone(),
                direction.clone(),
                rounded(trade.minimum, DIGITS),
                rounded(trade.maximum, DIGITS),
                rounded(trade.energy_gj, DIGITS),
                trade.source.clone(),
                flag(true),
            ]);
        }
        table
    }
}

/// Puts a site with the others of its process and node.
fn gather(sites: &mut BTreeMap<(String, String), Site>, process: &str, node: &str, site: Site) {
    sites
        .entry((process.to_owned(), node.to_owned()))
        .and_modify(|s| {
            s.minimum += site.minimum;
            s.capacity += site.capacity;
            s.names.extend(site.names.iter().cloned());
        })
        .or_insert(site);
}

/// One name for what was gathered at a node.
fn name_of(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn names_of_many_sites_stay_short() {
        let names = ["Gary", "Burns Harbor", "East Chicago"].map(str::to_owned);
        assert_eq!(name_of(&names), "Gary and 2 more");
        assert_eq!(name_of(&names[..1]), "Gary");
    }
}
