//! The tables of the catalogue: what can be made, what carries it, what it uses besides commodities.

use super::catalogue::{Catalogue, Process, Role};
use super::figures;
use crate::error::AssembleError;
use crate::write::{Table, flag, number};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct SequenceRow {
    sequence: String,
    name: String,
}

#[derive(Debug, Deserialize)]
struct ResourceRow {
    resource: String,
    name: String,
    unit: String,
}

/// Sequences, resources, commodities, processes, recipes, resource uses, modes and what they carry.
///
/// # Errors
/// If the figures do not fit.
pub fn catalogue_tables(catalogue: &Catalogue) -> Result<Vec<Table>, AssembleError> {
    Ok(vec![
        sequences()?,
        resources()?,
        commodities(catalogue),
        processes(catalogue),
        recipes(catalogue),
        resource_uses(catalogue),
        modes(catalogue),
        mode_commodities(catalogue),
    ])
}

fn sequences() -> Result<Table, AssembleError> {
    let mut table = Table::new("sequences", &["sequence", "name"]);
    for row in figures::SEQUENCES.rows::<SequenceRow>()? {
        table.rows.push(vec![row.sequence, row.name]);
    }
    Ok(table)
}

fn resources() -> Result<Table, AssembleError> {
    let mut table = Table::new("resources", &["resource", "name", "unit"]);
    for row in figures::RESOURCES.rows::<ResourceRow>()? {
        table.rows.push(vec![row.resource, row.name, row.unit]);
    }
    Ok(table)
}

fn commodities(catalogue: &Catalogue) -> Table {
    let header = [
        "commodity",
        "name",
        "unit",
        "sequence",
        "mass_t",
        "energy_content_gj",
        "shortage_penalty_gj",
        "source",
        "approximate",
    ];
    let mut table = Table::new("commodities", &header);
    for c in &catalogue.commodities {
        let mass = if c.unit == "t" { "1" } else { "0" };
        table.rows.push(vec![
            c.commodity.clone(),
            c.name.clone(),
            c.unit.clone(),
            c.sequence.clone(),
            mass.to_owned(),
            number(c.energy_content_gj, 4),
            number(c.shortage_penalty_gj, 4),
            c.source.clone(),
            flag(c.approximate),
        ]);
    }
    table
}

fn processes(catalogue: &Catalogue) -> Table {
    let header = [
        "process",
        "name",
        "sequence",
        "stage",
        "primary_energy_gj",
        "direct_energy_gj",
        "free_mass_t",
        "source",
        "approximate",
    ];
    let mut table = Table::new("processes", &header);
    for p in &catalogue.processes {
        table.rows.push(vec![
            p.process.clone(),
            p.name.clone(),
            p.sequence.clone(),
            p.stage.clone(),
            number(p.primary_energy_gj, 4),
            number(p.direct_energy_gj, 4),
            number(p.free_mass_t, 4),
            p.source.clone(),
            flag(p.approximate),
        ]);
    }
    table
}

fn recipes(catalogue: &Catalogue) -> Table {
    let header = [
        "process",
        "commodity",
        "role",
        "amount",
        "embodied_share",
        "source",
        "approximate",
    ];
    let mut table = Table::new("recipes", &header);
    for r in &catalogue.recipes {
        table.rows.push(vec![
            r.process.clone(),
            r.commodity.clone(),
            r.role.word().to_owned(),
            number(r.amount, 6),
            r.embodied_share.map_or_else(String::new, |s| number(s, 6)),
            r.source.clone(),
            flag(r.approximate),
        ]);
    }
    table
}

/// Tonnes of carbon dioxide per unit of activity: of what is burnt, and of the process itself.
#[must_use]
pub fn carbon_dioxide(catalogue: &Catalogue, process: &Process) -> f64 {
    let burnt: f64 = catalogue
        .recipe(&process.process)
        .filter(|r| r.role == Role::Burn)
        .map(|r| r.amount * carbon_dioxide_per_unit(catalogue, &r.commodity))
        .sum();
    burnt + process.process_co2_t
}

fn carbon_dioxide_per_unit(catalogue: &Catalogue, carrier: &str) -> f64 {
    let content = catalogue.commodity(carrier).map_or(0.0, |c| c.energy_content_gj);
    content * carbon_dioxide_per_gj(catalogue, carrier)
}

fn carbon_dioxide_per_gj(catalogue: &Catalogue, carrier: &str) -> f64 {
    catalogue
        .emission_factors
        .iter()
        .find(|f| f.commodity == carrier)
        .map_or(0.0, |f| f.carbon_dioxide_t_per_gj)
}

fn resource_uses(catalogue: &Catalogue) -> Table {
    let header = ["owner_kind", "owner", "resource", "amount", "source", "approximate"];
    let mut table = Table::new("resource_uses", &header);
    for p in &catalogue.processes {
        let uses = [
            ("labour", p.labour_h),
            ("land", p.land_ha),
            ("water", p.water_m3),
            ("carbon_dioxide", carbon_dioxide(catalogue, p)),
        ];
        for (resource, amount) in uses {
            add_use(&mut table, "process", &p.process, resource, amount, &p.source);
        }
    }
    for m in &catalogue.modes {
        let energy = m.energy_gj_per_t_km + m.energy_gj_per_t;
        let uses = [
            ("labour", m.labour_h),
            ("carbon_dioxide", energy * carbon_dioxide_per_gj(catalogue, &m.carrier)),
        ];
        for (resource, amount) in uses {
            add_use(&mut table, "mode", &m.mode, resource, amount, &m.source);
        }
    }
    table
}

fn add_use(table: &mut Table, kind: &str, owner: &str, resource: &str, amount: f64, source: &str) {
    if amount > 0.0 {
        table.rows.push(vec![
            kind.to_owned(),
            owner.to_owned(),
            resource.to_owned(),
            number(amount, 9),
            source.to_owned(),
            flag(true),
        ]);
    }
}

fn modes(catalogue: &Catalogue) -> Table {
    let header = [
        "mode",
        "name",
        "sequence",
        "carrier",
        "energy_gj_per_t_km",
        "energy_gj_per_t",
        "loss_per_1000_km",
        "source",
        "approximate",
    ];
    let mut table = Table::new("modes", &header);
    for m in &catalogue.modes {
        table.rows.push(vec![
            m.mode.clone(),
            m.name.clone(),
            m.sequence.clone(),
            m.carrier.clone(),
            number(m.energy_gj_per_t_km, 9),
            number(m.energy_gj_per_t, 9),
            number(m.loss_per_1000_km, 6),
            m.source.clone(),
            flag(m.approximate),
        ]);
    }
    table
}

fn mode_commodities(catalogue: &Catalogue) -> Table {
    let mut table = Table::new("mode_commodities", &["mode", "commodity", "weight", "energy_factor"]);
    for (commodity, modes) in &catalogue.carriage {
        for mode in modes {
            table
                .rows
                .push(vec![mode.clone(), commodity.clone(), "1".to_owned(), "1".to_owned()]);
        }
    }
    table
}
