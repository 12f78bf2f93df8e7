use std::sync::Arc;

use super::metadata::{legacy_facts, read_level};
use super::modern::{others, shape_fault};
use super::{
    Answer, App, Change, Exchange, Step, complete, handshake, list, methods, prompts, resources,
    tools,
};
use crate::handler::CallFacts;
use crate::protocol::{ClientCapabilities, Fault, LogLevel, ProtocolVersion, write};

/// What `initialize` agreed on: all that the older revisions make a server
/// remember. Small and plain, so that it fits into a signed token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) version: ProtocolVersion,
    pub(crate) capabilities: ClientCapabilities,
    /// Set by `logging/setLevel`; without it the server may choose.
    pub(crate) log_level: LogLevel,
}

/// Serves a request of the handshake era. `session` is absent before
/// `initialize`.
pub(crate) fn legacy(app: &Arc<App>, exchange: Exchange<'_>, session: Option<Session>) -> Step {
    #[cfg(feature = "otlp")]
    let traced =
        super::traced::Traced::receive(app, &exchange, session.map(|session| session.version));
    let step = serve(app, exchange, session);
    #[cfg(feature = "otlp")]
    let step = traced.served(app, step);
    step
}

fn serve(app: &Arc<App>, exchange: Exchange<'_>, session: Option<Session>) -> Step {
    let request = exchange.request;
    if let Some(message) = shape_fault(request) {
        return Step::Done(Answer::fault(Some(request.id), Fault::InvalidParams, &message));
    }
    match &*request.method {
        "initialize" => return Step::Done(handshake::initialize(app, request)),
        "ping" => return Step::Done(empty(request.id)),
        _ => {}
    }
    let Some(session) = session else {
        return Step::Done(Answer::fault(
            Some(request.id),
            Fault::InvalidParams,
            "the session is not initialized: send `initialize` first, or put the per-request \
             metadata of revision 2026-07-28 into `params._meta`",
        ));
    };
    match &*request.method {
        "tools/call" => called(app, exchange, session, tools::call),
        "prompts/get" if list::Kind::Prompts.is_served(&app.registry()) => {
            called(app, exchange, session, prompts::get)
        }
        "resources/read" if list::Kind::Resources.is_served(&app.registry()) => {
            called(app, exchange, session, resources::read)
        }
        "completion/complete" if app.registry().completes() => {
            called(app, exchange, session, complete::complete)
        }
        method @ ("resources/subscribe" | "resources/unsubscribe")
            if list::Kind::Resources.is_served(&app.registry()) =>
        {
            Change::read(app, &exchange, session.version, method == "resources/subscribe")
        }
        "logging/setLevel" => Step::Done(set_level(&exchange, session)),
        method => match app.registry().method(method).map(Arc::clone) {
            Some(own) => called(app, exchange, session, |app, exchange, facts| {
                methods::call(app, exchange, facts, &own)
            }),
            None => Step::Done(others(app, &exchange, session.version, method)),
        },
    }
}

fn called<'a>(
    app: &Arc<App>,
    exchange: Exchange<'a>,
    session: Session,
    call: impl FnOnce(&Arc<App>, Exchange<'a>, CallFacts) -> Step,
) -> Step {
    match legacy_facts(session, &exchange.request.params, exchange.body) {
        Ok(facts) => call(app, exchange, facts),
        Err((fault, message)) => {
            Step::Done(Answer::fault(Some(exchange.request.id), fault, &message))
        }
    }
}

fn set_level(exchange: &Exchange<'_>, session: Session) -> Answer {
    let request = exchange.request;
    let level = request
        .params
        .level()
        .ok_or_else(|| "`params.level` is missing".to_owned())
        .and_then(read_level);
    match level {
        Ok(log_level) => {
            Answer { session: Some(Session { log_level, ..session }), ..empty(request.id) }
        }
        Err(message) => Answer::fault(Some(request.id), Fault::InvalidParams, &message),
    }
}

fn empty(id: crate::protocol::Id<'_>) -> Answer {
    let mut body = write::open_result(id, 0);
    body.extend_from_slice(b"{}}");
    Answer::result(body)
}
