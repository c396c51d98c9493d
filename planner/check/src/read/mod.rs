//! The tables of a plan folder as rows with typed indices. What cannot be read or understood is a fault.

mod accounts;
mod amounts;
mod content;
mod ids;
mod sheet;

pub(crate) use content::content_hash;
pub(crate) use ids::Ids;

use crate::fault::Faults;
use crate::rows::PlanRows;
use data::model::Continent;
use std::path::Path;

/// Reads all tables of a plan.
pub(crate) fn plan_rows(folder: &Path, continent: &Continent, faults: &mut Faults) -> PlanRows {
    let ids = Ids::new(continent);
    PlanRows {
        flows: amounts::flows(folder, &ids, faults),
        production: amounts::production(folder, &ids, faults),
        storage: amounts::storage(folder, &ids, faults),
        shortages: amounts::places(folder, "shortages", &ids, faults),
        spills: amounts::places(folder, "spills", &ids, faults),
        trade: amounts::trade(folder, &ids, faults),
        prices: accounts::prices(folder, &ids, faults),
        ledger: accounts::ledger(folder, &ids, faults),
        embodied: accounts::embodied(folder, &ids, faults),
    }
}

/// Reads the prices alone, all that a proof of infeasibility needs.
pub(crate) fn prices_alone(folder: &Path, continent: &Continent, faults: &mut Faults) -> PlanRows {
    PlanRows {
        prices: accounts::prices(folder, &Ids::new(continent), faults),
        ..PlanRows::default()
    }
}
