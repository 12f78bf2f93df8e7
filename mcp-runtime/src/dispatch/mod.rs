//! From a parsed message to its answer, the same for every transport.
//!
//! A transport hands over a request and gets a [`Step`]: an answer that is
//! ready, a [`Running`] call to poll, or a subscription that is [`Listening`].
//! Requests for client input fit the same shape: they are running calls with
//! messages in their outbox.

mod about;
mod answer;
mod app;
mod batch;
mod complete;
#[cfg(feature = "http")]
mod denied;
mod encode;
mod flood;
mod handshake;
mod identity;
mod legacy;
mod list;
mod listen;
mod metadata;
mod methods;
mod mirrors;
mod modern;
mod prompts;
mod resources;
mod rounds;
mod running;
mod tasks;
mod tools;
#[cfg(feature = "otlp")]
mod traced;

pub(crate) use answer::{Answer, Outcome};
pub(crate) use app::{App, Limits};
#[cfg(feature = "http")]
pub(crate) use batch::NO_BATCHES;
pub(crate) use batch::{BatchAnswers, Element, batch};
#[cfg(feature = "http")]
pub(crate) use flood::excess;
pub(crate) use flood::flooded;
pub(crate) use identity::{Description, Identity};
pub(crate) use legacy::{Session, legacy};
pub(crate) use list::ListPages;
#[cfg(feature = "cli")]
pub(crate) use list::entry;
pub(crate) use listen::{Change, EXPIRED, Listening, SessionListener, Told, cancelled};
pub(crate) use metadata::RequestMetadata;
pub(crate) use mirrors::{Mirrored, mirrored};
pub(crate) use modern::{modern, read_metadata};
pub(crate) use running::Running;

use std::sync::Arc;

use bytes::Bytes;

use crate::handler::{Outbox, TransportFacts};
use crate::protocol::{Meta, Request};

/// A request with what its transport knows of it.
pub(crate) struct Exchange<'a> {
    /// The whole message; its parts are shared with the call, not copied.
    pub(crate) body: &'a Bytes,
    pub(crate) request: &'a Request<'a>,
    pub(crate) transport: TransportFacts,
    pub(crate) outbox: Outbox,
}

/// Whether a request is of the stateless era: it carries the per-request
/// metadata, or asks for what only that era has.
pub(crate) fn is_modern(request: &Request<'_>) -> bool {
    request.method == "server/discover"
        || request.params.meta().is_ok_and(|meta| meta.is_some_and(Meta::has_version))
}

/// Whether serving a request runs code of the user's, which may take long.
/// Everything else is answered at once.
pub(crate) fn is_call(request: &Request<'_>) -> bool {
    matches!(
        &*request.method,
        "tools/call" | "prompts/get" | "resources/read" | "completion/complete"
    )
}

/// Serves a request on a connection that carries both eras.
pub(crate) fn either_era(app: &Arc<App>, exchange: Exchange<'_>, session: Option<Session>) -> Step {
    if !is_modern(exchange.request) {
        return legacy(app, exchange, session);
    }
    match read_metadata(exchange.request) {
        Ok(metadata) => modern(app, exchange, metadata),
        Err(answer) => Step::Done(answer),
    }
}

/// What became of a request.
pub(crate) enum Step {
    Done(Answer),
    Running(Box<Running>),
    /// It goes on until somebody ends it.
    Listening(Box<Listening>),
    /// To be done to what listens for the session.
    Subscribe(Box<Change>),
}
