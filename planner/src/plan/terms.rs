//! What one unit of each decision spends: the terms of the program as the ledger and the tracing read them.

use super::rows::Direction;
use data::model::{
    Accounting, AreaIndex, Carriage, CommodityIndex, Continent, HOURS_PER_MONTH, LinkIndex, NodeIndex, PeriodIndex,
    ProcessIndex, ResourceUse, SiteIndex, StoreIndex, TradeDirection,
};

/// What one unit of a decision spends: a posting in the objective, or a carrier drawn from a balance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spending {
    /// Posted in the objective, GJ per unit.
    pub posted_gj: f64,
    /// Carrier burnt, and how much of it, units of the carrier per unit.
    pub burnt: Option<(CommodityIndex, f64)>,
}

impl Spending {
    /// Energy spent with a carrier, if there is one: burnt under closed accounting, posted otherwise.
    fn of(continent: &Continent, accounting: Accounting, energy_gj: f64, carrier: Option<CommodityIndex>) -> Self {
        let content = carrier.map_or(0.0, |c| continent[c].energy_content_gj);
        match (accounting, carrier) {
            _ if energy_gj == 0.0 => Self::default(),
            (Accounting::Closed, Some(carrier)) if content > 0.0 => Self {
                posted_gj: 0.0,
                burnt: Some((carrier, energy_gj / content)),
            },
            _ => Self {
                posted_gj: energy_gj,
                burnt: None,
            },
        }
    }
}

/// The node where a link used in that direction is entered.
#[must_use]
pub fn tail(continent: &Continent, link: LinkIndex, direction: Direction) -> NodeIndex {
    match direction {
        Direction::Forward => continent[link].from,
        Direction::Backward => continent[link].to,
    }
}

/// The node where a link used in that direction is left.
#[must_use]
pub fn head(continent: &Continent, link: LinkIndex, direction: Direction) -> NodeIndex {
    match direction {
        Direction::Forward => continent[link].to,
        Direction::Backward => continent[link].from,
    }
}

/// How the link's mode carries the commodity; none when it may not.
#[must_use]
pub fn carriage(continent: &Continent, link: LinkIndex, commodity: CommodityIndex) -> Option<&Carriage> {
    let carriages = &continent[continent[link].mode].carriages;
    carriages.iter().find(|c| c.commodity == commodity)
}

/// Fraction of what departs that arrives.
#[must_use]
pub fn kept_by_link(continent: &Continent, link: LinkIndex) -> f64 {
    let link = &continent[link];
    (1.0 - continent[link.mode].loss_per_1000_km).powf(link.length_km / 1000.0)
}

/// Fraction of a store's level that is left after one period.
#[must_use]
pub fn kept_by_store(continent: &Continent, store: StoreIndex, period: PeriodIndex) -> f64 {
    (1.0 - continent[store].loss_per_month).powf(continent[period].hours / HOURS_PER_MONTH)
}

/// Energy of one departing unit on the link, GJ per unit.
#[must_use]
pub fn link_energy_gj(continent: &Continent, link: LinkIndex, commodity: CommodityIndex) -> f64 {
    let factor = carriage(continent, link, commodity).map_or(1.0, |c| c.energy_factor);
    let mode = &continent[continent[link].mode];
    let per_tonne = mode.energy_gj_per_t_km * continent[link].length_km + mode.energy_gj_per_t;
    per_tonne * continent[commodity].mass_t * factor
}

/// What one departing unit spends on the link; carriers are drawn where it departs.
#[must_use]
pub fn link_spending(
    continent: &Continent,
    accounting: Accounting,
    link: LinkIndex,
    commodity: CommodityIndex,
) -> Spending {
    let carrier = continent[continent[link].mode].carrier;
    Spending::of(
        continent,
        accounting,
        link_energy_gj(continent, link, commodity),
        carrier,
    )
}

/// What one unit put in, or taken out, spends at the store.
#[must_use]
pub fn store_spending(continent: &Continent, accounting: Accounting, store: StoreIndex) -> Spending {
    let store = &continent[store];
    Spending::of(continent, accounting, store.energy_gj, store.carrier)
}

/// What one unit of activity posts in the objective, GJ per unit of activity.
#[must_use]
pub fn process_posted_gj(continent: &Continent, accounting: Accounting, process: ProcessIndex) -> f64 {
    let process = &continent[process];
    match accounting {
        Accounting::Closed => process.primary_energy_gj,
        Accounting::Direct => {
            let burnt = process
                .burns
                .iter()
                .map(|b| b.amount * continent[b.commodity].energy_content_gj);
            process.direct_energy_gj + burnt.sum::<f64>()
        }
    }
}

/// The policies' energy price on the resources used, GJ per unit of what uses them.
fn weighted_gj(continent: &Continent, area: AreaIndex, uses: &[ResourceUse]) -> f64 {
    let counted = continent.weights.iter().filter(|w| continent.is_within(area, w.area));
    counted
        .flat_map(|w| {
            uses.iter()
                .filter(|u| u.resource == w.resource)
                .map(|u| u.amount * w.energy_gj)
        })
        .sum()
}

/// The policies' energy price on one unit of activity of the site, GJ per unit of activity.
#[must_use]
pub fn site_weighted_gj(continent: &Continent, site: SiteIndex) -> f64 {
    let site = &continent[site];
    weighted_gj(
        continent,
        continent[site.node].area,
        &continent[site.process].resource_uses,
    )
}

/// The policies' energy price on one departing unit, GJ per unit; counted where the link is entered.
#[must_use]
pub fn link_weighted_gj(
    continent: &Continent,
    link: LinkIndex,
    direction: Direction,
    commodity: CommodityIndex,
) -> f64 {
    let area = continent[tail(continent, link, direction)].area;
    let record = &continent[link];
    let distance = if record.is_terminal { 1.0 } else { record.length_km };
    let mass_t = continent[commodity].mass_t;
    weighted_gj(continent, area, &continent[record.mode].resource_uses) * mass_t * distance
}

/// What must be delivered at each node, of each commodity, in one period: demand and the minima of exports, units of
/// the commodity. In order of node, then commodity; zeros are left out.
#[must_use]
pub fn asked(
    continent: &Continent,
    period: PeriodIndex,
) -> std::collections::BTreeMap<(NodeIndex, CommodityIndex), f64> {
    let mut asked = std::collections::BTreeMap::new();
    for demand in &continent.demands {
        let amount = continent.per_period(demand.amount_per_year, demand.profile, period);
        *asked.entry((demand.node, demand.commodity)).or_insert(0.0) += amount;
    }
    for trade in continent
        .trades
        .iter()
        .filter(|t| t.direction == TradeDirection::Export)
    {
        let amount = continent.per_period(trade.minimum_per_year, trade.profile, period);
        *asked.entry((trade.node, trade.commodity)).or_insert(0.0) += amount;
    }
    asked.retain(|_, amount| *amount > 0.0);
    asked
}
