//! Energy and resource use of one unit of each decision: what it adds to the objective, what it burns.

use crate::network::{Arc, Network};
use data::model::{Accounting, AreaIndex, Carriage, CommodityIndex, Continent, Process, Quantity, ResourceUse, Store};

/// What moving one unit costs: a figure in the objective, a draw on a carrier, or both nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cost {
    /// GJ in the objective per unit.
    pub(super) objective_gj: f64,
    /// Carrier drawn per unit, in the carrier's unit.
    pub(super) burn: Option<Quantity>,
}

/// Splits an energy use into a posting or a draw: closed accounting draws the carrier where there is one.
fn split(continent: &Continent, accounting: Accounting, carrier: Option<CommodityIndex>, energy_gj: f64) -> Cost {
    match (accounting, carrier) {
        (Accounting::Closed, Some(carrier)) if energy_gj > 0.0 => {
            let amount = energy_gj / continent[carrier].energy_content_gj;
            Cost {
                objective_gj: 0.0,
                burn: Some(Quantity {
                    commodity: carrier,
                    amount,
                }),
            }
        }
        _ => Cost {
            objective_gj: energy_gj,
            burn: None,
        },
    }
}

/// Cost of moving one unit along an arc.
pub(super) fn moving(network: &Network<'_>, accounting: Accounting, arc: &Arc, carriage: &Carriage) -> Cost {
    let energy_gj = network.moving_energy_gj(arc, carriage.commodity, carriage.energy_factor);
    split(
        network.continent,
        accounting,
        network.continent[arc.mode].carrier,
        energy_gj,
    )
}

/// Cost of putting one unit into a store or taking one out.
pub(super) fn storing(continent: &Continent, accounting: Accounting, store: &Store) -> Cost {
    split(continent, accounting, store.carrier, store.energy_gj)
}

/// Objective of one unit of activity, GJ.
pub(super) fn activity_gj(continent: &Continent, accounting: Accounting, process: &Process) -> f64 {
    match accounting {
        Accounting::Closed => process.primary_energy_gj,
        Accounting::Direct => {
            let burnt = |burn: &Quantity| burn.amount * continent[burn.commodity].energy_content_gj;
            process.direct_energy_gj + process.burns.iter().map(burnt).sum::<f64>()
        }
    }
}

/// Resource use of moving one unit along an arc: per t-km on links, per tonne on terminals.
pub(super) fn moving_uses(
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
pub(super) fn weight_gj(continent: &Continent, area: AreaIndex, used: ResourceUse) -> f64 {
    let weights = continent
        .weights
        .iter()
        .filter(|w| w.resource == used.resource && continent.is_within(area, w.area));
    weights.map(|weight| weight.energy_gj * used.amount).sum()
}
