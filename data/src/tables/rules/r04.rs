//! R04: recipes go round. Allowed, and noted.

use super::Context;
use super::recipe::recipes;
use super::rounds::rounds as rounds_of;
use crate::findings::{Code, Finding, Offenders};

/// Commodities of a round that are named.
const MEMBERS_SHOWN: usize = 5;

/// Commodities that, through recipes, are needed to make themselves: one offender a round.
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
    let mut offenders = Offenders::new(Code::R04, context.tables.get("recipes").place("commodity"));
    for members in rounds_of(&made_from) {
        let names: Vec<&str> = members
            .iter()
            .take(MEMBERS_SHOWN)
            .map(|member| ids.get(*member))
            .collect();
        let more = if members.len() > names.len() { " + ..." } else { "" };
        let seen = match members.len() {
            1 => "a commodity is needed to make itself".to_owned(),
            count => format!("{count} commodities are needed to make each other"),
        };
        offenders.add(|| (format!("{}{more}", names.join(" + ")), seen));
    }
    offenders.into_finding().into_iter().collect()
}
