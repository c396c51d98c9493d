//! An area: what it supplies, uses and exchanges, what it spends, and what its borders are worth.

use super::index::PlanIndex;
use super::words::Named;
use crate::plan::show::{Cell, StatTable};
use data::model::{AreaIndex, NodeKind};
use serde::Serialize;
use utoipa::ToSchema;

/// An area in the plan.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AreaView {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The areas it lies in, the smallest first.
    pub within: Vec<Named>,
    /// The areas directly below it.
    pub areas: Vec<Named>,
    /// Urbanates in it, the largest first.
    pub urbanates: Vec<Named>,
    /// Energy posted in it, one row.
    pub energy: StatTable,
    /// Supply, withdrawal and net transfer by commodity.
    pub goods: StatTable,
    /// What enters or leaves it over its borders, at the prices on either side; a row a pair of leaf areas and a commodity.
    pub borders: StatTable,
}

impl PlanIndex<'_> {
    /// An area over all periods.
    #[must_use]
    pub fn area(&self, area: AreaIndex) -> AreaView {
        let continent = self.continent();
        let record = &continent[area];
        let below = continent.areas.iter().filter(|a| a.parent == Some(area));
        let mut within = self.areas_of(area);
        within.remove(0);
        let here = |row: &Vec<Cell>| row[0] == Cell::Word(record.id.clone());
        AreaView {
            id: record.id.clone(),
            name: record.name.clone(),
            within,
            areas: below.map(|a| Named::new(&a.id, &a.name)).collect(),
            urbanates: self.urbanates_in(area),
            energy: only(self.table("area_energy"), here),
            goods: only(self.table("areas"), here),
            borders: only(self.table("borders"), |row| {
                self.is_inside(&row[0], area) != self.is_inside(&row[2], area)
            }),
        }
    }

    /// Whether the leaf area that a cell names lies within an area.
    fn is_inside(&self, leaf: &Cell, area: AreaIndex) -> bool {
        let Cell::Word(id) = leaf else { return false };
        self.lookup
            .area(id)
            .is_ok_and(|leaf| self.continent().is_within(leaf, area))
    }

    fn urbanates_in(&self, area: AreaIndex) -> Vec<Named> {
        let continent = self.continent();
        let nodes = continent.nodes.iter().filter(|n| n.kind == NodeKind::Urbanate);
        let mut inside: Vec<_> = nodes.filter(|n| continent.is_within(n.area, area)).collect();
        inside.sort_by(|a, b| b.population.total_cmp(&a.population).then_with(|| a.id.cmp(&b.id)));
        inside.into_iter().map(|n| Named::new(&n.id, &n.name)).collect()
    }
}

/// A table with only the rows that `is_wanted` admits.
fn only(table: Option<&StatTable>, is_wanted: impl Fn(&Vec<Cell>) -> bool) -> StatTable {
    let mut kept = table.cloned().unwrap_or_else(|| crate::plan::show::table("", "", &[]));
    kept.rows.retain(is_wanted);
    kept
}
