//! Findings that need the graph: urbanates a commodity cannot reach, and demand above all supply that can reach it.
//!
//! Both leave a plan possible, because demand may go unmet at a penalty; they are warnings that name the shortage
//! before it is paid for. Size beyond the solver's index is an error.

use super::graph::{Network, graph_node};
use super::reach::Reach;
use data::findings::{Code, Finding, Findings, Severity};
use data::model::{CommodityIndex, Demand, NodeIndex, StoreEnds, TradeDirection};
use petgraph::unionfind::UnionFind;

use std::collections::BTreeMap;

/// Most columns, rows or coefficients a program may have.
const INDEX_LIMIT: usize = i32::MAX as usize;

/// All findings of the network.
#[must_use]
pub fn validate(network: &Network<'_>, reach: &Reach) -> Findings {
    let mut findings = Findings::default();
    for finding in unreachable(network, reach)
        .into_iter()
        .chain(short_parts(network, reach))
        .chain(too_large(network))
    {
        findings.push(finding);
    }
    findings
}

/// N01: one finding a commodity, with the nearest node that can have it.
fn unreachable(network: &Network<'_>, reach: &Reach) -> Vec<Finding> {
    let continent = network.continent;
    let mut by_commodity: BTreeMap<CommodityIndex, Vec<&Demand>> = BTreeMap::new();
    for demand in &continent.demands {
        if demand.amount_per_year > 0.0 && !reach.is_available(demand.commodity, demand.node) {
            by_commodity.entry(demand.commodity).or_default().push(demand);
        }
    }
    by_commodity
        .into_iter()
        .map(|(commodity, demands)| {
            let id = &continent[commodity].id;
            let first = demands[0].node;
            let seen = match nearest_available(network, reach, commodity, first) {
                Some((node, km)) => format!(
                    "no source of {id} reaches {}; the nearest place that has it is {}, {km:.0} km away",
                    continent[first].id, continent[node].id
                ),
                None => format!("no source of {id} reaches {}, and no place has it", continent[first].id),
            };
            Finding::new(Code::N01, "demand:node", seen)
                .with_rows(demands.iter().map(|d| format!("{} {id}", continent[d.node].id)))
                .with_severity(Severity::Warning)
        })
        .collect()
}

fn nearest_available(
    network: &Network<'_>,
    reach: &Reach,
    commodity: CommodityIndex,
    from: NodeIndex,
) -> Option<(NodeIndex, f64)> {
    let continent = network.continent;
    let start = &continent[from];
    let distance = |node: NodeIndex| {
        let place = &continent[node];
        great_circle_km(start.latitude, start.longitude, place.latitude, place.longitude)
    };
    (0..continent.nodes.len())
        .map(NodeIndex::from_position)
        .filter(|node| reach.is_available(commodity, *node))
        .map(|node| (node, distance(node)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
}

/// Distance on a sphere of the Earth's mean radius (haversine), km.
pub(crate) fn great_circle_km(latitude_a: f64, longitude_a: f64, latitude_b: f64, longitude_b: f64) -> f64 {
    const EARTH_RADIUS_KM: f64 = 6371.0088;
    let (phi_a, phi_b) = (latitude_a.to_radians(), latitude_b.to_radians());
    let half_phi = ((phi_b - phi_a) / 2.0).sin();
    let half_lambda = ((longitude_b - longitude_a).to_radians() / 2.0).sin();
    let h = half_phi * half_phi + phi_a.cos() * phi_b.cos() * half_lambda * half_lambda;
    2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
}

/// N02: within each part of the network that a commodity can move in, demand against everything that could be made,
/// imported or drawn from stores in a year.
fn short_parts(network: &Network<'_>, reach: &Reach) -> Vec<Finding> {
    let continent = network.continent;
    let mut findings = Vec::new();
    for commodity in (0..continent.commodities.len()).map(CommodityIndex::from_position) {
        let parts = parts(network, commodity);
        let (mut asked, mut supply) = (BTreeMap::new(), BTreeMap::new());
        for demand in continent.demands.iter().filter(|d| d.commodity == commodity) {
            if reach.is_available(commodity, demand.node) {
                *asked.entry(parts[demand.node.position()]).or_insert(0.0) += demand.amount_per_year;
            }
        }
        for (node, amount) in supplies(network, reach, commodity) {
            *supply.entry(parts[node.position()]).or_insert(0.0) += amount;
        }
        for (part, asked) in asked {
            let most: f64 = supply.get(&part).copied().unwrap_or(0.0);
            if asked > most * (1.0 + 1e-9) {
                findings.push(short_part(network, commodity, &parts, part, asked, most));
            }
        }
    }
    findings
}

fn short_part(
    network: &Network<'_>,
    commodity: CommodityIndex,
    parts: &[usize],
    part: usize,
    asked: f64,
    most: f64,
) -> Finding {
    let continent = network.continent;
    let (id, unit) = (&continent[commodity].id, continent[commodity].unit.symbol());
    let seen = format!("{asked:.0} {unit} of {id} a year are asked where at most {most:.0} {unit} can be had");
    let inside = continent.nodes.iter().zip(parts).filter(|(_, p)| **p == part);
    Finding::new(Code::N02, "demand:amount_per_year", seen)
        .with_rows(inside.map(|(node, _)| node.id.as_str()))
        .with_severity(Severity::Warning)
}

/// The connected part of each node, over links that carry the commodity.
fn parts(network: &Network<'_>, commodity: CommodityIndex) -> Vec<usize> {
    let mut joined = UnionFind::new(network.continent.nodes.len());
    for edge in network.graph.edge_references() {
        let arc = &network.arcs[edge.weight().0];
        let carriages = &network.continent[arc.mode].carriages;
        if carriages.binary_search_by_key(&commodity, |c| c.commodity).is_ok() {
            joined.union(graph_node(arc.tail).index(), graph_node(arc.head).index());
        }
    }
    joined.into_labeling()
}

fn supplies(network: &Network<'_>, reach: &Reach, commodity: CommodityIndex) -> Vec<(NodeIndex, f64)> {
    let continent = network.continent;
    let mut supplies = Vec::new();
    for (site, _) in continent
        .sites
        .iter()
        .zip(&reach.site_can_run)
        .filter(|(_, runs)| **runs)
    {
        for output in continent[site.process]
            .outputs
            .iter()
            .filter(|o| o.commodity == commodity)
        {
            supplies.push((site.node, output.amount * site.capacity_per_year));
        }
    }
    for trade in continent
        .trades
        .iter()
        .filter(|t| t.commodity == commodity && t.direction == TradeDirection::Import)
    {
        supplies.push((trade.node, trade.maximum_per_year));
    }
    for store in continent.stores.iter().filter(|s| s.commodity == commodity) {
        if let StoreEnds::Given { initial, .. } = store.ends {
            supplies.push((store.node, initial));
        }
    }
    supplies
}

/// N05: an upper estimate of the program's coefficients, from the tables alone.
fn too_large(network: &Network<'_>) -> Option<Finding> {
    let continent = network.continent;
    let carried: usize = network.arcs.iter().map(|arc| continent[arc.mode].carriages.len()).sum();
    let made: usize = continent
        .sites
        .iter()
        .map(|site| {
            let process = &continent[site.process];
            process.inputs.len() + process.outputs.len() + process.burns.len() + process.resource_uses.len()
        })
        .sum();
    let coefficients = continent
        .periods
        .len()
        .saturating_mul(carried.saturating_mul(5).saturating_add(made));
    (coefficients > INDEX_LIMIT).then(|| {
        let seen = format!("about {coefficients} coefficients, the solver's index holds {INDEX_LIMIT}");
        Finding::new(Code::N05, "links", seen)
    })
}

#[cfg(test)]
mod tests {
    use super::great_circle_km;

    #[test]
    fn a_quarter_of_the_equator() {
        let quarter = great_circle_km(0.0, 0.0, 0.0, 90.0);
        assert!((quarter - 10_007.557).abs() < 0.01, "{quarter}");
        assert_eq!(great_circle_km(41.0, -87.0, 41.0, -87.0), 0.0);
    }
}
