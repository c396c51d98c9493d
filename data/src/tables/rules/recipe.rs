//! Recipes put together from their rows, for the rules on recipes.

use super::Context;

/// One row of a recipe: a commodity's row and an amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) commodity: usize,
    pub(super) amount: f64,
}

/// The recipe of one process.
#[derive(Clone, Debug, Default)]
pub(super) struct Recipe {
    pub(super) inputs: Vec<Part>,
    pub(super) burns: Vec<Part>,
    pub(super) outputs: Vec<Part>,
}

impl Recipe {
    /// What is used up: inputs and carriers burnt.
    pub(super) fn used(&self) -> impl Iterator<Item = Part> {
        self.inputs.iter().chain(&self.burns).copied()
    }
}

/// The recipes of all processes, in their order.
pub(super) fn recipes(context: &Context<'_>) -> Vec<Recipe> {
    let table = context.tables.get("recipes");
    let (process_of, commodity_of) = (table.references("process"), table.references("commodity"));
    let roles = table.words("role");
    let mut recipes = vec![Recipe::default(); context.tables.get("processes").rows];
    for (row, amount) in table.numbers("amount").iter().copied().enumerate() {
        let (Some(process), Some(commodity)) = (process_of.get(row), commodity_of.get(row)) else {
            continue;
        };
        let Some(recipe) = recipes.get_mut(process) else {
            continue;
        };
        let part = Part { commodity, amount };
        match roles.get(row) {
            "input" => recipe.inputs.push(part),
            "burn" => recipe.burns.push(part),
            "output" => recipe.outputs.push(part),
            _ => {}
        }
    }
    recipes
}
