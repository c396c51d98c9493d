//! A continent of two towns and a mine, with a plan for two halves of a year: what the tests of this module read.

use super::{CertificateFacts, FileHash, WorstViolation};
use crate::plan::rows::{Direction, Flow, Plan, Price, PricedRow, Production, Shortage, TradeRow};
use data::model::{
    Accounting, Area, AreaIndex, Carriage, Commodity, CommodityIndex, Continent, Demand, Link, LinkIndex, Mode,
    ModeIndex, Node, NodeIndex, NodeKind, Period, PeriodIndex, Process, ProcessIndex, Provenance, Quantity, Sequence,
    SequenceIndex, Site, SiteIndex, SiteStatus, Stage, Trade, TradeDirection, TradeIndex, Unit,
};

const ORE: CommodityIndex = CommodityIndex(0);
const STEEL: CommodityIndex = CommodityIndex(1);
const ELECTRICITY: CommodityIndex = CommodityIndex(2);

/// Ore is mined at C, smelted at A with electricity from B; steel goes from A to B by rail.
pub(super) fn continent_and_plan() -> (Continent, Plan) {
    (continent(), plan())
}

fn continent() -> Continent {
    let sequence = |id: &str, name: &str| Sequence {
        id: id.into(),
        name: name.into(),
    };
    let period = |id: &str| Period {
        id: id.into(),
        name: format!("Half {id}"),
        hours: 4380.0,
    };
    let area = |id: &str, name: &str, parent| Area {
        id: id.into(),
        name: name.into(),
        parent,
    };
    Continent {
        sequences: vec![
            sequence("mining", "Mining"),
            sequence("metals", "Metals"),
            sequence("move", "Transport"),
        ],
        commodities: vec![
            commodity("ore", "Iron ore", Unit::Tonne, 1.0),
            commodity("steel", "Steel", Unit::Tonne, 1.0),
            commodity("electricity", "Electricity", Unit::Gigajoule, 0.0),
        ],
        processes: processes(),
        areas: vec![
            area("all", "Everywhere", None),
            area("east", "East", Some(AreaIndex(0))),
        ],
        nodes: vec![
            node("a", "Alpha", NodeKind::Urbanate, (40.0, -90.0), 2e6),
            node("b", "Beta", NodeKind::Urbanate, (41.0, -85.0), 1e6),
            node("c", "Gamma mine", NodeKind::Works, (45.0, -92.0), 0.0),
        ],
        modes: vec![
            mode("rail", "Rail", &[ORE, STEEL], 0.0),
            mode("grid", "Grid", &[ELECTRICITY], 0.1),
        ],
        links: vec![
            link("rail-a-b", 0, (0, 1), 400.0, 1200.0),
            link("rail-c-a", 0, (2, 0), 600.0, 10_000.0),
            link("grid-b-a", 1, (1, 0), 400.0, 50_000.0),
        ],
        sites: vec![site("mine", 0, 2), site("mill", 1, 0), site("wind", 2, 1)],
        demands: vec![demand(1, STEEL, 1000.0), demand(0, ELECTRICITY, 2000.0)],
        trades: vec![Trade {
            id: "port".into(),
            node: NodeIndex(0),
            commodity: ORE,
            direction: TradeDirection::Import,
            minimum_per_year: 0.0,
            maximum_per_year: 500.0,
            energy_gj: 2.0,
            profile: None,
            provenance: Provenance::default(),
        }],
        periods: vec![period("1"), period("2")],
        ..Continent::default()
    }
}

fn plan() -> Plan {
    let (first, second) = (PeriodIndex(0), PeriodIndex(1));
    let flow = |period, link, commodity, amount| Flow {
        period,
        link: LinkIndex(link),
        direction: Direction::Forward,
        commodity,
        amount,
    };
    let made = |period, site, activity| Production {
        period,
        site: SiteIndex(site),
        activity,
    };
    let price = |row, price_gj| Price {
        period: second,
        row,
        price_gj,
    };
    Plan {
        flows: vec![
            flow(first, 0, STEEL, 300.0),
            flow(first, 1, ORE, 600.0),
            flow(first, 2, ELECTRICITY, 2000.0),
            flow(second, 0, STEEL, 600.0),
            flow(second, 1, ORE, 1100.0),
            flow(second, 2, ELECTRICITY, 3000.0),
        ],
        production: vec![
            made(first, 0, 600.0),
            made(first, 1, 300.0),
            made(first, 2, 2000.0),
            made(second, 0, 1100.0),
            made(second, 1, 600.0),
            made(second, 2, 3000.0),
        ],
        shortages: vec![Shortage {
            period: second,
            node: NodeIndex(1),
            commodity: STEEL,
            amount: 100.0,
        }],
        trade: vec![TradeRow {
            period: second,
            trade: TradeIndex(0),
            amount: 100.0,
        }],
        prices: vec![
            price(PricedRow::Link(LinkIndex(0)), -4.0),
            price(PricedRow::Balance(NodeIndex(1), STEEL), 50.0),
        ],
        ..Plan::default()
    }
}

/// Facts of a plan that is optimal.
pub(super) fn certificate() -> CertificateFacts {
    let hash = |file: &str| FileHash {
        file: file.into(),
        blake3: "ab".repeat(32),
    };
    CertificateFacts {
        version: "0.1.0".into(),
        status: "optimal".into(),
        solver_status: "kOptimal".into(),
        method: "whole".into(),
        accounting: Accounting::Closed,
        calendar: "halves".into(),
        policies: vec!["As it stands".into()],
        objective_gj: 10_200.0,
        lower_bound_gj: 10_199.999,
        gap: 1e-7,
        gap_asked: 1e-6,
        worst_violation: WorstViolation {
            amount: 2e-10,
            unit: "t".into(),
            row: "balance of steel at b in 2".into(),
        },
        ledger_residual_gj: 0.0,
        input_hashes: vec![hash("nodes.csv")],
        plan_hashes: vec![hash("flows.parquet")],
    }
}

fn processes() -> Vec<Process> {
    let quantity = |commodity, amount| Quantity { commodity, amount };
    vec![
        process(
            "mining",
            "Iron mining",
            0,
            Stage::Extraction,
            vec![],
            quantity(ORE, 1.0),
            1.0,
        ),
        process(
            "smelting",
            "Steel making",
            1,
            Stage::Processing,
            vec![quantity(ORE, 2.0), quantity(ELECTRICITY, 3.0)],
            quantity(STEEL, 1.0),
            0.0,
        ),
        process(
            "wind",
            "Wind power",
            1,
            Stage::Extraction,
            vec![],
            quantity(ELECTRICITY, 1.0),
            1.0,
        ),
    ]
}

fn commodity(id: &str, name: &str, unit: Unit, mass_t: f64) -> Commodity {
    Commodity {
        id: id.into(),
        name: name.into(),
        unit,
        sequence: SequenceIndex(1),
        mass_t,
        energy_content_gj: 1.0,
        shortage_penalty_gj: 50.0,
    }
}

fn process(
    id: &str,
    name: &str,
    sequence: u32,
    stage: Stage,
    inputs: Vec<Quantity>,
    output: Quantity,
    primary_energy_gj: f64,
) -> Process {
    Process {
        id: id.into(),
        name: name.into(),
        sequence: SequenceIndex(sequence),
        stage,
        primary_energy_gj,
        direct_energy_gj: 0.0,
        free_mass_t: 0.0,
        inputs,
        outputs: vec![output],
        embodied_shares: vec![1.0],
        burns: vec![],
        resource_uses: vec![],
    }
}

fn node(id: &str, name: &str, kind: NodeKind, (latitude, longitude): (f64, f64), population: f64) -> Node {
    Node {
        id: id.into(),
        name: name.into(),
        kind,
        area: AreaIndex(1),
        latitude,
        longitude,
        population,
    }
}

fn mode(id: &str, name: &str, carried: &[CommodityIndex], loss_per_1000_km: f64) -> Mode {
    let carriage = |commodity: &CommodityIndex| Carriage {
        commodity: *commodity,
        weight: 1.0,
        energy_factor: 1.0,
    };
    Mode {
        id: id.into(),
        name: name.into(),
        sequence: SequenceIndex(2),
        carrier: None,
        energy_gj_per_t_km: 0.001,
        energy_gj_per_t: 0.0,
        loss_per_1000_km,
        carriages: carried.iter().map(carriage).collect(),
        resource_uses: vec![],
    }
}

fn link(id: &str, mode: u32, (from, to): (u32, u32), length_km: f64, capacity_per_year: f64) -> Link {
    Link {
        id: id.into(),
        mode: ModeIndex(mode),
        from: NodeIndex(from),
        to: NodeIndex(to),
        two_way: false,
        length_km,
        capacity_per_year,
        is_terminal: false,
        provenance: Provenance::default(),
    }
}

fn site(id: &str, process: u32, node: u32) -> Site {
    Site {
        id: id.into(),
        name: id.into(),
        process: ProcessIndex(process),
        node: NodeIndex(node),
        minimum_per_year: 0.0,
        capacity_per_year: 10_000.0,
        status: SiteStatus::Existing,
        profile: None,
        provenance: Provenance::default(),
    }
}

fn demand(node: u32, commodity: CommodityIndex, amount_per_year: f64) -> Demand {
    Demand {
        node: NodeIndex(node),
        commodity,
        amount_per_year,
        profile: None,
        provenance: Provenance::default(),
    }
}
