//! Resource use of one unit of each decision. What it spends in energy stands in [`crate::plan::terms`], which the ledger
//! uses as well; the checker has formulas of its own.

use crate::network::{Arc, Network};
use data::model::{AreaIndex, CommodityIndex, Continent, ResourceUse};

/// Resource use of moving one unit along an arc: per t-km on links, per tonne on terminals.
pub(crate) fn moving_uses(
    network: &Network<'_>,
    arc: &Arc,
    commodity: CommodityIndex,
) -> impl Iterator<Item = ResourceUse> {
    let continent = network.continent;
    let link = &continent[arc.link];
    let extent = if link.is_terminal { 1.0 } else { link.length_km };
    let tonnes = continent[commodity].mass_t;
    let uses = continent[arc.mode].resource_uses.iter();
    uses.map(move |used| ResourceUse {
        resource: used.resource,
        amount: used.amount * tonnes * extent,
    })
}

/// Energy that policies charge for a resource use in an area, GJ.
pub(crate) fn weight_gj(continent: &Continent, area: AreaIndex, used: ResourceUse) -> f64 {
    let weights = continent
        .weights
        .iter()
        .filter(|w| w.resource == used.resource && continent.is_within(area, w.area));
    weights.map(|weight| weight.energy_gj * used.amount).sum()
}
