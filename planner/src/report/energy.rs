//! Where the energy goes: the ledger by sequence and activity, and what is embodied in what was delivered, by stage.

use super::figures::{Scale, figure, percent, scale};
use super::table::{bar_cell, figure_cell, figures, table, words};
use crate::plan::rows::{Activity, Embodied, PostedTo, Posting, Sink, StageEnergy};
use data::model::{CommodityIndex, Continent, SequenceIndex, Stage, Unit};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The columns that postings are gathered in.
const STAGES: [&str; 7] = [
    "Extraction",
    "Processing",
    "Transport",
    "Storage",
    "Imports",
    "Shortage",
    "Weights",
];

/// Postings of each sequence by stage, GJ, in sequence order.
fn by_sequence(continent: &Continent, ledger: &[Posting]) -> BTreeMap<SequenceIndex, [f64; STAGES.len()]> {
    let mut sums: BTreeMap<SequenceIndex, [f64; STAGES.len()]> = BTreeMap::new();
    for posting in ledger {
        sums.entry(posting.sequence).or_default()[stage(continent, posting)] += posting.energy_gj;
    }
    sums
}

/// The position of a posting's stage in [`STAGES`].
fn stage(continent: &Continent, posting: &Posting) -> usize {
    match (posting.activity, posting.posted_to) {
        (Activity::Production, PostedTo::Site(site)) => match continent[continent[site].process].stage {
            Stage::Extraction => 0,
            Stage::Processing => 1,
        },
        (Activity::Production, _) => 1,
        (Activity::Transport | Activity::Transfer, _) => 2,
        (Activity::Storage, _) => 3,
        (Activity::Import | Activity::Export, _) => 4,
        (Activity::Shortage, _) => 5,
        (Activity::Weight, _) => 6,
    }
}

/// Both tables.
pub(super) fn render(continent: &Continent, ledger: &[Posting], embodied: &[Embodied]) -> Markup {
    html! {
        (ledger_table(continent, ledger))
        @if !embodied.is_empty() { (embodied_table(continent, embodied)) }
    }
}

fn ledger_table(continent: &Continent, ledger: &[Posting]) -> Markup {
    let sums = by_sequence(continent, ledger);
    let total: f64 = sums.values().flatten().sum();
    let used: Vec<usize> = (0..STAGES.len())
        .filter(|i| sums.values().any(|row| row[*i] != 0.0))
        .collect();
    let scale = scale(Unit::Gigajoule, total);
    let mut headings = vec![words("Sequence")];
    headings.extend(used.iter().map(|i| figures(STAGES[*i], "Postings of the ledger")));
    headings.push(figures("All", "Sum of the postings"));
    headings.push(figures("Share", "Share of the objective"));
    let largest = sums.values().map(|row| row.iter().sum::<f64>()).fold(0.0, f64::max);
    let rows = html! {
        @for (sequence, row) in &sums {
            @let sum = row.iter().sum::<f64>();
            tr {
                th scope="row" { (continent[*sequence].name) }
                @for i in &used { (figure_cell(row[*i], &scale.figure(row[*i]))) }
                (bar_cell(sum, sum / largest, &scale.figure(sum)))
                (figure_cell(sum, &percent(sum / total)))
            }
        }
    };
    let caption = html! {
        "The objective by sequence and stage, " (scale.label) ": every gigajoule posted once, to the one who took it."
    };
    table(&caption, &headings, &rows)
}

/// Deliveries of one commodity.
#[derive(Clone, Copy, Debug, Default)]
struct Delivered {
    amount: f64,
    stages: StageEnergy,
}

fn embodied_table(continent: &Continent, embodied: &[Embodied]) -> Markup {
    let mut by_commodity: BTreeMap<CommodityIndex, Delivered> = BTreeMap::new();
    for row in embodied.iter().filter(|row| row.sink == Sink::Demand) {
        let delivered = by_commodity.entry(row.commodity).or_default();
        delivered.amount += row.amount;
        delivered.stages = delivered.stages.plus(&row.stages);
    }
    let total: f64 = by_commodity.values().map(|d| d.stages.total_gj()).sum();
    let largest = by_commodity.values().map(|d| d.stages.total_gj()).fold(0.0, f64::max);
    let scale = scale(Unit::Gigajoule, total);
    let headings = [
        words("Delivered"),
        figures("Extraction", "Spent taking things from nature"),
        figures("Processing", "Spent by processes"),
        figures("Transport", "Spent moving and transferring"),
        figures("Storage", "Spent on stores"),
        figures("Loss", "Embodied in what was lost on the way"),
        figures("All", "Embodied energy of what was delivered"),
        figures("GJ/unit", "Embodied energy of one unit, mean over all deliveries"),
    ];
    let mut ordered: Vec<_> = by_commodity.into_iter().collect();
    ordered.sort_by(|a, b| {
        b.1.stages
            .total_gj()
            .total_cmp(&a.1.stages.total_gj())
            .then(a.0.cmp(&b.0))
    });
    let rows = html! {
        @for (commodity, delivered) in &ordered { (embodied_row(continent, *commodity, delivered, scale, largest)) }
    };
    let caption = html! { "Embodied energy of what was delivered, by the stage that spent it, " (scale.label) "." };
    table(&caption, &headings, &rows)
}

fn embodied_row(
    continent: &Continent,
    commodity: CommodityIndex,
    delivered: &Delivered,
    scale: Scale,
    largest: f64,
) -> Markup {
    let total = delivered.stages.total_gj();
    let each = if delivered.amount > 0.0 {
        total / delivered.amount
    } else {
        0.0
    };
    let unit = continent[commodity].unit.symbol();
    html! {
        tr {
            th scope="row" { (continent[commodity].name) }
            @for stage in delivered.stages.as_array() { (figure_cell(stage, &scale.figure(stage))) }
            (bar_cell(total, total / largest, &scale.figure(total)))
            td.n data-v=(format!("{each:.6e}")) { (figure(each)) small { " /" (unit) } }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::plan::ledger::{ledger, sum};
    use data::model::Accounting;

    #[test]
    fn the_stages_add_up_to_the_ledger() {
        let (continent, plan) = sample::continent_and_plan();
        let ledger = ledger(&continent, Accounting::Closed, &plan);
        let sums = by_sequence(&continent, &ledger);
        let all: f64 = sums.values().flatten().sum();
        assert!((all - sum(&ledger)).abs() < 1e-9);
        assert!(
            (sums[&SequenceIndex(0)][0] - 1700.0).abs() < 1e-9,
            "mining of 1,700 t at 1 GJ/t"
        );
        assert!(
            (sums[&SequenceIndex(1)][5] - 5000.0).abs() < 1e-9,
            "100 t short at 50 GJ/t"
        );
    }
}
