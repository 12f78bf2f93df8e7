use std::sync::Arc;

use mcp_literals::nearest;
use mcp_literals::uri::Uri;
use serde_json::json;

use super::about::{About, begin};
use super::{Answer, App, Exchange, Step};
use crate::auth::Principal;
use crate::error::{CallError, code};
use crate::handler::CallFacts;
use crate::protocol::{Fault, Id, ProtocolVersion, raw_str};

/// Starts `resources/read`. A request that does not fit `ReadResourceRequest`
/// is a protocol error, and so is a URI that must not be read.
pub(super) fn read(app: &Arc<App>, exchange: Exchange<'_>, facts: CallFacts) -> Step {
    let request = exchange.request;
    let principal = exchange.transport.visitor.principal.clone();
    let invalid =
        |message: &str| Step::Done(Answer::fault(Some(request.id), Fault::InvalidParams, message));
    let Some(raw) = request.params.uri() else {
        return invalid("`params.uri` is missing: say which resource to read");
    };
    let Some(uri) = raw_str(raw) else { return invalid("`params.uri` must be a string") };
    let version = facts.version;
    let unknown = || Step::Done(not_found(app, request.id, &uri, version, principal.as_ref()));
    let registry = app.registry();
    let found = match Uri::parse(&uri) {
        Err(problem) => return Step::Done(refused(request.id, &uri, problem)),
        Ok(parsed) => registry.resource_at(&parsed),
    };
    let Some(found) = found else { return unknown() };
    let resource = found.item;
    let arguments = match found.values {
        Ok(values) => resource.spelled_variables(&values).map(Into::into),
        Err(refusal) if app.offers(resource, principal.as_ref()) => {
            return Step::Done(refused(request.id, &uri, refusal.text));
        }
        // The guards refuse the caller before they look at what is given.
        Err(_) => None,
    };
    let about = About::Resource(Arc::clone(resource), (&*uri).into());
    begin(app, exchange, facts, about, arguments).unwrap_or_else(unknown)
}

/// The URI is none, or one that leads out of what a template stands for.
fn refused(id: Id<'_>, uri: &str, problem: String) -> Answer {
    let error = CallError::new(code::INVALID_INPUT, problem)
        .action("Ask for a URI that resources/list or resources/templates/list stands for.");
    fault(id, Fault::InvalidParams, uri, &error)
}

/// No resource has this URI.
pub(super) fn not_found(
    app: &App,
    id: Id<'_>,
    uri: &str,
    version: ProtocolVersion,
    principal: Option<&Principal>,
) -> Answer {
    let registry = app.registry();
    let offered = registry.resources().filter(|resource| app.offers(resource, principal));
    let fixed = offered.filter(|resource| resource.pattern.is_fixed());
    let known: Vec<&str> = fixed.map(|resource| resource.pattern.text()).collect();
    let action = match nearest(uri, known.iter().copied()) {
        Some(near) => format!("Did you mean {near}? resources/list has the resources there are."),
        None => "Call resources/list and resources/templates/list for the resources there are."
            .to_owned(),
    };
    let error = CallError::new(code::NOT_FOUND, "there is no resource with this URI");
    fault(id, missing(version), uri, &error.action(action))
}

fn fault(id: Id<'_>, fault: Fault, uri: &str, error: &CallError) -> Answer {
    let mut data = json!(error.to_bare_object());
    data["uri"] = shown(uri).into();
    Answer::refused(Some(id), fault, error, &data)
}

/// The error of a resource that is not there (SEP-2164).
pub(super) fn missing(version: ProtocolVersion) -> Fault {
    if version.is_modern() { Fault::InvalidParams } else { Fault::ResourceNotFound }
}

/// Shown back to the caller, so bounded.
pub(super) fn shown(uri: &str) -> String {
    uri.chars().take(mcp_literals::uri::LONGEST_URI).collect()
}
