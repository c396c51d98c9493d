//! The plan: a batch of arcs and a batch of what modes carry.

use super::super::network::{Carrying, PricingNetwork};
use super::super::plan::{NO_CARRIER, PricingPlan};
use crate::block::BlockError;
use crate::block::batch::{check_count, check_version, count, index, indices, number, numbers, refuse, schema};
use arrow::array::{Float64Array, RecordBatch, UInt32Array};
use std::collections::HashSet;
use std::sync::Arc;

/// Most nodes a plan may have.
const NODE_LIMIT: usize = 1 << 22;
/// Most modes a plan may have.
const MODE_LIMIT: usize = 1 << 16;
/// Most pairs of commodity and mode.
const CARRYING_LIMIT: usize = 1 << 24;
/// Most arcs in the lists that searches use, one list for each set of modes that carries some commodity.
const LANE_LIMIT: usize = 1 << 26;

/// A plan as batches.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanBatches {
    /// A row an arc, by tail: `tail, head, mode, keep, carrier, burn`; counts of `nodes, commodities, modes` beside them.
    pub arcs: RecordBatch,
    /// A row for each mode that carries a commodity: `commodity, mode, energy, tonnes, weight`.
    pub carriages: RecordBatch,
}

/// Writes a plan.
///
/// # Errors
/// [`BlockError::Value`] above the count limit; [`BlockError::Arrow`] if Arrow refuses the arrays.
pub fn write_plan(plan: &PricingPlan) -> Result<PlanBatches, BlockError> {
    check_count("arcs", plan.network().arc_count())?;
    Ok(PlanBatches {
        arcs: write_arcs(plan)?,
        carriages: write_carriages(plan)?,
    })
}

fn write_arcs(plan: &PricingPlan) -> Result<RecordBatch, BlockError> {
    let network = plan.network();
    let counts = [
        ("nodes", network.node_count()),
        ("commodities", plan.commodity_count()),
        ("modes", plan.mode_count()),
    ];
    let fields = vec![
        index("tail"),
        index("head"),
        index("mode"),
        number("keep"),
        index("carrier"),
        number("burn"),
    ];
    let modes = network.modes.iter().map(|mode| u32::from(*mode));
    let arcs = RecordBatch::try_new(
        schema(fields, &counts),
        vec![
            Arc::new(UInt32Array::from(network.tails.clone())),
            Arc::new(UInt32Array::from(network.heads.clone())),
            Arc::new(UInt32Array::from_iter_values(modes)),
            Arc::new(Float64Array::from(network.keeps.clone())),
            Arc::new(UInt32Array::from(plan.carriers().to_vec())),
            Arc::new(Float64Array::from(plan.burns().to_vec())),
        ],
    )?;
    Ok(arcs)
}

fn write_carriages(plan: &PricingPlan) -> Result<RecordBatch, BlockError> {
    let (mut commodities, mut modes, mut carryings) = (Vec::new(), Vec::new(), Vec::new());
    for commodity in (0_u32..).take(plan.commodity_count()) {
        for (mode, carrying) in (0_u32..).zip(plan.carrying(commodity)) {
            if let Some(carrying) = carrying {
                commodities.push(commodity);
                modes.push(mode);
                carryings.push(*carrying);
            }
        }
    }
    let fields = vec![
        index("commodity"),
        index("mode"),
        number("energy"),
        number("tonnes"),
        number("weight"),
    ];
    let figures = |of: fn(&Carrying) -> f64| Arc::new(Float64Array::from_iter_values(carryings.iter().map(of)));
    let carriages = RecordBatch::try_new(
        schema(fields, &[]),
        vec![
            Arc::new(UInt32Array::from(commodities)),
            Arc::new(UInt32Array::from(modes)),
            figures(|carrying| carrying.energy),
            figures(|carrying| carrying.tonnes),
            figures(|carrying| carrying.weight),
        ],
    )?;
    Ok(carriages)
}

/// Reads a plan back and checks it.
///
/// # Errors
/// Any [`BlockError`]: nothing is trusted.
pub fn read_plan(batches: &PlanBatches) -> Result<PricingPlan, BlockError> {
    let (arcs, carriages) = (&batches.arcs, &batches.carriages);
    check_version(arcs)?;
    check_version(carriages)?;
    let modes = count(arcs, "modes", MODE_LIMIT)?;
    let commodities = count(arcs, "commodities", CARRYING_LIMIT / modes.max(1))?;
    let network = read_network(arcs, modes)?;
    let carrying = read_carrying(carriages, commodities, modes)?;
    check_lanes(&network, &carrying, modes)?;
    let (carriers, burns) = (indices(arcs, "carrier")?, numbers(arcs, "burn")?);
    refuse("carrier beyond the last commodity", &carriers, |carrier| {
        *carrier != NO_CARRIER && *carrier as usize >= commodities
    })?;
    refuse("burn", &burns, |burn| !is_amount(*burn))?;
    Ok(PricingPlan::new(network, carrying, carriers, burns))
}

fn read_network(arcs: &RecordBatch, modes: usize) -> Result<PricingNetwork, BlockError> {
    let nodes = count(arcs, "nodes", NODE_LIMIT)?;
    let (tails, heads) = (indices(arcs, "tail")?, indices(arcs, "head")?);
    let arc_modes = indices(arcs, "mode")?;
    let keeps = numbers(arcs, "keep")?;
    refuse("tail beyond the last node", &tails, |node| *node as usize >= nodes)?;
    refuse("head beyond the last node", &heads, |node| *node as usize >= nodes)?;
    refuse("tail below the one before", tails.windows(2), |pair| pair[1] < pair[0])?;
    refuse("mode beyond the last", &arc_modes, |mode| *mode as usize >= modes)?;
    refuse("keep", &keeps, |keep| !(*keep > 0.0 && *keep <= 1.0))?;
    let mut starts = vec![0_u32; nodes + 1];
    for tail in &tails {
        starts[*tail as usize + 1] += 1;
    }
    for node in 0..nodes {
        starts[node + 1] += starts[node];
    }
    Ok(PricingNetwork {
        starts,
        tails,
        heads,
        modes: arc_modes.iter().filter_map(|mode| u16::try_from(*mode).ok()).collect(),
        keeps,
    })
}

fn read_carrying(
    batch: &RecordBatch,
    commodities: usize,
    modes: usize,
) -> Result<Vec<Vec<Option<Carrying>>>, BlockError> {
    let of: Vec<(u32, u32)> = indices(batch, "commodity")?
        .into_iter()
        .zip(indices(batch, "mode")?)
        .collect();
    let energy = numbers(batch, "energy")?;
    let tonnes = numbers(batch, "tonnes")?;
    let weight = numbers(batch, "weight")?;
    refuse("carriage of no commodity or no mode", &of, |(commodity, mode)| {
        *commodity as usize >= commodities || *mode as usize >= modes
    })?;
    refuse("carriage out of order", of.windows(2), |pair| pair[1] <= pair[0])?;
    for figures in [&energy, &tonnes, &weight] {
        refuse("figure of a carriage", figures, |figure| !is_amount(*figure))?;
    }
    let mut carrying = vec![vec![None; modes]; commodities];
    for (row, (commodity, mode)) in of.into_iter().enumerate() {
        carrying[commodity as usize][mode as usize] = Some(Carrying {
            energy: energy[row],
            tonnes: tonnes[row],
            weight: weight[row],
        });
    }
    Ok(carrying)
}

/// Searches keep a list of arcs for each set of modes that carries a commodity: few where there are few sets.
fn check_lanes(network: &PricingNetwork, carrying: &[Vec<Option<Carrying>>], modes: usize) -> Result<(), BlockError> {
    let mut arcs_of = vec![0_usize; modes];
    network.modes.iter().for_each(|mode| arcs_of[*mode as usize] += 1);
    let sets: HashSet<Vec<bool>> = carrying
        .iter()
        .map(|modes| modes.iter().map(Option::is_some).collect())
        .collect();
    let arcs = |set: &Vec<bool>| -> usize {
        let carried = arcs_of.iter().zip(set).filter(|(_, carries)| **carries);
        carried.map(|(arcs, _)| arcs).sum()
    };
    let sum: usize = sets.iter().map(|set| network.node_count() + arcs(set)).sum();
    if sum > LANE_LIMIT {
        return Err(BlockError::Value {
            what: format!("{sum} arcs in lists by sets of modes; the limit is {LANE_LIMIT}"),
        });
    }
    Ok(())
}

fn is_amount(value: f64) -> bool {
    value.is_finite() && value >= 0.0
}
