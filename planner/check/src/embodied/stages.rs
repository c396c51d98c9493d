//! No stage has more energy in what is delivered than the ledger holds of it.
//!
//! Under direct accounting nothing but losses moves energy from one stage to another, and they only take from the first four. Under
//! closed accounting what is burnt brings the energy of its own making to the stage that burns it, so there is no such limit.

use super::STAGES;
use crate::fault::{Fault, Faults};
use crate::interval::Interval;
use crate::ledger::LedgerFigures;
use crate::options::{ONE_JOULE_GJ, Tolerances, differs};
use crate::rows::EmbodiedRow;
use crate::sum::IntervalSum;
use data::model::Accounting;

pub(super) fn compare(
    accounting: Accounting,
    rows: &[&EmbodiedRow],
    ledger: &LedgerFigures,
    tolerances: &Tolerances,
    faults: &mut Faults,
) {
    if accounting == Accounting::Closed {
        return;
    }
    let scale = ledger.embodied_gj.least_size().max(ONE_JOULE_GJ);
    for (stage, spent) in ledger.stages_gj.into_iter().enumerate() {
        let stated: Interval = rows
            .iter()
            .map(|row| row.stages_gj[stage])
            .collect::<IntervalSum>()
            .value();
        if stated.low > spent.high && differs(stated, spent, tolerances.embodied, scale) {
            faults.push(Fault::EmbodiedStage {
                stage: STAGES[stage].to_owned(),
                stated_gj: stated.middle(),
                spent_gj: spent.middle(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{Origin, Sink};
    use data::model::{CommodityIndex, NodeIndex, PeriodIndex, SiteIndex};

    fn kinds(accounting: Accounting, stages_gj: [f64; 5]) -> Vec<String> {
        let row = EmbodiedRow {
            period: PeriodIndex(0),
            sink: Sink::Demand,
            node: NodeIndex(0),
            commodity: CommodityIndex(0),
            origin: Origin::Site(SiteIndex(0)),
            amount: 1.0,
            share: 1.0,
            stages_gj,
            total_gj: stages_gj.iter().sum(),
        };
        let ledger = LedgerFigures {
            residual_gj: Interval::ZERO,
            embodied_gj: Interval::exactly(20.0),
            stages_gj: [8.0, 6.0, 4.0, 2.0].map(Interval::exactly),
        };
        let mut faults = Faults::default();
        compare(accounting, &[&row], &ledger, &Tolerances::default(), &mut faults);
        faults.into_list().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_stage_has_what_was_spent_in_it_less_what_was_lost() {
        assert!(kinds(Accounting::Direct, [8.0, 6.0, 4.0, 2.0, 0.0]).is_empty());
        assert!(kinds(Accounting::Direct, [7.0, 6.0, 4.0, 1.0, 2.0]).is_empty());
        let found = kinds(Accounting::Direct, [7.0, 6.0, 5.0, 2.0, 0.0]);
        assert!(
            found.len() == 1 && found[0].contains("5 GJ under transport"),
            "{found:?}"
        );
        // What is burnt brings the energy of its making.
        assert!(kinds(Accounting::Closed, [7.0, 6.0, 5.0, 2.0, 0.0]).is_empty());
    }
}
