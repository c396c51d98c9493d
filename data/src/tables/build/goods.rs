//! Sequences, resources, commodities, processes.

use super::Reader;
use crate::model::{
    Commodity, CommodityIndex, Process, Quantity, Resource, ResourceIndex, ResourceUse, Sequence, SequenceIndex, Stage,
    Unit,
};
use crate::tables::set::Tables;

pub(super) fn sequences(tables: &Tables) -> Vec<Sequence> {
    let reader = Reader::new(tables, "sequences");
    reader
        .rows()
        .map(|row| Sequence {
            id: reader.id(row),
            name: reader.name(row),
        })
        .collect()
}

pub(super) fn resources(tables: &Tables) -> Vec<Resource> {
    let reader = Reader::new(tables, "resources");
    let rows = reader.rows();
    rows.map(|row| Resource {
        id: reader.id(row),
        name: reader.name(row),
        unit: unit(reader.word("unit", row)),
    })
    .collect()
}

pub(super) fn commodities(tables: &Tables) -> Vec<Commodity> {
    let reader = Reader::new(tables, "commodities");
    let rows = reader.rows();
    rows.map(|row| Commodity {
        id: reader.id(row),
        name: reader.name(row),
        unit: unit(reader.word("unit", row)),
        sequence: reader.index("sequence", row, SequenceIndex::from_position),
        mass_t: reader.number("mass_t", row),
        energy_content_gj: reader.number("energy_content_gj", row),
        shortage_penalty_gj: reader.number("shortage_penalty_gj", row),
    })
    .collect()
}

fn unit(symbol: &str) -> Unit {
    Unit::ALL
        .into_iter()
        .find(|unit| unit.symbol() == symbol)
        .unwrap_or(Unit::Tonne)
}

pub(super) fn processes(tables: &Tables) -> Vec<Process> {
    let reader = Reader::new(tables, "processes");
    let uses = resource_uses(tables, "process", reader.table.rows);
    let mut processes: Vec<Process> = reader
        .rows()
        .zip(uses)
        .map(|(row, resource_uses)| Process {
            id: reader.id(row),
            name: reader.name(row),
            sequence: reader.index("sequence", row, SequenceIndex::from_position),
            stage: if reader.word("stage", row) == "extraction" {
                Stage::Extraction
            } else {
                Stage::Processing
            },
            primary_energy_gj: reader.number("primary_energy_gj", row),
            direct_energy_gj: reader.number("direct_energy_gj", row),
            free_mass_t: reader.number("free_mass_t", row),
            inputs: Vec::new(),
            outputs: Vec::new(),
            embodied_shares: Vec::new(),
            burns: Vec::new(),
            resource_uses,
        })
        .collect();
    add_recipes(tables, &mut processes);
    processes
}

/// Puts the recipes' rows into the processes, in commodity order.
fn add_recipes(tables: &Tables, processes: &mut [Process]) {
    let reader = Reader::new(tables, "recipes");
    let process_of = reader.table.references("process");
    let mut rows: Vec<usize> = reader.rows().collect();
    rows.sort_by_key(|row| reader.table.references("commodity").get(*row));
    for row in rows {
        let Some(process) = process_of.get(row).and_then(|process| processes.get_mut(process)) else {
            continue;
        };
        let quantity = Quantity {
            commodity: reader.index("commodity", row, CommodityIndex::from_position),
            amount: reader.number("amount", row),
        };
        match reader.word("role", row) {
            "input" => process.inputs.push(quantity),
            "burn" => process.burns.push(quantity),
            _ => {
                process.outputs.push(quantity);
                process.embodied_shares.push(reader.number("embodied_share", row));
            }
        }
    }
    let commodities = commodities(tables);
    for process in processes {
        process.embodied_shares = shares(process, &commodities);
    }
}

/// The shares given, scaled to sum to 1; where none are given, by energy content if every output has one, else by
/// mass if every output has one, else equal.
fn shares(process: &Process, commodities: &[Commodity]) -> Vec<f64> {
    if !process.embodied_shares.iter().any(|share| share.is_nan()) {
        return scaled(process.embodied_shares.clone());
    }
    let by = |figure: fn(&Commodity) -> f64| -> Vec<f64> {
        let outputs = process.outputs.iter();
        outputs
            .map(|q| q.amount * commodities.get(q.commodity.position()).map_or(0.0, figure))
            .collect()
    };
    let candidates = [by(|c| c.energy_content_gj), by(|c| c.mass_t)];
    let equal = vec![1.0; process.outputs.len()];
    scaled(
        candidates
            .into_iter()
            .find(|figures| figures.iter().all(|f| *f > 0.0))
            .unwrap_or(equal),
    )
}

/// Scaled to sum to 1; figures that do already are left as they are, bit by bit.
fn scaled(figures: Vec<f64>) -> Vec<f64> {
    const EXACT: f64 = 1e-12;
    let sum: f64 = figures.iter().sum();
    if (sum - 1.0).abs() <= EXACT || sum <= 0.0 {
        return figures;
    }
    figures.into_iter().map(|figure| figure / sum).collect()
}

/// What each process or each mode uses of resources, in the order of the table.
pub(super) fn resource_uses(tables: &Tables, owner_kind: &str, owners: usize) -> Vec<Vec<ResourceUse>> {
    let reader = Reader::new(tables, "resource_uses");
    let (owner_of, kinds) = (reader.table.references("owner"), reader.table.words("owner_kind"));
    let mut uses = vec![Vec::new(); owners];
    for row in reader.rows().filter(|row| kinds.get(*row) == owner_kind) {
        if let Some(list) = owner_of.get(row).and_then(|owner| uses.get_mut(owner)) {
            list.push(ResourceUse {
                resource: reader.index("resource", row, ResourceIndex::from_position),
                amount: reader.number("amount", row),
            });
        }
    }
    uses
}
