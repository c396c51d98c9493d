//! What each link carries over the whole plan: amounts by commodity, share of its capacity, price of that capacity.

use crate::plan::rows::{Direction, Plan, PricedRow};
use data::model::{CommodityIndex, Continent, HOURS_PER_YEAR, LinkIndex, ModeIndex, PeriodIndex};
use std::collections::BTreeMap;

/// Amounts of one commodity on one link over all periods, units of the commodity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Movement {
    pub(super) commodity: CommodityIndex,
    pub(super) forward: f64,
    pub(super) backward: f64,
}

/// One link with something on it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LinkLoad {
    pub(super) link: LinkIndex,
    /// By commodity, in index order.
    pub(super) movements: Vec<Movement>,
    /// All goods and both directions: t on modes that carry mass, else GJ.
    pub(super) moved: f64,
    /// Share of the joint capacity in use over all periods.
    pub(super) share: f64,
    /// The same in the busiest period.
    pub(super) peak_share: f64,
    /// The busiest period.
    pub(super) peak: PeriodIndex,
    /// Share of the capacity in use, by period.
    pub(super) shares: BTreeMap<PeriodIndex, f64>,
    /// Saved by one more unit of capacity a year, GJ per unit; never negative.
    pub(super) saving_gj: f64,
}

/// Whether a mode is measured in tonnes; the grid is not.
pub(super) fn carries_mass(continent: &Continent, mode: ModeIndex) -> bool {
    let carriages = &continent[mode].carriages;
    carriages.iter().any(|c| continent[c.commodity].mass_t > 0.0)
}

/// An amount of a commodity in the measure of the mode: t, or the commodity's own unit where nothing has mass.
pub(super) fn measure(continent: &Continent, mode: ModeIndex, commodity: CommodityIndex, amount: f64) -> f64 {
    if carries_mass(continent, mode) {
        amount * continent[commodity].mass_t
    } else {
        amount
    }
}

/// The flows of one link while they are gathered.
#[derive(Default)]
struct Gathered {
    movements: BTreeMap<CommodityIndex, Movement>,
    /// Capacity units in use, by period.
    used: BTreeMap<PeriodIndex, f64>,
}

/// Every link that carries something, in index order.
pub(super) fn loads(continent: &Continent, plan: &Plan) -> Vec<LinkLoad> {
    let mut by_link: BTreeMap<LinkIndex, Gathered> = BTreeMap::new();
    for flow in &plan.flows {
        let gathered = by_link.entry(flow.link).or_default();
        let movement = gathered.movements.entry(flow.commodity).or_insert(Movement {
            commodity: flow.commodity,
            forward: 0.0,
            backward: 0.0,
        });
        match flow.direction {
            Direction::Forward => movement.forward += flow.amount,
            Direction::Backward => movement.backward += flow.amount,
        }
        *gathered.used.entry(flow.period).or_insert(0.0) += flow.amount * weight(continent, flow.link, flow.commodity);
    }
    let savings = savings(continent, plan);
    let with_saving = |link| savings.get(&link).copied().unwrap_or(0.0);
    by_link
        .into_iter()
        .map(|(link, gathered)| load(continent, link, gathered, with_saving(link)))
        .collect()
}

fn load(continent: &Continent, link: LinkIndex, gathered: Gathered, saving_gj: f64) -> LinkLoad {
    let used = gathered.used;
    let record = &continent[link];
    let capacity = |period| continent.per_period(record.capacity_per_year, None, period);
    let share_of = |used: f64, capacity: f64| if capacity > 0.0 { used / capacity } else { 0.0 };
    let whole_capacity: f64 = continent.period_indices().map(capacity).sum();
    let shares: BTreeMap<PeriodIndex, f64> = used
        .iter()
        .map(|(period, amount)| (*period, share_of(*amount, capacity(*period))))
        .collect();
    let first = (PeriodIndex(0), 0.0);
    let busier = |best: (PeriodIndex, f64), (p, s): (&PeriodIndex, &f64)| if *s > best.1 { (*p, *s) } else { best };
    let (peak, peak_share) = shares.iter().fold(first, busier);
    let movements: Vec<Movement> = gathered.movements.into_values().collect();
    let both = |m: &Movement| measure(continent, record.mode, m.commodity, m.forward + m.backward);
    LinkLoad {
        link,
        moved: movements.iter().map(both).sum(),
        movements,
        share: share_of(used.values().sum(), whole_capacity),
        peak_share,
        peak,
        shares,
        saving_gj,
    }
}

/// Capacity units that one unit of the commodity takes up on the link.
fn weight(continent: &Continent, link: LinkIndex, commodity: CommodityIndex) -> f64 {
    let carriages = &continent[continent[link].mode].carriages;
    carriages
        .iter()
        .find(|c| c.commodity == commodity)
        .map_or(0.0, |c| c.weight)
}

/// By link: what one more unit of yearly capacity saves, each period getting its share of the hours.
fn savings(continent: &Continent, plan: &Plan) -> BTreeMap<LinkIndex, f64> {
    let mut savings = BTreeMap::new();
    for price in &plan.prices {
        if let PricedRow::Link(link) = price.row {
            let part = continent[price.period].hours / HOURS_PER_YEAR;
            *savings.entry(link).or_insert(0.0) += (-price.price_gj).max(0.0) * part;
        }
    }
    savings
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn amounts_shares_and_savings_are_added_over_periods() {
        let (continent, plan) = sample::continent_and_plan();
        let loads = loads(&continent, &plan);
        let rail = loads.iter().find(|l| continent[l.link].id == "rail-a-b").unwrap();
        assert_eq!(rail.movements.len(), 1);
        assert!((rail.moved - 900.0).abs() < 1e-9, "300 t and 600 t");
        assert!((rail.share - 0.75).abs() < 1e-9, "900 of 1,200 t");
        assert!((rail.peak_share - 1.0).abs() < 1e-9, "600 of 600 t in the second half");
        assert_eq!(rail.peak, PeriodIndex(1));
        assert!((rail.saving_gj - 2.0).abs() < 1e-9, "half of 4 GJ/t");
    }

    #[test]
    fn the_grid_is_measured_in_gigajoules() {
        let (continent, plan) = sample::continent_and_plan();
        let loads = loads(&continent, &plan);
        let grid = loads.iter().find(|l| continent[l.link].id == "grid-b-a").unwrap();
        assert!(!carries_mass(&continent, continent[grid.link].mode));
        assert!((grid.moved - 5000.0).abs() < 1e-9);
    }
}
