//! Short ways to write records of a continent.

use data::model::*;

pub(super) fn commodity(id: &str, unit: Unit, mass_t: f64, content: f64, penalty: f64) -> Commodity {
    Commodity {
        id: id.into(),
        name: id.into(),
        unit,
        sequence: SequenceIndex(0),
        mass_t,
        energy_content_gj: content,
        shortage_penalty_gj: penalty,
    }
}

pub(super) fn quantity(commodity: u32, amount: f64) -> Quantity {
    Quantity {
        commodity: CommodityIndex(commodity),
        amount,
    }
}

pub(super) fn uses(resource: u32, amount: f64) -> ResourceUse {
    ResourceUse {
        resource: ResourceIndex(resource),
        amount,
    }
}

/// A process that makes one unit of `output` from nothing and costs nothing; the rest is filled in by the caller.
pub(super) fn process(id: &str, sequence: u32, output: u32) -> Process {
    Process {
        id: id.into(),
        name: id.into(),
        sequence: SequenceIndex(sequence),
        stage: Stage::Processing,
        primary_energy_gj: 0.0,
        direct_energy_gj: 0.0,
        free_mass_t: 0.0,
        inputs: vec![],
        outputs: vec![quantity(output, 1.0)],
        embodied_shares: vec![1.0],
        burns: vec![],
        resource_uses: vec![],
    }
}

pub(super) fn area(id: &str, parent: Option<u32>) -> Area {
    Area {
        id: id.into(),
        name: id.into(),
        parent: parent.map(AreaIndex),
    }
}

pub(super) fn node(id: &str, area: u32) -> Node {
    Node {
        id: id.into(),
        name: id.into(),
        kind: NodeKind::Works,
        area: AreaIndex(area),
        latitude: 45.0,
        longitude: -90.0,
        population: 0.0,
    }
}

/// A mode without energy, loss or resource use that carries the commodities listed.
pub(super) fn mode(id: &str, sequence: u32, commodities: &[u32]) -> Mode {
    Mode {
        id: id.into(),
        name: id.into(),
        sequence: SequenceIndex(sequence),
        carrier: None,
        energy_gj_per_t_km: 0.0,
        energy_gj_per_t: 0.0,
        loss_per_1000_km: 0.0,
        carriages: commodities
            .iter()
            .map(|c| Carriage {
                commodity: CommodityIndex(*c),
                weight: 1.0,
                energy_factor: 1.0,
            })
            .collect(),
        resource_uses: vec![],
    }
}

pub(super) fn link(id: &str, mode: u32, from: u32, to: u32, length_km: f64, capacity_per_year: f64) -> Link {
    Link {
        id: id.into(),
        mode: ModeIndex(mode),
        from: NodeIndex(from),
        to: NodeIndex(to),
        two_way: true,
        length_km,
        capacity_per_year,
        is_terminal: length_km == 0.0,
        provenance: Provenance::default(),
    }
}

pub(super) fn site(id: &str, process: u32, node: u32, capacity_per_year: f64) -> Site {
    Site {
        id: id.into(),
        name: id.into(),
        process: ProcessIndex(process),
        node: NodeIndex(node),
        minimum_per_year: 0.0,
        capacity_per_year,
        status: SiteStatus::Existing,
        profile: None,
        provenance: Provenance::default(),
    }
}

pub(super) fn demand(node: u32, commodity: u32, amount_per_year: f64) -> Demand {
    Demand {
        node: NodeIndex(node),
        commodity: CommodityIndex(commodity),
        amount_per_year,
        profile: None,
        provenance: Provenance::default(),
    }
}

pub(super) fn period(id: &str, hours: f64) -> Period {
    Period {
        id: id.into(),
        name: id.into(),
        hours,
    }
}

pub(super) fn named<T>(ids: &[&str], make: impl Fn(String) -> T) -> Vec<T> {
    ids.iter().map(|id| make((*id).to_owned())).collect()
}

pub(super) fn sequences(ids: &[&str]) -> Vec<Sequence> {
    named(ids, |id| Sequence { name: id.clone(), id })
}
