//! What every request passes: limits on what runs at one time, checks of what is sent, headers that browsers obey.

use super::listen::Limits;
use super::problem::Problem;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The longest address answered, bytes.
const LONGEST_ADDRESS: usize = 2_048;
/// What the page may load: itself.
const CONTENT_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
     worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// A host without its port.
fn without_port(host: &str) -> &str {
    let split = host.rsplit_once(':');
    split
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(name, _)| name)
}

/// What a request must get past.
#[derive(Debug)]
pub(super) struct Guard {
    running: Semaphore,
    hosts: Vec<String>,
}

impl Guard {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            running: Semaphore::new(limits.requests),
            hosts: limits
                .hosts
                .iter()
                .map(|host| without_port(host).to_ascii_lowercase())
                .collect(),
        }
    }

    /// Whether the request names this server. A page elsewhere that had its own name resolved to this machine would
    /// otherwise read plans through a visitor's browser.
    fn is_meant(&self, request: &Request) -> bool {
        // A proxy before this server may go by another one of several names than this server does.
        let mut named = request.headers().get_all(header::HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else {
            return false;
        };
        host.to_str().is_ok_and(|host| self.is_own(host)) && request.uri().host().is_none_or(|host| self.is_own(host))
    }

    fn is_own(&self, host: &str) -> bool {
        let name = without_port(host).to_ascii_lowercase();
        ["localhost", "127.0.0.1", "[::1]"].contains(&name.as_str()) || self.hosts.contains(&name)
    }
}

/// Lets a request through, or says why not.
pub(super) async fn admit(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let Ok(_permit) = guard.running.try_acquire() else {
        return Problem::busy().into_response();
    };
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let detail = "plans are read, not changed: ask with GET or HEAD";
        let mut response = Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail).into_response();
        let allowed = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(header::ALLOW, allowed);
        return response;
    }
    match refusal(&guard, &request) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    }
}

/// Why a request is not answered whatever it asks.
fn refusal(guard: &Guard, request: &Request) -> Option<Problem> {
    if !guard.is_meant(request) {
        let detail = "this server answers to localhost and to the names given with --host; the request names another, or more than one";
        return Some(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail));
    }
    if request.uri().to_string().len() > LONGEST_ADDRESS {
        let detail = "the address is longer than 2,048 bytes";
        return Some(Problem::new(StatusCode::URI_TOO_LONG, detail));
    }
    let sends = |name| request.headers().get(name).is_some_and(|value| value != "0");
    if sends(header::CONTENT_LENGTH) || sends(header::TRANSFER_ENCODING) {
        return Some(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "questions have no body"));
    }
    None
}

/// Headers of every response.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}
