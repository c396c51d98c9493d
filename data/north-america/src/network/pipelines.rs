//! Pipelines between urbanates: trunk corridors by name and, for gas, the lines that reach every other urbanate.

use super::borders;
use super::corridors_gas::{self, Corridor};
use super::corridors_oil;
use super::neighbours::{Pair, chord_km, find, near_pairs, thinned_beside, unreached};
use super::urbanate_places;
use crate::error::AssembleError;
use crate::places::{Link, Node, Places, mode};
use std::collections::BTreeMap;

/// Pipeline length over great-circle distance.
const CIRCUITY: f64 = 1.15;
/// Gas lines beside the trunks are dropped if the way through others is at most this many times as long.
const GAS_STRETCH: f64 = 1.8;
/// How many neighbours of an urbanate are looked at for gas lines.
const GAS_NEIGHBOURS: usize = 8;
/// Capacity of a gas line beside the trunks: this much and so much per person of the smaller end, Mt per year.
const GAS_LINE_MT: (f64, f64) = (3.0, 12e-6);
/// The largest of them, Mt per year.
const LARGEST_GAS_LINE_MT: f64 = 25.0;
/// Gas brought to islands and to Baja California Sur as liquid, which this model shows as pipelines, Mt per year.
const LIQUID_GAS: &[(&str, &str, f64)] = &[
    ("vancouver-bc", "victoria-bc", 1.5),
    ("victoria-bc", "campbell-river-bc", 1.0),
    ("moncton-nb", "charlottetown-pe", 0.5),
    ("halifax-ns", "sydney-ns", 0.8),
    ("sydney-ns", "st-johns-nl", 0.8),
    ("rimouski-qc", "sept-iles-qc", 0.5),
    ("los-mochis-sin", "la-paz-bcs", 1.0),
];

/// Links of a mode by their ends: length in km, capacity in Mt per year, and the source.
type Lines = BTreeMap<(usize, usize), (f64, f64, &'static str)>;

/// Adds gas and oil pipelines.
///
/// # Errors
/// If an urbanate named does not exist or gas does not reach one.
pub(super) fn add(places: &mut Places) -> Result<(), AssembleError> {
    let nodes = urbanate_places(places);
    let gas = gas_lines(&nodes)?;
    let pairs: Vec<Pair> = gas.iter().map(|((a, b), (km, _, _))| (*a, *b, *km)).collect();
    let missing = unreached(&nodes, &pairs);
    if !missing.is_empty() {
        return Err(AssembleError::Network {
            mode: mode::GAS_PIPELINE,
            what: format!("not reached: {}", missing.join(", ")),
        });
    }
    add_lines(places, &nodes, mode::GAS_PIPELINE, gas)?;
    let mut oil = Lines::new();
    add_corridors(&mut oil, &nodes, corridors_oil::CORRIDORS, "oil-pipeline-maps")?;
    add_lines(places, &nodes, mode::OIL_PIPELINE, oil)
}

fn gas_lines(nodes: &[Node]) -> Result<Lines, AssembleError> {
    let mut lines = Lines::new();
    add_corridors(&mut lines, nodes, corridors_gas::CORRIDORS, "gas-pipeline-maps")?;
    for (a, b, mt) in borders::GAS {
        add_chain(&mut lines, nodes, *mt, &[a, b], "gas-pipeline-maps")?;
    }
    for (a, b, mt) in LIQUID_GAS {
        add_chain(&mut lines, nodes, *mt, &[a, b], "assumed-liquid-gas")?;
    }
    for (a, b, km) in beside(nodes, &lines) {
        let people = nodes[a].population.min(nodes[b].population);
        let capacity = (GAS_LINE_MT.0 + GAS_LINE_MT.1 * people).min(LARGEST_GAS_LINE_MT);
        lines.entry((a, b)).or_insert((km * CIRCUITY, capacity, "assumed-gas"));
    }
    Ok(lines)
}

/// Lines between neighbours that the trunks and shorter such lines do not make needless.
fn beside(nodes: &[Node], trunks: &Lines) -> Vec<Pair> {
    let trunks: Vec<Pair> = trunks
        .iter()
        .map(|((a, b), (km, _, _))| (*a, *b, *km / CIRCUITY))
        .collect();
    thinned_beside(nodes.len(), &trunks, &near_pairs(nodes, GAS_NEIGHBOURS), GAS_STRETCH)
}

fn add_corridors(
    lines: &mut Lines,
    nodes: &[Node],
    corridors: &[Corridor],
    source: &'static str,
) -> Result<(), AssembleError> {
    for (mt, along) in corridors {
        add_chain(lines, nodes, *mt, along, source)?;
    }
    Ok(())
}

fn add_chain(
    lines: &mut Lines,
    nodes: &[Node],
    mt: f64,
    along: &[&str],
    source: &'static str,
) -> Result<(), AssembleError> {
    for step in along.windows(2) {
        let (a, b) = (find(nodes, step[0])?, find(nodes, step[1])?);
        let km = chord_km(nodes, a, b) * CIRCUITY;
        let line = lines.entry((a.min(b), a.max(b))).or_insert((km, 0.0, source));
        line.1 += mt;
    }
    Ok(())
}

fn add_lines(places: &mut Places, nodes: &[Node], mode: &'static str, lines: Lines) -> Result<(), AssembleError> {
    let prefix = if mode == mode::GAS_PIPELINE { "gas" } else { "oil" };
    for ((a, b), (km, mt, source)) in lines {
        places.add_link(Link {
            id: format!("{prefix}-{}--{}", nodes[a].id, nodes[b].id),
            mode,
            from: nodes[a].id.clone(),
            to: nodes[b].id.clone(),
            two_way: true,
            length_km: Some(km.max(1.0)),
            capacity_per_year: mt * 1e6,
            source,
            approximate: true,
        })?;
    }
    Ok(())
}
