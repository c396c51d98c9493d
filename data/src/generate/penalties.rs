//! Shortage penalties: twelve times the dearest plausible energy embodied in a unit.

use super::commodities::{DIESEL, ELECTRICITY};
use super::dice::rounded;
use crate::model::{Commodity, Continent, Process};

/// Penalty over embodied energy.
const FACTOR: f64 = 12.0;
/// Road haulage of every unit at every stage, GJ of diesel per tonne: 1,500 km.
const HAULAGE_GJ_PER_T: f64 = 2.4;
/// Recipes feed each other in loops (fuel for fuel); these fade within a few rounds.
const ROUNDS: usize = 12;

/// Sets the penalty of every commodity.
pub(super) fn set_penalties(continent: &mut Continent) {
    let mut embodied: Vec<f64> = continent
        .commodities
        .iter()
        .map(|c| c.energy_content_gj.max(1.0))
        .collect();
    for _ in 0..ROUNDS {
        let mut next = embodied.clone();
        for process in &continent.processes {
            let spent = spent_gj(process, &embodied);
            for (output, share) in process.outputs.iter().zip(&process.embodied_shares) {
                let delivered =
                    spent * share / output.amount + haulage_gj(continent, &embodied, output.commodity.position());
                let dearest = &mut next[output.commodity.position()];
                *dearest = dearest.max(delivered);
            }
        }
        embodied = next;
    }
    for (commodity, embodied) in continent.commodities.iter_mut().zip(embodied) {
        commodity.shortage_penalty_gj = rounded(FACTOR * embodied, 2);
    }
}

fn spent_gj(process: &Process, embodied: &[f64]) -> f64 {
    let drawn = process.inputs.iter().chain(&process.burns);
    let material: f64 = drawn.map(|q| q.amount * embodied[q.commodity.position()]).sum();
    material + process.primary_energy_gj + process.direct_energy_gj
}

fn haulage_gj(continent: &Continent, embodied: &[f64], position: usize) -> f64 {
    let per_gj = |k: &Commodity, position: usize| embodied[position] / k.energy_content_gj;
    let commodity = &continent.commodities[position];
    if commodity.mass_t > 0.0 {
        commodity.mass_t * HAULAGE_GJ_PER_T * per_gj(&continent[DIESEL], DIESEL.position())
    } else {
        // A fifth of what was sent may be lost on the grid.
        embodied[ELECTRICITY.position()] * 0.2
    }
}
