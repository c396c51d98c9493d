//! What the continent makes and uses: goods and recipes, sites, demand, trade, stores, budgets, time.
//!
//! Invariant: every figure comes from a raw table or from `figures/`, and every row names its source.

pub mod balance;
pub mod budgets;
pub mod calendar;
pub mod catalogue;
pub mod farming;
pub mod figures;
pub mod metals;
pub mod placing;
pub mod plants;
pub mod power;
pub mod rows;
pub mod stores;
pub mod tables;
pub mod trade;
pub mod urban;

use crate::error::AssembleError;
use crate::places::Places;
use crate::write::Table;
use balance::Line;
use catalogue::Catalogue;
use placing::Placing;
use rows::Rows;
use std::path::Path;

/// Assembles every table but areas, nodes, links and terminals; may add works to the places.
///
/// # Errors
/// If a raw table cannot be read or used.
pub fn assemble(raw: &Path, places: &mut Places) -> Result<Vec<Table>, AssembleError> {
    let catalogue = Catalogue::read()?;
    let rows = rows_of(raw, places, &catalogue)?;
    let mut tables = tables::catalogue_tables(&catalogue)?;
    tables.extend(rows.tables());
    let (budgets, shapes_of_budgets) = budgets::budgets(&catalogue, places, &rows)?;
    tables.push(budgets);
    tables.push(calendar::periods());
    let shapes = calendar::shapes()?.into_iter().chain(shapes_of_budgets);
    tables.push(calendar::profiles(&shapes.collect::<Vec<_>>()));
    Ok(tables)
}

/// Capacity against requirement of every commodity; see [`balance`].
///
/// # Errors
/// If a raw table cannot be read or used.
pub fn balance_of(raw: &Path, places: &mut Places) -> Result<Vec<Line>, AssembleError> {
    let catalogue = Catalogue::read()?;
    let rows = rows_of(raw, places, &catalogue)?;
    Ok(balance::balance(&catalogue, &rows))
}

/// Sites, stores, demand and trade. The order matters: works added for one are there for the next, companions stand
/// beside sites, heating follows the heat asked for.
fn rows_of(raw: &Path, places: &mut Places, catalogue: &Catalogue) -> Result<Rows, AssembleError> {
    let mut rows = Rows::default();
    let mut placing = Placing::new(places, catalogue);
    plants::add_plants(&mut placing, &mut rows)?;
    metals::add_steel(raw, &mut placing, &mut rows)?;
    metals::add_cement(raw, &mut placing, &mut rows)?;
    power::add_power(raw, &mut placing, &mut rows)?;
    farming::add_farming(raw, &mut placing, &mut rows)?;
    plants::add_companions(&mut rows)?;
    let cities = urban::cities(&placing);
    urban::add_demand(&placing, &cities, &mut rows)?;
    urban::add_services(&placing, &cities, &mut rows)?;
    trade::add_trade(&placing, &mut rows)?;
    stores::add_stores(&placing, &mut rows)?;
    Ok(rows)
}
