//! The case worked on paper in `docs/accounting.md`: one mine, one power plant, one mill, one road, one city.

use super::build::*;
use crate::rows::*;
use data::model::*;

pub(super) const COAL: u32 = 0;
pub(super) const ELECTRICITY: u32 = 1;
pub(super) const STEEL: u32 = 2;
pub(super) const WORKS: u32 = 0;
pub(super) const CITY: u32 = 1;
pub(super) const YEAR: PeriodIndex = PeriodIndex(0);

/// The figures of the case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    /// Energy in one tonne of coal, GJ.
    pub(super) coal_content_gj: f64,
    /// Coal burnt for 1 GJ of electricity, t.
    pub(super) coal_per_gj: f64,
    /// Coal that goes into one tonne of steel, t.
    pub(super) feedstock_t: f64,
    /// Electricity used for one tonne of steel, GJ.
    pub(super) mill_gj: f64,
    /// Energy of the road, GJ per t-km.
    pub(super) road_gj_per_t_km: f64,
    /// Length of the road, km.
    pub(super) road_km: f64,
    /// Steel asked for, t.
    pub(super) asked_t: f64,
}

/// The figures on paper: the plant needs 0.1 t of 25 GJ/t coal for 1 GJ, an efficiency of 40 %.
pub(super) const ON_PAPER: Figures = Figures {
    coal_content_gj: 25.0,
    coal_per_gj: 0.1,
    feedstock_t: 0.5,
    mill_gj: 4.0,
    road_gj_per_t_km: 0.001,
    road_km: 200.0,
    asked_t: 100.0,
};

impl Figures {
    /// Energy of the road for one tonne, GJ.
    pub(super) fn road_gj(&self) -> f64 {
        self.road_gj_per_t_km * self.road_km
    }

    /// Electricity for everything, GJ.
    pub(super) fn electricity_gj(&self) -> f64 {
        self.asked_t * (self.mill_gj + self.road_gj())
    }

    /// Coal mined under closed accounting, t.
    pub(super) fn coal_t(&self) -> f64 {
        self.electricity_gj() * self.coal_per_gj + self.asked_t * self.feedstock_t
    }

    /// Price of electricity, GJ of primary energy per GJ.
    fn electricity_price(&self) -> f64 {
        self.coal_per_gj * self.coal_content_gj
    }
}

pub(super) fn continent(f: &Figures) -> Continent {
    let mut mining = process("mining", 0, COAL);
    mining.stage = Stage::Extraction;
    mining.primary_energy_gj = f.coal_content_gj;
    let mut power = process("power", 1, ELECTRICITY);
    power.burns = vec![quantity(COAL, f.coal_per_gj)];
    let mut milling = process("milling", 2, STEEL);
    milling.inputs = vec![quantity(COAL, f.feedstock_t)];
    milling.burns = vec![quantity(ELECTRICITY, f.mill_gj)];
    let mut road = mode("road", 3, &[STEEL]);
    road.carrier = Some(CommodityIndex(ELECTRICITY));
    road.energy_gj_per_t_km = f.road_gj_per_t_km;
    Continent {
        sequences: sequences(&["mining", "power", "metals", "transport"]),
        commodities: vec![
            commodity("coal", Unit::Tonne, 1.0, f.coal_content_gj, 1e4),
            commodity("electricity", Unit::Gigajoule, 0.0, 1.0, 1e4),
            commodity("steel", Unit::Tonne, 1.0, 0.0, 1e5),
        ],
        processes: vec![mining, power, milling],
        areas: vec![area("continent", None), area("hills", Some(0)), area("plain", Some(0))],
        nodes: vec![node("works", 1), node("city", 2)],
        modes: vec![road],
        links: vec![link("road-1", 0, WORKS, CITY, f.road_km, 10.0 * f.asked_t)],
        sites: vec![
            site("mine", 0, WORKS, 10.0 * f.coal_t()),
            site("plant", 1, WORKS, 10.0 * f.electricity_gj()),
            site("mill", 2, WORKS, 10.0 * f.asked_t),
        ],
        demands: vec![demand(CITY, STEEL, f.asked_t)],
        periods: vec![period("year", HOURS_PER_YEAR)],
        ..Continent::default()
    }
}

fn activity(site: u32, activity: f64) -> ProductionRow {
    ProductionRow {
        period: YEAR,
        site: SiteIndex(site),
        activity,
    }
}

fn price(node: u32, commodity: u32, price_gj: f64) -> PriceRow {
    PriceRow {
        period: YEAR,
        row: PricedRow::Balance(NodeIndex(node), CommodityIndex(commodity)),
        price_gj,
    }
}

fn posting(activity: Activity, id: PostingId, commodity: u32, area: u32, sequence: u32, energy_gj: f64) -> LedgerRow {
    LedgerRow {
        key: PostingKey {
            period: YEAR,
            activity,
            id,
            commodity: CommodityIndex(commodity),
        },
        area: AreaIndex(area),
        sequence: SequenceIndex(sequence),
        energy_gj,
    }
}

fn delivery(f: &Figures, stages_gj: [f64; 5]) -> EmbodiedRow {
    EmbodiedRow {
        period: YEAR,
        sink: Sink::Demand,
        node: NodeIndex(CITY),
        commodity: CommodityIndex(STEEL),
        origin: Origin::Site(SiteIndex(2)),
        amount: f.asked_t,
        share: 1.0,
        stages_gj,
        total_gj: stages_gj.iter().sum(),
    }
}

fn steel_flow(f: &Figures) -> FlowRow {
    FlowRow {
        period: YEAR,
        link: LinkIndex(0),
        direction: Direction::Forward,
        commodity: CommodityIndex(STEEL),
        amount: f.asked_t,
    }
}

/// The only sensible plan under closed accounting: all energy is that of the coal mined.
pub(super) fn closed(f: &Figures) -> PlanRows {
    let electricity = f.electricity_price();
    let at_works = f.feedstock_t * f.coal_content_gj + f.mill_gj * electricity;
    let mined_gj = f.coal_t() * f.coal_content_gj;
    let moved_gj = f.asked_t * f.road_gj() * electricity;
    PlanRows {
        flows: vec![steel_flow(f)],
        production: vec![
            activity(0, f.coal_t()),
            activity(1, f.electricity_gj()),
            activity(2, f.asked_t),
        ],
        prices: vec![
            price(WORKS, COAL, f.coal_content_gj),
            price(WORKS, ELECTRICITY, electricity),
            price(WORKS, STEEL, at_works),
            price(CITY, STEEL, at_works + f.road_gj() * electricity),
        ],
        ledger: vec![posting(
            Activity::Production,
            PostingId::Site(SiteIndex(0)),
            COAL,
            1,
            0,
            mined_gj,
        )],
        embodied: vec![delivery(f, [mined_gj - moved_gj, 0.0, moved_gj, 0.0, 0.0])],
        ..PlanRows::default()
    }
}

/// The plan under direct accounting: burns are figures, so no electricity is made and only feedstock is mined.
pub(super) fn direct(f: &Figures) -> PlanRows {
    let mill_gj = f.asked_t * f.mill_gj;
    let road_gj = f.asked_t * f.road_gj();
    PlanRows {
        flows: vec![steel_flow(f)],
        production: vec![activity(0, f.asked_t * f.feedstock_t), activity(2, f.asked_t)],
        prices: vec![
            price(WORKS, STEEL, f.mill_gj),
            price(CITY, STEEL, f.mill_gj + f.road_gj()),
        ],
        ledger: vec![
            posting(
                Activity::Production,
                PostingId::Site(SiteIndex(2)),
                STEEL,
                1,
                2,
                mill_gj,
            ),
            posting(Activity::Transport, PostingId::Link(LinkIndex(0)), STEEL, 1, 3, road_gj),
        ],
        embodied: vec![delivery(f, [0.0, mill_gj, road_gj, 0.0, 0.0])],
        ..PlanRows::default()
    }
}
