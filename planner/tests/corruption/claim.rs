//! False claims in a certificate whose seal fits.

use super::change::factor;
use super::land::Copy;
use check::{Certificate, PlanStatus, StatedShortage};
use data::model::Accounting;
use rand::{Rng, RngExt};

/// Makes one claim false; its words, and whether what is claimed is more than the plan bears out.
pub(crate) fn make(copy: &Copy, dice: &mut impl Rng) -> (String, bool) {
    let kind = dice.random_range(0..12);
    let factor = factor(dice);
    let mut words = String::new();
    let mut is_false = true;
    copy.certify_anew(|c| (words, is_false) = falsify(c, kind, factor));
    (format!("certificate: {words} ({factor})"), is_false)
}

fn falsify(c: &mut Certificate, kind: u32, factor: f64) -> (String, bool) {
    let objective = c.objective_gj.unwrap();
    let (mut is_false, words) = (true, KINDS[kind as usize]);
    match kind {
        0 => c.objective_gj = Some(objective * factor),
        1 => c.lower_bound_gj = Some(c.lower_bound_gj.unwrap() + objective * (factor - 1.0).abs()),
        2 => c.gap = Some(c.gap.unwrap() + (factor - 1.0).abs() * 1e-3),
        3 => {
            // Both of them, so that each follows from the other.
            c.lower_bound_gj = Some(objective);
            is_false = c.gap.unwrap() > 2e-9;
            c.gap = Some(0.0);
        }
        4 => c.ledger_residual_gj = Some(objective * 1e-3 * factor.max(1e-3)),
        5 => {
            let worst = c.worst_violation.as_mut().unwrap();
            worst.amount = worst.amount.mul_add(factor, 1.0 + factor);
        }
        6 => c.accounting = other(c.accounting),
        7 => c.calendar.push_str("-other"),
        8 => falsify_shortage(&mut c.shortage, factor),
        9 => c.status = PlanStatus::Infeasible,
        10 => c.input_hashes.values_mut().take(1).for_each(turn),
        _ => c.data.push_str("-other"),
    }
    (words.to_owned(), is_false)
}

const KINDS: [&str; 12] = [
    "objective",
    "lower bound",
    "gap",
    "lower bound and gap",
    "ledger residual",
    "worst violation",
    "accounting",
    "calendar",
    "shortage",
    "called infeasible",
    "hash of an input table",
    "another data folder",
];

const fn other(accounting: Accounting) -> Accounting {
    match accounting {
        Accounting::Closed => Accounting::Direct,
        Accounting::Direct => Accounting::Closed,
    }
}

fn falsify_shortage(shortage: &mut Vec<StatedShortage>, factor: f64) {
    match shortage.first_mut() {
        Some(first) if factor > 1.0 => first.amount *= factor,
        Some(_) => drop(shortage.remove(0)),
        None => shortage.push(StatedShortage {
            commodity: "electricity".to_owned(),
            amount: 1.0 + factor,
            demand: 1.0,
            fraction: 1.0,
        }),
    }
}

/// Another hash of the same length.
fn turn(hash: &mut String) {
    *hash = hash.chars().rev().collect::<String>() + "0";
}
