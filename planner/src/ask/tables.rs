//! Tables of a plan, a page at a time.

use super::index::PlanIndex;
use crate::plan::show::{self, Cell, StatColumn, StatTable};
use serde::Serialize;
use std::sync::OnceLock;
use utoipa::ToSchema;

/// Names of the tables there are, in the order shown.
pub const TABLES: [&str; 14] = [
    "sequences",
    "balance",
    "areas",
    "area_energy",
    "prices",
    "area_prices",
    "links",
    "modes",
    "mode_goods",
    "processes",
    "sites",
    "goals",
    "shortages",
    "borders",
];

/// Some rows of a table.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TablePage {
    /// Name of the table.
    pub name: &'static str,
    /// What a row is.
    pub meaning: &'static str,
    /// The columns.
    pub columns: Vec<StatColumn>,
    /// The rows; as many cells as columns.
    pub rows: Vec<Vec<Cell>>,
    /// Position of the first of them.
    pub offset: usize,
    /// Rows of the whole table.
    pub total: usize,
}

impl TablePage {
    /// At most `limit` rows of a table from `offset` on.
    #[must_use]
    pub fn of(table: &StatTable, offset: usize, limit: usize) -> Self {
        Self {
            name: table.name,
            meaning: table.meaning,
            columns: table.columns.clone(),
            rows: table.rows.iter().skip(offset).take(limit).cloned().collect(),
            offset: offset.min(table.rows.len()),
            total: table.rows.len(),
        }
    }
}

/// Tables that were asked for, kept.
#[derive(Debug, Default)]
pub(super) struct Tables([OnceLock<StatTable>; TABLES.len()]);

impl PlanIndex<'_> {
    /// The table of a name in [`TABLES`]; none for any other. It is made when it is first asked for.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&StatTable> {
        let position = TABLES.iter().position(|one| *one == name)?;
        Some(self.tables.0[position].get_or_init(|| self.make(TABLES[position])))
    }

    fn make(&self, name: &'static str) -> StatTable {
        let (continent, plan, ledger) = (self.continent(), &self.opened.plan, &self.opened.ledger);
        let accounting = self.opened.certificate.accounting;
        let all = usize::MAX;
        let made: Vec<StatTable> = match name {
            "balance" => vec![show::balance(continent, accounting, plan)],
            "areas" | "area_energy" => show::areas(continent, accounting, plan, ledger).into(),
            "prices" | "area_prices" => show::prices(continent, plan).into(),
            "links" | "modes" | "mode_goods" => show::links(continent, accounting, plan, all).into(),
            "processes" | "sites" => show::sites(continent, accounting, plan, all).into(),
            "goals" => vec![show::goals(continent, plan, &self.opened.certificate.policies)],
            "shortages" => vec![show::shortages(continent, plan)],
            "borders" => vec![show::borders(continent, plan)],
            _ => vec![show::sequences(continent, plan, ledger)],
        };
        let named = made.into_iter().find(|table| table.name == name);
        named.unwrap_or_else(|| show::table(name, "", &[]))
    }
}
