use std::borrow::Cow;

use super::App;
use crate::handler::Mirror;
use crate::protocol::{Request, raw_str};

/// What a client of 2026-07-28 repeats outside the body beside version and
/// method (basic/transports/streamable-http, "Request Metadata").
pub(crate) struct Mirrored<'a> {
    /// What the request is about.
    pub(crate) name: Cow<'a, str>,
    /// The arguments with an `x-mcp-header`.
    pub(crate) arguments: &'a [Mirror],
}

/// The parts of a request that have to be repeated; `None` where the method
/// has none, or the request names nothing, which is a fault of its own.
pub(crate) fn mirrored<'a>(app: &'a App, request: &Request<'a>) -> Option<Mirrored<'a>> {
    let params = &request.params;
    match &*request.method {
        "tools/call" => {
            let name = params.name().and_then(raw_str)?;
            let arguments = app.registry.tool(&name).map(|tool| &*tool.mirrors);
            Some(Mirrored { name, arguments: arguments.unwrap_or_default() })
        }
        "prompts/get" => Some(Mirrored { name: params.name().and_then(raw_str)?, arguments: &[] }),
        "resources/read" => {
            Some(Mirrored { name: params.uri().and_then(raw_str)?, arguments: &[] })
        }
        "tasks/get" | "tasks/update" | "tasks/cancel" => {
            Some(Mirrored { name: params.task_id().and_then(raw_str)?, arguments: &[] })
        }
        _ => None,
    }
}
