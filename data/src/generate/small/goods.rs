//! Commodities and recipes of a small continent. Mass and energy are conserved, so circles of recipes only lose.

use crate::generate::dice::{Dice, rounded};
use crate::generate::recipes::default_shares;
use crate::model::{
    Commodity, CommodityIndex, Continent, Process, Quantity, Resource, ResourceIndex, ResourceUse, Sequence,
    SequenceIndex, Stage, Unit,
};

/// Electricity, GJ, without mass.
pub(super) const POWER: CommodityIndex = CommodityIndex(0);
/// A fuel, t.
pub(super) const FUEL: CommodityIndex = CommodityIndex(1);

pub(super) fn draw(continent: &mut Continent, dice: &mut Dice) {
    for id in ["energy", "materials", "transport"] {
        continent.sequences.push(Sequence {
            id: id.to_owned(),
            name: id.to_owned(),
        });
    }
    for (id, unit) in [("labour", Unit::Hour), ("co2", Unit::Tonne)] {
        if dice.chance(0.7) {
            continent.resources.push(Resource {
                id: id.to_owned(),
                name: id.to_owned(),
                unit,
            });
        }
    }
    continent
        .commodities
        .push(commodity("power", Unit::Gigajoule, (0.0, 1.0), 120.0));
    continent
        .commodities
        .push(commodity("fuel", Unit::Tonne, (1.0, 40.0), 2500.0));
    for number in 1..=dice.whole(1, 4) {
        let (unit, mass_t) = if dice.chance(0.2) {
            (Unit::CubicMetre, 0.5)
        } else {
            (Unit::Tonne, 1.0)
        };
        let penalty = dice.rounded_between(800.0, 4000.0, 2);
        let id = format!("material-{number}");
        continent.commodities.push(commodity(&id, unit, (mass_t, 0.0), penalty));
    }
    draw_carriers(continent, dice);
    draw_materials(continent, dice);
}

fn commodity(id: &str, unit: Unit, (mass_t, energy_content_gj): (f64, f64), penalty: f64) -> Commodity {
    Commodity {
        id: id.to_owned(),
        name: id.to_owned(),
        unit,
        sequence: SequenceIndex(u32::from(energy_content_gj == 0.0)),
        mass_t,
        energy_content_gj,
        shortage_penalty_gj: penalty,
    }
}

/// Where electricity and fuel come from; now and then one of them comes from nowhere.
fn draw_carriers(continent: &mut Continent, dice: &mut Dice) {
    if dice.chance(0.95) {
        let mut sun = blank("catch-sun", Stage::Extraction, vec![quantity(POWER, 1.0)]);
        sun.primary_energy_gj = dice.rounded_between(1.0, 2.0, 2);
        add(continent, sun);
    }
    if dice.chance(0.95) {
        let mut well = blank("pump-fuel", Stage::Extraction, vec![quantity(FUEL, 1.0)]);
        well.primary_energy_gj = dice.rounded_between(40.0, 50.0, 2);
        if dice.chance(0.5) {
            well.burns = vec![quantity(POWER, dice.rounded_between(0.1, 1.0, 2))];
        }
        draw_uses(continent, &mut well, dice);
        add(continent, well);
    }
    if dice.chance(0.6) {
        let mut plant = blank("burn-fuel", Stage::Processing, vec![quantity(POWER, 1.0)]);
        plant.burns = vec![quantity(FUEL, dice.rounded_between(0.03, 0.1, 2))];
        draw_uses(continent, &mut plant, dice);
        add(continent, plant);
    }
}

fn draw_materials(continent: &mut Continent, dice: &mut Dice) {
    let materials: Vec<CommodityIndex> = (2..continent.commodities.len())
        .map(CommodityIndex::from_position)
        .collect();
    for &main in &materials {
        if dice.chance(0.9) {
            let id = format!("mine-{}", continent[main].id);
            let mut mine = blank(&id, Stage::Extraction, vec![quantity(main, 1.0)]);
            mine.direct_energy_gj = dice.rounded_between(0.1, 3.0, 2);
            mine.primary_energy_gj = if dice.chance(0.3) {
                dice.rounded_between(0.1, 5.0, 2)
            } else {
                0.0
            };
            finish(continent, mine, dice);
        }
        // Any other material may be an input, so recipes run in circles.
        for variant in 0..dice.below(3) {
            draw_making(continent, &materials, main, variant, dice);
        }
    }
}

fn draw_making(
    continent: &mut Continent,
    materials: &[CommodityIndex],
    main: CommodityIndex,
    variant: usize,
    dice: &mut Dice,
) {
    let mut others: Vec<CommodityIndex> = materials.iter().copied().filter(|m| *m != main).collect();
    if others.is_empty() {
        return;
    }
    dice.shuffle(&mut others);
    let (inputs, rest) = others.split_at(dice.whole(1, others.len().min(2)));
    let mut outputs = vec![quantity(main, 1.0)];
    if let Some(&byproduct) = rest.first().filter(|_| dice.chance(0.5)) {
        outputs.push(quantity(byproduct, dice.rounded_between(0.1, 0.8, 2)));
    }
    let id = format!("make-{}-{}", continent[main].id, variant + 1);
    let made_t: f64 = outputs.iter().map(|o| o.amount * continent[o.commodity].mass_t).sum();
    let each_t = made_t * dice.between(1.02, 1.6) / inputs.len() as f64;
    let mut process = blank(&id, Stage::Processing, outputs);
    process.inputs = inputs
        .iter()
        .map(|k| quantity(*k, rounded(each_t / continent[*k].mass_t, 3)))
        .collect();
    finish(continent, process, dice);
}

/// Gives the process carriers to burn, resources to use and its place in the continent.
fn finish(continent: &mut Continent, mut process: Process, dice: &mut Dice) {
    for carrier in [POWER, FUEL] {
        if dice.chance(0.4) {
            process
                .burns
                .push(quantity(carrier, dice.rounded_between(0.01, 0.5, 2)));
        }
    }
    draw_uses(continent, &mut process, dice);
    add(continent, process);
}

fn draw_uses(continent: &Continent, process: &mut Process, dice: &mut Dice) {
    for position in 0..continent.resources.len() {
        if dice.chance(0.6) {
            process.resource_uses.push(ResourceUse {
                resource: ResourceIndex::from_position(position),
                amount: dice.rounded_between(0.2, 3.0, 2),
            });
        }
    }
}

fn add(continent: &mut Continent, mut process: Process) {
    process.inputs.sort_by_key(|q| q.commodity);
    process.outputs.sort_by_key(|q| q.commodity);
    process.embodied_shares = default_shares(&continent.commodities, &process.outputs);
    continent.processes.push(process);
}

fn blank(id: &str, stage: Stage, outputs: Vec<Quantity>) -> Process {
    Process {
        id: id.to_owned(),
        name: id.to_owned(),
        sequence: SequenceIndex(u32::from(outputs[0].commodity > FUEL)),
        stage,
        primary_energy_gj: 0.0,
        direct_energy_gj: 0.0,
        free_mass_t: 0.0,
        inputs: Vec::new(),
        embodied_shares: Vec::new(),
        outputs,
        burns: Vec::new(),
        resource_uses: Vec::new(),
    }
}

fn quantity(commodity: CommodityIndex, amount: f64) -> Quantity {
    Quantity { commodity, amount }
}
