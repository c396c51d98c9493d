//! The questions that can be asked, one function each, with their words for the OpenAPI description.
//!
//! Invariant: every path answers GET and HEAD and nothing else; nothing is changed by asking.

mod flows;
mod places;
mod plans;
mod supply;
mod tables;

use super::answer::{Asked, Shared};
use super::problem::Problem;
use crate::ask::PlanIndex;
use data::model::PeriodIndex;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::openapi::{
    ContentBuilder, OpenApi as Description, Ref, RefOr, Response as ProblemResponse, ResponseBuilder,
};
use utoipa::{IntoParams, IntoResponses, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Which period is asked about.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OfPeriod {
    /// Id of a period; all of them together when absent.
    period: Option<String>,
}

impl OfPeriod {
    fn index(&self, plan: &PlanIndex<'_>) -> Result<Option<PeriodIndex>, Problem> {
        period(plan, self.period.as_deref())
    }
}

/// The period of that id.
fn period(plan: &PlanIndex<'_>, id: Option<&str>) -> Result<Option<PeriodIndex>, Problem> {
    Ok(id.map(|id| plan.lookup.period(id)).transpose()?)
}

/// What any question may be answered with in place of an answer.
struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<ProblemResponse>> {
        let said = [
            ("400", "A parameter is not understood"),
            ("404", "There is no such plan, or nothing of that id in it"),
            (
                "503",
                "More is asked than can be answered at once; ask again after the seconds in Retry-After",
            ),
        ];
        let content = || {
            let schema = Ref::from_schema_name("Problem");
            ContentBuilder::new().schema(Some(schema)).build()
        };
        let response = |words: &str| {
            let response = ResponseBuilder::new().description(words);
            RefOr::T(response.content("application/problem+json", content()).build())
        };
        said.map(|(status, words)| (status.to_owned(), response(words))).into()
    }
}

/// What is said of the API as a whole.
#[derive(OpenApi)]
#[openapi(
    components(schemas(Problem)),
    info(
        title = "Plans of a continent",
        description = "Read-only questions about finished plans. Energy is in GJ; amounts are in the unit of their commodity. \
                   Ids are those of the input tables. Answers carry entity tags and may be kept."
    )
)]
struct Api;

/// The paths, and their description.
pub(super) fn paths() -> (axum::Router<Arc<Shared>>, Description) {
    OpenApiRouter::with_openapi(Api::openapi())
        .routes(routes!(plans::list))
        .routes(routes!(plans::overview))
        .routes(routes!(plans::scene))
        .routes(routes!(flows::flows))
        .routes(routes!(places::node))
        .routes(routes!(places::site))
        .routes(routes!(places::link))
        .routes(routes!(places::area))
        .routes(routes!(supply::supply))
        .routes(routes!(supply::why))
        .routes(routes!(supply::alternatives))
        .routes(routes!(supply::route))
        .routes(routes!(supply::least_energy))
        .routes(routes!(tables::table))
        .routes(routes!(tables::rows))
        .routes(routes!(flows::compare))
        .routes(routes!(flows::changed))
        .split_for_parts()
}
