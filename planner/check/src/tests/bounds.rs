//! The safe bound: never above the optimum, whatever the prices; and the reasons when it is poor.

use super::{steel, valley};
use crate::rows::*;
use crate::{Recomputed, Tolerances, recompute};
use data::model::*;
use proptest::prelude::*;

fn check(rows: &PlanRows) -> Recomputed {
    recompute(&valley::continent(), Accounting::Closed, rows, &Tolerances::default())
}

proptest! {
    /// Weak duality: prices disturbed in any way prove less, never more.
    #[test]
    fn no_prices_prove_more_than_the_optimum(
        factors in prop::collection::vec(-3.0..3.0_f64, 15),
        is_small in any::<bool>(),
    ) {
        let mut rows = valley::plan();
        for (price, factor) in rows.prices.iter_mut().zip(factors) {
            price.price_gj *= if is_small { 1.0 + factor * 1e-12 } else { factor };
        }
        let found = check(&rows);
        prop_assert!(found.lower_bound_gj <= valley::objective_gj());
        prop_assert!(found.gap >= -1e-14);
    }

    /// Prices on rows that the plan does not use are of no help either.
    #[test]
    fn prices_anywhere_prove_no_more(node in 0_u32..3, commodity in 0_u32..4, period in 0_u32..2, price_gj in -1e3..1e3_f64) {
        let mut rows = valley::plan();
        let row = PricedRow::Balance(NodeIndex(node), CommodityIndex(commodity));
        let period = PeriodIndex(period);
        rows.prices.retain(|p| p.row != row || p.period != period);
        rows.prices.push(PriceRow { period, row, price_gj });
        prop_assert!(check(&rows).lower_bound_gj <= valley::objective_gj());
    }
}

#[test]
fn a_price_of_the_wrong_sign_on_a_limit_counts_as_none() {
    let mut rows = valley::plan();
    let good = check(&rows).lower_bound_gj;
    rows.prices.push(PriceRow {
        period: PeriodIndex(1),
        row: PricedRow::Budget(BudgetIndex(0)),
        price_gj: 7.0,
    });
    assert!((check(&rows).lower_bound_gj - good).abs() < 1e-9);
}

#[test]
fn without_prices_the_bound_is_what_must_be_spent() {
    let mut rows = valley::plan();
    rows.prices.clear();
    // The least imports of medicine, 5 t at 3 GJ, must be made under any plan.
    let found = check(&rows);
    assert!((found.lower_bound_gj - 15.0).abs() < 1e-12);
    assert!(!found.gap_causes.is_empty());
}

/// The electricity price at the works 1 GJ too high: the plant could make 4,200 GJ of it (ten times what it makes) at
/// a gain of 1 GJ each, of which 420 GJ are planned and steel is dearer for it.
#[test]
fn the_cause_of_a_poor_bound_is_named() {
    let figures = steel::ON_PAPER;
    let mut rows = steel::closed(&figures);
    rows.prices[1].price_gj += 1.0;
    let found = recompute(
        &steel::continent(&figures),
        Accounting::Closed,
        &rows,
        &Tolerances::default(),
    );
    let first = &found.gap_causes[0];
    assert!(first.what.starts_with("activity of site plant in year"), "{first:?}");
    assert!((first.energy_gj - (4200.0 - 420.0)).abs() < 1e-6);
    let told: f64 = found.gap_causes.iter().map(|c| c.energy_gj).sum();
    assert!((told - (found.objective_gj - found.lower_bound_gj)).abs() < 1e-6);
}
