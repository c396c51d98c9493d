//! Imports and exports at ports.

use super::figures;
use super::placing::Placing;
use super::rows::{Rows, Trade};
use crate::error::AssembleError;
use crate::geometry::{Position, great_circle_km};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct TradeRow {
    commodity: String,
    direction: String,
    name: String,
    latitude: f64,
    longitude: f64,
    minimum_thousand: f64,
    maximum_thousand: f64,
    energy_gj: f64,
    source: String,
}

/// Adds the trades. Each stands at the nearest urbanate or works that the commodity can be carried to; what nothing
/// carries (bauxite) arrives where it is used.
///
/// # Errors
/// If the figures do not fit or no node will do.
pub fn add_trade(placing: &Placing<'_>, rows: &mut Rows) -> Result<(), AssembleError> {
    for row in figures::TRADE.rows::<TradeRow>()? {
        let at = Position::new(row.latitude, row.longitude);
        let node = placing
            .node_of_commodity(&row.commodity, at)
            .or_else(|| nearest_user(placing, rows, &row.commodity, at))
            .ok_or_else(|| AssembleError::NoSuchPlace(row.name.clone()))?;
        let trade = Trade {
            minimum: row.minimum_thousand * 1000.0,
            maximum: row.maximum_thousand * 1000.0,
            energy_gj: row.energy_gj,
            source: row.source,
        };
        rows.add_trade(&row.direction, &row.commodity, &node, trade)?;
    }
    Ok(())
}

fn nearest_user(placing: &Placing<'_>, rows: &Rows, commodity: &str, at: Position) -> Option<String> {
    let uses = |process: &str| placing.catalogue().recipe(process).any(|r| r.commodity == commodity);
    rows.sites
        .keys()
        .filter(|(process, _)| uses(process))
        .filter_map(|(_, node)| {
            let position = placing.places().node(node)?.position;
            Some((great_circle_km(at, position), node))
        })
        .min_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, node)| node.clone())
}
