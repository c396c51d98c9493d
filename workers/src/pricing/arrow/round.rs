//! A round: the prices of each period, and the tasks.

use super::super::network::{ArcPrice, ArcPrices};
use super::super::plan::PricingPlan;
use super::super::task::{PricingTask, Source};
use crate::block::BlockError;
use crate::block::batch::{self, check_count, check_version, index, indices, number, numbers, refuse, schema};
use arrow::array::{Float64Array, RecordBatch, UInt32Array};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::DataType;
use std::sync::Arc;

/// Most periods of a round.
const PERIOD_LIMIT: usize = 1 << 16;

/// Prices of all periods, one period after the other, a row an arc: `energy, tonne, toll`; the count of `periods` beside
/// them.
///
/// # Errors
/// [`BlockError::Value`] above the count limit; [`BlockError::Arrow`] if Arrow refuses the arrays.
pub fn write_prices(prices: &[ArcPrices]) -> Result<RecordBatch, BlockError> {
    check_count("prices", prices.iter().map(Vec::len).sum())?;
    let figures = |of: fn(&ArcPrice) -> f64| Arc::new(Float64Array::from_iter_values(prices.iter().flatten().map(of)));
    let fields = vec![number("energy"), number("tonne"), number("toll")];
    let batch = RecordBatch::try_new(
        schema(fields, &[("periods", prices.len())]),
        vec![
            figures(|price| price.energy),
            figures(|price| price.tonne),
            figures(|price| price.toll),
        ],
    )?;
    Ok(batch)
}

/// Reads prices back and checks them against the plan.
///
/// # Errors
/// Any [`BlockError`]: nothing is trusted.
pub fn read_prices(plan: &PricingPlan, prices: &RecordBatch) -> Result<Vec<ArcPrices>, BlockError> {
    check_version(prices)?;
    let periods = batch::count(prices, "periods", PERIOD_LIMIT)?;
    let (energy, tonne) = (numbers(prices, "energy")?, numbers(prices, "tonne")?);
    let toll = numbers(prices, "toll")?;
    let arcs = plan.network().arc_count();
    if periods.checked_mul(arcs) != Some(energy.len()) {
        return Err(BlockError::Value {
            what: format!("{} prices of {arcs} arcs in {periods} periods", energy.len()),
        });
    }
    for figures in [&energy, &tonne, &toll] {
        refuse("price", figures, |price| price.is_nan() || *price < 0.0)?;
    }
    let price = |row: usize| ArcPrice {
        energy: energy[row],
        tonne: tonne[row],
        toll: toll[row],
    };
    let period = |period: usize| (period * arcs..(period + 1) * arcs).map(price).collect();
    Ok((0..periods).map(period).collect())
}

/// Tasks, a row each: `period, commodity, source_nodes, source_prices`.
///
/// # Errors
/// [`BlockError::Value`] above the count limit; [`BlockError::Arrow`] if Arrow refuses the arrays.
pub fn write_tasks(tasks: &[PricingTask]) -> Result<RecordBatch, BlockError> {
    let sources = || tasks.iter().flat_map(|task| &task.sources);
    check_count("sources", sources().count())?;
    let lengths = OffsetBuffer::from_lengths(tasks.iter().map(|task| task.sources.len()));
    let fields = vec![
        index("period"),
        index("commodity"),
        batch::list("source_nodes", &DataType::UInt32),
        batch::list("source_prices", &DataType::Float64),
    ];
    let (periods, commodities) = (tasks.iter().map(|t| t.period), tasks.iter().map(|t| t.commodity));
    let batch = RecordBatch::try_new(
        schema(fields, &[]),
        vec![
            Arc::new(UInt32Array::from_iter_values(periods)),
            Arc::new(UInt32Array::from_iter_values(commodities)),
            batch::index_lists(lengths.clone(), sources().map(|source| source.node).collect())?,
            batch::number_lists(lengths, sources().map(|source| source.price_gj).collect())?,
        ],
    )?;
    Ok(batch)
}

/// Reads tasks back and checks them against the plan and the count of periods that have prices.
///
/// # Errors
/// Any [`BlockError`]: nothing is trusted.
pub fn read_tasks(plan: &PricingPlan, periods: usize, tasks: &RecordBatch) -> Result<Vec<PricingTask>, BlockError> {
    check_version(tasks)?;
    let (of_period, of_commodity) = (indices(tasks, "period")?, indices(tasks, "commodity")?);
    let node_lists = batch::lists(tasks, "source_nodes")?;
    let price_lists = batch::lists(tasks, "source_prices")?;
    if node_lists.offsets() != price_lists.offsets() {
        return Err(BlockError::Value {
            what: "lists of source nodes and prices differ in length".to_owned(),
        });
    }
    let nodes = batch::list_indices(node_lists, "source_nodes")?;
    let prices = batch::list_numbers(price_lists, "source_prices")?;
    let (node_count, commodities) = (plan.network().node_count(), plan.commodity_count());
    refuse("period without prices", &of_period, |p| *p as usize >= periods)?;
    refuse("commodity beyond the last", &of_commodity, |c| {
        *c as usize >= commodities
    })?;
    refuse("source beyond the last node", &nodes, |node| {
        *node as usize >= node_count
    })?;
    refuse("price of a source", &prices, |price| !price.is_finite())?;
    let starts = batch::list_starts(node_lists);
    refuse("nodes of sources out of order", starts.windows(2), |ends| {
        !nodes[ends[0]..ends[1]].is_sorted_by(|a, b| a < b)
    })?;
    let source = |at: usize| Source {
        node: nodes[at],
        price_gj: prices[at],
    };
    let task = |(row, (period, commodity))| PricingTask {
        period,
        commodity,
        sources: (starts[row]..starts[row + 1]).map(source).collect(),
    };
    let tasks = of_period.into_iter().zip(of_commodity).enumerate();
    Ok(tasks.map(task).collect())
}
