//! Small continents with every nasty corner: decomposed equals whole, and the separate checker passes both.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use check::Tolerances;
use data::generate::{GenerateSpec, generate, random_small};
use data::model::{Accounting, Continent};
use planner::decompose::{self, End, Memory, Observer, Options, Round};
use planner::network::{Network, Reach};
use planner::plan::{ledger::ledger, parquet, trace::trace};
use planner::program;
use workers::solve::solve;
use workers::{Algorithm, SolveOptions, SolveStatus};

struct Silent;

impl Observer for Silent {
    fn round(&mut self, _round: &Round, _memory: &dyn Fn() -> Memory) {}
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Asks for the end after so many reports.
struct Impatient {
    left: std::cell::Cell<usize>,
}

impl Observer for Impatient {
    fn round(&mut self, round: &Round, _memory: &dyn Fn() -> Memory) {
        self.working(round);
    }
    fn working(&mut self, _round: &Round) {
        self.left.set(self.left.get().saturating_sub(1));
    }
    fn is_stopped(&self) -> bool {
        self.left.get() == 0
    }
}

/// The whole program's objective; none when it is infeasible.
fn whole_gj(network: &Network<'_>, reach: &Reach, accounting: Accounting) -> Option<f64> {
    let program = program::build(network, reach, accounting).program;
    let options = SolveOptions {
        algorithm: Algorithm::Simplex,
        ..SolveOptions::default()
    };
    let answer = solve(&program, &options).unwrap();
    let sum: f64 = answer.primal.iter().zip(&program.costs).map(|(x, cost)| x * cost).sum();
    (answer.status == SolveStatus::Optimal).then_some(sum)
}

fn compare(continent: &Continent, accounting: Accounting, seed: u64) -> Result<bool, String> {
    let network = Network::new(continent);
    let reach = Reach::of(&network, accounting);
    let whole = whole_gj(&network, &reach, accounting);
    let options = Options {
        gap: 1e-9,
        threads: 1,
        farm: None,
    };
    let made = decompose::decompose(&network, &reach, accounting, &options, None, &mut Silent);
    let Some(whole) = whole else {
        return if made.end == End::Unsolved {
            Ok(false)
        } else {
            Err(format!(
                "seed {seed} {accounting:?}: whole is infeasible, {:?}",
                made.last
            ))
        };
    };
    if made.end != End::Optimal {
        return Err(format!(
            "seed {seed} {accounting:?}: {:?} {:?} whole {whole}",
            made.end, made.last
        ));
    }
    if (made.last.objective_gj - whole).abs() > 1e-6 * whole.abs().max(1.0) {
        return Err(format!(
            "seed {seed} {accounting:?}: {} but whole {whole} {:?}",
            made.last.objective_gj, made.last
        ));
    }
    let postings = ledger(continent, accounting, &made.plan);
    let traced = trace(continent, accounting, &made.plan, &postings);
    let folder = tempfile::tempdir().unwrap();
    parquet::write_plan(folder.path(), continent, &made.plan).unwrap();
    parquet::write_ledger(folder.path(), continent, &postings).unwrap();
    parquet::write_embodied(folder.path(), continent, &traced.embodied).unwrap();
    let checked = check::recompute_folder(folder.path(), continent, accounting, &Tolerances::default());
    let faults: Vec<_> = checked
        .faults
        .iter()
        .filter(|fault| !matches!(fault, check::Fault::EmbodiedTotal { .. }))
        .collect();
    if !faults.is_empty() {
        return Err(format!("seed {seed} {accounting:?}: {faults:?}"));
    }
    if checked.objective_gj - checked.lower_bound_gj > 1e-6 * whole.abs().max(1e3) {
        return Err(format!(
            "seed {seed} {accounting:?}: gap {} own bound {} objective {} {:?}",
            checked.gap, made.bound_gj, whole, checked.gap_causes
        ));
    }
    Ok(true)
}

#[test]
fn decomposed_equals_whole() {
    let mut feasible = 0;
    let mut errors = Vec::new();
    for seed in 0..500 {
        let continent = random_small(seed);
        let accounting = if seed % 2 == 0 {
            Accounting::Closed
        } else {
            Accounting::Direct
        };
        match compare(&continent, accounting, seed) {
            Ok(planned) => feasible += usize::from(planned),
            Err(error) => errors.push(error),
        }
    }
    assert!(
        errors.is_empty(),
        "{} errors of {feasible}:\n{}",
        errors.len(),
        errors.join("\n")
    );
    assert!(feasible > 250, "only {feasible} of the small continents can be planned");
}

#[test]
fn the_same_plan_with_any_number_of_threads() {
    for (nodes, commodities, periods, accounting) in [
        (60, 12, 1, Accounting::Closed),
        (40, 10, 4, Accounting::Closed),
        (100, 16, 1, Accounting::Direct),
    ] {
        let continent = generate(&GenerateSpec {
            nodes,
            commodities,
            periods,
            seed: 7,
        });
        let network = Network::new(&continent);
        let reach = Reach::of(&network, accounting);
        let plan = |threads: usize| {
            let options = Options {
                gap: 1e-6,
                threads,
                farm: None,
            };
            let made = decompose::decompose(&network, &reach, accounting, &options, None, &mut Silent);
            assert_eq!(made.end, End::Optimal);
            let folder = tempfile::tempdir().unwrap();
            parquet::write_plan(folder.path(), &continent, &made.plan).unwrap();
            let mut files: Vec<_> = std::fs::read_dir(folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .collect();
            files.sort();
            files
                .iter()
                .map(|file| std::fs::read(file).unwrap())
                .collect::<Vec<_>>()
        };
        let one = plan(1);
        assert!(!one.is_empty());
        assert!(one == plan(2) && one == plan(8), "{nodes} nodes, {periods} periods");
    }
}

#[test]
fn several_periods_cut_short_anywhere_keep_all_rules() {
    let continent = generate(&GenerateSpec {
        nodes: 40,
        commodities: 12,
        periods: 4,
        seed: 3,
    });
    let accounting = Accounting::Closed;
    let network = Network::new(&continent);
    let reach = Reach::of(&network, accounting);
    let options = Options {
        gap: 1e-9,
        threads: 1,
        farm: None,
    };
    let mut cut_short = 0;
    for reports in (1..12).map(|step| 8 * step) {
        let mut observer = Impatient {
            left: std::cell::Cell::new(reports),
        };
        let made = decompose::decompose(&network, &reach, accounting, &options, None, &mut observer);
        assert_ne!(made.end, End::Unsolved, "after {reports} reports");
        cut_short += usize::from(made.end == End::Stopped);
        let postings = ledger(&continent, accounting, &made.plan);
        let traced = trace(&continent, accounting, &made.plan, &postings);
        let folder = tempfile::tempdir().unwrap();
        parquet::write_plan(folder.path(), &continent, &made.plan).unwrap();
        parquet::write_ledger(folder.path(), &continent, &postings).unwrap();
        parquet::write_embodied(folder.path(), &continent, &traced.embodied).unwrap();
        let checked = check::recompute_folder(folder.path(), &continent, accounting, &Tolerances::default());
        assert!(
            checked.faults.is_empty(),
            "after {reports} reports: {:?}",
            checked.faults
        );
    }
    assert!(cut_short > 0);
}
