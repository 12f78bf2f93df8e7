use std::fmt::Write as _;
use std::sync::Arc;

use mcp_literals::nearest;
use serde_json::value::RawValue;

use super::{Answer, App, Exchange, Running, Step, rounds};
use crate::auth::Principal;
use crate::guard::Guarded;
use crate::handler::{CallFacts, Context, Tool};
use crate::protocol::{Fault, Request, raw_str};

/// Starts `tools/call`.
pub(super) fn call(app: &Arc<App>, exchange: Exchange<'_>, mut facts: CallFacts) -> Step {
    let Exchange { body, request, transport, outbox } = exchange;
    let (tool, arguments) = match target(app, request, transport.visitor.principal.as_ref()) {
        Ok(target) => target,
        Err(message) => {
            return Step::Done(Answer::fault(Some(request.id), Fault::InvalidParams, &message));
        }
    };
    let Some(stack) = app.guards.stack(tool.index).filter(|stack| stack.settings.enabled) else {
        let message = unknown_tool(app, tool.name, transport.visitor.principal.as_ref());
        return Step::Done(Answer::fault(Some(request.id), Fault::InvalidParams, &message));
    };
    let version = facts.version;
    if version.is_modern() {
        match rounds::recall(app, request, &transport.visitor) {
            Ok(memory) => {
                facts.is_repeated = memory.is_some();
                facts.memory = memory;
            }
            Err(answer) => return Step::Done(*answer),
        }
    }
    let environment = Arc::clone(&app.environment);
    let timeout = stack.settings.timeout;
    let ctx = Context::new(environment, tool, timeout, facts, transport, outbox);
    let arguments = arguments.map(|raw| body.slice_ref(raw.get().as_bytes()));
    let tool = Arc::<Tool>::clone(tool);
    let guarded = Guarded::new(tool, stack, arguments, ctx, &app.usage);
    Step::Running(Box::new(Running::new(Arc::clone(app), guarded, request.id, version)))
}

/// The tool and its arguments. A request that does not fit `CallToolRequest`
/// is a protocol error (specification 2026-07-28, server/tools, "Error Handling").
fn target<'a, 'r>(
    app: &'a App,
    request: &Request<'r>,
    principal: Option<&Principal>,
) -> Result<(&'a Arc<Tool>, Option<&'r RawValue>), String> {
    let name = request.params.name().ok_or("`params.name` is missing: name the tool to call")?;
    let name = raw_str(name).ok_or("`params.name` must be a string")?;
    let arguments = request.params.arguments().filter(|raw| raw.get() != "null");
    if arguments.is_some_and(|raw| !raw.get().starts_with('{')) {
        return Err("`params.arguments` must be an object".to_owned());
    }
    let tool = app.registry.tool(&name).ok_or_else(|| unknown_tool(app, &name, principal))?;
    Ok((tool, arguments))
}

fn unknown_tool(app: &App, name: &str, principal: Option<&Principal>) -> String {
    let shown: String = name.chars().take(128).collect();
    let mut message = format!("Unknown tool: {shown}.");
    let offered = app.registry.tools().filter(|tool| app.offers(tool, principal));
    let offered: Vec<&str> = offered.map(|tool| tool.name).collect();
    if let Some(near) = nearest(name, offered.iter().copied()) {
        let _ = write!(message, " Did you mean {near}?");
    }
    message.push_str(" Call tools/list for the tools there are.");
    message
}
