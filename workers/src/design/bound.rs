//! The Lagrangian bound, and the ways that prove it.

use super::Design;
use super::shortest::{Leaving, Search};
use std::collections::BTreeMap;

/// What a sum of so many terms may be off by, relative to the sum of their absolute values: each of them is a product or a sum of
/// two or three rounded figures, or the length of a way of at most as many arcs as there are nodes.
#[allow(clippy::cast_precision_loss, reason = "a count of terms")]
fn rounding(design: &Design, prices: &Prices) -> f64 {
    let forcing: usize = prices.forcing.iter().map(BTreeMap::len).sum();
    let terms = design.goods.len() + 2 * design.arcs.len() + design.nodes + forcing + 10;
    2.0 * terms as f64 * f64::EPSILON
}

/// What limits and forcing rows charge; none of it is negative.
#[derive(Clone, Debug, Default)]
pub(super) struct Prices {
    /// Of a unit of each arc's capacity.
    pub(super) capacity: Vec<f64>,
    /// Of the fraction of a good's demand on an arc, by good: those above zero.
    pub(super) forcing: Vec<BTreeMap<usize, f64>>,
}

/// The shortest way of a good at some prices.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) good: usize,
    /// Its arcs, sorted.
    pub(super) arcs: Vec<usize>,
    /// What all of the good's demand is charged on it.
    pub(super) length: f64,
}

/// What prices prove.
#[derive(Debug)]
pub(super) struct Priced {
    /// No plan costs less. Minus infinity where a good has no way at all and nothing may be short.
    pub(super) bound: f64,
    /// The shortest way of each good that has one.
    pub(super) ways: Vec<Way>,
}

/// Prices every good and every arc. A good may be short at `charge` of its whole demand each, if charges are given.
pub(super) fn price(design: &Design, leaving: &Leaving, prices: &Prices, charges: &[f64]) -> Priced {
    let mut search = Search::default();
    let mut length = vec![0.0; design.arcs.len()];
    let mut arcs = Vec::new();
    let (mut sum, mut size) = (0.0_f64, 0.0_f64);
    let mut ways = Vec::new();
    for (number, good) in design.goods.iter().enumerate() {
        for ((length, arc), price) in length.iter_mut().zip(&design.arcs).zip(&prices.capacity) {
            *length = good.demand * (arc.cost + price);
        }
        for (arc, price) in &prices.forcing[number] {
            length[*arc] += price;
        }
        let shortest = search.way(design, leaving, &length, [good.origin, good.destination], &mut arcs);
        let least = shortest.unwrap_or(f64::INFINITY).min(charges[number]);
        sum += least;
        size += least;
        if let Some(length) = shortest {
            arcs.sort_unstable();
            ways.push(Way {
                good: number,
                arcs: arcs.clone(),
                length,
            });
        }
    }
    let (open, terms) = open_arcs(design, prices);
    Priced {
        bound: sum + open - rounding(design, prices) * (size + terms),
        ways,
    }
}

/// What arcs add when each is open where that gains, and the sum of the absolute terms.
fn open_arcs(design: &Design, prices: &Prices) -> (f64, f64) {
    let mut gain: Vec<f64> = design.arcs.iter().map(|arc| arc.fixed_cost).collect();
    let mut size: f64 = gain.iter().sum();
    for ((gain, arc), price) in gain.iter_mut().zip(&design.arcs).zip(&prices.capacity) {
        *gain -= arc.capacity * price;
        size += arc.capacity * price;
    }
    for (good, forcing) in prices.forcing.iter().enumerate() {
        for (arc, price) in forcing {
            let charged = design.most(*arc, good) * price;
            gain[*arc] -= charged;
            size += charged;
        }
    }
    (gain.iter().map(|gain| gain.min(0.0)).sum(), size)
}
