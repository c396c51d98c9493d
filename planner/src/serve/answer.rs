//! From a question to a response: entity tags, answers kept, work that waits its turn.
//!
//! Invariant: an answer depends on the plans and the address alone, so the address and the plans' hashes name it.

use super::body::{self, Metered};
use super::kept::{Kept, KeptAnswers};
use super::plans::ServedPlan;
use super::problem::Problem;
use crate::ask::PlanIndex;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Media type of Arrow IPC streams.
pub(super) const ARROW: &str = "application/vnd.apache.arrow.stream";

/// What all requests share.
#[derive(Debug)]
pub(super) struct Shared {
    plans: Vec<ServedPlan>,
    kept: KeptAnswers,
    /// One permit a core for what takes longer than a few milliseconds.
    long_work: Arc<Semaphore>,
    /// What is on its way to clients.
    sending: Metered,
}

impl Shared {
    pub(super) fn new(plans: Vec<ServedPlan>, cores: usize) -> Self {
        Self {
            plans,
            kept: KeptAnswers::default(),
            long_work: Arc::new(Semaphore::new(cores)),
            sending: Metered::default(),
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
        let accepted = self.headers.get_all(header::ACCEPT).iter();
        let parts = accepted
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','));
        parts.map(|part| part.split(';').map(str::trim)).any(|mut words| {
            // Quality 0 is a refusal.
            words.next() == Some(ARROW) && !words.any(|word| matches!(word, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    }

    /// An answer about all plans.
    pub(super) fn all<T: Serialize>(self, answer: impl FnOnce(&[ServedPlan]) -> T) -> Result<Response, Problem> {
        let plans = self.shared.plans();
        let tag = self.tag(&plans.iter().collect::<Vec<_>>());
        let kept = Kept::new(Answer::json(&answer(plans))?, reads_gzip(&self.headers));
        self.respond(&tag, kept)
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
            return response;
        }
        let kept = Kept::new(Answer::json(&answer(&served.index)?)?, reads_gzip(&self.headers));
        self.shared.kept.insert(&tag, &kept);
        self.respond(&tag, kept)
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
            return response;
        }
        let waiting = Arc::clone(&self.shared.long_work).acquire_owned();
        let permit = waiting.await.map_err(|_| Problem::busy())?;
        if let Some(response) = self.known(&tag) {
            return response;
        }
        let (shared, key, is_packed) = (Arc::clone(&self.shared), tag.clone(), reads_gzip(&self.headers));
        // The work goes on when its client is gone, so it holds the permit itself, and its answer is kept.
        let work = move || {
            let _permit = permit;
            let kept = Kept::new(answer(shared.find(&names)?)?, is_packed);
            shared.kept.insert(&key, &kept);
            Ok::<Kept, Problem>(kept)
        };
        let kept = tokio::task::spawn_blocking(work).await;
        self.respond(&tag, kept.map_err(|error| internal(&error))??)
    }

    /// The entity tag of the answer: weak, since it is sent compressed or not.
    fn tag(&self, plans: &[&ServedPlan]) -> String {
        let mut hasher = blake3::Hasher::new();
        for plan in plans {
            hasher.update(plan.hash.as_bytes()).update(plan.name.as_bytes());
        }
        hasher
            .update(self.address.as_bytes())
            .update(&[u8::from(self.wants_arrow())]);
        format!("W/\"{}\"", &hasher.finalize().to_hex()[..32])
    }

    /// The response, if the answer is kept here.
    fn known(&self, tag: &str) -> Option<Result<Response, Problem>> {
        self.shared.kept.get(tag).map(|kept| self.respond(tag, kept))
    }

    /// The answer, or word that the client has it already, or that too much is on its way to clients as it is.
    fn respond(&self, tag: &str, kept: Kept) -> Result<Response, Problem> {
        if is_known(&self.headers, tag) {
            return Ok((StatusCode::NOT_MODIFIED, cache_headers(tag)).into_response());
        }
        let media = [(header::CONTENT_TYPE, HeaderValue::from_static(kept.media))];
        let (body, encoding) = match kept.packed {
            Some(packed) if reads_gzip(&self.headers) => (packed, Some(GZIP)),
            _ => (kept.body, None),
        };
        let body = self.shared.sending.body(body).ok_or_else(Problem::busy)?;
        let mut response = (cache_headers(tag), media, body::into_axum(body)).into_response();
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, encoding);
        }
        Ok(response)
    }
}

/// An encoding of bodies.
pub(super) const GZIP: HeaderValue = HeaderValue::from_static("gzip");

/// Whether the client reads it.
pub(super) fn reads_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.split(',').any(|one| one.trim() == "gzip"))
}

/// Whether the client has what that tag names (RFC 9110, 13.1.2: weak comparison).
pub(super) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let theirs = headers.get_all(header::IF_NONE_MATCH).iter();
    let theirs = theirs
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    let ours = opaque(tag);
    theirs.map(opaque).any(|one| one == "*" || one == ours)
}

/// Headers by which clients keep an answer.
pub(super) fn cache_headers(tag: &str) -> [(header::HeaderName, HeaderValue); 3] {
    let tag = HeaderValue::from_str(tag).unwrap_or(HeaderValue::from_static("W/\"\""));
    [
        (header::ETAG, tag),
        // Kept by clients, and asked about each time: a plan of the same name may be another one tomorrow.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::VARY, HeaderValue::from_static("accept, accept-encoding")),
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
            .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, asked_wrongly(&error.body_text())))
    }
}

/// What is wrong with parameters, without the reader's own preface.
fn asked_wrongly(said: &str) -> String {
    let said = said
        .strip_prefix("Failed to deserialize query string: ")
        .unwrap_or(said);
    format!("the parameters are not understood: {said}")
}

/// No parameters; any is one too many.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// Ids in the address.
pub(super) struct Place<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Place<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        let wrong = "an id in the address is no text: percent-encode it as UTF-8";
        path.map(|Path(place)| Self(place))
            .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, wrong))
    }
}
