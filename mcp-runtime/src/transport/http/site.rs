use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use tower_service::Service as _;

use super::body::Body;
use super::checks::AccessPolicy;
use super::cors;
use super::endpoint::Endpoint;
use super::forwarded::Proxies;
#[cfg(feature = "http2")]
use super::incoming::Inflow;
use super::operator::Operator;
use super::peers::Peers;
use super::refusal;
use super::resource::Document;
use super::session_calls::SessionCalls;
#[cfg(feature = "tls")]
use super::tls::Tls;
use super::wire::WireLimits;
use crate::clock::Clock;
use crate::handler::Remote;

/// The endpoint as the outside reaches it: past proxies and browsers.
pub(crate) struct Front {
    pub(crate) endpoint: Arc<Endpoint>,
    pub(crate) proxies: Proxies,
}

/// What a listener serves: the endpoint, what operators ask, and the user's
/// routes beside it.
pub(crate) struct Site {
    pub(crate) clock: Clock,
    pub(crate) whom: Whom,
    pub(crate) path: String,
    pub(crate) operator: Operator,
    /// The metadata of the resource, where there is any.
    pub(crate) document: Option<Document>,
    pub(crate) routes: axum::Router,
    pub(crate) limits: WireLimits,
    pub(crate) peers: Arc<Peers>,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<Tls>,
}

/// Whom a listener is for.
pub(crate) enum Whom {
    Clients(Front),
    /// Operators alone, and no page that points its own name here.
    Operators(AccessPolicy),
}

impl Front {
    pub(super) async fn handle<B>(&self, request: Request<B>, remote: Remote) -> Response<Body>
    where
        B: http_body::Body,
        B::Data: Into<Bytes>,
    {
        let remote = self.proxies.client(remote, request.headers());
        if request.headers().contains_key(header::ORIGIN) {
            // Boxed, so that the common future stays small.
            return Box::pin(self.cross_origin(request, remote)).await;
        }
        self.endpoint.handle(request, remote).await
    }

    /// A request of a web page. Whether its origin is served is the endpoint's
    /// decision; browsers have to be told of it, too.
    async fn cross_origin<B>(&self, request: Request<B>, remote: Remote) -> Response<Body>
    where
        B: http_body::Body,
        B::Data: Into<Bytes>,
    {
        let access = &self.endpoint.access;
        let trusted = access.check(request.headers(), request.uri()).is_ok();
        let origin = request.headers().get(header::ORIGIN).filter(|_| trusted).cloned();
        let Some(origin) = origin else { return self.endpoint.handle(request, remote).await };
        if cors::is_preflight(&request) {
            // Without a body, and before anybody has authenticated: browsers
            // send no credentials with the question whether they may.
            return cors::preflight(request.headers(), origin);
        }
        let mut response = self.endpoint.handle(request, remote).await;
        cors::expose(&mut response, origin);
        response
    }
}

impl Site {
    pub(super) fn front(&self) -> Option<&Front> {
        match &self.whom {
            Whom::Clients(front) => Some(front),
            Whom::Operators(_) => None,
        }
    }

    /// What requests may take while they arrive; operators send none that
    /// take anything.
    #[cfg(feature = "http2")]
    pub(super) fn inflow(&self) -> Option<&Inflow> {
        self.front().map(|front| &front.endpoint.bodies)
    }

    /// Whether the peer is a proxy whose word is taken.
    pub(super) fn trusts(&self, remote: Remote) -> bool {
        self.front().is_some_and(|front| front.proxies.trusts(remote))
    }

    /// Calls that go on without a connection.
    pub(super) fn calls(&self) -> Option<Arc<SessionCalls>> {
        self.front().map(|front| Arc::clone(&front.endpoint.calls))
    }

    pub(super) async fn handle(
        &self,
        request: Request<hyper::body::Incoming>,
        remote: Remote,
    ) -> Result<Response<Body>, Infallible> {
        let response = self.answer(request, remote).await;
        // What operators ask of their own port is not the server's traffic.
        if self.front().is_some() {
            self.operator.observatory.traffic.answered(response.status().as_u16());
        }
        Ok(response)
    }

    async fn answer(
        &self,
        request: Request<hyper::body::Incoming>,
        remote: Remote,
    ) -> Response<Body> {
        // hyper counts the fields of HTTP/1.1 only.
        if request.headers().len() > self.limits.head_fields {
            return refusal::text(
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
                "the request has too many header fields",
            );
        }
        let front = match &self.whom {
            Whom::Clients(front) => front,
            Whom::Operators(access) => {
                let (parts, _) = request.into_parts();
                return Box::pin(self.operator.at_side(&parts, access)).await;
            }
        };
        // The endpoint does not pass through the router: its matching and
        // boxing would cost more than the rest of a small call.
        if request.uri().path() == self.path {
            if request.method() == Method::HEAD {
                // Boxed, so that the common future stays small. hyper leaves a
                // body in the answer on HTTP/2, where that is a fault.
                let mut response = Box::pin(front.handle(request, remote)).await;
                *response.body_mut() = Body::empty();
                return response;
            }
            return front.handle(request, remote).await;
        }
        if let Some(document) = &self.document
            && document.is_at(request.uri().path())
        {
            return document.answer(request.method());
        }
        let request = match self.operator.offer(request.uri().path()) {
            None => request,
            Some(path) => {
                let (parts, body) = request.into_parts();
                let asked = Box::pin(front.operate(&self.operator, path, &parts, remote));
                match asked.await {
                    Some(answer) => return answer,
                    None => Request::from_parts(parts, body),
                }
            }
        };
        let mut routes = self.routes.clone();
        let Ok(response) = routes.call(request.map(axum::body::Body::new)).await;
        response.map(Body::routed)
    }
}
