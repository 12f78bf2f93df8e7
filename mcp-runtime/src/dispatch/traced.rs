//! Requests as a trace shows them. Those that were refused before they were
//! read, or flooded the server, are none.

use std::sync::Arc;

use http::HeaderMap;
use sha2::{Digest as _, Sha256};

use super::{Answer, App, Exchange, Outcome, Step};
use crate::handler::Remote;
use crate::protocol::{ProtocolVersion, Request};
use crate::trace::otlp::{Details, Incoming, Labels, Network, RequestSpan, Telemetry, method};
use crate::usage::Kind;

/// A request that is about to be served; nothing where nobody is told.
pub(super) struct Traced<'a>(Option<Received<'a>>);

struct Received<'a> {
    telemetry: Arc<Telemetry>,
    request: &'a Request<'a>,
    incoming: Incoming,
    version: Option<ProtocolVersion>,
    remote: Remote,
    session: Option<String>,
}

impl<'a> Traced<'a> {
    pub(super) fn receive(
        app: &App,
        exchange: &Exchange<'a>,
        version: Option<ProtocolVersion>,
    ) -> Self {
        let Some(telemetry) = &app.environment.telemetry else { return Self(None) };
        let Exchange { request, transport, .. } = exchange;
        let meta = request.params.meta().ok().flatten();
        Self(Some(Received {
            telemetry: Arc::clone(telemetry),
            request,
            incoming: Incoming::read(meta, &transport.headers, &app.environment.clock),
            version,
            remote: transport.visitor.remote,
            session: session(&transport.headers),
        }))
    }

    /// It was answered, or its call has begun.
    pub(super) fn served(self, app: &App, step: Step) -> Step {
        let Some(received) = self.0 else { return step };
        match &step {
            Step::Done(answer) => {
                let span = received.span(None, answer.session.map(|session| session.version));
                span.end(None, answer.status(), app.environment.clock.now());
            }
            // How long a subscription is open says nothing of the server.
            Step::Listening(_) | Step::Subscribe(_) => {
                received.span(None, None).end(None, None, app.environment.clock.now());
            }
            Step::Running(running) => {
                let ctx = running.context();
                ctx.trace(received.span(Some((ctx.kind(), ctx.static_name())), None));
            }
        }
        step
    }
}

impl Received<'_> {
    fn span(
        self,
        called: Option<(Kind, &'static str)>,
        agreed: Option<ProtocolVersion>,
    ) -> RequestSpan {
        let Self { telemetry, request, incoming, version, remote, session } = self;
        let labels = Labels {
            method: match called {
                Some((Kind::Method, name)) => name,
                _ => method(&request.method),
            },
            called,
            version: agreed.or(version),
            network: match remote {
                Remote::Process => Network::Pipe,
                #[cfg(feature = "http")]
                Remote::Local(_) => Network::Unix,
                _ => Network::Tcp,
            },
        };
        RequestSpan::start(telemetry, incoming, labels, || Details {
            id: request.id.to_string(),
            session,
            client: if let Remote::Peer(peer) = remote { Some(peer) } else { None },
        })
    }
}

impl Answer {
    /// The code of the JSON-RPC error that it is.
    pub(super) fn status(&self) -> Option<i32> {
        match &self.outcome {
            Outcome::Result => None,
            Outcome::Failed(failure) => failure.fault.map(crate::protocol::Fault::code),
            Outcome::RateLimited(_) => Some(crate::protocol::Fault::RateLimited.code()),
            Outcome::Denied(denied) => Some(crate::protocol::Fault::from(denied).code()),
            Outcome::Fault(fault) => Some(fault.code()),
        }
    }
}

/// A session's id opens it, so only a digest of it leaves the process.
fn session(headers: &HeaderMap) -> Option<String> {
    let id = headers.get("mcp-session-id")?;
    let digest = Sha256::digest(id.as_bytes());
    let first: [u8; 8] = digest[..8].try_into().ok()?;
    Some(format!("{:016x}", u64::from_be_bytes(first)))
}
