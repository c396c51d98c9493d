//! R04: recipes go round. Allowed, and noted.

use super::Context;
use super::recipe::recipes;
use super::rounds::rounds as rounds_of;
use crate::findings::{Code, Finding};

/// Commodities that, through recipes, are needed to make themselves: one finding a round.
pub(super) fn rounds(context: &Context<'_>) -> Vec<Finding> {
    let commodities = context.tables.get("commodities");
    let ids = commodities.texts("commodity");
    let mut made_from = vec![Vec::new(); commodities.rows];
    for recipe in recipes(context) {
        for output in &recipe.outputs {
            if let Some(list) = made_from.get_mut(output.commodity) {
                list.extend(recipe.used().map(|part| part.commodity));
            }
        }
    }
    let recipes = context.tables.get("recipes");
    rounds_of(&made_from)
        .into_iter()
        .map(|members| {
            let first = members.first().map_or("", |m| ids.get(*m));
            let seen = format!("{} commodities are needed to make each other", members.len());
            let seen = if members.len() == 1 {
                "a commodity is needed to make itself".to_owned()
            } else {
                seen
            };
            Finding::new(Code::R04, format!("{}:commodity={first}", recipes.file), seen)
                .with_rows(members.iter().map(|member| ids.get(*member)))
        })
        .collect()
}
