//! What is said when there is no answer: problem details (RFC 9457).

use crate::ask::Absent;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data::findings::escape;
use serde::Serialize;
use utoipa::ToSchema;

/// Media type of problems.
const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Why there is no answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// Kind of problem; `about:blank`: the title says it all.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What was seen and what to do.
    detail: String,
}

impl Problem {
    /// A problem of that status.
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Problem"),
            status: status.as_u16(),
            // Details repeat what was asked, which may hold anything.
            detail: escape(&detail.into()).into_owned(),
        }
    }

    /// There is no such thing.
    pub(super) fn absent(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// The server does as much as it can; the request may be sent again.
    pub(super) fn busy() -> Self {
        let detail = "more is asked than can be answered at once; ask again in a second";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
    }
}

impl From<Absent> for Problem {
    fn from(absent: Absent) -> Self {
        Self::absent(absent.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, PROBLEM_JSON)], body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
