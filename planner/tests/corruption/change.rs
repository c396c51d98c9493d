//! One change to a plan on disk, drawn by seed. What is changed is written back with hashes and seal that fit.

use super::land::{Copy, Plans};
use super::sheet::{Cells, Sheet};
use super::truth::Truth;
use data::dictionary::OUTPUT_TABLES;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};

/// Kinds of change, in the words of the count that the test prints.
pub(crate) const KINDS: [&str; 12] = [
    "a decision's amount",
    "a decision lost",
    "two decisions swapped",
    "a row doubled",
    "an id exchanged",
    "a price",
    "a price lost",
    "two prices swapped",
    "a posting",
    "embodied energy",
    "a claim of the certificate",
    "a file cut or taken from another plan",
];

const DECISIONS: [(&str, &[&str]); 6] = [
    ("flows", &["amount"]),
    ("production", &["activity"]),
    ("storage", &["charged", "discharged", "level"]),
    ("shortages", &["amount"]),
    ("spills", &["amount"]),
    ("trade", &["amount"]),
];

/// Makes a change of the kind; its words, and whether it is a corruption. None when the plan has nothing of that kind.
pub(crate) fn make(
    kind: usize,
    plans: &Plans,
    copy: &Copy,
    truth: &Truth,
    dice: &mut impl Rng,
) -> Option<(String, bool)> {
    match KINDS[kind] {
        "a decision's amount" => decision(copy, truth, dice, Way::Scale),
        "a decision lost" => decision(copy, truth, dice, Way::Lose),
        "two decisions swapped" => decision(copy, truth, dice, Way::Swap),
        "a row doubled" => doubled(copy, dice),
        "an id exchanged" => exchanged(copy, dice),
        "a price" => price(copy, truth, dice, Way::Scale),
        "a price lost" => price(copy, truth, dice, Way::Lose),
        "two prices swapped" => price(copy, truth, dice, Way::Swap),
        "a posting" => posting(copy, dice),
        "embodied energy" => embodied(copy, dice),
        "a claim of the certificate" => Some(super::claim::make(copy, dice)),
        _ => file(plans, copy, dice),
    }
}

#[derive(Clone, Copy, Debug)]
enum Way {
    Scale,
    Lose,
    Swap,
}

/// A factor away from 1 by a thousandth at least, sometimes by orders of magnitude.
pub(crate) fn factor(dice: &mut impl Rng) -> f64 {
    match dice.random_range(0..4) {
        0 => 1.0 - 10f64.powf(dice.random_range(-3.0..0.0)),
        1 => 1.0 + 10f64.powf(dice.random_range(-3.0..0.0)),
        2 => 10f64.powf(dice.random_range(0.5..6.0)),
        _ => dice.random_range(0.0..0.9),
    }
}

fn change(sheet: &mut Sheet, column: &str, way: Way, dice: &mut impl Rng) -> Option<String> {
    let height = sheet.height();
    let row = (height > 0).then(|| dice.random_range(0..height))?;
    match way {
        Way::Scale => {
            let factor = factor(dice);
            let figure = &mut sheet.numbers(column)[row];
            *figure = if *figure == 0.0 { factor } else { *figure * factor };
            Some(format!("row {row}: {column} times {factor}"))
        }
        Way::Lose => {
            sheet.drop_row(row);
            Some(format!("row {row} lost"))
        }
        Way::Swap => {
            let other = dice.random_range(0..height);
            sheet.numbers(column).swap(row, other);
            (row != other).then(|| format!("{column} of rows {row} and {other} swapped"))
        }
    }
}

fn decision(copy: &Copy, truth: &Truth, dice: &mut impl Rng, way: Way) -> Option<(String, bool)> {
    let (table, columns) = DECISIONS.choose(dice)?;
    let column = columns.choose(dice)?;
    let mut sheet = Sheet::read(copy.path(), table);
    let words = change(&mut sheet, column, way, dice)?;
    sheet.write(copy.path(), table);
    copy.certify_anew(|_| {});
    Some((format!("{table}: {words}"), truth.decisions_differ(copy.path())))
}

fn price(copy: &Copy, truth: &Truth, dice: &mut impl Rng, way: Way) -> Option<(String, bool)> {
    let mut sheet = Sheet::read(copy.path(), "prices");
    let words = change(&mut sheet, "price_gj", way, dice)?;
    sheet.write(copy.path(), "prices");
    copy.certify_anew(|_| {});
    Some((format!("prices: {words}"), truth.prices_prove_less(copy.path())))
}

fn doubled(copy: &Copy, dice: &mut impl Rng) -> Option<(String, bool)> {
    let table = OUTPUT_TABLES.choose(dice)?.name;
    let mut sheet = Sheet::read(copy.path(), table);
    let row = (sheet.height() > 0).then(|| dice.random_range(0..sheet.height()))?;
    sheet.double_row(row);
    sheet.write(copy.path(), table);
    copy.certify_anew(|_| {});
    Some((format!("{table}: row {row} doubled"), true))
}

/// One id in place of another of the same column: rows then name what they do not stand for.
fn exchanged(copy: &Copy, dice: &mut impl Rng) -> Option<(String, bool)> {
    // In these tables another id is another decision or another posting; prices and origins are dealt with elsewhere.
    let table = *["flows", "production", "storage", "ledger"].choose(dice)?;
    let mut sheet = Sheet::read(copy.path(), table);
    let height = sheet.height();
    let names: Vec<&'static str> = sheet
        .columns
        .iter()
        .filter(|(_, cells)| matches!(cells, Cells::Texts(_)))
        .map(|(name, _)| *name)
        .collect();
    let column = *names.choose(dice)?;
    let (row, other) = (height > 0).then(|| (dice.random_range(0..height), dice.random_range(0..height)))?;
    let texts = sheet.texts(column);
    if texts[row] == texts[other] {
        return None;
    }
    texts[row] = texts[other].clone();
    sheet.write(copy.path(), table);
    copy.certify_anew(|_| {});
    Some((format!("{table}: row {row} has the {column} of row {other}"), true))
}

fn posting(copy: &Copy, dice: &mut impl Rng) -> Option<(String, bool)> {
    let mut sheet = Sheet::read(copy.path(), "ledger");
    let way = *[Way::Scale, Way::Scale, Way::Lose, Way::Swap].choose(dice)?;
    let before = sheet.numbers("energy_gj").clone();
    let words = change(&mut sheet, "energy_gj", way, dice)?;
    let after = sheet.numbers("energy_gj").clone();
    let is_other = before.len() != after.len()
        || before
            .iter()
            .zip(&after)
            .any(|(a, b)| (a - b).abs() > 2e-9 * a.abs().max(b.abs()));
    sheet.write(copy.path(), "ledger");
    copy.certify_anew(|_| {});
    Some((format!("ledger: {words}"), is_other))
}

/// Figures of one row that no longer fit each other or the plan. Shares and amounts are held to a millionth of what reaches
/// the sink, or of one unit of it, so rows that carry next to nothing are passed over.
fn embodied(copy: &Copy, dice: &mut impl Rng) -> Option<(String, bool)> {
    const STAGES: [&str; 5] = [
        "extraction_gj",
        "processing_gj",
        "transport_gj",
        "storage_gj",
        "loss_gj",
    ];
    let mut sheet = Sheet::read(copy.path(), "embodied");
    let row = (sheet.height() > 0).then(|| dice.random_range(0..sheet.height()))?;
    let weighs = sheet.numbers("share")[row] > 0.01 && sheet.numbers("amount")[row] > 0.01;
    if !weighs {
        return None;
    }
    let column = ["amount", "share", "total_gj"]
        .into_iter()
        .chain(STAGES)
        .collect::<Vec<_>>();
    let column = *column.choose(dice)?;
    let (before, total) = (sheet.numbers(column)[row], sheet.numbers("total_gj")[row]);
    let words = if dice.random_bool(0.2) {
        sheet.drop_row(row);
        copy_of_row_lost(row)
    } else if dice.random_bool(0.15) {
        let other = dice.random_range(0..sheet.height());
        let (goods, origins) = (sheet.texts("commodity").clone(), sheet.texts("origin").clone());
        // Who makes both goods may give either.
        let gives = |good: &str| {
            goods
                .iter()
                .zip(&origins)
                .any(|(g, o)| g == good && *o == origins[other])
        };
        if gives(&goods[row]) {
            return None;
        }
        for column in ["origin_kind", "origin"] {
            let texts = sheet.texts(column);
            texts[row] = texts[other].clone();
        }
        format!("row {row} has the origin of row {other}, of another good")
    } else if dice.random_bool(0.2) {
        // More than there is goes from one stage to another: the row still sums up.
        let (from, to) = (*STAGES.choose(dice)?, *STAGES.choose(dice)?);
        let there = sheet.numbers(from)[row];
        if from == to || there <= 1e-3 * total.abs() {
            return None;
        }
        let moved = there * (1.01 + factor(dice));
        sheet.numbers(from)[row] -= moved;
        sheet.numbers(to)[row] += moved;
        format!("row {row}: {moved} from {from} to {to}")
    } else {
        let after = if before == 0.0 {
            total.max(1.0)
        } else {
            before * factor(dice)
        };
        let of = if column.ends_with("_gj") { total.abs() } else { before };
        if (after - before).abs() <= 1e-4 * of {
            return None;
        }
        sheet.numbers(column)[row] = after;
        format!("row {row}: {column} {after} for {before}")
    };
    sheet.write(copy.path(), "embodied");
    copy.certify_anew(|_| {});
    Some((format!("embodied: {words}"), true))
}

fn copy_of_row_lost(row: usize) -> String {
    format!("row {row} lost")
}

/// A table cut short, or that of another plan in its place.
fn file(plans: &Plans, copy: &Copy, dice: &mut impl Rng) -> Option<(String, bool)> {
    let table = OUTPUT_TABLES.choose(dice)?.name;
    let path = copy.table(table);
    let before = std::fs::read(&path).unwrap();
    let (words, after) = if dice.random_bool(0.5) {
        let length = dice.random_range(0..before.len());
        (format!("cut to {length} bytes"), before[..length].to_vec())
    } else {
        let other = plans.folders.choose(dice)?;
        let taken = std::fs::read(other.join(format!("{table}.parquet"))).unwrap();
        (format!("taken from {}", other.display()), taken)
    };
    let content = |certificate: &check::Certificate| certificate.plan_content.get(&format!("{table}.parquet")).cloned();
    let said = content(&copy.certificate());
    std::fs::write(&path, &after).unwrap();
    copy.certify_anew(|_| {});
    // Two plans may have the same table: both without shortages, say.
    let is_other = content(&copy.certificate()) != said;
    Some((format!("{table}: {words}"), is_other))
}
