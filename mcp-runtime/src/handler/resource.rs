use mcp_literals::uri::Pattern;

use super::{Handler, ResourceDef};
use crate::error::Problems;
use crate::usage::Kind;

/// A resource or a template of resources compiled at start-up.
pub(crate) struct Resource {
    pub(crate) handler: Handler,
    /// Of its URIs.
    pub(crate) pattern: Pattern,
}

impl Resource {
    /// Compiles a definition; mistakes are added to `problems`.
    pub(super) fn compile(def: &'static ResourceDef, problems: &mut Problems) -> Option<Self> {
        let handler = Handler::compile(&def.handler, Kind::Resource, problems)?;
        match Pattern::parse(def.uri) {
            Ok(pattern) => Some(Self { handler, pattern }),
            Err(problem) => {
                problems.add(format!("{}: {}", handler.place(), problem.text));
                None
            }
        }
    }
}

impl std::ops::Deref for Resource {
    type Target = Handler;

    fn deref(&self) -> &Handler {
        &self.handler
    }
}
