//! Nodes, sites, links and areas.

use super::{Asked, OfPeriod, Problem, Problems};
use crate::ask::{AreaView, LinkView, NodeView, SiteView};
use crate::serve::ServedPlan;
use crate::serve::answer::{Answer, Asking, Nothing, Place};
use axum::response::Response;

/// Users of what passes a link, and reasons, listed for each commodity.
const LISTED: usize = 20;

/// A place: what is asked there and whether it came, what stands there, what things cost there.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/nodes/{node}",
    params(
        ("plan" = String, Path, description = "Name of the plan"),
        ("node" = String, Path, description = "Id of the node"),
        OfPeriod
    ),
    responses((status = 200, body = NodeView), Problems)
)]
pub(super) async fn node(
    asking: Asking,
    Place((plan, node)): Place<(String, String)>,
    Asked(of): Asked<OfPeriod>,
) -> Result<Response, Problem> {
    asking.quick(&plan, |index| {
        Ok(index.node(index.lookup.node(&node)?, of.index(index)?))
    })
}

/// A site: what it uses and makes, how full it is, why it runs.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/sites/{site}",
    params(
        ("plan" = String, Path, description = "Name of the plan"),
        ("site" = String, Path, description = "Id of the site"),
        OfPeriod
    ),
    responses((status = 200, body = SiteView), Problems)
)]
pub(super) async fn site(
    asking: Asking,
    Place((plan, site)): Place<(String, String)>,
    Asked(of): Asked<OfPeriod>,
) -> Result<Response, Problem> {
    asking.quick(&plan, |index| {
        Ok(index.site(index.lookup.site(&site)?, of.index(index)?))
    })
}

/// A link: what is on it, how full it is, who is served by it, what relief would save.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/links/{link}",
    params(
        ("plan" = String, Path, description = "Name of the plan"),
        ("link" = String, Path, description = "Id of the link or terminal"),
        OfPeriod
    ),
    responses((status = 200, body = LinkView), Problems)
)]
pub(super) async fn link(
    asking: Asking,
    Place((plan, link)): Place<(String, String)>,
    Asked(of): Asked<OfPeriod>,
) -> Result<Response, Problem> {
    let work = move |[served]: [&ServedPlan; 1]| {
        let index = &served.index;
        Answer::json(&index.link(index.lookup.link(&link)?, of.index(index)?, LISTED))
    };
    asking.long([&plan], work).await
}

/// An area: what it supplies, uses and exchanges, what it spends, what its borders are worth.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/areas/{area}",
    params(
        ("plan" = String, Path, description = "Name of the plan"),
        ("area" = String, Path, description = "Id of the area")
    ),
    responses((status = 200, body = AreaView), Problems)
)]
pub(super) async fn area(
    asking: Asking,
    Place((plan, area)): Place<(String, String)>,
    _: Asked<Nothing>,
) -> Result<Response, Problem> {
    let work = move |[served]: [&ServedPlan; 1]| {
        let index = &served.index;
        Answer::json(&index.area(index.lookup.area(&area)?))
    };
    asking.long([&plan], work).await
}
