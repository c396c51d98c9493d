//! Tables as a continent: one region; an industry is a process and a site, value added is drawn from outside; years are
//! periods, joined by stores of what can be kept.

use super::{Amount, Industry, InputOutputTable, LaySpec, Product};
use crate::model::{
    Area, AreaIndex, Carriage, Commodity, CommodityIndex, Continent, Demand, HOURS_PER_YEAR, Link, Mode, ModeIndex,
    Node, NodeIndex, NodeKind, Period, Process, ProcessIndex, Profile, ProfileIndex, Provenance, Quantity, Sequence,
    SequenceIndex, Site, SiteStatus, Stage, Store, StoreEnds, Trade, TradeDirection, Unit,
};

/// What a million that is not supplied costs, GJ; all value added in a million is at most 1.
const PENALTY_GJ: f64 = 1_000.0;

/// Part of a year's output that a store of a good holds.
const STORED_YEARS: f64 = 1.0 / 12.0;

impl InputOutputTable {
    /// The tables as a continent. Yearly figures of the continent are those of all its years together, as its periods are
    /// parts of one calendar.
    #[must_use]
    pub fn to_continent(&self, spec: &LaySpec) -> Continent {
        let mut continent = frame(spec);
        continent.commodities = self
            .products
            .iter()
            .map(|product| commodity(&product.code, 1))
            .collect();
        let value = CommodityIndex::from_position(continent.commodities.len());
        continent.commodities.push(commodity("value-added", 0));
        lay_value_added(self, value, spec, &mut continent);
        for industry in self.industries.iter().filter(|industry| industry.output() > 0.0) {
            lay_industry(industry, value, spec, &mut continent);
        }
        for (position, product) in self.products.iter().enumerate() {
            lay_product(product, CommodityIndex::from_position(position), spec, &mut continent);
        }
        if spec.years > 1 {
            self.lay_stores(spec, &mut continent);
        }
        continent
    }

    /// Goods of farms, mines and factories can be kept: their codes begin with 1, 2 or 3.
    fn lay_stores(&self, spec: &LaySpec, continent: &mut Continent) {
        let mut made = vec![0.0; self.products.len()];
        for (product, amount) in self.industries.iter().flat_map(|industry| &industry.makes) {
            made[*product] += amount;
        }
        for (position, product) in self.products.iter().enumerate() {
            let capacity = made[position] * STORED_YEARS;
            if capacity > 0.0 && product.code.starts_with(['1', '2', '3']) {
                continent.stores.push(store(product, position, capacity, hours(spec)));
            }
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "a handful of years")]
fn years(spec: &LaySpec) -> f64 {
    spec.years.max(1) as f64
}

/// Hours of the calendar that stand for a year.
fn hours(spec: &LaySpec) -> f64 {
    HOURS_PER_YEAR / years(spec)
}

/// Final use of each year over that of the tables.
fn factors(spec: &LaySpec) -> Vec<f64> {
    let steps = std::iter::successors(Some(1.0), |factor| Some(factor * (1.0 + spec.growth)));
    steps.take(spec.years.max(1)).collect()
}

fn frame(spec: &LaySpec) -> Continent {
    let sequence = |id: &str, name: &str| Sequence {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    let factors = factors(spec);
    let mean = factors.iter().sum::<f64>() / years(spec);
    Continent {
        sequences: vec![sequence("value", "Value added"), sequence("industry", "Industries")],
        areas: vec![Area {
            id: "region".to_owned(),
            name: "Region".to_owned(),
            parent: None,
        }],
        nodes: vec![node("region", 0.0), node("abroad", 1.0)],
        modes: vec![mode()],
        links: vec![link()],
        periods: (1..=spec.years.max(1))
            .map(|year| Period {
                id: format!("year-{year}"),
                name: format!("Year {year}"),
                hours: hours(spec),
            })
            .collect(),
        profiles: vec![Profile {
            id: "growth".to_owned(),
            factors: factors.iter().map(|factor| factor / mean).collect(),
        }],
        ..Continent::default()
    }
}

fn node(id: &str, longitude: f64) -> Node {
    Node {
        id: id.to_owned(),
        name: id.to_owned(),
        kind: NodeKind::Junction,
        area: AreaIndex(0),
        latitude: 0.0,
        longitude,
        population: 0.0,
    }
}

/// The tables ask for one mode and one link; this one leads abroad, where nothing is made or asked.
fn mode() -> Mode {
    Mode {
        id: "way".to_owned(),
        name: "Way".to_owned(),
        sequence: SequenceIndex(1),
        carrier: None,
        energy_gj_per_t_km: 0.0,
        energy_gj_per_t: 0.0,
        loss_per_1000_km: 0.0,
        carriages: vec![Carriage {
            commodity: CommodityIndex(0),
            weight: 1.0,
            energy_factor: 1.0,
        }],
        resource_uses: Vec::new(),
    }
}

fn link() -> Link {
    Link {
        id: "way".to_owned(),
        mode: ModeIndex(0),
        from: NodeIndex(0),
        to: NodeIndex(1),
        two_way: false,
        length_km: 111.2,
        capacity_per_year: 0.0,
        is_terminal: false,
        provenance: Provenance::default(),
    }
}

fn commodity(code: &str, sequence: u32) -> Commodity {
    Commodity {
        id: code.to_owned(),
        name: code.to_owned(),
        unit: Unit::Money,
        sequence: SequenceIndex(sequence),
        mass_t: 0.0,
        energy_content_gj: 0.0,
        shortage_penalty_gj: PENALTY_GJ,
    }
}

fn lay_value_added(table: &InputOutputTable, value: CommodityIndex, spec: &LaySpec, continent: &mut Continent) {
    let process = Process {
        id: "value-added".to_owned(),
        name: "Value added".to_owned(),
        sequence: SequenceIndex(0),
        stage: Stage::Extraction,
        primary_energy_gj: 1.0,
        direct_energy_gj: 1.0,
        free_mass_t: 0.0,
        inputs: Vec::new(),
        outputs: vec![Quantity {
            commodity: value,
            amount: 1.0,
        }],
        embodied_shares: vec![1.0],
        burns: Vec::new(),
        resource_uses: Vec::new(),
    };
    let output: f64 = table.industries.iter().map(Industry::output).sum();
    lay_process(process, output * spec.headroom * years(spec), continent);
}

fn lay_industry(industry: &Industry, value: CommodityIndex, spec: &LaySpec, continent: &mut Continent) {
    let output = industry.output();
    let per_unit = |amounts: &[Amount]| -> Vec<Quantity> {
        let amounts = amounts.iter().map(|(product, amount)| Quantity {
            commodity: CommodityIndex::from_position(*product),
            amount: amount / output,
        });
        amounts.collect()
    };
    let (outputs, mut inputs) = (per_unit(&industry.makes), per_unit(&industry.uses));
    if industry.value_added() > 0.0 {
        inputs.push(Quantity {
            commodity: value,
            amount: industry.value_added() / output,
        });
    }
    let process = Process {
        id: industry.code.clone(),
        name: industry.code.clone(),
        sequence: SequenceIndex(1),
        stage: Stage::Processing,
        primary_energy_gj: 0.0,
        direct_energy_gj: 0.0,
        free_mass_t: 0.0,
        inputs,
        embodied_shares: outputs.iter().map(|made| made.amount).collect(),
        outputs,
        burns: Vec::new(),
        resource_uses: Vec::new(),
    };
    lay_process(process, output * spec.headroom * years(spec), continent);
}

fn lay_process(process: Process, capacity: f64, continent: &mut Continent) {
    continent.sites.push(Site {
        id: process.id.clone(),
        name: process.id.clone(),
        process: ProcessIndex::from_position(continent.processes.len()),
        node: NodeIndex(0),
        minimum_per_year: 0.0,
        capacity_per_year: capacity,
        status: SiteStatus::Existing,
        profile: None,
        provenance: Provenance::default(),
    });
    continent.processes.push(process);
}

/// Final use and exports are asked; imports, and what households sell, may come as far as they did.
fn lay_product(product: &Product, commodity: CommodityIndex, spec: &LaySpec, continent: &mut Continent) {
    let all_years: f64 = factors(spec).iter().sum();
    let grows = Some(ProfileIndex(0));
    let asked = product.final_use.max(0.0) + product.exports.max(0.0);
    if asked > 0.0 {
        continent.demands.push(Demand {
            node: NodeIndex(0),
            commodity,
            amount_per_year: asked * all_years,
            profile: grows,
            provenance: Provenance::default(),
        });
    }
    let enters = [("import", product.imports, 1.0), ("sold", -product.final_use, 0.0)];
    for (kind, amount, energy_gj) in enters.into_iter().filter(|(_, amount, _)| *amount > 0.0) {
        continent.trades.push(Trade {
            id: format!("{kind}-{}", product.code),
            node: NodeIndex(0),
            commodity,
            direction: TradeDirection::Import,
            minimum_per_year: 0.0,
            maximum_per_year: amount * all_years,
            energy_gj,
            profile: grows,
            provenance: Provenance::default(),
        });
    }
}

fn store(product: &Product, position: usize, capacity: f64, hours: f64) -> Store {
    Store {
        id: format!("stock-{}", product.code),
        node: NodeIndex(0),
        commodity: CommodityIndex::from_position(position),
        capacity,
        charge_per_hour: capacity / hours,
        discharge_per_hour: capacity / hours,
        loss_per_month: 0.0,
        carrier: None,
        energy_gj: 0.0,
        ends: StoreEnds::Cyclic,
        provenance: Provenance::default(),
    }
}
