//! Embodied energy: what reached each sink is what the plan delivers, its origins' shares are whole, and all of it
//! together is the ledger.
//!
//! The checker does not trace flows itself: any rule of sharing where flows mix passes, as long as nothing is lost
//! or counted twice, nothing is below zero, no origin gives more than it makes, and no stage has more than was spent in it.

mod deliveries;
mod origins;
mod stages;

use crate::amounts::Amounts;
use crate::describe;
use crate::fault::{Fault, Faults};
use crate::interval::Interval;
use crate::ledger::LedgerFigures;
use crate::options::{ONE_JOULE_GJ, Tolerances, differs};
use crate::program::Program;
use crate::rows::{EmbodiedRow, Origin, Sink};
use crate::sum::{IntervalSum, SumDown};
use data::model::{CommodityIndex, NodeIndex, PeriodIndex};
use std::collections::{BTreeMap, BTreeSet};

/// What a row's energies are, in their order.
const STAGES: [&str; 5] = ["extraction", "processing", "transport", "storage", "loss"];

/// A sink: stock is one for the whole calendar, so it has no period.
pub(crate) type SinkKey = (Sink, Option<PeriodIndex>, NodeIndex, CommodityIndex);

#[derive(Default)]
struct Arrived {
    amount: IntervalSum,
    share: IntervalSum,
}

/// Checks the embodied energies against the plan's amounts and the ledger's energy.
pub(crate) fn judge(
    program: &Program<'_>,
    amounts: &Amounts,
    rows: &[EmbodiedRow],
    ledger: &LedgerFigures,
    tolerances: &Tolerances,
    faults: &mut Faults,
) {
    let delivered = deliveries::deliveries(program, amounts);
    let rows = usable(program, rows, faults);
    let arrived = arrived(&rows);
    compare_sinks(program, &arrived, &delivered, tolerances, faults);
    for row in &rows {
        let at_sink = delivered.get(&key_of(row)).map_or(Interval::ZERO, |d| d.amount.value());
        compare_row(program, row, at_sink, tolerances, faults);
    }
    compare_total(&rows, ledger.embodied_gj, tolerances, faults);
    origins::compare(program, amounts, &rows, tolerances, faults);
    stages::compare(program.accounting, &rows, ledger, tolerances, faults);
}

fn key_of(row: &EmbodiedRow) -> SinkKey {
    let period = (row.sink != Sink::Stock).then_some(row.period);
    (row.sink, period, row.node, row.commodity)
}

/// The rows with figures that can be, each once; the others are faults.
fn usable<'a>(program: &Program<'_>, rows: &'a [EmbodiedRow], faults: &mut Faults) -> Vec<&'a EmbodiedRow> {
    let mut seen: BTreeSet<(PeriodIndex, Sink, NodeIndex, CommodityIndex, Origin)> = BTreeSet::new();
    let mut usable = Vec::with_capacity(rows.len());
    for row in rows {
        let energies_are_finite = row.stages_gj.iter().all(|e| e.is_finite()) && row.total_gj.is_finite();
        let bad = [row.amount, row.share]
            .into_iter()
            .find(|figure| !figure.is_finite() || *figure < 0.0)
            .or((!energies_are_finite).then_some(f64::NAN));
        if let Some(amount) = bad {
            faults.push(Fault::BadAmount {
                table: "embodied".to_owned(),
                what: words_of_row(program, row),
                amount,
            });
        } else if !seen.insert((row.period, row.sink, row.node, row.commodity, row.origin)) {
            faults.push(Fault::Duplicate {
                table: "embodied".to_owned(),
                what: words_of_row(program, row),
            });
        } else {
            usable.push(row);
        }
    }
    usable
}

fn arrived(rows: &[&EmbodiedRow]) -> BTreeMap<SinkKey, Arrived> {
    let mut arrived: BTreeMap<SinkKey, Arrived> = BTreeMap::new();
    for row in rows {
        let at_sink = arrived.entry(key_of(row)).or_default();
        at_sink.amount.add(row.amount);
        at_sink.share.add(row.share);
    }
    arrived
}

fn compare_sinks(
    program: &Program<'_>,
    arrived: &BTreeMap<SinkKey, Arrived>,
    delivered: &BTreeMap<SinkKey, deliveries::Delivery>,
    tolerances: &Tolerances,
    faults: &mut Faults,
) {
    let keys: BTreeSet<SinkKey> = arrived.keys().chain(delivered.keys()).copied().collect();
    for key in keys {
        let (expected, scale) = delivered
            .get(&key)
            .map_or((Interval::ZERO, 0.0), |d| (d.amount.value(), d.scale.value()));
        let stated = arrived.get(&key).map_or(Interval::ZERO, |a| a.amount.value());
        if differs(stated, expected, tolerances.embodied, scale.max(tolerances.row_floor)) {
            faults.push(Fault::EmbodiedAmount {
                sink: words_of_sink(program, key),
                stated: stated.middle(),
                expected: expected.middle(),
                unit: program.continent[key.3].unit.symbol().to_owned(),
            });
        }
        if let Some(at_sink) = arrived.get(&key)
            && differs(at_sink.share.value(), 1.0, tolerances.embodied, 1.0)
        {
            faults.push(Fault::EmbodiedShares {
                sink: words_of_sink(program, key),
                sum: at_sink.share.value().middle(),
            });
        }
    }
}

fn compare_row(
    program: &Program<'_>,
    row: &EmbodiedRow,
    at_sink: Interval,
    tolerances: &Tolerances,
    faults: &mut Faults,
) {
    let of_stages = row.stages_gj.iter().copied().collect::<IntervalSum>().value();
    let mut stages_scale = SumDown::default();
    row.stages_gj.iter().for_each(|e| stages_scale.add(e.abs()));
    let of_share = Interval::exactly(row.share) * at_sink;
    let least_passing = at_sink.least_size().max(tolerances.row_floor);
    let figures = [
        ("the total in GJ", row.total_gj, of_stages, stages_scale.value()),
        ("the amount", row.amount, of_share, least_passing),
    ];
    for (stage, stated) in STAGES.iter().zip(row.stages_gj).filter(|(_, stated)| *stated < 0.0) {
        if differs(stated, 0.0, tolerances.embodied, stages_scale.value()) {
            faults.push(Fault::EmbodiedRow {
                row: words_of_row(program, row),
                what: format!("the {stage} in GJ"),
                stated,
                expected: 0.0,
            });
        }
    }
    for (what, stated, expected, scale) in figures {
        if differs(stated, expected, tolerances.embodied, scale) {
            faults.push(Fault::EmbodiedRow {
                row: words_of_row(program, row),
                what: what.to_owned(),
                stated,
                expected: expected.middle(),
            });
        }
    }
}

fn compare_total(rows: &[&EmbodiedRow], ledger_gj: Interval, tolerances: &Tolerances, faults: &mut Faults) {
    let stated_gj = rows.iter().map(|r| r.total_gj).collect::<IntervalSum>().value();
    let scale = ledger_gj.least_size().max(ONE_JOULE_GJ);
    if differs(stated_gj, ledger_gj, tolerances.embodied, scale) {
        faults.push(Fault::EmbodiedTotal {
            stated_gj: stated_gj.middle(),
            expected_gj: ledger_gj.middle(),
        });
    }
}

fn words_of_sink(program: &Program<'_>, key: SinkKey) -> String {
    let (sink, period, node, commodity) = key;
    let continent = program.continent;
    match period {
        Some(period) => format!(
            "{} of {}",
            sink.word(),
            describe::place(continent, period, node, commodity)
        ),
        None => format!(
            "{} of {} at {}",
            sink.word(),
            continent[commodity].id,
            continent[node].id
        ),
    }
}

fn id_of<'a>(program: &Program<'a>, origin: Origin) -> &'a str {
    match origin {
        Origin::Site(site) => &program.continent[site].id,
        Origin::Import(trade) => &program.continent.trades[trade.position()].id,
        Origin::Stock(store) => &program.continent[store].id,
    }
}

fn words_of_row(program: &Program<'_>, row: &EmbodiedRow) -> String {
    let continent = program.continent;
    let origin = id_of(program, row.origin);
    format!(
        "{} of {} from {origin}",
        row.sink.word(),
        describe::place(continent, row.period, row.node, row.commodity)
    )
}
