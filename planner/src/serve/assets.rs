//! The page's files.

use super::answer::{cache_headers, is_known};
use super::files::{self, PageFile};
use super::problem::Problem;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Said where the program was built without its page.
const WITHOUT_PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Plans</title><h1>Plans</h1>\
    <p>This program was built without its page. The questions that can be asked are described in \
    <a href=\"api/v1/openapi.json\">api/v1/openapi.json</a>; build the page with <code>tools/page.sh</code> and the program \
    again.</p></html>";

/// The page.
pub(super) async fn index(headers: HeaderMap) -> Response {
    match files::file("index.html") {
        Some(file) => respond(file, &headers),
        None => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], WITHOUT_PAGE).into_response(),
    }
}

/// A file of the page.
pub(super) async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let found = files::file(&name).ok_or_else(|| Problem::absent(format!("there is nothing at /{name}")))?;
    Ok(respond(found, &headers))
}

/// A file, or word that it is the one the browser has.
fn respond(file: PageFile, headers: &HeaderMap) -> Response {
    let tag = format!("W/\"{}\"", &file.hash[..32]);
    if is_known(headers, &tag) {
        return (StatusCode::NOT_MODIFIED, cache_headers(&tag)).into_response();
    }
    (cache_headers(&tag), [(header::CONTENT_TYPE, file.media)], file.bytes).into_response()
}
