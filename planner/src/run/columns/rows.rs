//! From what a run can be taken up from to rows of one table.

use crate::decompose::{Known, Memory, Path};
use crate::network::Arc as NetworkArc;
use crate::plan::rows::{Direction, Price, PricedRow};
use crate::program::Column;
use arrow::array::{Float64Builder, ListBuilder, RecordBatch, StringBuilder, UInt32Builder};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use data::model::PeriodIndex;
use std::collections::HashMap;
use std::sync::Arc;

/// Rows of one batch.
const BATCH_ROWS: usize = 1 << 16;

/// One row: a way, a column of the basis or at its upper bound, or a price.
#[derive(Clone, Copy, Debug, Default)]
struct Row<'a> {
    role: &'static str,
    what: &'static str,
    period: Option<u32>,
    place: Option<u32>,
    commodity: Option<u32>,
    arcs: Option<&'a [u32]>,
    price_gj: Option<f64>,
}

/// The table's columns, with what the file says of itself.
pub(super) fn schema(metadata: HashMap<String, String>) -> Arc<Schema> {
    let arcs = DataType::List(item());
    let fields = vec![
        Field::new("role", DataType::Utf8, false),
        Field::new("what", DataType::Utf8, false),
        Field::new("period", DataType::UInt32, true),
        Field::new("place", DataType::UInt32, true),
        Field::new("commodity", DataType::UInt32, true),
        Field::new("arcs", arcs, true),
        Field::new("price_gj", DataType::Float64, true),
    ];
    Arc::new(Schema::new(fields).with_metadata(metadata))
}

fn item() -> Arc<Field> {
    Arc::new(Field::new("item", DataType::UInt32, false))
}

/// Rows of everything that is kept.
pub(super) fn batches(
    memory: &Memory,
    arcs: &[NetworkArc],
    schema: &Arc<Schema>,
) -> Result<Vec<RecordBatch>, ArrowError> {
    let ways: Vec<Vec<u32>> = memory.ways.iter().map(|way| codes(way, arcs)).collect();
    let rows: Vec<Row<'_>> = memory
        .ways
        .iter()
        .zip(&ways)
        .map(|(way, codes)| of_way(way, codes))
        .chain(memory.basic.iter().filter_map(|known| of_known("basic", known)))
        .chain(memory.at_upper.iter().filter_map(|known| of_known("upper", known)))
        .chain(memory.prices.iter().map(of_price))
        .collect();
    rows.chunks(BATCH_ROWS).map(|rows| batch(rows, schema)).collect()
}

/// Twice the link's position, one more for the way against it.
pub(super) fn code(arc: &NetworkArc) -> u32 {
    2 * arc.link.0 + u32::from(arc.direction == Direction::Backward)
}

fn codes(way: &Path, arcs: &[NetworkArc]) -> Vec<u32> {
    way.arcs.iter().map(|arc| code(&arcs[*arc as usize])).collect()
}

fn of_way<'a>(way: &Path, codes: &'a [u32]) -> Row<'a> {
    Row {
        role: "way",
        what: "way",
        period: Some(way.period.0),
        place: None,
        commodity: Some(way.commodity.0),
        arcs: Some(codes),
        price_gj: None,
    }
}

fn of_price<'a>(price: &Price) -> Row<'a> {
    Row {
        price_gj: Some(price.price_gj),
        ..of_row("price", price.period, price.row)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "ways are counted in u32")]
fn of_known<'a>(role: &'static str, known: &Known) -> Option<Row<'a>> {
    match *known {
        Known::Slack(period, row) => Some(of_row(role, period, row)),
        Known::Fixed(period, column) => of_column(role, period, column),
        Known::Way(position) => Some(Row {
            role,
            what: "way",
            place: Some(position as u32),
            ..Row::default()
        }),
    }
}

fn of_row(role: &'static str, period: PeriodIndex, row: PricedRow) -> Row<'static> {
    let (what, place, commodity) = match row {
        PricedRow::Balance(node, commodity) => ("balance", node.0, Some(commodity.0)),
        PricedRow::Link(link) => ("link", link.0, None),
        PricedRow::Budget(budget) => ("budget", budget.0, None),
        PricedRow::Store(store) => ("store", store.0, None),
    };
    Row {
        role,
        what,
        period: Some(period.0),
        place: Some(place),
        commodity,
        ..Row::default()
    }
}

/// None for a flow, which stands in no master.
fn of_column(role: &'static str, period: PeriodIndex, column: Column) -> Option<Row<'static>> {
    let (what, place, commodity) = match column {
        Column::Flow(..) => return None,
        Column::Activity(site) => ("activity", site.0, None),
        Column::Charge(store) => ("charge", store.0, None),
        Column::Discharge(store) => ("discharge", store.0, None),
        Column::Level(store) => ("level", store.0, None),
        Column::Shortage(node, commodity) => ("shortage", node.0, Some(commodity.0)),
        Column::Spill(node, commodity) => ("spill", node.0, Some(commodity.0)),
        Column::Trade(trade) => ("trade", trade.0, None),
    };
    Some(Row {
        role,
        what,
        period: Some(period.0),
        place: Some(place),
        commodity,
        ..Row::default()
    })
}

fn batch(rows: &[Row<'_>], schema: &Arc<Schema>) -> Result<RecordBatch, ArrowError> {
    let (mut roles, mut whats) = (StringBuilder::new(), StringBuilder::new());
    let (mut periods, mut places, mut commodities) = (UInt32Builder::new(), UInt32Builder::new(), UInt32Builder::new());
    let mut arcs = ListBuilder::new(UInt32Builder::new()).with_field(item());
    let mut prices = Float64Builder::new();
    for row in rows {
        roles.append_value(row.role);
        whats.append_value(row.what);
        periods.append_option(row.period);
        places.append_option(row.place);
        commodities.append_option(row.commodity);
        arcs.values().append_slice(row.arcs.unwrap_or_default());
        arcs.append(row.arcs.is_some());
        prices.append_option(row.price_gj);
    }
    RecordBatch::try_new(
        Arc::clone(schema),
        vec![
            Arc::new(roles.finish()),
            Arc::new(whats.finish()),
            Arc::new(periods.finish()),
            Arc::new(places.finish()),
            Arc::new(commodities.finish()),
            Arc::new(arcs.finish()),
            Arc::new(prices.finish()),
        ],
    )
}
