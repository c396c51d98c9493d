//! R02: a recipe creates mass or energy.
//!
//! Energy: outputs hold at most what inputs, carriers burnt and nature (primary_energy_gj) bring. Mass, for processing
//! processes: outputs weigh at most what inputs and carriers burnt weigh and air, water and ground bring (free_mass_t).
//! What weighs or holds less than it took has lost it, as cement loses carbon dioxide; that is always allowed.
//! Extraction takes its mass from nature and is free in it.

use super::Context;
use super::recipe::{Part, Recipe, recipes};
use crate::findings::{Code, Finding, Offenders, shown};
use crate::tables::words::figure;

/// Relative slack, for figures rounded in the tables.
const SLACK: f64 = 1e-6;

/// What one process brings together, in GJ or t per unit of activity.
struct Sides {
    made: f64,
    brought: f64,
    free: f64,
}

impl Sides {
    fn of(recipe: &Recipe, per_unit: &[f64], free: f64) -> Self {
        let sum = |parts: &mut dyn Iterator<Item = Part>| -> f64 {
            parts
                .map(|part| part.amount * per_unit.get(part.commodity).copied().unwrap_or(0.0))
                .sum()
        };
        Self {
            made: sum(&mut recipe.outputs.iter().copied()),
            brought: sum(&mut recipe.used()),
            free,
        }
    }

    fn gains(&self) -> bool {
        self.made > (self.brought + self.free) * (1.0 + SLACK)
    }
}

pub(super) fn energy(context: &Context<'_>) -> Vec<Finding> {
    check(
        context,
        "primary_energy_gj",
        "energy_content_gj",
        |_| true,
        |sides| {
            format!(
                "outputs hold {} GJ; inputs and carriers {} GJ, primary_energy_gj {}",
                figure(sides.made),
                figure(sides.brought),
                figure(sides.free)
            )
        },
    )
}

pub(super) fn mass(context: &Context<'_>) -> Vec<Finding> {
    let stages = context.tables.get("processes").words("stage");
    let is_processing = |row: usize| stages.get(row) == "processing";
    check(context, "free_mass_t", "mass_t", is_processing, |sides| {
        format!(
            "outputs weigh {} t; inputs and carriers {} t, free_mass_t {}",
            figure(sides.made),
            figure(sides.brought),
            figure(sides.free)
        )
    })
}

fn check(
    context: &Context<'_>,
    free: &str,
    per_unit: &str,
    counts: impl Fn(usize) -> bool,
    describe: fn(&Sides) -> String,
) -> Vec<Finding> {
    let processes = context.tables.get("processes");
    let ids = processes.texts("process");
    let per_unit = context.tables.get("commodities").numbers(per_unit);
    let advice = format!("Correct the amounts, or state what nature brings in {free}.");
    let mut offenders = Offenders::new(Code::R02, processes.place(free)).with_action(advice);
    let recipes = recipes(context);
    for (row, (recipe, free)) in recipes.iter().zip(processes.numbers(free)).enumerate() {
        let sides = Sides::of(recipe, per_unit, *free);
        if counts(row) && sides.gains() {
            let id = ids.get(row);
            offenders.add(|| {
                (
                    processes.label(row),
                    format!("process {}: {}", shown(id), describe(&sides)),
                )
            });
        }
    }
    offenders.into_finding().into_iter().collect()
}
