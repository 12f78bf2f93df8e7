use std::sync::Arc;

use super::metadata::MetadataFault;
use super::{
    Answer, App, Exchange, RequestMetadata, Step, complete, list, listen, methods, prompts,
    resources, tasks, tools,
};
use crate::protocol::{Fault, ProtocolVersion, Request, write};

/// Reads a request's metadata, or answers why it cannot be served.
pub(crate) fn read_metadata<'a>(request: &Request<'a>) -> Result<RequestMetadata<'a>, Answer> {
    let fault = match shape_fault(request) {
        Some(message) => MetadataFault::Invalid(message),
        None => match RequestMetadata::read(&request.params) {
            Ok(metadata) => return Ok(metadata),
            Err(fault) => fault,
        },
    };
    Err(match fault {
        MetadataFault::Invalid(message) => {
            Answer::fault(Some(request.id), Fault::InvalidParams, &message)
        }
        MetadataFault::UnsupportedVersion(requested) => {
            Answer::unsupported_version(request.id, &requested)
        }
    })
}

/// What is wrong with `params` before any member is looked at.
pub(super) fn shape_fault(request: &Request<'_>) -> Option<String> {
    if request.params.shape == crate::protocol::Shape::Other {
        return Some("`params` must be an object".to_owned());
    }
    request.params.duplicate.map(|name| format!("`params.{name}` appears twice"))
}

/// Serves a request of the stateless era.
pub(crate) fn modern(
    app: &Arc<App>,
    exchange: Exchange<'_>,
    metadata: RequestMetadata<'_>,
) -> Step {
    #[cfg(feature = "otlp")]
    let traced = super::traced::Traced::receive(app, &exchange, Some(metadata.version));
    let step = serve(app, exchange, metadata);
    #[cfg(feature = "otlp")]
    let step = traced.served(app, step);
    step
}

fn serve(app: &Arc<App>, exchange: Exchange<'_>, metadata: RequestMetadata<'_>) -> Step {
    let request = exchange.request;
    match &*request.method {
        "tools/call" => {
            let facts = metadata.into_facts(exchange.body);
            tools::call(app, exchange, facts)
        }
        "prompts/get" if list::Kind::Prompts.is_served(&app.registry()) => {
            let facts = metadata.into_facts(exchange.body);
            prompts::get(app, exchange, facts)
        }
        "resources/read" if list::Kind::Resources.is_served(&app.registry()) => {
            let facts = metadata.into_facts(exchange.body);
            resources::read(app, exchange, facts)
        }
        "completion/complete" if app.registry().completes() => {
            let facts = metadata.into_facts(exchange.body);
            complete::complete(app, exchange, facts)
        }
        "subscriptions/listen" => listen::listen(app, &exchange, metadata.capabilities),
        "server/discover" => {
            let discover = app.identity.discover();
            let mut body = write::open_result(request.id, discover.len());
            body.extend_from_slice(discover.as_bytes());
            body.push(b'}');
            Step::Done(Answer::result(body))
        }
        method if let Some(method) = tasks::Method::of(app, method) => {
            Step::Done(tasks::serve(app, &exchange, metadata.capabilities, method))
        }
        method => match app.registry().method(method).map(Arc::clone) {
            Some(own) => {
                let facts = metadata.into_facts(exchange.body);
                methods::call(app, exchange, facts, &own)
            }
            None => Step::Done(others(app, &exchange, metadata.version, method)),
        },
    }
}

/// Answers what lists something, and what nothing is known of.
pub(super) fn others(
    app: &App,
    exchange: &Exchange<'_>,
    version: ProtocolVersion,
    method: &str,
) -> Answer {
    let request = exchange.request;
    match list::Kind::of(method).filter(|kind| kind.is_served(&app.registry())) {
        Some(kind) => {
            let principal = exchange.transport.visitor.principal.as_ref();
            list::list(app, kind, request, version, principal)
        }
        None => unknown_method(request, method),
    }
}

pub(super) fn unknown_method(request: &Request<'_>, method: &str) -> Answer {
    // Shown back, so bounded: the method is the caller's text.
    let shown: String = method.chars().take(100).collect();
    Answer::fault(
        Some(request.id),
        Fault::MethodNotFound,
        &format!("the server has no method `{shown}`"),
    )
}
