//! Finished plans over HTTP: a read-only API with its OpenAPI description, and the page that uses it.
//!
//! Invariants: only GET and HEAD are answered; every answer is made from memory; what runs at one time, what is kept and how
//! many connections are open are limited, so memory stays flat however much is asked.

pub(crate) mod address;
mod answer;
mod api;
mod assets;
mod body;
mod files;
mod guard;
mod kept;
mod listen;
mod plans;
mod problem;

pub use files::{FILES as PAGE_FILES, PageFile, file as page_file, is_built as is_page_built};
pub use listen::{Limits, ServeError, bind, serve};
pub use plans::{ServedPlan, open};

use answer::Shared;
use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::get;
use guard::Guard;
use problem::Problem;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// The paths of a server of these plans.
fn router(plans: Vec<ServedPlan>, limits: &Limits) -> Router {
    assets::prepare();
    let (paths, description) = api::paths();
    // A plain value of words and numbers: it always can be written.
    let description: Arc<str> = description.to_json().unwrap_or_default().into();
    let tag: Arc<str> = format!("W/\"{}\"", &blake3::hash(description.as_bytes()).to_hex()[..32]).into();
    let describe = move |headers: HeaderMap| async move {
        if answer::is_known(&headers, &tag) {
            return (StatusCode::NOT_MODIFIED, answer::cache_headers(&tag)).into_response();
        }
        let media = [(header::CONTENT_TYPE, "application/json")];
        (answer::cache_headers(&tag), media, description.to_string()).into_response()
    };
    paths
        .route("/api/v1/openapi.json", get(describe))
        .route("/", get(assets::index))
        .route("/{*file}", get(assets::file))
        .fallback(|uri: Uri| async move { Problem::absent(format!("there is nothing at {}", uri.path())) })
        .with_state(Arc::new(Shared::new(plans, limits.long_work)))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|_| {
            let detail = "the answer could not be made; that is a fault of the program";
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail).into_response()
        }))
        .layer(from_fn_with_state(Arc::new(Guard::new(limits)), guard::admit))
        .layer(from_fn(guard::headers))
}
