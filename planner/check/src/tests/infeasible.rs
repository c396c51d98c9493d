//! A proof that there is no plan.

use super::build::site;
use super::steel;
use crate::recompute_infeasibility;
use crate::rows::*;
use data::model::*;

/// The mill must make 10 t but the mine is shut: coal priced at 1 shows that 5 t of it would be needed from nothing.
fn shut_mine() -> Continent {
    let mut continent = steel::continent(&steel::ON_PAPER);
    continent.sites[0] = site("mine", 0, steel::WORKS, 0.0);
    continent.sites[2].minimum_per_year = 10.0;
    continent
}

fn coal_at(price_gj: f64) -> Vec<PriceRow> {
    vec![PriceRow {
        period: steel::YEAR,
        row: PricedRow::Balance(NodeIndex(steel::WORKS), CommodityIndex(steel::COAL)),
        price_gj,
    }]
}

#[test]
fn a_farkas_certificate_is_verified() {
    let (value, faults) = recompute_infeasibility(&shut_mine(), Accounting::Closed, &coal_at(1.0));
    assert!((value - 5.0).abs() < 1e-12);
    assert_eq!(faults, vec![]);
}

#[test]
fn a_false_one_is_not() {
    for price in [0.0, -1.0] {
        let (_, faults) = recompute_infeasibility(&shut_mine(), Accounting::Closed, &coal_at(price));
        assert_eq!(faults[0].kind(), "not_proven_infeasible");
    }
    // With the mine open the same prices prove nothing.
    let open = steel::continent(&steel::ON_PAPER);
    let (_, faults) = recompute_infeasibility(&open, Accounting::Closed, &coal_at(1.0));
    assert_eq!(faults[0].kind(), "not_proven_infeasible");
}
