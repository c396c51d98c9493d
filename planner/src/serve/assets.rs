//! The page's files.
//!
//! Invariant: what the server sends ahead of being asked is what the page asks for in any case.

use super::address::path;
use super::answer::{GZIP, Shared, cache_headers, is_known, reads_gzip};
use super::files::{self, PageFile};
use super::kept::pack;
use super::problem::Problem;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// Said where the program was built without its page.
const WITHOUT_PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Plans</title><h1>Plans</h1>\
    <p>This program was built without its page. The questions that can be asked are described in \
    <a href=\"api/v1/openapi.json\">api/v1/openapi.json</a>; build the page with <code>tools/page.sh</code> and the program \
    again.</p></html>";

/// Files that are packed once rather than each time they are sent.
static PACKED: LazyLock<BTreeMap<&str, Bytes>> = LazyLock::new(|| {
    let packed = |name| files::file(name).and_then(|file| Some((name, pack(&file.bytes)?)));
    ["app.js", "app.css"].into_iter().filter_map(packed).collect()
});

/// Packs what is packed once, before anyone asks.
pub(super) fn prepare() {
    LazyLock::force(&PACKED);
}

/// The page, with word of the answers that it is going to ask for, so that a browser asks while it still reads the page.
pub(super) async fn index(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let Some(file) = files::file("index.html") else {
        return ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], WITHOUT_PAGE).into_response();
    };
    let mut response = respond("index.html", file, &headers);
    for link in asked_first(&shared) {
        response.headers_mut().append(header::LINK, link);
    }
    response
}

/// A file of the page.
pub(super) async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let found = files::file(&name).ok_or_else(|| Problem::absent(format!("there is nothing at /{name}")))?;
    Ok(respond(&name, found, &headers))
}

/// Links to the answers that any view needs: those of a plan only where there is but one, since the server is not told which one
/// the address names.
fn asked_first(shared: &Shared) -> Vec<HeaderValue> {
    let mut paths = vec![path(&["plans"])];
    if let [plan] = shared.plans() {
        paths.push(path(&["plans", &plan.name]));
        paths.push(path(&["plans", &plan.name, "scene"]));
    }
    let links = paths.into_iter().map(|path| {
        let link = format!("<api/v1/{path}>; rel=preload; as=fetch; crossorigin");
        HeaderValue::try_from(link).ok()
    });
    links.flatten().collect()
}

/// A file, or word that it is the one the browser has.
fn respond(name: &str, file: PageFile, headers: &HeaderMap) -> Response {
    let tag = format!("W/\"{}\"", &file.hash[..32]);
    if is_known(headers, &tag) {
        return (StatusCode::NOT_MODIFIED, cache_headers(&tag)).into_response();
    }
    let media = [(header::CONTENT_TYPE, file.media)];
    match PACKED.get(name).filter(|_| reads_gzip(headers)) {
        Some(packed) => {
            let encoding = [(header::CONTENT_ENCODING, GZIP)];
            (cache_headers(&tag), media, encoding, Body::from(packed.clone())).into_response()
        }
        None => (cache_headers(&tag), media, file.bytes).into_response(),
    }
}
