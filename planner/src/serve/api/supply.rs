//! Where things come from, and why they cost what they cost.

use super::{Asked, OfPeriod, Problem, period};
use crate::plan::routes::Routes;
use crate::serve::answer::Asking;
use crate::why::CommodityReasons;
use axum::extract::Path;
use axum::response::Response;
use data::model::PeriodIndex;
use serde::Deserialize;
use utoipa::IntoParams;

/// Routes listed when none says how many.
const LISTED: usize = 20;
/// The most routes that may be asked for.
const MOST: usize = 200;

/// Which routes are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichRoutes {
    /// Id of a period; all of them together when absent.
    period: Option<String>,
    /// Routes listed, the largest first; 20 when absent, at most 200. The rest is one row.
    top: Option<usize>,
}

/// Where a commodity at a node came from: origins and routes, with shares that sum to 1 and energy by stage.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/nodes/{node}/supply/{commodity}",
    params(
        ("plan" = String, Path, description = "Name of the plan"),
        ("node" = String, Path, description = "Id of the node"),
        ("commodity" = String, Path, description = "Id of the commodity"),
        WhichRoutes
    ),
    responses((status = 200, body = Routes), (status = 404, body = Problem, description = "No such plan, node, commodity or period"))
)]
pub(super) async fn supply(
    asking: Asking,
    Path((plan, node, commodity)): Path<(String, String, String)>,
    Asked(which): Asked<WhichRoutes>,
) -> Result<Response, Problem> {
    asking.quick(&plan, |index| {
        let (node, commodity) = (index.lookup.node(&node)?, index.lookup.commodity(&commodity)?);
        let period = period(index, which.period.as_deref())?;
        Ok(index.supply(node, commodity, period, which.top.unwrap_or(LISTED).min(MOST)))
    })
}

/// Why a commodity costs what it costs at a node: every way it comes or could come there, at the plan's prices.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/nodes/{node}/why/{commodity}",
    params(
        ("plan" = String, Path, description = "Name of the plan"),
        ("node" = String, Path, description = "Id of the node"),
        ("commodity" = String, Path, description = "Id of the commodity"),
        OfPeriod
    ),
    responses(
        (status = 200, body = CommodityReasons, description = "In the period asked for, or the first"),
        (status = 404, body = Problem, description = "No such plan, node, commodity or period")
    )
)]
pub(super) async fn why(
    asking: Asking,
    Path((plan, node, commodity)): Path<(String, String, String)>,
    Asked(of): Asked<OfPeriod>,
) -> Result<Response, Problem> {
    asking.quick(&plan, |index| {
        let (node, commodity) = (index.lookup.node(&node)?, index.lookup.commodity(&commodity)?);
        let period = of.index(index)?.unwrap_or(PeriodIndex::from_position(0));
        Ok(index.why(node, commodity, period))
    })
}
