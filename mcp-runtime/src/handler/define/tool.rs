use super::{Annotations, HandlerDef};

/// A tool as written in the source.
#[derive(Debug)]
pub struct ToolDef {
    pub(crate) handler: HandlerDef,
    pub(crate) annotations: Annotations,
    pub(crate) task: TaskDef,
}

/// Whether a call may go on after its request was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskDef {
    /// The client waits for it.
    Never,
    /// Where the client can follow it.
    Supported,
    /// A client that cannot follow it must not call.
    Required,
}

impl ToolDef {
    /// A tool that says nothing of its behaviour.
    pub const fn new(handler: HandlerDef) -> Self {
        Self { handler, annotations: Annotations::new(), task: TaskDef::Never }
    }

    /// Behaviour hints.
    #[must_use]
    pub const fn annotations(mut self, annotations: Annotations) -> Self {
        self.annotations = annotations;
        self
    }

    /// Whether its calls are tasks.
    #[must_use]
    pub const fn task(mut self, task: TaskDef) -> Self {
        self.task = task;
        self
    }
}
