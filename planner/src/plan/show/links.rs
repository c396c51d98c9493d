//! Loading of links and terminals, and what each mode moves.

use super::{PriceBook, StatTable, ratio, table};
use crate::plan::rows::{Direction, Plan, PricedRow};
use crate::plan::terms::{carriage, kept_by_link, link_spending};
use data::model::{Accounting, CommodityIndex, Continent, LinkIndex, ModeIndex};
use std::collections::BTreeMap;

/// Capacity used on one link, in the mode's capacity units.
#[derive(Clone, Copy, Default)]
struct Load {
    forward: f64,
    backward: f64,
    /// Sum over periods of the joint price times the capacity, GJ.
    rent_gj: f64,
}

/// What one mode moved of one commodity.
#[derive(Clone, Copy, Default)]
struct Moved {
    tonnes: f64,
    tonne_km: f64,
    lost: f64,
    energy_gj: f64,
}

/// Three tables: the `top` links of the highest loading, then modes, then modes by commodity.
#[must_use]
pub fn links(continent: &Continent, accounting: Accounting, plan: &Plan, top: usize) -> [StatTable; 3] {
    let moved = moved(continent, accounting, plan);
    let loads = loads(continent, plan);
    [
        link_table(continent, &loads, top),
        mode_table(continent, &loads, &moved),
        goods_table(continent, &moved),
    ]
}

/// Yearly capacity over all periods, the mode's capacity units.
fn capacity(continent: &Continent, link: LinkIndex) -> f64 {
    let yearly = continent[link].capacity_per_year;
    continent
        .period_indices()
        .map(|period| continent.per_period(yearly, None, period))
        .sum()
}

fn loads(continent: &Continent, plan: &Plan) -> BTreeMap<LinkIndex, Load> {
    let mut loads: BTreeMap<LinkIndex, Load> = BTreeMap::new();
    for flow in &plan.flows {
        let weight = carriage(continent, flow.link, flow.commodity).map_or(1.0, |c| c.weight);
        let load = loads.entry(flow.link).or_default();
        match flow.direction {
            Direction::Forward => load.forward += weight * flow.amount,
            Direction::Backward => load.backward += weight * flow.amount,
        }
    }
    let book = PriceBook::new(plan);
    for (link, load) in &mut loads {
        let yearly = continent[*link].capacity_per_year;
        let rent = |period| -book.of(PricedRow::Link(*link), period) * continent.per_period(yearly, None, period);
        load.rent_gj = continent.period_indices().map(rent).sum();
    }
    loads
}

fn moved(continent: &Continent, accounting: Accounting, plan: &Plan) -> BTreeMap<(ModeIndex, CommodityIndex), Moved> {
    let mut sums: BTreeMap<(ModeIndex, CommodityIndex), Moved> = BTreeMap::new();
    for flow in &plan.flows {
        let link = &continent[flow.link];
        let spending = link_spending(continent, accounting, flow.link, flow.commodity);
        let burnt = spending
            .burnt
            .map_or(0.0, |(carrier, units)| units * continent[carrier].energy_content_gj);
        let tonnes = flow.amount * continent[flow.commodity].mass_t;
        let sum = sums.entry((link.mode, flow.commodity)).or_default();
        sum.tonnes += tonnes;
        sum.tonne_km += tonnes * link.length_km;
        sum.lost += flow.amount * (1.0 - kept_by_link(continent, flow.link));
        sum.energy_gj += (spending.posted_gj + burnt) * flow.amount;
    }
    sums
}

fn link_table(continent: &Continent, loads: &BTreeMap<LinkIndex, Load>, top: usize) -> StatTable {
    let mut shown = table(
        "links",
        "One link or terminal, highest loading first",
        &[
            ("link", ""),
            ("mode", ""),
            ("from", ""),
            ("to", ""),
            ("length", "km"),
            ("forward", "capacity unit"),
            ("backward", "capacity unit"),
            ("capacity", "capacity unit"),
            ("capacity_factor", ""),
            ("joint_price", "GJ/capacity unit"),
            ("rent", "GJ"),
        ],
    );
    let mut ranked: Vec<_> = loads
        .iter()
        .map(|(link, load)| {
            let capacity = capacity(continent, *link);
            (ratio(load.forward + load.backward, capacity), capacity, *link, load)
        })
        .collect();
    ranked.sort_by(|a, b| {
        let by_loading = b.0.unwrap_or(0.0).total_cmp(&a.0.unwrap_or(0.0));
        by_loading.then(b.3.rent_gj.total_cmp(&a.3.rent_gj)).then(a.2.cmp(&b.2))
    });
    for (factor, capacity, index, load) in ranked.into_iter().take(top) {
        let link = &continent[index];
        shown.rows.push(vec![
            (&link.id).into(),
            (&continent[link.mode].id).into(),
            (&continent[link.from].name).into(),
            (&continent[link.to].name).into(),
            link.length_km.into(),
            load.forward.into(),
            load.backward.into(),
            capacity.into(),
            factor.into(),
            ratio(load.rent_gj, capacity).into(),
            load.rent_gj.into(),
        ]);
    }
    shown
}

fn mode_table(
    continent: &Continent,
    loads: &BTreeMap<LinkIndex, Load>,
    moved: &BTreeMap<(ModeIndex, CommodityIndex), Moved>,
) -> StatTable {
    let mut shown = table(
        "modes",
        "One mode over all its links; the capacity factor is weighed by length (by link for terminals)",
        &[
            ("mode", ""),
            ("links", ""),
            ("links_used", ""),
            ("links_full", ""),
            ("capacity_factor", ""),
            ("tonne_km", "t-km"),
            ("tonnes_times_links", "t"),
            ("energy", "GJ"),
            ("rent", "GJ"),
        ],
    );
    for (position, mode) in continent.modes.iter().enumerate() {
        let index = ModeIndex::from_position(position);
        let (mut count, mut used, mut full, mut load_km, mut capacity_km, mut rent_gj) = (0, 0, 0, 0.0, 0.0, 0.0);
        for (place, link) in continent.links.iter().enumerate().filter(|(_, l)| l.mode == index) {
            let link_index = LinkIndex::from_position(place);
            let load = loads.get(&link_index).copied().unwrap_or_default();
            let (amount, capacity) = (load.forward + load.backward, capacity(continent, link_index));
            let length = if link.length_km > 0.0 { link.length_km } else { 1.0 };
            count += 1;
            used += usize::from(amount > 0.0);
            full += usize::from(capacity > 0.0 && amount >= capacity * (1.0 - 1e-6));
            load_km += amount * length;
            capacity_km += capacity * length;
            rent_gj += load.rent_gj;
        }
        let mut sums = Moved::default();
        for (_, goods) in moved.iter().filter(|((of, _), _)| *of == index) {
            sums.tonnes += goods.tonnes;
            sums.tonne_km += goods.tonne_km;
            sums.energy_gj += goods.energy_gj;
        }
        shown.rows.push(vec![
            (&mode.id).into(),
            count.into(),
            used.into(),
            full.into(),
            ratio(load_km, capacity_km).into(),
            sums.tonne_km.into(),
            sums.tonnes.into(),
            sums.energy_gj.into(),
            rent_gj.into(),
        ]);
    }
    shown
}

fn goods_table(continent: &Continent, moved: &BTreeMap<(ModeIndex, CommodityIndex), Moved>) -> StatTable {
    let mut shown = table(
        "mode_goods",
        "What one mode moved of one commodity; the energy is what it burnt or was posted for it",
        &[
            ("mode", ""),
            ("commodity", ""),
            ("unit", ""),
            ("tonne_km", "t-km"),
            ("tonnes_times_links", "t"),
            ("lost", "unit"),
            ("energy", "GJ"),
        ],
    );
    for ((mode, commodity), sums) in moved {
        shown.rows.push(vec![
            (&continent[*mode].id).into(),
            (&continent[*commodity].id).into(),
            continent[*commodity].unit.symbol().into(),
            sums.tonne_km.into(),
            sums.tonnes.into(),
            sums.lost.into(),
            sums.energy_gj.into(),
        ]);
    }
    shown
}
