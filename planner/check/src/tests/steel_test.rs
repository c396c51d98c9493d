//! Both accountings on the case of `docs/accounting.md`.

use super::steel::{Figures, ON_PAPER, closed, continent, direct};
use crate::rows::{Direction, FlowRow};
use crate::{Recomputed, Tolerances, recompute};
use data::model::Accounting;
use proptest::prelude::*;

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * b.abs().max(1.0)
}

fn of(figures: &Figures, accounting: Accounting) -> Recomputed {
    let rows = match accounting {
        Accounting::Closed => closed(figures),
        Accounting::Direct => direct(figures),
    };
    recompute(&continent(figures), accounting, &rows, &Tolerances::default())
}

/// Electricity: mill 100 t * 4 GJ = 400 GJ, road 100 t * 200 km * 0.001 GJ/t-km = 20 GJ, together 420 GJ.
/// Coal: power 420 GJ * 0.1 t/GJ = 42 t, feedstock 100 t * 0.5 t/t = 50 t, together 92 t.
/// Closed: 92 t * 25 GJ/t = 2300 GJ.
#[test]
fn closed_accounting_is_the_coal_mined() {
    let found = of(&ON_PAPER, Accounting::Closed);
    assert_eq!(found.faults, vec![]);
    assert!(near(found.objective_gj, 2300.0));
    assert!(found.lower_bound_gj <= 2300.0 && near(found.lower_bound_gj, 2300.0));
    assert!(found.gap.abs() < 1e-12);
}

/// Direct: mill 400 GJ, road 20 GJ, together 420 GJ; what the plant would lose and what the coal holds is not there.
#[test]
fn direct_accounting_is_the_energy_used() {
    let found = of(&ON_PAPER, Accounting::Direct);
    assert_eq!(found.faults, vec![]);
    assert!(near(found.objective_gj, 420.0));
    assert!(found.lower_bound_gj <= 420.0 && near(found.lower_bound_gj, 420.0));
}

/// Closed 2300 GJ less feedstock 50 t * 25 GJ/t = 1250 GJ is 1050 GJ, the heat of the 42 t of coal burnt. Direct
/// counts the 420 GJ of electricity made from it. The difference of 630 GJ is what the plant loses.
#[test]
fn the_accountings_differ_by_the_energy_chain() {
    let whole = of(&ON_PAPER, Accounting::Closed).objective_gj;
    let used = of(&ON_PAPER, Accounting::Direct).objective_gj;
    let feedstock = 100.0 * 0.5 * 25.0;
    let lost_in_the_plant = 42.0 * 25.0 - 420.0;
    assert!(near(whole - feedstock - used, lost_in_the_plant));
}

/// A plant without losses burns 1/25 t of coal for 1 GJ: primary energy per GJ of electricity is 1 GJ. Then closed
/// is 66.8 t * 25 GJ/t = 1670 GJ, less feedstock 1250 GJ is 420 GJ: direct.
#[test]
fn the_accountings_agree_when_the_chain_is_free() {
    let lossless = Figures {
        coal_per_gj: 1.0 / 25.0,
        ..ON_PAPER
    };
    let whole = of(&lossless, Accounting::Closed);
    let used = of(&lossless, Accounting::Direct);
    assert_eq!(whole.faults, vec![]);
    assert!(near(whole.objective_gj, 1670.0));
    assert!(near(whole.objective_gj - 1250.0, used.objective_gj));
}

prop_compose! {
    fn any_figures()(
        coal_content_gj in 10.0..40.0_f64,
        coal_per_gj in 0.03..0.5_f64,
        feedstock_t in 0.01..2.0_f64,
        mill_gj in 0.1..50.0_f64,
        road_gj_per_t_km in 1e-4..1e-2_f64,
        road_km in 1.0..5000.0_f64,
        asked_t in 1.0..1e7_f64,
    ) -> Figures {
        Figures { coal_content_gj, coal_per_gj, feedstock_t, mill_gj, road_gj_per_t_km, road_km, asked_t }
    }
}

proptest! {
    #[test]
    fn any_figures_give_a_plan_that_passes(figures in any_figures()) {
        for accounting in [Accounting::Closed, Accounting::Direct] {
            let found = of(&figures, accounting);
            prop_assert_eq!(&found.faults, &vec![]);
            prop_assert!(found.lower_bound_gj <= found.objective_gj * (1.0 + 1e-15));
            prop_assert!(found.gap.abs() < 1e-12);
            prop_assert!(found.gap_causes.is_empty());
        }
    }
}

/// The same plan along the same road, written down the other way round: the posting stands where it is entered.
#[test]
fn a_backward_flow_is_posted_where_it_departs() {
    let mut turned = continent(&ON_PAPER);
    let link = &mut turned.links[0];
    std::mem::swap(&mut link.from, &mut link.to);
    let mut rows = direct(&ON_PAPER);
    rows.flows[0].direction = Direction::Backward;
    let found = recompute(&turned, Accounting::Direct, &rows, &Tolerances::default());
    assert_eq!(found.faults, vec![]);
}

/// 5 t of steel back and forth: one posting for both directions, at the node of the forward flow.
#[test]
fn both_directions_are_one_posting() {
    let mut rows = direct(&ON_PAPER);
    rows.flows[0].amount += 5.0;
    rows.flows.push(FlowRow {
        direction: Direction::Backward,
        amount: 5.0,
        ..rows.flows[0]
    });
    let wasted_gj = 10.0 * ON_PAPER.road_gj();
    rows.ledger[1].energy_gj += wasted_gj;
    rows.embodied[0].stages_gj[2] += wasted_gj;
    rows.embodied[0].total_gj += wasted_gj;
    let found = recompute(&continent(&ON_PAPER), Accounting::Direct, &rows, &Tolerances::default());
    assert_eq!(found.faults, vec![]);
    assert!(near(found.objective_gj, 420.0 + wasted_gj));
    // Waste that the prices know of is the whole gap, and named.
    let causes: f64 = found.gap_causes.iter().map(|c| c.energy_gj).sum();
    assert!((causes - wasted_gj).abs() < 1e-9);
    assert!(
        found.gap_causes[0]
            .what
            .starts_with("flow of steel on link road-1 backward")
    );
}
