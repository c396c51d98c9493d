//! The bill of materials: mines and farms, and layered recipes with alternatives and byproducts.
//!
//! Invariant: no recipe makes mass or energy. What is made weighs less than what is used up, and only extraction
//! takes from nature.

use super::commodities::{
    CARBON_DIOXIDE, COAL, DIESEL, ELECTRICITY, GAS, LABOUR, Role, WATER, commodity_sequence, sequence,
};
use super::dice::{Dice, Stream, rounded};
use super::energy_chain;
use super::geography::titled;
use crate::model::{
    Commodity, CommodityIndex, Continent, Process, ProcessIndex, Quantity, ResourceIndex, ResourceUse, Stage,
};

/// Tonnes of carbon dioxide per unit of a carrier burnt.
pub(super) const CARBON_DIOXIDE_T: [(CommodityIndex, f64); 5] = [
    (DIESEL, 3.1),
    (COAL, 2.4),
    (GAS, 2.7),
    (super::commodities::RESIDUE, 3.2),
    (ELECTRICITY, 0.0),
];

/// Who makes what for its own sake, not as a byproduct. The main output of a process has amount 1.
#[derive(Clone, Debug)]
pub(super) struct Makers {
    /// By commodity: the processes whose main output it is.
    pub(super) by_commodity: Vec<Vec<ProcessIndex>>,
    /// By process: its main output.
    pub(super) main_output: Vec<CommodityIndex>,
}

/// Draws every process of the continent.
pub(super) fn draw_processes(continent: &mut Continent, roles: &[Role], seed: u64) -> Makers {
    let mut dice = Dice::new(seed, Stream::Recipes);
    let mut makers = Makers {
        by_commodity: vec![Vec::new(); roles.len()],
        main_output: Vec::new(),
    };
    for (main, process) in energy_chain::processes(&continent.commodities) {
        makers.add(continent, main, process);
    }
    for (position, role) in roles.iter().enumerate() {
        let main = CommodityIndex::from_position(position);
        let variants = match role {
            Role::Mined | Role::Farmed | Role::Material(_) | Role::Good => draw_variants(&mut dice),
            _ => 0,
        };
        for variant in 0..variants {
            let process = match role {
                Role::Mined | Role::Farmed => draw_extraction(continent, main, *role, variant, &mut dice),
                _ => draw_making(continent, roles, main, variant, &mut dice),
            };
            makers.add(continent, main, process);
        }
    }
    makers
}

impl Makers {
    fn add(&mut self, continent: &mut Continent, main: CommodityIndex, process: Process) {
        let index = ProcessIndex::from_position(continent.processes.len());
        self.by_commodity[main.position()].push(index);
        self.main_output.push(main);
        continent.processes.push(process);
    }
}

/// Most commodities have one recipe, some two or three.
fn draw_variants(dice: &mut Dice) -> usize {
    match dice.unit() {
        u if u < 0.65 => 1,
        u if u < 0.93 => 2,
        _ => 3,
    }
}

fn draw_extraction(
    continent: &Continent,
    main: CommodityIndex,
    role: Role,
    variant: usize,
    dice: &mut Dice,
) -> Process {
    let commodity = &continent[main];
    let (word, water) = if role == Role::Farmed {
        ("grow", 40.0)
    } else {
        ("mine", 0.5)
    };
    let burns = vec![
        Quantity {
            commodity: ELECTRICITY,
            amount: dice.rounded_between(0.02, 0.4, 2),
        },
        Quantity {
            commodity: DIESEL,
            amount: dice.rounded_between(0.001, 0.012, 2),
        },
    ];
    Recipe {
        id: format!("{word}-{}{}", commodity.id, suffix(variant)),
        stage: Stage::Extraction,
        primary_energy_gj: commodity.energy_content_gj,
        inputs: Vec::new(),
        outputs: vec![one(main)],
        burns,
        labour_h: dice.rounded_between(0.1, 1.5, 2),
        water_m3: rounded(water * dice.between(0.5, 1.5), 2),
    }
    .finish(continent, commodity_sequence(role, main.position()))
}

/// A recipe from commodities of lower layers, one of them from the layer right below.
fn draw_making(
    continent: &Continent,
    roles: &[Role],
    main: CommodityIndex,
    variant: usize,
    dice: &mut Dice,
) -> Process {
    let role = roles[main.position()];
    let inputs_from = draw_inputs(roles, main, dice);
    let byproduct = draw_byproduct(roles, main, &inputs_from, dice);
    let mut outputs = vec![one(main)];
    if let Some(commodity) = byproduct {
        let amount = dice.rounded_between(0.04, 0.2, 2);
        outputs.push(Quantity { commodity, amount });
    }
    let made_t: f64 = outputs.iter().map(|o| o.amount * continent[o.commodity].mass_t).sum();
    let inputs = draw_amounts(continent, &inputs_from, made_t * dice.between(1.06, 1.35), dice);
    let commodity = &continent[main];
    Recipe {
        id: format!("make-{}{}", commodity.id, suffix(variant)),
        stage: Stage::Processing,
        primary_energy_gj: 0.0,
        inputs,
        outputs,
        burns: draw_burns(roles.len(), dice),
        labour_h: dice.rounded_between(0.3, 8.0, 2),
        water_m3: dice.rounded_between(0.1, 4.0, 2),
    }
    .finish(continent, commodity_sequence(role, main.position()))
}

/// One to four different commodities of lower layers, in commodity order.
fn draw_inputs(roles: &[Role], main: CommodityIndex, dice: &mut Dice) -> Vec<CommodityIndex> {
    let own = layer(roles[main.position()]);
    let below: Vec<CommodityIndex> = positions(roles, |l| l < own);
    let highest = below.iter().filter_map(|c| layer(roles[c.position()])).max();
    let next: Vec<CommodityIndex> = positions(roles, |l| l == highest);
    let first = if dice.chance(0.7) {
        dice.pick(&next)
    } else {
        dice.pick(&below)
    };
    let mut chosen = vec![first];
    for _ in 0..dice.below(4) {
        chosen.push(dice.pick(&below));
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// One making in four leaves something else: a commodity of the same or a lower layer that it does not use.
fn draw_byproduct(
    roles: &[Role],
    main: CommodityIndex,
    inputs: &[CommodityIndex],
    dice: &mut Dice,
) -> Option<CommodityIndex> {
    let own = layer(roles[main.position()]);
    let eligible = positions(roles, |l| l <= own && l > Some(0));
    let candidate = if eligible.is_empty() {
        None
    } else {
        Some(dice.pick(&eligible))
    };
    candidate.filter(|c| dice.chance(0.25) && *c != main && !inputs.contains(c))
}

/// Height in the bill of materials; carriers have none.
fn layer(role: Role) -> Option<usize> {
    match role {
        Role::Mined | Role::Farmed => Some(0),
        Role::Material(layer) => Some(layer),
        Role::Good => Some(usize::MAX),
        _ => None,
    }
}

fn positions(roles: &[Role], wanted: impl Fn(Option<usize>) -> bool) -> Vec<CommodityIndex> {
    let all = roles.iter().enumerate();
    all.filter(|(_, r)| layer(**r).is_some() && wanted(layer(**r)))
        .map(|(i, _)| CommodityIndex::from_position(i))
        .collect()
}

/// Spreads `total_t` tonnes over the inputs.
fn draw_amounts(continent: &Continent, from: &[CommodityIndex], total_t: f64, dice: &mut Dice) -> Vec<Quantity> {
    let parts: Vec<f64> = from.iter().map(|_| dice.between(0.2, 1.0)).collect();
    let sum: f64 = parts.iter().sum();
    let amounts = from.iter().zip(parts).map(|(commodity, part)| Quantity {
        commodity: *commodity,
        amount: rounded(total_t * part / sum / continent[*commodity].mass_t, 4),
    });
    amounts.collect()
}

/// Electricity always, diesel, coal or gas sometimes; in commodity order.
fn draw_burns(commodities: usize, dice: &mut Dice) -> Vec<Quantity> {
    let mut burns = vec![(ELECTRICITY, dice.rounded_between(0.1, 2.5, 2))];
    if dice.chance(0.3) {
        burns.push((DIESEL, dice.rounded_between(0.002, 0.03, 2)));
    }
    if dice.chance(0.25) {
        burns.push((COAL, dice.rounded_between(0.02, 0.25, 2)));
    }
    if commodities >= 12 && dice.chance(0.25) {
        burns.push((GAS, dice.rounded_between(0.01, 0.12, 2)));
    }
    let quantities = burns
        .into_iter()
        .map(|(commodity, amount)| Quantity { commodity, amount });
    quantities.collect()
}

fn one(commodity: CommodityIndex) -> Quantity {
    Quantity { commodity, amount: 1.0 }
}

fn suffix(variant: usize) -> &'static str {
    ["", "-b", "-c"][variant.min(2)]
}

/// A process without what follows from the rest of it: name, order, embodied shares, carbon dioxide.
pub(super) struct Recipe {
    pub(super) id: String,
    pub(super) stage: Stage,
    pub(super) primary_energy_gj: f64,
    pub(super) inputs: Vec<Quantity>,
    pub(super) outputs: Vec<Quantity>,
    pub(super) burns: Vec<Quantity>,
    pub(super) labour_h: f64,
    pub(super) water_m3: f64,
}

impl Recipe {
    fn finish(self, continent: &Continent, sequence_id: &str) -> Process {
        self.finish_with(&continent.commodities, sequence_id)
    }

    /// The whole process; quantities are put in commodity order.
    pub(super) fn finish_with(mut self, commodities: &[Commodity], sequence_id: &str) -> Process {
        for list in [&mut self.inputs, &mut self.outputs, &mut self.burns] {
            list.sort_by_key(|q| q.commodity);
        }
        let carbon: f64 = self
            .burns
            .iter()
            .map(|b| b.amount * carbon_dioxide_t(b.commodity))
            .sum();
        let uses = [
            (LABOUR, self.labour_h),
            (CARBON_DIOXIDE, rounded(carbon, 4)),
            (WATER, self.water_m3),
        ];
        Process {
            name: titled(&self.id),
            id: self.id,
            sequence: sequence(sequence_id),
            stage: self.stage,
            primary_energy_gj: self.primary_energy_gj,
            direct_energy_gj: 0.0,
            free_mass_t: 0.0,
            inputs: self.inputs,
            embodied_shares: default_shares(commodities, &self.outputs),
            outputs: self.outputs,
            burns: self.burns,
            resource_uses: uses.into_iter().filter_map(nonzero_use).collect(),
        }
    }
}

fn nonzero_use((resource, amount): (ResourceIndex, f64)) -> Option<ResourceUse> {
    (amount > 0.0).then_some(ResourceUse { resource, amount })
}

/// Tonnes of carbon dioxide from burning one unit of the carrier.
pub(super) fn carbon_dioxide_t(carrier: CommodityIndex) -> f64 {
    let known = CARBON_DIOXIDE_T.iter().find(|(c, _)| *c == carrier);
    known.map_or(0.0, |(_, tonnes)| *tonnes)
}

/// The dictionary's default: by energy content if every output has one, else by mass, else equal.
pub(super) fn default_shares(commodities: &[Commodity], outputs: &[Quantity]) -> Vec<f64> {
    let by = |measure: fn(&Commodity) -> f64| -> Option<Vec<f64>> {
        let parts: Vec<f64> = outputs
            .iter()
            .map(|o| o.amount * measure(&commodities[o.commodity.position()]))
            .collect();
        let sum: f64 = parts.iter().sum();
        let usable = parts.iter().all(|p| *p > 0.0);
        usable.then(|| parts.iter().map(|p| p / sum).collect())
    };
    by(|c| c.energy_content_gj)
        .or_else(|| by(|c| c.mass_t))
        .unwrap_or_else(|| vec![1.0 / outputs.len() as f64; outputs.len()])
}
