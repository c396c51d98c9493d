//! R01: a process makes nothing.

use super::Context;
use super::recipe::recipes;
use crate::findings::{Code, Finding, Offenders, shown};

pub(super) fn makes_nothing(context: &Context<'_>) -> Vec<Finding> {
    let processes = context.tables.get("processes");
    let ids = processes.texts("process");
    let mut offenders = Offenders::new(Code::R01, processes.place("process"));
    for (row, _) in recipes(context)
        .iter()
        .enumerate()
        .filter(|(_, recipe)| recipe.outputs.is_empty())
    {
        offenders.add(|| {
            (
                processes.label(row),
                format!("{} has no row of role output in recipes", shown(ids.get(row))),
            )
        });
    }
    offenders.into_finding().into_iter().collect()
}
