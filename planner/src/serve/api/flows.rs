//! Flows on the map, and what differs between two plans.

use super::{Asked, Problem, Problems, period};
use crate::ask::{ChangedFlows, Comparison, Flows, PlanIndex, changed_flows, compare as compare_plans};
use crate::serve::ServedPlan;
use crate::serve::answer::{Answer, Asking, Place};
use axum::http::StatusCode;
use axum::response::Response;
use data::model::{CommodityIndex, PeriodIndex};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which flows are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichFlows {
    /// Id of a commodity; all of them together when absent.
    commodity: Option<String>,
    /// Id of a period; all of them together when absent.
    period: Option<String>,
}

impl WhichFlows {
    fn indices(&self, plan: &PlanIndex<'_>) -> Result<(Option<CommodityIndex>, Option<PeriodIndex>), Problem> {
        let commodity = self.commodity.as_deref().map(|id| plan.lookup.commodity(id));
        Ok((commodity.transpose()?, period(plan, self.period.as_deref())?))
    }
}

/// How many changes are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HowMany {
    /// Largest changes listed by table; 50 when absent, at most 10,000.
    #[param(maximum = 10000)]
    top: Option<usize>,
}

/// What moves on every link, in columns.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/flows",
    params(("plan" = String, Path, description = "Name of the plan"), WhichFlows),
    responses((status = 200, body = Flows), Problems)
)]
pub(super) async fn flows(
    asking: Asking,
    Place(plan): Place<String>,
    Asked(which): Asked<WhichFlows>,
) -> Result<Response, Problem> {
    let work = move |[served]: [&ServedPlan; 1]| {
        let (commodity, period) = which.indices(&served.index)?;
        Answer::json(&served.index.flows(commodity, period))
    };
    asking.long([&plan], work).await
}

/// What differs between two plans of one continent: tables of the largest changes.
#[utoipa::path(
    get,
    path = "/api/v1/compare/{before}/{after}",
    params(
        ("before" = String, Path, description = "Name of the first plan"),
        ("after" = String, Path, description = "Name of the second plan"),
        HowMany
    ),
    responses(
        (status = 200, body = Comparison),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "The plans cannot be compared"),
        Problems
    )
)]
pub(super) async fn compare(
    asking: Asking,
    Place((before, after)): Place<(String, String)>,
    Asked(how_many): Asked<HowMany>,
) -> Result<Response, Problem> {
    let top = how_many.top.unwrap_or(50).min(10_000);
    let work = move |[a, b]: [&ServedPlan; 2]| {
        let found = compare_plans((&a.name, &a.index), (&b.name, &b.index), top);
        Answer::json(&found.ok_or_else(different)?)
    };
    asking.long([&before, &after], work).await
}

/// Links that carry more or less in one plan than in the other, in columns.
#[utoipa::path(
    get,
    path = "/api/v1/compare/{before}/{after}/flows",
    params(
        ("before" = String, Path, description = "Name of the first plan"),
        ("after" = String, Path, description = "Name of the second plan"),
        WhichFlows
    ),
    responses(
        (status = 200, body = ChangedFlows),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "The plans cannot be compared"),
        Problems
    )
)]
pub(super) async fn changed(
    asking: Asking,
    Place((before, after)): Place<(String, String)>,
    Asked(which): Asked<WhichFlows>,
) -> Result<Response, Problem> {
    let work = move |[a, b]: [&ServedPlan; 2]| {
        let (commodity, period) = which.indices(&a.index)?;
        Answer::json(&changed_flows(&a.index, &b.index, commodity, period).ok_or_else(different)?)
    };
    asking.long([&before, &after], work).await
}

fn different() -> Problem {
    let detail = "the two plans are of different continents or calendars; only plans of one data set and calendar can be compared";
    Problem::new(StatusCode::CONFLICT, detail)
}
