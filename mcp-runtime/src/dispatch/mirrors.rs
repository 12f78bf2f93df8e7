use std::borrow::Cow;
use std::sync::Arc;

use super::App;
use crate::handler::{Mirror, Tool};
use crate::protocol::{Request, raw_str};

/// What a client of 2026-07-28 repeats outside the body beside version and
/// method (basic/transports/streamable-http, "Request Metadata").
pub(crate) struct Mirrored<'a> {
    /// What the request is about.
    pub(crate) name: Cow<'a, str>,
    /// The arguments with an `x-mcp-header`.
    pub(crate) arguments: Mirrors,
}

/// Those of a tool, for as long as they are looked at.
#[derive(Default)]
pub(crate) struct Mirrors(Option<Arc<Tool>>);

impl std::ops::Deref for Mirrors {
    type Target = [Mirror];

    fn deref(&self) -> &[Mirror] {
        self.0.as_ref().map_or(&[], |tool| &tool.mirrors)
    }
}

/// The parts of a request that have to be repeated; `None` where the method
/// has none, or the request names nothing, which is a fault of its own.
pub(crate) fn mirrored<'a>(app: &App, request: &Request<'a>) -> Option<Mirrored<'a>> {
    let params = &request.params;
    match &*request.method {
        "tools/call" => {
            let name = params.name().and_then(raw_str)?;
            let registry = app.registry();
            let tool = registry.tool(&name).filter(|tool| !tool.mirrors.is_empty());
            Some(Mirrored { name, arguments: Mirrors(tool.map(Arc::clone)) })
        }
        "prompts/get" => {
            Some(Mirrored { name: params.name().and_then(raw_str)?, arguments: Mirrors::default() })
        }
        "resources/read" => {
            let name = params.uri().and_then(raw_str)?;
            Some(Mirrored { name, arguments: Mirrors::default() })
        }
        "tasks/get" | "tasks/update" | "tasks/cancel" => {
            let name = params.task_id().and_then(raw_str)?;
            Some(Mirrored { name, arguments: Mirrors::default() })
        }
        _ => None,
    }
}
