//! Sequences, resources, commodities, processes, recipes, resource uses.

use super::sheet::{Cell, Sheet};
use crate::model::{Continent, Process, Quantity, ResourceUse, Stage};

pub(super) fn sequences(continent: &Continent) -> Sheet {
    let mut sheet = Sheet::new("sequences", &["sequence", "name"]);
    for sequence in &continent.sequences {
        sheet.row([Cell::from(&sequence.id), Cell::from(&sequence.name)]);
    }
    sheet
}

pub(super) fn resources(continent: &Continent) -> Sheet {
    let mut sheet = Sheet::new("resources", &["resource", "name", "unit"]);
    for resource in &continent.resources {
        sheet.row([
            Cell::from(&resource.id),
            Cell::from(&resource.name),
            Cell::from(resource.unit.symbol()),
        ]);
    }
    sheet
}

pub(super) fn commodities(continent: &Continent) -> Sheet {
    let columns = [
        "commodity",
        "name",
        "unit",
        "sequence",
        "mass_t",
        "energy_content_gj",
        "shortage_penalty_gj",
    ];
    let mut sheet = Sheet::new("commodities", &columns);
    for commodity in &continent.commodities {
        sheet.row([
            Cell::from(&commodity.id),
            Cell::from(&commodity.name),
            Cell::from(commodity.unit.symbol()),
            Cell::from(&continent[commodity.sequence].id),
            Cell::from(commodity.mass_t),
            Cell::from(commodity.energy_content_gj),
            Cell::from(commodity.shortage_penalty_gj),
        ]);
    }
    sheet
}

pub(super) fn processes(continent: &Continent) -> Sheet {
    let columns = [
        "process",
        "name",
        "sequence",
        "stage",
        "primary_energy_gj",
        "direct_energy_gj",
        "free_mass_t",
    ];
    let mut sheet = Sheet::new("processes", &columns);
    for process in &continent.processes {
        let stage = match process.stage {
            Stage::Extraction => "extraction",
            Stage::Processing => "processing",
        };
        sheet.row([
            Cell::from(&process.id),
            Cell::from(&process.name),
            Cell::from(&continent[process.sequence].id),
            Cell::from(stage),
            Cell::from(process.primary_energy_gj),
            Cell::from(process.direct_energy_gj),
            Cell::from(process.free_mass_t),
        ]);
    }
    sheet
}

pub(super) fn recipes(continent: &Continent) -> Sheet {
    let mut sheet = Sheet::new("recipes", &["process", "commodity", "role", "amount", "embodied_share"]);
    for process in &continent.processes {
        add_parts(&mut sheet, continent, process, "input", &process.inputs);
        add_parts(&mut sheet, continent, process, "burn", &process.burns);
        for (output, share) in process.outputs.iter().zip(&process.embodied_shares) {
            sheet.row([
                Cell::from(&process.id),
                Cell::from(&continent[output.commodity].id),
                Cell::from("output"),
                Cell::from(output.amount),
                Cell::from(*share),
            ]);
        }
    }
    sheet
}

fn add_parts(sheet: &mut Sheet, continent: &Continent, process: &Process, role: &str, parts: &[Quantity]) {
    for part in parts {
        sheet.row([
            Cell::from(&process.id),
            Cell::from(&continent[part.commodity].id),
            Cell::from(role),
            Cell::from(part.amount),
            Cell::from(""),
        ]);
    }
}

pub(super) fn resource_uses(continent: &Continent) -> Sheet {
    let mut sheet = Sheet::new("resource_uses", &["owner_kind", "owner", "resource", "amount"]);
    for process in &continent.processes {
        add_uses(&mut sheet, continent, "process", &process.id, &process.resource_uses);
    }
    for mode in &continent.modes {
        add_uses(&mut sheet, continent, "mode", &mode.id, &mode.resource_uses);
    }
    sheet
}

fn add_uses(sheet: &mut Sheet, continent: &Continent, owner_kind: &str, owner: &str, uses: &[ResourceUse]) {
    for use_ in uses {
        sheet.row([
            Cell::from(owner_kind),
            Cell::from(owner),
            Cell::from(&continent[use_.resource].id),
            Cell::from(use_.amount),
        ]);
    }
}
