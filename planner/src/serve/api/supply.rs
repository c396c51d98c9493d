//! Where things come from, and why they cost what they cost.

use super::{Asked, OfPeriod, Problem, Problems, period};
use crate::ask::{Alternatives, LeastEnergy, PlanIndex, Way};
use crate::plan::routes::Routes;
use crate::serve::ServedPlan;
use crate::serve::answer::{Answer, Asking, Place};
use crate::why::CommodityReasons;
use axum::http::StatusCode;
use axum::response::Response;
use data::model::{CommodityIndex, NodeIndex, PeriodIndex};
use serde::Deserialize;
use utoipa::IntoParams;

/// Routes listed when none says how many.
const LISTED: usize = 20;
/// The most routes that may be asked for.
const MOST: usize = 200;

/// A commodity at a node of a plan, in the address.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OfGood {
    /// Name of the plan.
    plan: String,
    /// Id of the node.
    node: String,
    /// Id of the commodity.
    commodity: String,
}

impl OfGood {
    fn indices(&self, index: &PlanIndex<'_>) -> Result<(NodeIndex, CommodityIndex), Problem> {
        Ok((index.lookup.node(&self.node)?, index.lookup.commodity(&self.commodity)?))
    }
}

/// Which routes are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichRoutes {
    /// Id of a period; all of them together when absent.
    period: Option<String>,
    /// Routes listed, the largest first; 20 when absent, at most 200. The rest is one row.
    #[param(maximum = 200)]
    top: Option<usize>,
}

/// Where a commodity at a node came from: origins and routes, with shares that sum to 1 and energy by stage.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/nodes/{node}/supply/{commodity}",
    params(OfGood, WhichRoutes),
    responses((status = 200, body = Routes), Problems)
)]
pub(super) async fn supply(
    asking: Asking,
    Place(good): Place<OfGood>,
    Asked(which): Asked<WhichRoutes>,
) -> Result<Response, Problem> {
    asking.quick(&good.plan, |index| {
        let (node, commodity) = good.indices(index)?;
        let period = period(index, which.period.as_deref())?;
        Ok(index.supply(node, commodity, period, which.top.unwrap_or(LISTED).min(MOST)))
    })
}

/// Why a commodity costs what it costs at a node: every way it comes or could come there, at the plan's prices.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/nodes/{node}/why/{commodity}",
    params(OfGood, OfPeriod),
    responses(
        (status = 200, body = CommodityReasons, description = "In the period asked for, or the first"),
        Problems
    )
)]
pub(super) async fn why(
    asking: Asking,
    Place(good): Place<OfGood>,
    Asked(of): Asked<OfPeriod>,
) -> Result<Response, Problem> {
    asking.quick(&good.plan, |index| {
        let (node, commodity) = good.indices(index)?;
        let period = of.index(index)?.unwrap_or(PeriodIndex::from_position(0));
        Ok(index.why(node, commodity, period))
    })
}

/// How many sources are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichSources {
    /// Id of a period; the first when absent.
    period: Option<String>,
    /// Sources listed, the cheapest first; 10 when absent, at most 50.
    #[param(maximum = 50)]
    count: Option<usize>,
}

/// The cheapest sources of one more unit of a commodity for a node at the plan's prices, in use or not, each with its way and
/// what its price is made of.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/nodes/{node}/alternatives/{commodity}",
    params(OfGood, WhichSources),
    responses((status = 200, body = Alternatives), Problems)
)]
pub(super) async fn alternatives(
    asking: Asking,
    Place(good): Place<OfGood>,
    Asked(which): Asked<WhichSources>,
) -> Result<Response, Problem> {
    let plan = good.plan.clone();
    let work = move |[served]: [&ServedPlan; 1]| {
        let index = &served.index;
        let (node, commodity) = good.indices(index)?;
        let period = period(index, which.period.as_deref())?.unwrap_or(PeriodIndex::from_position(0));
        let count = which.count.unwrap_or(10).min(50);
        Answer::json(&index.alternatives(node, commodity, period, count))
    };
    asking.long([&plan], work).await
}

/// The cheapest way of one more unit of a commodity to a node at the plan's prices.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/nodes/{node}/route/{commodity}",
    params(OfGood, OfPeriod),
    responses(
        (status = 200, body = Way, description = "In the period asked for, or the first"),
        Problems
    )
)]
pub(super) async fn route(
    asking: Asking,
    Place(good): Place<OfGood>,
    Asked(of): Asked<OfPeriod>,
) -> Result<Response, Problem> {
    asking.quick(&good.plan, |index| {
        let (to, what) = good.indices(index)?;
        let period = of.index(index)?.unwrap_or(PeriodIndex::from_position(0));
        let way = index.cheapest(to, what, period);
        way.ok_or_else(|| Problem::absent(format!("{} cannot come to {} from anywhere", good.commodity, good.node)))
    })
}

/// Which way is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichWay {
    /// Id of the node where it starts.
    from: String,
    /// Id of the node where it ends.
    to: String,
    /// Id of the commodity.
    commodity: String,
}

/// The way of the least energy between two nodes over all modes that carry the commodity, whatever the plan says.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/least-energy",
    params(("plan" = String, Path, description = "Name of the plan"), WhichWay),
    responses((status = 200, body = LeastEnergy), Problems)
)]
pub(super) async fn least_energy(
    asking: Asking,
    Place(plan): Place<String>,
    Asked(which): Asked<WhichWay>,
) -> Result<Response, Problem> {
    asking.quick(&plan, |index| {
        let (from, to) = (index.lookup.node(&which.from)?, index.lookup.node(&which.to)?);
        let found = index.least_energy(from, to, index.lookup.commodity(&which.commodity)?);
        found.map_err(|error| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()))
    })
}
