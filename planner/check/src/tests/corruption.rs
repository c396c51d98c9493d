//! A thousand seeded corruptions of the valley plan: every one is found from figures alone, without hashes.

use super::{claims, valley};
use crate::rows::*;
use data::model::*;
use proptest::prelude::*;
use proptest::sample::Index;

/// One change to a plan.
#[derive(Clone, Debug)]
enum Corruption {
    Flow(Index, f64),
    FlowLost(Index),
    FlowTurned(Index),
    FlowMoved(Index, Index),
    Activity(Index, f64),
    ActivitiesSwapped(Index),
    Stored(Index, usize, f64),
    Shortage(Index, f64),
    Spill(Index, f64),
    Traded(Index, f64),
    Price(Index, f64),
    PriceLost(Index),
    Posting(Index, f64),
    PostingLost(Index),
    PostingsSwapped(Index),
    Origin(Index, f64),
    Stage(Index, usize, f64),
}

/// A factor that is not 1: a change of a thousandth at least.
fn factor() -> impl Strategy<Value = f64> {
    prop_oneof![0.0..0.999_f64, 1.001..3.0_f64]
}

fn corruption() -> impl Strategy<Value = Corruption> {
    use Corruption::*;
    let at = any::<Index>;
    prop_oneof![
        (at(), factor()).prop_map(|(i, f)| Flow(i, f)),
        at().prop_map(FlowLost),
        at().prop_map(FlowTurned),
        (at(), at()).prop_map(|(i, j)| FlowMoved(i, j)),
        (at(), factor()).prop_map(|(i, f)| Activity(i, f)),
        at().prop_map(ActivitiesSwapped),
        (at(), 0_usize..3, factor()).prop_map(|(i, part, f)| Stored(i, part, f)),
        (at(), factor()).prop_map(|(i, f)| Shortage(i, f)),
        (at(), factor()).prop_map(|(i, f)| Spill(i, f)),
        (at(), factor()).prop_map(|(i, f)| Traded(i, f)),
        (at(), factor()).prop_map(|(i, f)| Price(i, f)),
        at().prop_map(PriceLost),
        (at(), factor()).prop_map(|(i, f)| Posting(i, f)),
        at().prop_map(PostingLost),
        at().prop_map(PostingsSwapped),
        (at(), factor()).prop_map(|(i, f)| Origin(i, f)),
        (at(), 0_usize..5, factor()).prop_map(|(i, stage, f)| Stage(i, stage, f)),
    ]
}

/// Multiplies a figure; a figure of 0 becomes the factor itself.
fn change(figure: &mut f64, factor: f64) {
    *figure = if *figure == 0.0 {
        factor.max(0.5)
    } else {
        *figure * factor
    };
}

/// Whether a price times the factor proves less. Fish is short to the last tonne: any price from its penalty up proves
/// the same. The canal carries one commodity one way, so its capacity is that flow's bound too: any price from none to
/// its own proves the same.
fn matters(row: PricedRow, factor: f64) -> bool {
    match row {
        PricedRow::Balance(_, CommodityIndex(valley::FISH)) => factor < 1.0,
        PricedRow::Link(_) => factor > 1.0,
        _ => true,
    }
}

/// Makes the change; false when it would change nothing that can matter.
fn corrupt(rows: &mut PlanRows, corruption: &Corruption) -> bool {
    match corruption {
        Corruption::Flow(i, f) => change(&mut i.get_mut(&mut rows.flows).amount, *f),
        Corruption::FlowLost(i) => {
            rows.flows.remove(i.index(rows.flows.len()));
        }
        Corruption::FlowTurned(i) => i.get_mut(&mut rows.flows).direction = Direction::Backward,
        Corruption::FlowMoved(i, j) => {
            let flow = i.get_mut(&mut rows.flows);
            let link = LinkIndex::from_position(j.index(3));
            let is_moved = flow.link != link;
            flow.link = link;
            return is_moved;
        }
        Corruption::Activity(i, f) => change(&mut i.get_mut(&mut rows.production).activity, *f),
        Corruption::ActivitiesSwapped(i) => {
            let first = i.index(2);
            let kept = rows.production[first].activity;
            rows.production[first].activity = rows.production[first + 1].activity;
            rows.production[first + 1].activity = kept;
        }
        Corruption::Stored(i, part, f) => {
            let row = i.get_mut(&mut rows.storage);
            let figures = [&mut row.charged, &mut row.discharged, &mut row.level];
            change(figures.into_iter().nth(*part).unwrap(), *f);
        }
        Corruption::Shortage(i, f) => change(&mut i.get_mut(&mut rows.shortages).amount, *f),
        Corruption::Spill(i, f) => change(&mut i.get_mut(&mut rows.spills).amount, *f),
        Corruption::Traded(i, f) => change(&mut i.get_mut(&mut rows.trade).amount, *f),
        Corruption::Price(i, f) => {
            let price = i.get_mut(&mut rows.prices);
            change(&mut price.price_gj, *f);
            return matters(price.row, *f);
        }
        Corruption::PriceLost(i) => {
            let lost = rows.prices.remove(i.index(rows.prices.len()));
            return matters(lost.row, 0.0);
        }
        Corruption::Posting(i, f) => change(&mut i.get_mut(&mut rows.ledger).energy_gj, *f),
        Corruption::PostingLost(i) => {
            rows.ledger.remove(i.index(rows.ledger.len()));
        }
        Corruption::PostingsSwapped(i) => {
            let first = i.index(rows.ledger.len() - 1);
            let kept = rows.ledger[first].energy_gj;
            rows.ledger[first].energy_gj = rows.ledger[first + 1].energy_gj;
            rows.ledger[first + 1].energy_gj = kept;
            return (kept - rows.ledger[first].energy_gj).abs() > 1e-6;
        }
        Corruption::Origin(i, f) => change(&mut i.get_mut(&mut rows.embodied).share, *f),
        Corruption::Stage(i, stage, f) => change(&mut i.get_mut(&mut rows.embodied).stages_gj[*stage], *f),
    }
    true
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_corruption_is_found(corruption in corruption()) {
        let mut rows = valley::plan();
        prop_assume!(corrupt(&mut rows, &corruption));
        let faults = claims::faults_of(&claims::certificate(), &rows);
        prop_assert!(!faults.is_empty(), "{corruption:?} was not found");
    }
}
