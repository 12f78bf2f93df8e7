//! What those who run the server ask it, and who of them is answered.

mod admission;

use std::sync::Arc;

use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, header};

use super::body::Body;
use super::checks::AccessPolicy;
use super::pages::Pages;
use super::refusal;
use super::routes::route_at;
use super::site::Front;
use crate::auth::Rule;
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
    async fn answer(&self, path: &str, method: &Method) -> Response<Body> {
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
                let figures = self.observe(Observatory::metrics).await;
                let page = refusal::text(StatusCode::OK, figures.trim_end());
                refusal::with_header(page, header::CONTENT_TYPE, FIGURES)
            }
            STATUS_DATA => {
                let state = self.observe(Observatory::status).await;
                refusal::json(StatusCode::OK, state.into_bytes())
            }
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

    /// Reads what takes files and the state of every caller's budget, away
    /// from the threads that serve calls; one reading at a time.
    async fn observe(&self, read: fn(&Observatory) -> String) -> String {
        let _turn = self.observatory.turn().await;
        let observatory = Arc::clone(&self.observatory);
        let reading = tokio::task::spawn_blocking(move || read(&observatory));
        reading.await.unwrap_or_default()
    }

    /// At a port that is for operators alone: whoever reaches it may ask. A
    /// page of the web that points its own name here may not.
    pub(super) async fn at_side(&self, parts: &Parts, access: &AccessPolicy) -> Response<Body> {
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
        self.answer(path, &parts.method).await
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

fn is_probe(path: &str) -> bool {
    path == LIVE || path == READY
}

/// At which of the paths the user has a route of any method; those are the
/// user's, and what the router does with all other paths is not asked.
pub(crate) fn taken(routes: &axum::Router) -> Vec<&'static str> {
    PATHS.into_iter().filter(|path| route_at(routes, path).is_some()).collect()
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
