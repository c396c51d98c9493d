//! Small continents and plans for tests, put together by hand or at random; balances hold exactly.

pub(crate) mod random;

use data::model::{
    Area, AreaIndex, Carriage, Commodity, CommodityIndex, Continent, Demand, HOURS_PER_YEAR, Link, LinkIndex, Mode,
    ModeIndex, Node, NodeIndex, NodeKind, Period, Process, ProcessIndex, Provenance, Sequence, SequenceIndex, Site,
    SiteIndex, SiteStatus, Stage, Store, StoreEnds, StoreIndex, Trade, TradeDirection, TradeIndex, Unit,
};

/// Sequence of everything that makes.
pub(crate) const MAKING: SequenceIndex = SequenceIndex(0);
/// Sequence of everything that moves.
pub(crate) const MOVING: SequenceIndex = SequenceIndex(1);

/// A continent of `nodes` nodes, named A, B, C..., each in an area of its own under one root, and equal periods.
pub(crate) fn continent(nodes: usize, periods: usize) -> Continent {
    let area = |id: String, parent| Area {
        name: id.clone(),
        id,
        parent,
    };
    let mut areas = vec![area("continent".to_owned(), None)];
    areas.extend((0..nodes).map(|n| area(format!("area-{}", letter(n)), Some(AreaIndex(0)))));
    let node = |n: usize| Node {
        id: letter(n),
        name: format!("Node {}", letter(n)),
        kind: NodeKind::Urbanate,
        area: AreaIndex::from_position(n + 1),
        latitude: 40.0,
        longitude: -90.0 + n as f64,
        population: 1000.0,
    };
    let hours = HOURS_PER_YEAR / periods as f64;
    Continent {
        sequences: ["making", "moving"]
            .map(|id| Sequence {
                id: id.to_owned(),
                name: id.to_owned(),
            })
            .to_vec(),
        areas,
        nodes: (0..nodes).map(node).collect(),
        periods: (1..=periods)
            .map(|p| Period {
                id: p.to_string(),
                name: format!("Period {p}"),
                hours,
            })
            .collect(),
        ..Continent::default()
    }
}

fn letter(n: usize) -> String {
    if n < 26 {
        char::from(b'A' + n as u8).to_string()
    } else {
        format!("N{n}")
    }
}

/// A commodity in tonnes; one that holds energy is a carrier.
pub(crate) fn add_commodity(c: &mut Continent, id: &str, energy_content_gj: f64) -> CommodityIndex {
    c.commodities.push(Commodity {
        id: id.to_owned(),
        name: id.to_owned(),
        unit: Unit::Tonne,
        sequence: MAKING,
        mass_t: 1.0,
        energy_content_gj,
        shortage_penalty_gj: 1e4,
    });
    CommodityIndex::from_position(c.commodities.len() - 1)
}

/// A mode for all commodities so far.
pub(crate) fn add_mode(
    c: &mut Continent,
    id: &str,
    carrier: Option<CommodityIndex>,
    energy_gj_per_t: f64,
    loss_per_1000_km: f64,
) -> ModeIndex {
    let carriage = |k| Carriage {
        commodity: CommodityIndex::from_position(k),
        weight: 1.0,
        energy_factor: 1.0,
    };
    c.modes.push(Mode {
        id: id.to_owned(),
        name: id.to_owned(),
        sequence: MOVING,
        carrier,
        energy_gj_per_t_km: 0.0,
        energy_gj_per_t,
        loss_per_1000_km,
        carriages: (0..c.commodities.len()).map(carriage).collect(),
        resource_uses: Vec::new(),
    });
    ModeIndex::from_position(c.modes.len() - 1)
}

/// A two-way link of 1,000 km.
pub(crate) fn add_link(c: &mut Continent, mode: ModeIndex, from: NodeIndex, to: NodeIndex) -> LinkIndex {
    c.links.push(Link {
        id: format!("link-{}", c.links.len()),
        mode,
        from,
        to,
        two_way: true,
        length_km: 1000.0,
        capacity_per_year: 1e6,
        is_terminal: false,
        provenance: Provenance::default(),
    });
    LinkIndex::from_position(c.links.len() - 1)
}

/// Amounts by commodity, per unit of activity.
pub(crate) type Recipe<'a> = &'a [(CommodityIndex, f64)];

/// A process that shares its embodied energy equally over its outputs.
pub(crate) fn add_process(
    c: &mut Continent,
    stage: Stage,
    primary_energy_gj: f64,
    inputs: Recipe,
    burns: Recipe,
    outputs: Recipe,
) -> ProcessIndex {
    let quantities = |recipe: Recipe| {
        let quantity = |&(commodity, amount)| data::model::Quantity { commodity, amount };
        recipe.iter().map(quantity).collect::<Vec<_>>()
    };
    let id = format!("process-{}", c.processes.len());
    c.processes.push(Process {
        name: id.clone(),
        id,
        sequence: MAKING,
        stage,
        primary_energy_gj,
        direct_energy_gj: 0.5,
        free_mass_t: 0.0,
        inputs: quantities(inputs),
        outputs: quantities(outputs),
        embodied_shares: vec![1.0 / outputs.len() as f64; outputs.len()],
        burns: quantities(burns),
        resource_uses: Vec::new(),
    });
    ProcessIndex::from_position(c.processes.len() - 1)
}

/// A site of great capacity.
pub(crate) fn add_site(c: &mut Continent, process: ProcessIndex, node: NodeIndex) -> SiteIndex {
    let id = format!("site-{}", c.sites.len());
    c.sites.push(Site {
        name: id.clone(),
        id,
        process,
        node,
        minimum_per_year: 0.0,
        capacity_per_year: 1e6,
        status: SiteStatus::Existing,
        profile: None,
        provenance: Provenance::default(),
    });
    SiteIndex::from_position(c.sites.len() - 1)
}

/// A store of great capacity.
pub(crate) fn add_store(
    c: &mut Continent,
    node: NodeIndex,
    commodity: CommodityIndex,
    loss_per_month: f64,
    carrier: Option<CommodityIndex>,
    ends: StoreEnds,
) -> StoreIndex {
    c.stores.push(Store {
        id: format!("store-{}", c.stores.len()),
        node,
        commodity,
        capacity: 1e6,
        charge_per_hour: 1e3,
        discharge_per_hour: 1e3,
        loss_per_month,
        carrier,
        energy_gj: 0.2,
        ends,
        provenance: Provenance::default(),
    });
    StoreIndex::from_position(c.stores.len() - 1)
}

/// A flat demand per year.
pub(crate) fn add_demand(c: &mut Continent, node: NodeIndex, commodity: CommodityIndex, amount_per_year: f64) {
    let provenance = Provenance::default();
    c.demands.push(Demand {
        node,
        commodity,
        amount_per_year,
        profile: None,
        provenance,
    });
}

/// An import at 2 GJ a unit, or an export.
pub(crate) fn add_trade(
    c: &mut Continent,
    node: NodeIndex,
    commodity: CommodityIndex,
    direction: TradeDirection,
) -> TradeIndex {
    c.trades.push(Trade {
        id: format!("trade-{}", c.trades.len()),
        node,
        commodity,
        direction,
        minimum_per_year: 0.0,
        maximum_per_year: 1e6,
        energy_gj: if direction == TradeDirection::Import { 2.0 } else { 0.0 },
        profile: None,
        provenance: Provenance::default(),
    });
    TradeIndex::from_position(c.trades.len() - 1)
}
