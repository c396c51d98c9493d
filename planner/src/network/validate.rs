//! Findings that need the graph: urbanates a commodity cannot reach, and demand above all supply that links can bring.
//!
//! Both leave a plan possible, because demand may go unmet at a penalty; they are warnings that name the shortage
//! before it is paid for. Size beyond the solver's index is an error.

use super::cut::Cut;
use super::graph::Network;
use super::reach::Reach;
use super::supply::{Asked, shortages};
use crate::plan::terms;
use data::findings::{Code, Finding, Findings, Severity};
use data::model::{CommodityIndex, Continent, Demand, NodeIndex};

use std::collections::{BTreeMap, BTreeSet};

/// Most columns, rows or coefficients a program may have.
const INDEX_LIMIT: usize = i32::MAX as usize;

/// All findings of the network.
#[must_use]
pub fn validate(network: &Network<'_>, reach: &Reach) -> Findings {
    let mut findings = Findings::default();
    let asked = asked(network.continent);
    for finding in unreachable(network, reach, &asked)
        .into_iter()
        .chain(shortages(network, reach, &asked))
        .chain(too_large(network))
    {
        findings.push(finding);
    }
    findings
}

/// What is asked over all periods.
fn asked(continent: &Continent) -> Asked {
    let mut asked = Asked::new();
    for (place, amount) in continent
        .period_indices()
        .flat_map(|period| terms::asked(continent, period))
    {
        *asked.entry(place).or_insert(0.0) += amount;
    }
    asked
}

/// N01: one finding a commodity, with the nearest node that can have it and the cut that it cannot cross.
fn unreachable(network: &Network<'_>, reach: &Reach, asked: &Asked) -> Vec<Finding> {
    let continent = network.continent;
    let mut by_commodity: BTreeMap<CommodityIndex, BTreeSet<NodeIndex>> = BTreeMap::new();
    let lacking = asked
        .keys()
        .filter(|(node, commodity)| !reach.is_available(*commodity, *node));
    for (node, commodity) in lacking {
        by_commodity.entry(*commodity).or_default().insert(*node);
    }
    by_commodity
        .into_iter()
        .filter_map(|(commodity, nodes)| {
            let id = &continent[commodity].id;
            let first = *nodes.first()?;
            let seen = match nearest_available(network, reach, commodity, first) {
                Some((node, km)) => format!(
                    "no source of {id} reaches {}; the nearest place that has it is {}, {km:.0} km away",
                    continent[first].id, continent[node].id
                ),
                None => format!("no source of {id} reaches {}, and no place has it", continent[first].id),
            };
            let seen = format!(
                "{seen}; {}",
                Cut::around(network, reach, commodity, first).describe(network, commodity)
            );
            let is_demand = |demand: &Demand| demand.commodity == commodity && nodes.contains(&demand.node);
            let place = if continent.demands.iter().any(is_demand) {
                "demand:node"
            } else {
                "trade:node"
            };
            let rows = nodes.iter().map(|node| format!("{} {id}", continent[*node].id));
            Some(
                Finding::new(Code::N01, place, seen)
                    .with_rows(rows)
                    .with_severity(Severity::Warning),
            )
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
