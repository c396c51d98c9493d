//! From a question to a response: entity tags, answers kept, work that waits its turn.
//!
//! Invariant: an answer depends on the plans and the address alone, so the address and the plans' hashes name it.

use super::plans::ServedPlan;
use super::problem::Problem;
use crate::ask::PlanIndex;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Bytes of answers kept.
const KEPT_BYTES: u64 = 64 << 20;
/// Answers expected among them, for the first size of tables.
const KEPT_ANSWERS: usize = 10_000;
/// Media type of Arrow IPC streams.
pub(super) const ARROW: &str = "application/vnd.apache.arrow.stream";

/// A kept answer.
#[derive(Clone, Debug)]
struct Kept {
    media: &'static str,
    body: Bytes,
}

/// Weighs answers by their bytes.
#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<String, Kept> for ByBytes {
    fn weight(&self, address: &String, kept: &Kept) -> u64 {
        (address.len() + kept.body.len() + 64) as u64
    }
}

/// What all requests share.
#[derive(Debug)]
pub(super) struct Shared {
    plans: Vec<ServedPlan>,
    kept: Cache<String, Kept, ByBytes>,
    /// One permit a core for what takes longer than a few milliseconds.
    long_work: Semaphore,
}

impl Shared {
    pub(super) fn new(plans: Vec<ServedPlan>, cores: usize) -> Self {
        Self {
            plans,
            kept: Cache::with_weighter(KEPT_ANSWERS, KEPT_BYTES, ByBytes),
            long_work: Semaphore::new(cores),
        }
    }

    pub(super) fn plans(&self) -> &[ServedPlan] {
        &self.plans
    }

    /// The plan of that name.
    pub(super) fn plan(&self, name: &str) -> Result<&ServedPlan, Problem> {
        let found = self.plans.iter().find(|plan| plan.name == name);
        found.ok_or_else(|| {
            let names = self.plans.iter().map(|plan| plan.name.as_str());
            crate::ask::Absent::new("plan", name, names).into()
        })
    }

    fn find<const N: usize>(&self, names: &[String; N]) -> Result<[&ServedPlan; N], Problem> {
        let mut found = Vec::with_capacity(N);
        for name in names {
            found.push(self.plan(name)?);
        }
        found.try_into().map_err(|_| Problem::absent("no plan"))
    }
}

/// What is computed for a request.
pub(super) enum Answer {
    /// JSON text.
    Json(Vec<u8>),
    /// An Arrow IPC stream.
    Arrow(Vec<u8>),
}

impl Answer {
    /// A value as JSON.
    pub(super) fn json(value: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_vec(value);
        body.map(Self::Json).map_err(|error| internal(&error))
    }
}

/// The server's own fault.
pub(super) fn internal(error: &impl std::fmt::Display) -> Problem {
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        format!("the answer cannot be written: {error}"),
    )
}

/// A request on its way to an answer.
pub(super) struct Asking {
    shared: Arc<Shared>,
    address: String,
    headers: HeaderMap,
}

impl FromRequestParts<Arc<Shared>> for Asking {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Problem> {
        Ok(Self {
            shared: Arc::clone(shared),
            address: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
            headers: parts.headers.clone(),
        })
    }
}

impl Asking {
    /// Whether Arrow is asked for rather than JSON.
    pub(super) fn wants_arrow(&self) -> bool {
        let accepted = self.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
        accepted.is_some_and(|accepted| accepted.contains(ARROW))
    }

    /// An answer about one plan that takes a few milliseconds at most.
    pub(super) fn quick<T: Serialize>(
        self,
        plan: &str,
        answer: impl FnOnce(&PlanIndex<'static>) -> Result<T, Problem>,
    ) -> Result<Response, Problem> {
        let served = self.shared.plan(plan)?;
        let tag = self.tag(&[served]);
        if let Some(response) = self.known(&tag) {
            return Ok(response);
        }
        let answer = Answer::json(&answer(&served.index)?)?;
        Ok(self.keep(&tag, answer))
    }

    /// An answer that may take longer, about the plans of those names; it is computed beside the threads that serve.
    pub(super) async fn long<const N: usize>(
        self,
        plans: [&str; N],
        answer: impl FnOnce([&ServedPlan; N]) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let names = plans.map(str::to_owned);
        let served = self.shared.find(&names)?;
        let tag = self.tag(&served);
        if let Some(response) = self.known(&tag) {
            return Ok(response);
        }
        let permit = self.shared.long_work.acquire().await.map_err(|_| Problem::busy())?;
        if let Some(response) = self.known(&tag) {
            return Ok(response);
        }
        let shared = Arc::clone(&self.shared);
        let work = move || answer(shared.find(&names)?);
        let answer = tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| internal(&error))?;
        drop(permit);
        Ok(self.keep(&tag, answer?))
    }

    /// The entity tag of the answer: weak, since it is sent compressed or not.
    fn tag(&self, plans: &[&ServedPlan]) -> String {
        let mut hasher = blake3::Hasher::new();
        for plan in plans {
            hasher.update(plan.hash.as_bytes());
        }
        hasher
            .update(self.address.as_bytes())
            .update(&[u8::from(self.wants_arrow())]);
        format!("W/\"{}\"", &hasher.finalize().to_hex()[..32])
    }

    /// The response, if the answer is kept here.
    fn known(&self, tag: &str) -> Option<Response> {
        self.shared.kept.get(tag).map(|kept| self.respond(tag, &kept))
    }

    fn keep(&self, tag: &str, answer: Answer) -> Response {
        let (media, body) = match answer {
            Answer::Json(body) => ("application/json", body),
            Answer::Arrow(body) => (ARROW, body),
        };
        let kept = Kept {
            media,
            body: body.into(),
        };
        self.shared.kept.insert(tag.to_owned(), kept.clone());
        self.respond(tag, &kept)
    }

    /// The answer, or word that the client has it already.
    fn respond(&self, tag: &str, kept: &Kept) -> Response {
        let theirs = self
            .headers
            .get(header::IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok());
        if theirs.is_some_and(|theirs| theirs.split(',').any(|one| one.trim() == tag)) {
            return (StatusCode::NOT_MODIFIED, cache_headers(tag)).into_response();
        }
        let media = [(header::CONTENT_TYPE, HeaderValue::from_static(kept.media))];
        let vary = [(header::VARY, HeaderValue::from_static("accept"))];
        (cache_headers(tag), media, vary, kept.body.clone()).into_response()
    }
}

fn cache_headers(tag: &str) -> [(header::HeaderName, HeaderValue); 2] {
    let tag = HeaderValue::from_str(tag).unwrap_or(HeaderValue::from_static("W/\"\""));
    // Kept by clients, and asked about each time: a plan of the same name may be another one tomorrow.
    [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ]
}

/// Query parameters; what is not understood is a problem, not passed over.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = Query::<T>::try_from_uri(&parts.uri);
        query
            .map(|Query(asked)| Self(asked))
            .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, error.body_text()))
    }
}

/// An answer that is made anew each time.
pub(super) fn plain(value: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_vec(value).map_err(|error| internal(&error))?;
    let media = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Ok((media, body).into_response())
}
