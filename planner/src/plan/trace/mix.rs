//! What passes a pool, by origin.

use super::pools::Move;
use super::stages::{LOSS, stage_of};

/// A part of a mix smaller than this is added to the largest part: solver noise would otherwise spread every origin
/// everywhere.
const SMALLEST_PART: f64 = 1e-12;

/// What passes a pool from one origin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Part {
    /// Position of the origin in the commodity's list.
    pub(super) origin: u32,
    /// Amount, units of the commodity.
    pub(super) amount: f64,
    /// Energy by stage, GJ.
    pub(super) stages: [f64; 5],
}

/// What passes a pool, sorted by origin.
pub(super) type Mix = Vec<Part>;

/// Amount of all origins.
pub(super) fn amount_of(mix: &[Part]) -> f64 {
    mix.iter().map(|part| part.amount).sum()
}

/// What arrives of `part` when `fraction` of its pool departs on `step`, and `spent_gj` of the energy of the move
/// falls to it. What is lost leaves its energy with what arrives, as loss.
pub(super) fn carried(step: &Move, part: &Part, fraction: f64, spent_gj: f64) -> Part {
    let arrives = fraction * step.keep;
    let mut stages = part.stages.map(|stage| stage * arrives);
    let lost: f64 = part.stages[..LOSS].iter().sum::<f64>() * fraction * (1.0 - step.keep);
    stages[LOSS] = part.stages[LOSS] * fraction + lost;
    stages[stage_of(step.kind)] += spent_gj;
    Part {
        origin: part.origin,
        amount: part.amount * arrives,
        stages,
    }
}

/// Sums parts by origin; one for all pools of a commodity, so that its memory is used again.
pub(super) struct Gatherer {
    by_origin: Vec<Part>,
    touched: Vec<u32>,
}

impl Gatherer {
    /// For a commodity with that many origins.
    pub(super) fn new(origins: usize) -> Self {
        let empty = |origin| Part {
            origin,
            ..Part::default()
        };
        Self {
            by_origin: (0..origins as u32).map(empty).collect(),
            touched: Vec::new(),
        }
    }

    /// Adds a part.
    pub(super) fn add(&mut self, part: &Part) {
        let sum = &mut self.by_origin[part.origin as usize];
        let is_empty = sum.amount == 0.0 && sum.stages == [0.0; 5];
        if is_empty {
            self.touched.push(part.origin);
        }
        sum.amount += part.amount;
        for (stage, added) in sum.stages.iter_mut().zip(part.stages) {
            *stage += added;
        }
    }

    /// The sums so far, which are forgotten.
    pub(super) fn take(&mut self) -> Mix {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        touched.dedup();
        let mix = touched.iter().map(|&origin| {
            let empty = Part {
                origin,
                ..Part::default()
            };
            std::mem::replace(&mut self.by_origin[origin as usize], empty)
        });
        let mix = mix.collect();
        touched.clear();
        self.touched = touched;
        mix
    }
}

/// Adds the parts that are too small to matter to the largest one; nothing is lost from the sum.
pub(super) fn without_specks(mut mix: Mix) -> Mix {
    let floor = amount_of(&mix) * SMALLEST_PART;
    let largest = mix
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.amount.total_cmp(&b.1.amount))
        .map(|(i, _)| i);
    let Some(largest) = largest.filter(|_| mix.iter().any(|part| part.amount < floor)) else {
        return mix;
    };
    let mut kept = mix[largest];
    for (position, part) in mix.iter().enumerate() {
        if position != largest && part.amount < floor {
            kept.amount += part.amount;
            kept.stages
                .iter_mut()
                .zip(part.stages)
                .for_each(|(stage, added)| *stage += added);
        }
    }
    mix[largest] = kept;
    mix.retain(|part| part.amount >= floor);
    mix
}
