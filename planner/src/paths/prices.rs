//! What arcs cost in a plan: its shadow prices of capacities, budgets and carriers, and what policies charge.
//!
//! A row that the plan's table does not list has price 0: the table leaves zeros out. Prices of limits only ever charge, and
//! a carrier is never worth less than nothing; what solvers leave on the other side of zero is rounding.
//!
//! Invariant: no price is below zero or no number; an arc without capacity in a period is closed in it.

use crate::decompose::space::Space;
use crate::plan::rows::PricedRow;
use crate::plan::show::PriceBook;
use data::model::{NodeIndex, PeriodIndex};
use workers::pricing::{ArcPrice, ArcPrices};

/// Prices of the arcs of a space in a period.
pub(super) fn arc_prices(space: &Space<'_>, book: &PriceBook, period: PeriodIndex) -> ArcPrices {
    let price = |arc: usize| {
        let carrier_gj = space.carriers[arc].map_or(1.0, |carrier| {
            let tail = NodeIndex(space.topology.tails[arc]);
            book.of(PricedRow::Balance(tail, carrier), period).max(0.0)
        });
        let budgets = space.budgets_per_t[arc].iter();
        let charged = |row: PricedRow| (-book.of(row, period)).max(0.0);
        let budgets_gj: f64 = budgets
            .map(|(budget, per_t)| per_t * charged(PricedRow::Budget(*budget)))
            .sum();
        let link = space.links[arc];
        let is_open = space.capacity(link, period) > 0.0;
        ArcPrice {
            energy: space.energy_per_t[arc] * carrier_gj,
            tonne: space.weights_per_t[arc] + budgets_gj,
            toll: if is_open {
                charged(PricedRow::Link(link))
            } else {
                f64::INFINITY
            },
        }
    };
    (0..space.arcs.len()).map(price).collect()
}
