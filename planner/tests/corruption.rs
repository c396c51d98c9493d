//! A thousand seeded corruptions of good plan folders, hashes and seal made to fit: every one is rejected by its figures. A thousand
//! honest rewritings of the same folders: none is. A thousand false proofs of infeasibility: every one is refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests"
)]

#[path = "corruption/change.rs"]
mod change;
#[path = "corruption/claim.rs"]
mod claim;
#[path = "corruption/land.rs"]
mod land;
#[path = "corruption/proof.rs"]
mod proof;
#[path = "corruption/rewrite.rs"]
mod rewrite;
#[path = "corruption/sheet.rs"]
mod sheet;
#[path = "corruption/truth.rs"]
mod truth;

use land::Plans;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::sync::OnceLock;
use truth::Truth;

const ASKED: usize = 1000;

fn plans() -> &'static Plans {
    static PLANS: OnceLock<Plans> = OnceLock::new();
    PLANS.get_or_init(Plans::make)
}

#[test]
fn the_plans_have_what_can_be_corrupted() {
    let mut rows = std::collections::BTreeMap::new();
    for (number, folder) in plans().folders.iter().enumerate() {
        assert_eq!(
            plans().copy(number).faults(),
            Vec::<String>::new(),
            "{}",
            folder.display()
        );
        for table in data::dictionary::OUTPUT_TABLES {
            let height = sheet::Sheet::read(folder, table.name).height();
            *rows.entry(table.name).or_insert(0) += height;
        }
    }
    eprintln!("rows of {} plans: {rows:?}", plans().folders.len());
    assert!(rows.values().all(|count| *count > 0), "{rows:?}");
    let weights = plans().folders.iter().any(|folder| {
        let mut ledger = sheet::Sheet::read(folder, "ledger");
        ledger.texts("activity").iter().any(|a| a == "weight")
    });
    assert!(weights, "no plan has a policy's weights");
}

#[test]
fn a_thousand_corruptions_are_rejected_by_figures_alone() {
    let mut dice = ChaCha8Rng::seed_from_u64(1);
    let truths: Vec<Truth> = plans().folders.iter().map(|folder| Truth::of(folder)).collect();
    let (mut tried, mut harmless, mut let_through) = ([0; change::KINDS.len()], [0; change::KINDS.len()], Vec::new());
    while tried.iter().sum::<usize>() < ASKED {
        let kind = dice.random_range(0..change::KINDS.len());
        let number = dice.random_range(0..truths.len());
        let copy = plans().copy(number);
        let Some((words, is_corruption)) = change::make(kind, plans(), &copy, &truths[number], &mut dice) else {
            continue;
        };
        if !is_corruption {
            harmless[kind] += 1;
            continue;
        }
        tried[kind] += 1;
        if copy.faults().is_empty() {
            let_through.push(format!("plan {number}: {words}"));
        }
    }
    for (kind, words) in change::KINDS.iter().enumerate() {
        eprintln!(
            "{words}: {} corruptions, {} without effect",
            tried[kind], harmless[kind]
        );
    }
    assert!(tried.iter().all(|count| *count > 20), "{tried:?}");
    assert!(
        let_through.is_empty(),
        "{} let through: {let_through:#?}",
        let_through.len()
    );
}

#[test]
fn any_byte_changed_is_rejected_by_hash_and_seal() {
    let mut dice = ChaCha8Rng::seed_from_u64(2);
    for _ in 0..ASKED / 4 {
        let copy = plans().copy(dice.random_range(0..plans().folders.len()));
        let names = data::dictionary::OUTPUT_TABLES.len() + 1;
        let path = match data::dictionary::OUTPUT_TABLES.get(dice.random_range(0..names)) {
            Some(table) => copy.table(table.name),
            None => copy.path().join("certificate.json"),
        };
        let mut bytes = std::fs::read(&path).unwrap();
        let at = dice.random_range(0..bytes.len());
        let before = certificate_of(&path, &bytes);
        bytes[at] ^= dice.random_range(1..=255_u8);
        // A space for a line end says the same.
        if before.is_some() && certificate_of(&path, &bytes) == before {
            continue;
        }
        std::fs::write(&path, &bytes).unwrap();
        let said = copy.faults();
        assert!(
            !said.is_empty() || says_the_same(&copy),
            "{}: byte {at}",
            path.display()
        );
    }
}

fn certificate_of(path: &std::path::Path, bytes: &[u8]) -> Option<serde_json::Value> {
    let is_certificate = path.extension().is_some_and(|e| e == "json");
    is_certificate.then(|| serde_json::from_slice(bytes).ok()).flatten()
}

/// A byte that no reader looks at, in padding or in the name of the writing program.
fn says_the_same(copy: &land::Copy) -> bool {
    check::content_hashes(copy.path()) == copy.certificate().plan_content
}

#[test]
fn a_thousand_honest_rewritings_pass() {
    let mut dice = ChaCha8Rng::seed_from_u64(3);
    let mut changed_files = 0;
    for round in 0..ASKED {
        let copy = plans().copy(round % plans().folders.len());
        let words = rewrite::make(&copy, &mut dice);
        changed_files += usize::from(rewrite::files_differ(&copy));
        assert_eq!(copy.faults(), Vec::<String>::new(), "{words}");
    }
    assert!(changed_files > ASKED * 9 / 10, "only {changed_files} rewrote anything");
}

#[test]
fn a_thousand_false_proofs_of_infeasibility_are_refused() {
    let proofs = proof::Proofs::make();
    let mut dice = ChaCha8Rng::seed_from_u64(4);
    let (mut refused, mut still_proofs) = (0, 0);
    while refused < ASKED {
        let (copy, words) = proofs.falsified(plans(), &mut dice);
        if !truth::proves_nothing(copy.path()) {
            still_proofs += 1;
            continue;
        }
        assert!(!copy.faults().is_empty(), "{words} passed");
        refused += 1;
    }
    eprintln!("{} proofs; {still_proofs} changes left them proofs", proofs.count());
}
