//! What the page's script draws from: names, places and amounts as one JSON value.

use super::balance::mean_prices;
use super::embed::{rounded, tenth};
use super::flow_lines::{LEVELS, LOADING_BOUNDS, Line};
use super::loads::carries_mass;
use super::map::{LARGEST_RADIUS, LEAST_RADIUS, MapScene};
use super::shortfall::{Shortfall, asked_over_all};
use crate::plan::rows::Plan;
use data::model::{Continent, NodeIndex, ProcessIndex, SiteIndex, SiteStatus};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// On the map are the largest sites of each process and the places that ask most of each commodity, this many. North
/// America has fewer of both; the limit keeps the page of a very large continent readable.
const MARKS_AT_MOST: usize = 1000;

/// The rows with the largest sizes, in their own order.
fn largest(mut rows: Vec<(f64, Value)>) -> Value {
    if rows.len() > MARKS_AT_MOST {
        let mut sizes: Vec<f64> = rows.iter().map(|row| row.0).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        let least = sizes[MARKS_AT_MOST - 1];
        rows.retain(|row| row.0 >= least);
        rows.truncate(MARKS_AT_MOST);
    }
    Value::Array(rows.into_iter().map(|row| row.1).collect())
}

/// The whole value.
pub(super) fn value(continent: &Continent, plan: &Plan, scene: &MapScene, short: &[Shortfall]) -> Value {
    let view = scene.plane.view;
    let sites = sites(continent, plan);
    let asked = asked(continent, plan, short);
    json!({
        "view": [tenth(view.x), tenth(view.y), tenth(view.width), tenth(view.height)],
        "unitsPerKm": scene.plane.units_per_km(),
        "levels": LEVELS,
        "loadingBounds": LOADING_BOUNDS,
        "largestRadius": LARGEST_RADIUS,
        "leastRadius": LEAST_RADIUS,
        "largest": {"t": rounded(scene.lines.largest_t), "GJ": rounded(scene.lines.largest_gj)},
        "periods": continent.periods.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        "areas": continent.areas.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(),
        "modes": modes(continent),
        "goods": continent.commodities.iter().map(|c| json!([c.id, c.name, c.unit.symbol()])).collect::<Vec<_>>(),
        "processes": processes(continent),
        "nodes": nodes(continent, scene, &sites.places, &asked.places),
        "cities": scene.cities.iter().map(|c| json!([c.node.0, rounded(c.population)])).collect::<Vec<_>>(),
        "links": scene.lines.drawn.iter().map(|line| link(continent, line)).collect::<Vec<_>>(),
        "sites": sites.rows,
        "asked": asked.rows,
    })
}

/// Id, name, and the unit of its amounts.
fn modes(continent: &Continent) -> Vec<Value> {
    let unit = |position| {
        let mode = data::model::ModeIndex::from_position(position);
        if carries_mass(continent, mode) { "t" } else { "GJ" }
    };
    let modes = continent.modes.iter().enumerate();
    modes
        .map(|(position, mode)| json!([mode.id, mode.name, unit(position)]))
        .collect()
}

/// Name and outputs as pairs of commodity and amount.
fn processes(continent: &Continent) -> Vec<Value> {
    let outputs = |process: &data::model::Process| -> Vec<Value> {
        process
            .outputs
            .iter()
            .map(|o| json!([o.commodity.0, rounded(o.amount)]))
            .collect()
    };
    continent
        .processes
        .iter()
        .map(|process| json!([process.name, outputs(process)]))
        .collect()
}

/// By position: name, x, y, area. Only the nodes that something else names.
fn nodes(continent: &Continent, scene: &MapScene, sites: &BTreeSet<NodeIndex>, asked: &BTreeSet<NodeIndex>) -> Value {
    let mut places: BTreeSet<NodeIndex> = sites | asked;
    places.extend(scene.cities.iter().map(|c| c.node));
    for line in &scene.lines.drawn {
        let link = &continent[line.load.link];
        places.extend([link.from, link.to]);
    }
    let mut nodes = Map::new();
    for index in places {
        let node = &continent[index];
        if let Some(spot) = scene.plane.spot(node.latitude, node.longitude) {
            nodes.insert(
                index.0.to_string(),
                json!([node.name, tenth(spot.x), tenth(spot.y), node.area.0]),
            );
        }
    }
    Value::Object(nodes)
}

/// Position, mode, from, to, km, greatest share of capacity in use, its period, GJ saved by one more unit of capacity,
/// amount moved, then commodity, forward, backward of each good, and whether the way is much longer than its line.
fn link(continent: &Continent, line: &Line) -> Value {
    let load = line.load;
    let record = &continent[load.link];
    let movements = load.movements.iter();
    let goods: Vec<Value> = movements
        .flat_map(|m| [Value::from(m.commodity.0), rounded(m.forward), rounded(m.backward)])
        .collect();
    json!([
        load.link.0,
        record.mode.0,
        record.from.0,
        record.to.0,
        rounded(record.length_km),
        rounded(load.peak_share),
        load.peak.0,
        rounded(load.saving_gj),
        rounded(load.moved),
        goods,
        u8::from(line.is_detour)
    ])
}

/// Rows of JSON with the nodes they name.
struct Rows {
    rows: Value,
    places: BTreeSet<NodeIndex>,
}

/// By process: name, node, activity and capacity of each site that can be used.
fn sites(continent: &Continent, plan: &Plan) -> Rows {
    let mut activity: BTreeMap<SiteIndex, f64> = BTreeMap::new();
    for row in &plan.production {
        *activity.entry(row.site).or_insert(0.0) += row.activity;
    }
    let mut by_process: BTreeMap<ProcessIndex, Vec<(f64, Value)>> = BTreeMap::new();
    let mut places = BTreeSet::new();
    for (position, site) in continent.sites.iter().enumerate() {
        let used = activity
            .get(&SiteIndex::from_position(position))
            .copied()
            .unwrap_or(0.0);
        if site.status == SiteStatus::Candidate && used == 0.0 {
            continue;
        }
        let periods = continent.period_indices();
        let capacity: f64 = periods
            .map(|t| continent.per_period(site.capacity_per_year, site.profile, t))
            .sum();
        places.insert(site.node);
        let row = json!([site.name, site.node.0, rounded(used), rounded(capacity)]);
        by_process.entry(site.process).or_default().push((capacity, row));
    }
    let rows = by_process
        .into_iter()
        .map(|(process, rows)| (process.0.to_string(), largest(rows)));
    Rows {
        rows: Value::Object(rows.collect()),
        places,
    }
}

/// By commodity: node, asked, short and price of each place that asks for it.
fn asked(continent: &Continent, plan: &Plan, short: &[Shortfall]) -> Rows {
    let prices = mean_prices(continent, plan);
    let short: BTreeMap<_, f64> = short.iter().map(|s| ((s.node, s.commodity), s.amount)).collect();
    let mut by_commodity: BTreeMap<u32, Vec<(f64, Value)>> = BTreeMap::new();
    let mut places = BTreeSet::new();
    for ((node, commodity), amount) in asked_over_all(continent) {
        places.insert(node);
        let of = |table: &BTreeMap<_, f64>| rounded(table.get(&(node, commodity)).copied().unwrap_or(0.0));
        let row = json!([node.0, rounded(amount), of(&short), of(&prices)]);
        by_commodity.entry(commodity.0).or_default().push((amount, row));
    }
    let rows = by_commodity
        .into_iter()
        .map(|(commodity, rows)| (commodity.to_string(), largest(rows)));
    Rows {
        rows: Value::Object(rows.collect()),
        places,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_rows_are_kept_in_their_order() {
        let rows: Vec<(f64, Value)> = (0..3000u32).map(|i| (f64::from(i), Value::from(i))).collect();
        let kept = largest(rows);
        let kept = kept.as_array().map(Vec::as_slice).unwrap_or_default();
        assert_eq!(
            (kept.len(), kept[0].as_u64(), kept[999].as_u64()),
            (1000, Some(2000), Some(2999))
        );
    }
}
