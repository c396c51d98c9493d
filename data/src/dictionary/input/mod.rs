//! The input tables of a continent.

mod goods;
mod limits;
mod places;

use super::column::Table;

/// Every input table, in reading order: what is referred to stands before what refers to it, but for profiles.
pub fn input_tables() -> impl Iterator<Item = &'static Table> {
    goods::TABLES.iter().chain(places::TABLES).chain(limits::TABLES)
}

/// The input table of that name.
#[must_use]
pub fn input_table(name: &str) -> Option<&'static Table> {
    input_tables().find(|t| t.name == name)
}
