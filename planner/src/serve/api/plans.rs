//! Which plans there are, each at a glance, and its map.

use super::{Asked, Problem, Problems};
use crate::ask::{Overview, PlanSummary, Scene};
use crate::serve::answer::{Answer, Asking, Nothing, Place, internal};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

/// The plans that are served.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Plans {
    /// In the order they were given.
    plans: Vec<PlanSummary>,
}

/// The plans that are served.
#[utoipa::path(get, path = "/api/v1/plans", responses((status = 200, body = Plans)))]
pub(super) async fn list(asking: Asking, _: Asked<Nothing>) -> Result<Response, Problem> {
    asking.all(|plans| Plans {
        plans: plans.iter().map(|plan| plan.index.summary(&plan.name)).collect(),
    })
}

/// One plan at a glance: claims, certificate, calendar, commodities, modes, areas, sequences, ledger, shortages.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}",
    params(("plan" = String, Path, description = "Name of the plan")),
    responses((status = 200, body = Overview), Problems)
)]
pub(super) async fn overview(
    asking: Asking,
    Place(plan): Place<String>,
    _: Asked<Nothing>,
) -> Result<Response, Problem> {
    let name = plan.clone();
    asking.quick(&plan, move |index| {
        index.overview(&name).map_err(|error| internal(&error))
    })
}

/// Nodes, links, sites and lines of the map, in columns.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/scene",
    params(("plan" = String, Path, description = "Name of the plan")),
    responses((status = 200, body = Scene), Problems)
)]
pub(super) async fn scene(asking: Asking, Place(plan): Place<String>, _: Asked<Nothing>) -> Result<Response, Problem> {
    let work = |[served]: [&crate::serve::ServedPlan; 1]| Answer::json(&served.scene());
    asking.long([&plan], work).await
}
