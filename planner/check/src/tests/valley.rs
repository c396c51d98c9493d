//! A plan of two periods with every kind of row, whose optimum and prices are known.
//!
//! A farm, a port, a city. Wheat grows in the first half of the year only, on two fields that differ in labour; a
//! silo keeps it. It goes to the city by road or by a small canal that loses some. Medicine is imported, more than is
//! asked; fish is to be exported but the
//! fishery is not built. Carbon dioxide has a weight, labour a budget that binds.

use super::build::*;
use crate::rows::*;
use data::model::*;

pub(super) const WHEAT: u32 = 0;
pub(super) const MEDICINE: u32 = 1;
pub(super) const FISH: u32 = 2;
pub(super) const ELECTRICITY: u32 = 3;
pub(super) const FARM: u32 = 0;
pub(super) const PORT: u32 = 1;
pub(super) const CITY: u32 = 2;
const ROAD: u32 = 0;
const CANAL: u32 = 1;
const QUAY: u32 = 2;

/// Share of the silo's wheat that is left after half a year: six months at 2 %.
fn kept_in_silo() -> f64 {
    0.98_f64.powf(6.0)
}

/// Share of what departs on the canal that arrives: 100 km at 5 % per 1,000 km.
fn kept_on_canal() -> f64 {
    0.95_f64.powf(0.1)
}

pub(super) fn continent() -> Continent {
    let harvest = |id: &str, primary: f64, labour: f64| Process {
        stage: Stage::Extraction,
        primary_energy_gj: primary,
        resource_uses: vec![uses(0, labour), uses(1, 0.1)],
        ..process(id, 0, WHEAT)
    };
    let mut hydro = process("hydro", 1, ELECTRICITY);
    hydro.primary_energy_gj = 1.0;
    hydro.stage = Stage::Extraction;
    let mut fishing = process("fishing", 0, FISH);
    fishing.stage = Stage::Extraction;
    let electricity = Some(CommodityIndex(ELECTRICITY));
    let mut road = mode("road", 2, &[WHEAT]);
    (road.carrier, road.energy_gj_per_t_km) = (electricity, 0.01);
    road.resource_uses = vec![uses(1, 0.0001)];
    let mut canal = mode("canal", 2, &[WHEAT]);
    (canal.carrier, canal.energy_gj_per_t_km, canal.loss_per_1000_km) = (electricity, 0.004, 0.05);
    let mut quay = mode("quay", 2, &[MEDICINE]);
    quay.energy_gj_per_t = 0.02;
    let grown = |mut site: Site| {
        site.profile = Some(ProfileIndex(0));
        site
    };
    let mut planned = grown(site("new-field", 0, FARM, 1e6));
    planned.status = SiteStatus::Candidate;
    let mut fishery = site("fishery", 3, PORT, 1e3);
    fishery.status = SiteStatus::Candidate;
    let mut canal_link = link("canal-1", CANAL, FARM, CITY, 100.0, 60.0);
    canal_link.two_way = false;
    Continent {
        sequences: sequences(&["farming", "power", "transport"]),
        resources: vec![
            Resource {
                id: "labour".into(),
                name: "Labour".into(),
                unit: Unit::Hour,
            },
            Resource {
                id: "co2".into(),
                name: "Carbon dioxide".into(),
                unit: Unit::Tonne,
            },
        ],
        commodities: vec![
            commodity("wheat", Unit::Tonne, 1.0, 0.0, 1e3),
            commodity("medicine", Unit::Tonne, 1.0, 0.0, 1e4),
            commodity("fish", Unit::Tonne, 1.0, 0.0, 500.0),
            commodity("electricity", Unit::Gigajoule, 0.0, 1.0, 1e4),
        ],
        processes: vec![
            harvest("by-hand", 2.0, 3.0),
            harvest("by-tractor", 3.0, 1.0),
            hydro,
            fishing,
        ],
        areas: vec![area("continent", None), area("west", Some(0)), area("east", Some(0))],
        nodes: vec![node("farm", 1), node("port", 2), node("city", 2)],
        modes: vec![road, canal, quay],
        links: vec![
            link("road-1", ROAD, FARM, CITY, 100.0, 1e4),
            canal_link,
            link("quay-1", QUAY, PORT, CITY, 0.0, 1e3),
        ],
        sites: vec![
            grown(site("field", 0, FARM, 1e3)),
            grown(site("great-field", 1, FARM, 1e3)),
            site("dam", 2, FARM, 1e4),
            planned,
            fishery,
        ],
        stores: vec![silo(), tank()],
        demands: vec![
            demand(PORT, FISH, 1.0),
            demand(CITY, WHEAT, 200.0),
            demand(CITY, MEDICINE, 4.0),
        ],
        trades: vec![
            trade("medicine-in", MEDICINE, TradeDirection::Import, 5.0, 20.0, 3.0),
            trade("fish-out", FISH, TradeDirection::Export, 6.0, 10.0, 0.0),
        ],
        budgets: vec![Budget {
            id: "labour-west".into(),
            area: AreaIndex(1),
            resource: ResourceIndex(0),
            limit_per_year: 800.0,
            profile: None,
            provenance: Provenance::default(),
        }],
        weights: vec![ResourceWeight {
            resource: ResourceIndex(1),
            area: AreaIndex(0),
            energy_gj: 5.0,
        }],
        periods: vec![period("wet", 4380.0), period("dry", 4380.0)],
        profiles: vec![Profile {
            id: "harvest".into(),
            factors: vec![2.0, 0.0],
        }],
    }
}

fn silo() -> Store {
    Store {
        id: "silo".into(),
        node: NodeIndex(FARM),
        commodity: CommodityIndex(WHEAT),
        capacity: 500.0,
        charge_per_hour: 1.0,
        discharge_per_hour: 1.0,
        loss_per_month: 0.02,
        carrier: None,
        energy_gj: 0.05,
        ends: StoreEnds::Given {
            initial: 10.0,
            final_minimum: 4.0,
        },
        provenance: Provenance::default(),
    }
}

/// A store that the plan does not use.
fn tank() -> Store {
    Store {
        id: "tank".into(),
        node: NodeIndex(PORT),
        commodity: CommodityIndex(MEDICINE),
        loss_per_month: 0.0,
        ends: StoreEnds::Cyclic,
        ..silo()
    }
}

fn trade(id: &str, commodity: u32, direction: TradeDirection, least: f64, most: f64, energy_gj: f64) -> Trade {
    Trade {
        id: id.into(),
        node: NodeIndex(PORT),
        commodity: CommodityIndex(commodity),
        direction,
        minimum_per_year: least,
        maximum_per_year: most,
        energy_gj,
        profile: None,
        provenance: Provenance::default(),
    }
}

/// The optimum. By canal 30 t of wheat each half, its capacity; the rest of 100 t by road. The silo ends at its least
/// level. Labour of 400 h in the first half: 3 h by hand, 1 h by tractor.
struct Optimum {
    road: f64,
    leaves_farm: f64,
    stored: f64,
    level: f64,
    by_hand: f64,
    by_tractor: f64,
}

fn optimum() -> Optimum {
    let road = 100.0 - 30.0 * kept_on_canal();
    let leaves_farm = road + 30.0;
    let level = (leaves_farm + 4.0) / kept_in_silo();
    let stored = level - 10.0 * kept_in_silo();
    let grown = leaves_farm + stored;
    let by_hand = (400.0 - grown) / 2.0;
    Optimum {
        road,
        leaves_farm,
        stored,
        level,
        by_hand,
        by_tractor: grown - by_hand,
    }
}

/// The objective on paper, GJ.
pub(super) fn objective_gj() -> f64 {
    let o = optimum();
    let grown = 2.0 * o.by_hand + 3.0 * o.by_tractor;
    let moved = 2.0 * (o.road * 1.0 + 30.0 * 0.4);
    let stored = 0.05 * (o.stored + o.leaves_farm);
    let medicine = 5.0 * 3.0 + 4.0 * 0.02;
    let weights = 5.0 * (0.1 * (o.by_hand + o.by_tractor) + 2.0 * o.road * 0.01);
    grown + moved + stored + medicine + 7.0 * 500.0 + weights
}

pub(super) fn plan() -> PlanRows {
    let mut rows = PlanRows::default();
    amounts(&mut rows);
    prices(&mut rows);
    ledger(&mut rows);
    embodied(&mut rows);
    rows
}

fn halves() -> [PeriodIndex; 2] {
    [PeriodIndex(0), PeriodIndex(1)]
}

fn amounts(rows: &mut PlanRows) {
    let o = optimum();
    for period in halves() {
        let flows = [(0, WHEAT, o.road), (1, WHEAT, 30.0), (2, MEDICINE, 2.0)];
        for (link, commodity, amount) in flows {
            rows.flows.push(FlowRow {
                period,
                link: LinkIndex(link),
                direction: Direction::Forward,
                commodity: CommodityIndex(commodity),
                amount,
            });
        }
        let place = |node, commodity, amount| PlaceRow {
            period,
            node: NodeIndex(node),
            commodity: CommodityIndex(commodity),
            amount,
        };
        rows.spills.push(place(PORT, MEDICINE, 0.5));
        rows.shortages.push(place(PORT, FISH, 3.5));
        rows.trade.push(TradeRow {
            period,
            trade: TradeIndex(0),
            amount: 2.5,
        });
    }
    let burnt = o.road + 30.0 * 0.4;
    let activities = [(0, 0, o.by_hand), (0, 1, o.by_tractor), (0, 2, burnt), (1, 2, burnt)];
    for (period, site, activity) in activities {
        rows.production.push(ProductionRow {
            period: PeriodIndex(period),
            site: SiteIndex(site),
            activity,
        });
    }
    let silo = [(0, o.stored, 0.0, o.level), (1, 0.0, o.leaves_farm, 4.0)];
    for (period, charged, discharged, level) in silo {
        rows.storage.push(StorageRow {
            period: PeriodIndex(period),
            store: StoreIndex(0),
            charged,
            discharged,
            level,
        });
    }
}

/// With the weight, wheat costs 2.5 GJ by hand and 3.5 GJ by tractor. Labour saves 1 GJ per 2 h: -0.5 GJ/h. So wheat
/// is worth 2.5 + 3 * 0.5 = 4 GJ at the farm in the first half. The silo's price carries it to the second. The road
/// adds 1 GJ of electricity and 0.05 GJ of weight; the canal's price is what it saves against the road.
fn prices(rows: &mut PlanRows) {
    let first_level = -4.05;
    let second_level = first_level / kept_in_silo();
    let farm = [4.0, 0.05 - second_level];
    let levels = [first_level, second_level];
    for (period, at_farm, level) in [(0, farm[0], levels[0]), (1, farm[1], levels[1])] {
        let at_city = at_farm + 1.05;
        let balance = |node, commodity| PricedRow::Balance(NodeIndex(node), CommodityIndex(commodity));
        let priced = [
            (balance(FARM, WHEAT), at_farm),
            (balance(FARM, ELECTRICITY), 1.0),
            (balance(PORT, FISH), 500.0),
            (balance(CITY, WHEAT), at_city),
            (balance(CITY, MEDICINE), 0.02),
            (PricedRow::Link(LinkIndex(1)), at_farm + 0.4 - kept_on_canal() * at_city),
            (PricedRow::Store(StoreIndex(0)), level),
        ];
        for (row, price_gj) in priced {
            rows.prices.push(PriceRow {
                period: PeriodIndex(period),
                row,
                price_gj,
            });
        }
    }
    rows.prices.push(PriceRow {
        period: PeriodIndex(0),
        row: PricedRow::Budget(BudgetIndex(0)),
        price_gj: -0.5,
    });
}

fn ledger(rows: &mut PlanRows) {
    let o = optimum();
    let burnt = o.road + 30.0 * 0.4;
    let site = |s| PostingId::Site(SiteIndex(s));
    let link = |l| PostingId::Link(LinkIndex(l));
    use Activity::*;
    let both_halves = [
        (Production, site(2), ELECTRICITY, 1, 1, burnt),
        (Transfer, link(2), MEDICINE, 2, 2, 2.0 * 0.02),
        (Import, PostingId::Trade(TradeIndex(0)), MEDICINE, 2, 0, 2.5 * 3.0),
        (Shortage, PostingId::Node(NodeIndex(PORT)), FISH, 2, 0, 3.5 * 500.0),
        (Weight, link(0), WHEAT, 1, 2, o.road * 0.01 * 5.0),
    ];
    let silo = PostingId::Store(StoreIndex(0));
    let first_half = [
        (Production, site(0), WHEAT, 1, 0, o.by_hand * 2.0),
        (Production, site(1), WHEAT, 1, 0, o.by_tractor * 3.0),
        (Storage, silo, WHEAT, 1, 0, o.stored * 0.05),
        (Weight, site(0), WHEAT, 1, 0, o.by_hand * 0.1 * 5.0),
        (Weight, site(1), WHEAT, 1, 0, o.by_tractor * 0.1 * 5.0),
    ];
    let second_half = [(Storage, silo, WHEAT, 1, 0, o.leaves_farm * 0.05)];
    for (period, postings) in [
        (0, [&both_halves[..], &first_half].concat()),
        (1, [&both_halves[..], &second_half].concat()),
    ] {
        for (activity, id, commodity, area, sequence, energy_gj) in postings {
            rows.ledger.push(LedgerRow {
                key: PostingKey {
                    period: PeriodIndex(period),
                    activity,
                    id,
                    commodity: CommodityIndex(commodity),
                },
                area: AreaIndex(area),
                sequence: SequenceIndex(sequence),
                energy_gj,
            });
        }
    }
}

/// Wheat's energy is split evenly over both halves and, in each, over the fields by what they make. The 4 t left in the silo are taken
/// to be of those that were there before.
fn embodied(rows: &mut PlanRows) {
    let o = optimum();
    let grown = 2.0 * o.by_hand + 3.0 * o.by_tractor;
    let moved = 2.0 * (o.road + 30.0 * 0.4);
    let stored = 0.05 * (o.stored + o.leaves_farm);
    for period in halves() {
        let by_hand = o.by_hand / (o.by_hand + o.by_tractor);
        for (site, share) in [(0, by_hand), (1, 1.0 - by_hand)] {
            let part = share / 2.0;
            rows.embodied.push(EmbodiedRow {
                period,
                sink: Sink::Demand,
                node: NodeIndex(CITY),
                commodity: CommodityIndex(WHEAT),
                origin: Origin::Site(SiteIndex(site)),
                amount: 100.0 * share,
                share,
                stages_gj: [grown * part, 0.0, moved * part, stored * part, 0.0],
                total_gj: (grown + moved + stored) * part,
            });
        }
        let medicine = [(Sink::Demand, CITY, 2.0, 0.04), (Sink::Spill, PORT, 0.5, 0.0)];
        for (sink, node, amount, moved_gj) in medicine {
            rows.embodied.push(EmbodiedRow {
                period,
                sink,
                node: NodeIndex(node),
                commodity: CommodityIndex(MEDICINE),
                origin: Origin::Import(TradeIndex(0)),
                amount,
                share: 1.0,
                stages_gj: [0.0, amount * 3.0, moved_gj, 0.0, 0.0],
                total_gj: amount * 3.0 + moved_gj,
            });
        }
    }
    rows.embodied.push(EmbodiedRow {
        period: PeriodIndex(1),
        sink: Sink::Stock,
        node: NodeIndex(FARM),
        commodity: CommodityIndex(WHEAT),
        origin: Origin::Stock(StoreIndex(0)),
        amount: 4.0,
        share: 1.0,
        stages_gj: [0.0; 5],
        total_gj: 0.0,
    });
}
