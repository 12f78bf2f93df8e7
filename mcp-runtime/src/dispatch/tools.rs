use std::fmt::Write as _;
use std::sync::Arc;

use mcp_literals::nearest;
use serde_json::value::RawValue;

use super::about::{About, begin};
use super::{Answer, App, Exchange, Step};
use crate::auth::Principal;
use crate::handler::{CallFacts, Handler, Tool};
use crate::protocol::{Fault, Request, raw_str};
use crate::usage::Kind;

/// Starts `tools/call`.
pub(super) fn call(app: &Arc<App>, exchange: Exchange<'_>, facts: CallFacts) -> Step {
    let (body, request) = (exchange.body, exchange.request);
    let principal = exchange.transport.visitor.principal.clone();
    let invalid =
        |message: &str| Step::Done(Answer::fault(Some(request.id), Fault::InvalidParams, message));
    let (tool, arguments) = match target(app, request, principal.as_ref()) {
        Ok(target) => target,
        Err(message) => return invalid(&message),
    };
    let arguments = arguments.map(|raw| body.slice_ref(raw.get().as_bytes()));
    let name = tool.name;
    begin(app, exchange, facts, About::Tool(tool), arguments)
        .unwrap_or_else(|| invalid(&unknown_tool(app, name, principal.as_ref())))
}

/// The tool and its arguments. A request that does not fit `CallToolRequest`
/// is a protocol error (specification 2026-07-28, server/tools, "Error Handling").
fn target<'r>(
    app: &App,
    request: &Request<'r>,
    principal: Option<&Principal>,
) -> Result<(Arc<Tool>, Option<&'r RawValue>), String> {
    let name = request.params.name().ok_or("`params.name` is missing: name the tool to call")?;
    let name = raw_str(name).ok_or("`params.name` must be a string")?;
    let arguments = arguments(request)?;
    let registry = app.registry();
    let tool = registry.tool(&name).ok_or_else(|| unknown_tool(app, &name, principal))?;
    Ok((Arc::clone(tool), arguments))
}

/// The text of an object, where it is there.
pub(super) fn arguments<'r>(request: &Request<'r>) -> Result<Option<&'r RawValue>, String> {
    let arguments = request.params.arguments().filter(|raw| raw.get() != "null");
    if arguments.is_some_and(|raw| !raw.get().starts_with('{')) {
        return Err("`params.arguments` must be an object".to_owned());
    }
    Ok(arguments)
}

fn unknown_tool(app: &App, name: &str, principal: Option<&Principal>) -> String {
    let registry = app.registry();
    let tools = registry.tools().map(|tool| &tool.handler);
    unknown(app, Kind::Tool, name, tools, principal)
}

/// What to call in place of a name that nothing has.
pub(super) fn unknown<'a>(
    app: &App,
    kind: Kind,
    name: &str,
    all: impl Iterator<Item = &'a Handler>,
    principal: Option<&Principal>,
) -> String {
    let shown: String = name.chars().take(128).collect();
    let mut message = format!("Unknown {kind}: {shown}.");
    let offered = all.filter(|handler| app.offers(handler, principal));
    let offered: Vec<&str> = offered.map(|handler| handler.name).collect();
    if let Some(near) = nearest(name, offered.iter().copied()) {
        let _ = write!(message, " Did you mean {near}?");
    }
    let plural = kind.plural();
    let _ = write!(message, " Call {plural}/list for the {plural} there are.");
    message
}
