//! Proofs that there is no plan, and what falsifies them.

use super::change::factor;
use super::land::{Copy, Plans, continent_to_plan, run};
use super::sheet::Sheet;
use check::PlanStatus;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};
use std::path::PathBuf;
use tempfile::TempDir;

pub(crate) struct Proofs {
    root: TempDir,
    folders: Vec<PathBuf>,
}

impl Proofs {
    /// Continents in which sites must make more than links can bring them the inputs for.
    pub(crate) fn make() -> Self {
        let root = tempfile::tempdir().unwrap();
        let mut folders = Vec::new();
        for seed in 0..12 {
            let mut continent = continent_to_plan(seed, 12);
            for site in &mut continent.sites {
                site.minimum_per_year = 0.8 * site.capacity_per_year;
            }
            continent
                .links
                .iter_mut()
                .for_each(|link| link.capacity_per_year *= 0.01);
            let accounting = if seed % 2 == 0 { "closed" } else { "direct" };
            let name = format!("proof-{seed}");
            let (code, out) = run(
                root.path(),
                &name,
                &continent,
                &format!("accounting = \"{accounting}\"\n"),
            );
            if code == 3 {
                folders.push(out);
            }
        }
        assert!(folders.len() >= 4, "only {} continents without a plan", folders.len());
        let made = Self { root, folders };
        for number in 0..made.count() {
            assert_eq!(made.copy(number).faults(), Vec::<String>::new());
        }
        made
    }

    pub(crate) fn count(&self) -> usize {
        self.folders.len()
    }

    fn copy(&self, number: usize) -> Copy {
        Copy::of(&self.folders[number], self.root.path())
    }

    /// A proof whose prices were changed, or a plan that calls itself proven impossible.
    pub(crate) fn falsified(&self, plans: &Plans, dice: &mut impl Rng) -> (Copy, String) {
        if dice.random_bool(0.25) {
            let copy = plans.copy(dice.random_range(0..plans.folders.len()));
            disturb(&copy, dice, 1.0);
            copy.certify_anew(|c| c.status = PlanStatus::Infeasible);
            return (copy, "a plan called infeasible".to_owned());
        }
        let copy = self.copy(dice.random_range(0..self.folders.len()));
        let part = *[0.02, 0.2, 1.0].choose(dice).unwrap();
        disturb(&copy, dice, part);
        copy.certify_anew(|_| {});
        (copy, format!("a proof with some {part} of its prices changed"))
    }
}

/// Changes that part of the prices, one at least: turned, scaled, or taken away.
fn disturb(copy: &Copy, dice: &mut impl Rng, part: f64) {
    let mut sheet = Sheet::read(copy.path(), "prices");
    let height = sheet.height();
    let one = dice.random_range(0..height);
    let way = dice.random_range(0..4);
    let scale = factor(dice);
    for row in 0..height {
        if row != one && !dice.random_bool(part) {
            continue;
        }
        let price = &mut sheet.numbers("price_gj")[row];
        *price *= match way {
            0 => -1.0,
            1 => 0.0,
            2 => scale,
            _ => factor(dice),
        };
    }
    sheet.write(copy.path(), "prices");
}
