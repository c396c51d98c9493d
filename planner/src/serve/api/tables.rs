//! Tables of statistics, and the plan's own tables, a page at a time.

use super::{Asked, Problem, Problems};
use crate::ask::{Absent, RowPage, TABLES, TablePage};
use crate::serve::ServedPlan;
use crate::serve::answer::{Answer, Asking, Place, internal};
use axum::response::Response;
use data::dictionary::OUTPUT_TABLES;
use serde::Deserialize;
use utoipa::IntoParams;

/// Rows of a page when none says how many.
const ROWS: usize = 1_000;
/// The most rows of a page of JSON.
const MOST_ROWS: usize = 10_000;
/// The most rows of an Arrow stream.
const MOST_ARROW_ROWS: usize = 1_000_000;

/// Which rows are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichRows {
    /// Position of the first row; 0 when absent.
    #[param(maximum = 4294967295_u32)]
    offset: Option<usize>,
    /// Rows: 1,000 when absent, at most 10,000 (1,000,000 as Arrow).
    #[param(maximum = 1000000)]
    limit: Option<usize>,
}

impl WhichRows {
    fn page(&self, most: usize) -> (usize, usize) {
        (self.offset.unwrap_or(0), self.limit.unwrap_or(ROWS).min(most))
    }
}

/// A table of statistics: sequences, balance, areas, area_energy, prices, area_prices, links, modes, mode_goods, processes,
/// sites, goals, shortages or borders.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/tables/{table}",
    params(
        ("plan" = String, Path, description = "Name of the plan"),
        ("table" = String, Path, description = "Name of the table"),
        WhichRows
    ),
    responses((status = 200, body = TablePage), Problems)
)]
pub(super) async fn table(
    asking: Asking,
    Place((plan, table)): Place<(String, String)>,
    Asked(which): Asked<WhichRows>,
) -> Result<Response, Problem> {
    let work = move |[served]: [&ServedPlan; 1]| {
        let found = served.index.table(&table);
        let found = found.ok_or_else(|| Absent::new("table", &table, TABLES.into_iter()))?;
        let (offset, limit) = which.page(MOST_ROWS);
        Answer::json(&TablePage::of(found, offset, limit))
    };
    asking.long([&plan], work).await
}

/// A table of the plan's folder: flows, production, storage, shortages, spills, trade, prices, ledger or embodied. As JSON in
/// columns, or as an Arrow IPC stream where `application/vnd.apache.arrow.stream` is accepted.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/rows/{table}",
    params(
        ("plan" = String, Path, description = "Name of the plan"),
        ("table" = String, Path, description = "Name of the table"),
        WhichRows
    ),
    responses(
        (status = 200, content((RowPage = "application/json"), (Vec<u8> = "application/vnd.apache.arrow.stream"))),
        Problems
    )
)]
pub(super) async fn rows(
    asking: Asking,
    Place((plan, table)): Place<(String, String)>,
    Asked(which): Asked<WhichRows>,
) -> Result<Response, Problem> {
    let wants_arrow = asking.wants_arrow();
    let work = move |[served]: [&ServedPlan; 1]| {
        let absent = || Absent::new("table", &table, OUTPUT_TABLES.iter().map(|table| table.name));
        if wants_arrow {
            let (offset, limit) = which.page(MOST_ARROW_ROWS);
            let stream = served.index.rows_as_arrow(&table, offset, limit).ok_or_else(absent)?;
            return stream.map(Answer::Arrow).map_err(|error| internal(&error));
        }
        let (offset, limit) = which.page(MOST_ROWS);
        Answer::json(&served.index.rows(&table, offset, limit).ok_or_else(absent)?)
    };
    asking.long([&plan], work).await
}
