use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};

use super::body::Body;
use super::checks::{AccessPolicy, is_encoded, is_json};
use super::credential::API_KEY;
use super::identify::Protection;
use super::incoming::{self, Inflow};
use super::peers::Peers;
use super::refusal;
use super::resume::Resumable;
use super::session::Sessions;
use super::session_calls::SessionCalls;
use super::subscribers::Subscribers;
use crate::clock::Clock;
use crate::dispatch::App;
use crate::handler::{Remote, ServerRequests, Visitor};
use crate::seal::SigningKey;
use crate::transport::Stop;

/// The MCP endpoint: one HTTP request in, one response out.
pub(crate) struct Endpoint {
    pub(super) app: Arc<App>,
    pub(super) sessions: Sessions,
    pub(crate) calls: Arc<SessionCalls>,
    pub(super) subscribers: Arc<Subscribers>,
    /// What clients of the older era may come back to.
    pub(super) resumable: Arc<Resumable>,
    /// What they were asked.
    pub(super) requests: Arc<ServerRequests>,
    pub(super) stop: Stop,
    pub(super) patience: Patience,
    pub(super) access: AccessPolicy,
    pub(super) protection: Protection,
    pub(super) idle_streams: Arc<tokio::sync::Semaphore>,
    pub(super) idle_streams_limit: usize,
    /// Those of each peer.
    pub(super) streaming_peers: Arc<Peers>,
    pub(super) bodies: Inflow,
}

/// What the endpoint is built with.
pub(crate) struct HttpOptions {
    pub(crate) access: AccessPolicy,
    pub(crate) protection: Protection,
    pub(crate) key: SigningKey,
    pub(crate) session_lifetime: Duration,
    pub(crate) idle_streams: usize,
    pub(crate) idle_streams_per_peer: usize,
    pub(crate) detached_calls: usize,
    pub(crate) bodies: Inflow,
}

/// How long the endpoint waits before it does something about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// A call that takes longer is answered as a stream, so that clients and
    /// proxies see life.
    pub(super) plain: Duration,
    /// Silence on a stream before a comment is sent; clients and proxies cut
    /// connections after as little as 15 s.
    pub(super) keep_alive: Duration,
    /// How long a stream outside any request stays open.
    pub(super) idle: Duration,
}

impl Endpoint {
    pub(crate) fn new(app: Arc<App>, options: HttpOptions, stop: Stop) -> Self {
        Self {
            sessions: Sessions::new(
                options.key,
                app.environment.clock.clone(),
                options.session_lifetime,
            ),
            calls: Arc::new(SessionCalls::new(options.detached_calls, stop.clone())),
            patience: Patience {
                plain: Duration::from_secs(3),
                keep_alive: Duration::from_secs(10),
                idle: Duration::from_mins(15),
            },
            access: options.access,
            protection: options.protection,
            subscribers: Arc::default(),
            requests: Arc::default(),
            resumable: Arc::new(Resumable::new(app.environment.clock.clone())),
            idle_streams_limit: options.idle_streams,
            idle_streams: Arc::new(tokio::sync::Semaphore::new(options.idle_streams)),
            streaming_peers: Peers::new(options.idle_streams_per_peer),
            bodies: options.bodies,
            app,
            stop,
        }
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.app.environment.clock
    }

    pub(crate) async fn handle<B>(&self, request: Request<B>, remote: Remote) -> Response<Body>
    where
        B: http_body::Body,
        B::Data: Into<Bytes>,
    {
        let (mut parts, body) = request.into_parts();
        if let Err((status, message)) = self.access.check(&parts.headers, &parts.uri) {
            // Boxed, so that the common future stays small.
            Box::pin(incoming::discard(body, &parts.headers, self.clock())).await;
            return refusal::text(status, message);
        }
        let visitor = if self.is_protected() {
            match Box::pin(self.identify(&parts, remote)).await {
                Ok(visitor) => {
                    // A handler has no use for it but to pass it on.
                    parts.headers.remove(header::AUTHORIZATION);
                    parts.headers.remove(&API_KEY);
                    visitor
                }
                Err(refused) => {
                    let (method, headers) = (&parts.method, &parts.headers);
                    return Box::pin(self.turn_away(refused, method, headers, body)).await;
                }
            }
        } else {
            Visitor { remote, principal: None }
        };
        if let Some(refusal) = misshapen(&parts) {
            Box::pin(incoming::discard(body, &parts.headers, self.clock())).await;
            return refusal;
        }
        match parts.method {
            Method::GET => self.get(&parts, &visitor),
            Method::DELETE => self.delete(&parts, &visitor),
            _ => self.post(parts, body, visitor).await,
        }
    }
}

/// What is wrong with a request before its body is looked at.
fn misshapen(parts: &Parts) -> Option<Response<Body>> {
    match parts.method {
        Method::GET | Method::DELETE => None,
        Method::POST => {
            let message = if !is_json(&parts.headers) {
                "send the message with `Content-Type: application/json`"
            } else if is_encoded(&parts.headers) {
                "send the body without Content-Encoding"
            } else {
                return None;
            };
            Some(refusal::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
        }
        _ => Some(method_not_allowed()),
    }
}

pub(super) fn method_not_allowed() -> Response<Body> {
    refusal::with_header(
        refusal::text(StatusCode::METHOD_NOT_ALLOWED, "the MCP endpoint takes POST"),
        header::ALLOW,
        HeaderValue::from_static("POST, GET, DELETE"),
    )
}
