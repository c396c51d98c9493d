//! Tables of any size, made by chance: each sector has a product, buys from neighbours in the chain of making and from a few
//! sectors that all buy from, and makes something of another sector's product now and then.

use super::{Industry, InputOutputTable, Product};
use crate::generate::{Dice, Stream};
use std::collections::BTreeMap;

/// Suppliers of a sector besides those that all buy from.
const SUPPLIERS: usize = 40;

/// One in so many sectors supplies nearly all.
const HUB_EVERY: usize = 25;

/// Rounds in which gross output settles; what is left is below 1e-12 as inputs are at most 0.65 of output.
const ROUNDS: usize = 80;

/// A sector's purchases per unit of its output.
type Recipe = BTreeMap<usize, f64>;

/// Draws tables with that many sectors, at least 2; the same seed gives the same tables.
#[must_use]
pub fn synthetic(sectors: usize, seed: u64) -> InputOutputTable {
    let sectors = sectors.max(2);
    let mut dice = Dice::new(seed, Stream::Sectors);
    let recipes: Vec<Recipe> = (0..sectors).map(|sector| recipe(sector, sectors, &mut dice)).collect();
    let asked: Vec<f64> = (0..sectors)
        .map(|_| 10.0_f64.powf(dice.between(2.0, 5.0)).round())
        .collect();
    let output = gross_output(&recipes, &asked);
    let mut table = InputOutputTable::default();
    for (sector, recipe) in recipes.iter().enumerate() {
        let imported = if dice.chance(0.3) { dice.between(0.02, 0.2) } else { 0.0 };
        let beside = dice
            .chance(0.25)
            .then(|| dice.below(sectors))
            .filter(|other| *other != sector);
        table.products.push(Product {
            // As the goods that can be kept.
            code: format!("3{sector:05}"),
            final_use: asked[sector],
            exports: 0.0,
            imports: imported * asked[sector],
        });
        let part = beside.map_or(0.0, |_| dice.between(0.01, 0.1));
        let mut makes = vec![(sector, output[sector] * (1.0 - part))];
        makes.extend(beside.map(|other| (other, output[sector] * part)));
        makes.sort_by_key(|(product, _)| *product);
        table.industries.push(Industry {
            code: format!("S{sector:05}"),
            makes,
            uses: recipe
                .iter()
                .map(|(product, amount)| (*product, amount * output[sector]))
                .collect(),
        });
    }
    table
}

/// Purchases of 0.35 to 0.65 of output, shared at random.
fn recipe(sector: usize, sectors: usize, dice: &mut Dice) -> Recipe {
    let mut recipe = Recipe::new();
    for _ in 0..SUPPLIERS.min(sectors - 1) {
        // Mostly near in the chain of making.
        let reach = if dice.chance(0.7) {
            (sectors / 10).max(1)
        } else {
            sectors
        };
        let supplier = (sector + 1 + dice.below(reach)) % sectors;
        *recipe.entry(supplier).or_default() += dice.between(0.05, 1.0).powi(2);
    }
    for hub in (0..sectors).step_by(HUB_EVERY) {
        if dice.chance(0.8) {
            *recipe.entry(hub).or_default() += dice.between(0.02, 0.3);
        }
    }
    let sum: f64 = recipe.values().sum();
    let bought = dice.between(0.35, 0.65);
    recipe.values_mut().for_each(|amount| *amount *= bought / sum);
    recipe
}

/// What each sector makes so that all purchases and final uses are met.
fn gross_output(recipes: &[Recipe], asked: &[f64]) -> Vec<f64> {
    let mut output = asked.to_vec();
    for _ in 0..ROUNDS {
        let mut next = asked.to_vec();
        for (recipe, made) in recipes.iter().zip(&output) {
            recipe
                .iter()
                .for_each(|(product, amount)| next[*product] += amount * made);
        }
        output = next;
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_those_of_the_seed_and_balance() {
        let table = synthetic(60, 7);
        assert_eq!(table, synthetic(60, 7));
        assert_ne!(table, synthetic(60, 8));
        for industry in &table.industries {
            let part = industry.value_added() / industry.output();
            assert!((0.35 - 1e-9..=0.65 + 1e-9).contains(&part), "{part}");
        }
        let (mut made, mut used) = (0.0, 0.0);
        for industry in &table.industries {
            made += industry.output();
            used += industry.uses.iter().map(|(_, amount)| amount).sum::<f64>();
        }
        let asked: f64 = table.products.iter().map(|product| product.final_use).sum();
        assert!(((made - used) / asked - 1.0).abs() < 1e-9);
    }
}
