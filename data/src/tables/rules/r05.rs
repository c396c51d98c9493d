//! R05: a commodity is needed but never made, stocked or imported.
//!
//! An error where people or trade ask for it; a warning where only a recipe, a mode or a store needs it: then what
//! needs it stands still, and the plan may do without.

use super::Context;
use super::recipe::{Recipe, recipes};
use crate::findings::{Code, Finding, Offenders, Severity, shown};

/// Who needs a commodity, the first that is found.
type Needs = Vec<Option<String>>;

pub(super) fn never_made(context: &Context<'_>) -> Vec<Finding> {
    let count = context.tables.get("commodities").rows;
    let recipes = recipes(context);
    let sources = sources(context, &recipes, count);
    let mut asked: Needs = vec![None; count];
    note_demand(context, &mut asked);
    note_exports(context, &mut asked);
    let mut used: Needs = vec![None; count];
    note_sites(context, &recipes, &mut used);
    note_modes(context, &mut used);
    note_stores(context, &mut used);
    let mut findings = report(context, &sources, &asked, Severity::Error);
    for (need, asked) in used.iter_mut().zip(&asked) {
        if asked.is_some() {
            *need = None;
        }
    }
    findings.extend(report(context, &sources, &used, Severity::Warning));
    findings
}

fn report(context: &Context<'_>, sources: &[bool], needs: &Needs, severity: Severity) -> Vec<Finding> {
    let commodities = context.tables.get("commodities");
    let ids = commodities.texts("commodity");
    let mut offenders = Offenders::new(Code::R05, commodities.place("commodity")).with_severity(severity);
    for (row, need) in needs.iter().enumerate().filter(|(row, _)| !sources[*row]) {
        if let Some(need) = need {
            offenders.add(|| {
                (
                    ids.get(row).to_owned(),
                    format!("{} is needed by {need}", shown(ids.get(row))),
                )
            });
        }
    }
    offenders.into_finding().into_iter().collect()
}

/// Whether each commodity has a site that makes it, candidates included, an import or a store that is not empty.
fn sources(context: &Context<'_>, recipes: &[Recipe], count: usize) -> Vec<bool> {
    let mut sources = vec![false; count];
    let mut mark = |commodity: Option<usize>| {
        if let Some(source) = commodity.and_then(|c| sources.get_mut(c)) {
            *source = true;
        }
    };
    for (_, recipe) in running(context, recipes) {
        recipe.outputs.iter().for_each(|part| mark(Some(part.commodity)));
    }
    let trade = context.tables.get("trade");
    let (directions, commodity_of) = (trade.words("direction"), trade.references("commodity"));
    for (row, maximum) in trade.numbers("maximum_per_year").iter().enumerate() {
        if *maximum > 0.0 && directions.get(row) == "import" {
            mark(commodity_of.get(row));
        }
    }
    let stores = context.tables.get("stores");
    let (ends, commodity_of) = (stores.words("ends"), stores.references("commodity"));
    for (row, level) in stores.numbers("initial_level").iter().enumerate() {
        if *level > 0.0 && ends.get(row) == "given" {
            mark(commodity_of.get(row));
        }
    }
    sources
}

/// The sites that can run at all, with their recipes.
fn running<'a>(context: &Context<'_>, recipes: &'a [Recipe]) -> Vec<(usize, &'a Recipe)> {
    let sites = context.tables.get("sites");
    let (capacities, process_of) = (sites.numbers("capacity_per_year"), sites.references("process"));
    let able = (0..sites.rows).filter(|row| capacities.get(*row).is_some_and(|capacity| *capacity > 0.0));
    able.filter_map(|row| Some((row, recipes.get(process_of.get(row)?)?)))
        .collect()
}

fn note(needs: &mut Needs, commodity: Option<usize>, who: impl FnOnce() -> String) {
    if let Some(need) = commodity.and_then(|c| needs.get_mut(c))
        && need.is_none()
    {
        *need = Some(who());
    }
}

fn note_demand(context: &Context<'_>, needs: &mut Needs) {
    let demand = context.tables.get("demand");
    let (commodity_of, nodes) = (demand.references("commodity"), demand.texts("node"));
    for (row, _) in demand
        .numbers("amount_per_year")
        .iter()
        .enumerate()
        .filter(|(_, amount)| **amount > 0.0)
    {
        note(needs, commodity_of.get(row), || {
            format!("the demand of {}", shown(nodes.get(row)))
        });
    }
}

fn note_exports(context: &Context<'_>, needs: &mut Needs) {
    let trade = context.tables.get("trade");
    let (commodity_of, directions) = (trade.references("commodity"), trade.words("direction"));
    let ids = trade.texts("trade");
    for (row, minimum) in trade.numbers("minimum_per_year").iter().enumerate() {
        if *minimum > 0.0 && directions.get(row) == "export" {
            note(needs, commodity_of.get(row), || {
                format!("the export {}", shown(ids.get(row)))
            });
        }
    }
}

fn note_sites(context: &Context<'_>, recipes: &[Recipe], needs: &mut Needs) {
    let sites = context.tables.get("sites");
    let ids = sites.texts("site");
    for (row, recipe) in running(context, recipes) {
        for part in recipe.used() {
            note(needs, Some(part.commodity), || {
                format!("the site {}", shown(ids.get(row)))
            });
        }
    }
}

/// Carriers of modes that have links and cost energy.
fn note_modes(context: &Context<'_>, needs: &mut Needs) {
    let modes = context.tables.get("modes");
    let (carriers, ids) = (modes.references("carrier"), modes.texts("mode"));
    let mut has_links = vec![false; modes.rows];
    for table in ["links", "terminals"].map(|name| context.tables.get(name)) {
        let mode_of = table.references("mode");
        (0..table.rows)
            .filter_map(|row| mode_of.get(row))
            .for_each(|mode| has_links[mode] = true);
    }
    let costs = modes
        .numbers("energy_gj_per_t_km")
        .iter()
        .zip(modes.numbers("energy_gj_per_t"));
    for (row, (per_t_km, per_t)) in costs.enumerate() {
        if has_links[row] && per_t_km + per_t > 0.0 {
            note(needs, carriers.get(row), || format!("the mode {}", shown(ids.get(row))));
        }
    }
}

fn note_stores(context: &Context<'_>, needs: &mut Needs) {
    let stores = context.tables.get("stores");
    let (carriers, ids) = (stores.references("carrier"), stores.texts("store"));
    for (row, _) in stores
        .numbers("energy_gj")
        .iter()
        .enumerate()
        .filter(|(_, energy)| **energy > 0.0)
    {
        note(needs, carriers.get(row), || {
            format!("the store {}", shown(ids.get(row)))
        });
    }
}
