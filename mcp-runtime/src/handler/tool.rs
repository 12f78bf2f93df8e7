use serde_json::Value;

use super::{Annotations, Handler, TaskDef, ToolDef, mirror};
use crate::error::Problems;
use crate::usage::Kind;

/// A tool compiled at start-up.
pub(crate) struct Tool {
    pub(crate) handler: Handler,
    pub(crate) annotations: Annotations,
    /// Whether its calls may be tasks.
    pub(crate) task: TaskDef,
    pub(crate) mirrors: Vec<Mirror>,
}

/// An argument that HTTP clients repeat in a header (`x-mcp-header`).
pub(crate) struct Mirror {
    /// Lower-case, such as `mcp-param-region`.
    pub(crate) header: String,
    pub(crate) path: Vec<String>,
}

impl Tool {
    /// Compiles a definition; mistakes are added to `problems`.
    pub(super) fn compile(def: &'static ToolDef, problems: &mut Problems) -> Option<Self> {
        let handler = Handler::compile(&def.handler, Kind::Tool, problems)?;
        Self::of(handler, def.annotations, def.task, problems)
    }

    /// A handler that clients call.
    pub(super) fn of(
        handler: Handler,
        annotations: Annotations,
        task: TaskDef,
        problems: &mut Problems,
    ) -> Option<Self> {
        match mirror::find(&handler.input_schema) {
            Ok(mirrors) => Some(Self { handler, annotations, task, mirrors }),
            Err(problem) => {
                problems.add(format!("{}: {problem}", handler.place()));
                None
            }
        }
    }

    pub(crate) fn output_schema(&self) -> Option<&Value> {
        self.handler.output_schema.as_ref()
    }
}

impl std::ops::Deref for Tool {
    type Target = Handler;

    fn deref(&self) -> &Handler {
        &self.handler
    }
}
