//! What those who run the server ask it, and who of them is answered.

use std::sync::Arc;

use axum::extract::MatchedPath;
use axum::middleware::{Next, from_fn};
use futures_util::FutureExt as _;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use tower_service::Service as _;

use super::body::Body;
use super::checks::AccessPolicy;
use super::pages::Pages;
use super::refusal;
use super::site::Front;
use crate::auth::Rule;
use crate::handler::Remote;
use crate::health::Health;
use crate::observe::{METRICS_TYPE, Observatory};

/// The probes, which say one word to everybody, and the pages.
const LIVE: &str = "/livez";
const READY: &str = "/readyz";
const HEALTH: &str = "/health";
const METRICS: &str = "/metrics";
const STATUS: &str = "/status";
const STATUS_DATA: &str = "/status.json";
const DOCS: &str = "/docs";

const PATHS: [&str; 7] = [LIVE, READY, HEALTH, METRICS, STATUS, STATUS_DATA, DOCS];

const READING: HeaderValue = HeaderValue::from_static("GET, HEAD");
const FIGURES: HeaderValue = HeaderValue::from_static(METRICS_TYPE);

/// The operators' part of a listener.
pub(crate) struct Operator {
    pub(crate) health: Arc<Health>,
    pub(crate) observatory: Arc<Observatory>,
    pub(crate) html: Pages,
    /// Whether more is offered than the probes.
    pub(crate) pages: bool,
    /// Who of those beyond this machine is an operator; nobody without it.
    pub(crate) scope: Option<Rule>,
    /// Paths at which the user has routes.
    pub(crate) taken: Vec<&'static str>,
}

impl Operator {
    /// What is offered at a path.
    pub(super) fn offer(&self, path: &str) -> Option<&'static str> {
        let known = PATHS.into_iter().find(|known| *known == path)?;
        let offered = self.pages || is_probe(known);
        (offered && !self.taken.contains(&known)).then_some(known)
    }

    /// Answers whoever may ask.
    fn answer(&self, path: &str, method: &Method) -> Response<Body> {
        if !matches!(*method, Method::GET | Method::HEAD) {
            let refused = refusal::text(StatusCode::METHOD_NOT_ALLOWED, "this page takes GET");
            return refusal::with_header(refused, header::ALLOW, READING);
        }
        let mut response = match path {
            LIVE => probe(self.health.is_live(), ["live", "stalled"]),
            READY => probe(self.health.is_ready(), ["ready", "unready"]),
            HEALTH => {
                let report = self.health.report();
                let body = serde_json::to_vec(&report).unwrap_or_default();
                refusal::json(status(report.live && report.ready), body)
            }
            METRICS => {
                let figures = refusal::text(StatusCode::OK, self.observatory.metrics().trim_end());
                refusal::with_header(figures, header::CONTENT_TYPE, FIGURES)
            }
            STATUS_DATA => refusal::json(StatusCode::OK, self.observatory.status().into_bytes()),
            _ => self.html.page(path).unwrap_or_else(not_found),
        };
        if *method == Method::HEAD {
            *response.body_mut() = Body::empty();
        }
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }

    /// At a port that is for operators alone: whoever reaches it may ask. A
    /// page of the web that points its own name here may not.
    pub(super) fn at_side(&self, parts: &Parts, access: &AccessPolicy) -> Response<Body> {
        let path = self.offer(parts.uri.path()).filter(|path| *path != DOCS);
        let Some(path) = path else {
            return refusal::text(
                StatusCode::NOT_FOUND,
                "here are /livez, /readyz, /health, /metrics and /status",
            );
        };
        if !is_probe(path)
            && let Err((status, message)) = access.check(&parts.headers, &parts.uri)
        {
            return refusal::text(status, message);
        }
        self.answer(path, &parts.method)
    }

    /// The same beside the endpoint in an application of the user's.
    pub(super) fn routes(self: Arc<Self>, front: &Arc<Front>) -> axum::Router {
        let mut router = axum::Router::new();
        if !self.pages {
            // They might be where the application has pages of its own.
            return router;
        }
        for path in PATHS.into_iter().filter(|path| !self.taken.contains(path)) {
            let (this, front) = (Arc::clone(&self), Arc::clone(front));
            let handler = move |request: axum::extract::Request| {
                let (this, front) = (Arc::clone(&this), Arc::clone(&front));
                async move {
                    // Checks begin here: an application tells nobody when it starts.
                    this.health.watch();
                    let remote = super::remote(&request);
                    let (parts, _) = request.into_parts();
                    let answer = front.operate(&this, path, &parts, remote).await;
                    answer.unwrap_or_else(not_found).map(axum::body::Body::new)
                }
            };
            router = router.route(path, axum::routing::any(handler));
        }
        router
    }
}

/// Who is answered.
enum Whom<'a> {
    Anybody,
    /// Whoever has the scope.
    Holders(&'a Rule),
}

impl Front {
    /// Answers an operator; `None` where nobody is to know of the page.
    pub(super) async fn operate(
        &self,
        operator: &Operator,
        path: &'static str,
        parts: &Parts,
        remote: Remote,
    ) -> Option<Response<Body>> {
        if is_probe(path) {
            return Some(operator.answer(path, &parts.method));
        }
        let access = &self.endpoint.access;
        // No web page reaches a file by a name of its own.
        // Whoever is trusted as a proxy is one, also where it hands on no trace:
        // clients make some leave theirs out (`Connection: X-Forwarded-For`).
        let is_local = is_local(remote, &parts.headers)
            && !self.proxies.trusts(remote)
            && (matches!(remote, Remote::Local(_))
                || access.is_asked_locally(&parts.headers, &parts.uri));
        let whom = match &operator.scope {
            _ if is_local => Whom::Anybody,
            // The pages themselves hold nothing: what they show they ask for, with
            // a credential that somebody types into them. A browser has none to
            // show when it opens a page.
            _ if path == DOCS && self.endpoint.is_protected() => Whom::Anybody,
            Some(_) if path == STATUS => Whom::Anybody,
            Some(scope) => Whom::Holders(scope),
            None => return None,
        };
        if let Err((status, message)) = access.check(&parts.headers, &parts.uri) {
            return Some(refusal::text(status, message));
        }
        if let Whom::Holders(scope) = whom {
            let remote = self.proxies.client(remote, &parts.headers);
            if let Err(refused) = self.endpoint.identify_as(scope, parts, remote).await {
                let (headers, nothing) = (&parts.headers, Body::empty());
                // There is no message whose id the answer would need.
                return Some(
                    self.endpoint.turn_away(refused, &Method::GET, headers, nothing).await,
                );
            }
        }
        Some(operator.answer(path, &parts.method))
    }
}

fn is_probe(path: &str) -> bool {
    path == LIVE || path == READY
}

/// Whether a request is from this machine. One that came through a proxy is
/// not, whatever the proxy says of it: a proxy that hands on what clients
/// write would let them say that they are local.
fn is_local(remote: Remote, headers: &HeaderMap) -> bool {
    const TRACES: [&str; 6] = [
        "x-forwarded-for",
        "forwarded",
        "x-real-ip",
        "x-forwarded-host",
        "x-forwarded-proto",
        "via",
    ];
    let direct = match remote {
        Remote::Peer(peer) => peer.ip().to_canonical().is_loopback(),
        Remote::Local(_) => true,
        Remote::Process | Remote::Unknown => false,
    };
    direct && !TRACES.iter().any(|name| headers.contains_key(*name))
}

/// At which of the paths the user has a route of any method; those are the
/// user's, and what the router does with all other paths is not asked.
pub(crate) fn taken(routes: &axum::Router) -> Vec<&'static str> {
    // Around fallbacks as well, so that none of the user's code is run. They
    // are told from routes by what axum says of the path.
    let answer = |request: axum::extract::Request, _: Next| async move {
        match request.extensions().get::<MatchedPath>() {
            Some(_) => StatusCode::OK,
            None => StatusCode::NOT_FOUND,
        }
    };
    let mut probe = routes.clone().layer(from_fn(answer));
    let mut is_taken = |path: &&'static str| {
        let request = Request::get(*path).body(axum::body::Body::empty()).ok();
        let answer = request.and_then(|request| probe.call(request).now_or_never());
        answer.is_some_and(|Ok(answer)| answer.status() == StatusCode::OK)
    };
    PATHS.into_iter().filter(|path| is_taken(path)).collect()
}

fn probe(holds: bool, [yes, no]: [&str; 2]) -> Response<Body> {
    refusal::text(status(holds), if holds { yes } else { no })
}

fn status(well: bool) -> StatusCode {
    if well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

fn not_found() -> Response<Body> {
    refusal::empty(StatusCode::NOT_FOUND)
}
