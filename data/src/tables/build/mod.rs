//! From sound tables to a continent. Runs only when no error was found, so every reference is there.

mod calendar;
mod goods;
mod limits;
mod places;

use super::cells::{Texts, Typed};
use super::set::Tables;
use crate::model::{Continent, Provenance};

/// The continent of sound tables.
pub(super) fn continent(tables: &Tables, calendar: &str) -> Continent {
    let periods = calendar::periods(tables, calendar);
    let (areas, area_order) = places::areas(tables);
    Continent {
        sequences: goods::sequences(tables),
        resources: goods::resources(tables),
        commodities: goods::commodities(tables),
        processes: goods::processes(tables),
        nodes: places::nodes(tables, &area_order),
        areas,
        modes: places::modes(tables),
        links: places::links(tables),
        sites: limits::sites(tables),
        stores: limits::stores(tables),
        demands: limits::demands(tables),
        trades: limits::trades(tables),
        budgets: limits::budgets(tables, &area_order),
        weights: Vec::new(),
        profiles: calendar::profiles(tables, calendar, &periods),
        periods,
    }
}

/// A table's columns read row by row, with plain defaults where a row is missing.
struct Reader<'a> {
    table: &'a Typed,
    sources: Texts,
    names: Texts,
    ids: Texts,
    approximate: &'a [bool],
}

impl<'a> Reader<'a> {
    fn new(tables: &'a Tables, name: &str) -> Self {
        let table = tables.get(name);
        Self {
            table,
            sources: table.texts("source"),
            names: table.texts("name"),
            ids: table.texts(table.id_column().unwrap_or("")),
            approximate: table.flags("approximate"),
        }
    }

    fn rows(&self) -> std::ops::Range<usize> {
        0..self.table.rows
    }

    fn id(&self, row: usize) -> String {
        self.ids.get(row).to_owned()
    }

    /// The name; the id where there is none.
    fn name(&self, row: usize) -> String {
        match self.names.get(row) {
            "" => self.id(row),
            name => name.to_owned(),
        }
    }

    fn number(&self, column: &str, row: usize) -> f64 {
        self.table.numbers(column).get(row).copied().unwrap_or_default()
    }

    fn word(&self, column: &str, row: usize) -> &'static str {
        self.table.words(column).get(row)
    }

    /// The row referred to, as a typed index.
    fn index<I>(&self, column: &str, row: usize, index: fn(usize) -> I) -> I {
        index(self.table.references(column).get(row).unwrap_or_default())
    }

    fn optional_index<I>(&self, column: &str, row: usize, index: fn(usize) -> I) -> Option<I> {
        self.table.references(column).get(row).map(index)
    }

    fn provenance(&self, row: usize) -> Provenance {
        Provenance {
            source: self.sources.get(row).to_owned(),
            approximate: self.approximate.get(row).copied().unwrap_or_default(),
        }
    }
}
