//! The page's files.

use super::problem::Problem;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// Said where the program was built without its page.
const WITHOUT_PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Plans</title><h1>Plans</h1>\
    <p>This program was built without its page. The questions that can be asked are described in \
    <a href=\"api/v1/openapi.json\">api/v1/openapi.json</a>; build the page with <code>tools/page.sh</code> and the program \
    again.</p></html>";

/// The page.
pub(super) async fn index() -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], WITHOUT_PAGE).into_response()
}

/// A file of the page.
pub(super) async fn file(Path(file): Path<String>) -> Problem {
    Problem::absent(format!("there is nothing at /{file}"))
}
